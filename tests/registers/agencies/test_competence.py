"""Which agency is competent, on which day."""

import datetime as dt

import pytest

from tinhso.registers.agencies.directory import Directory
from tinhso.registers.agencies.errors import UnableToFindCompetentAgency
from tinhso.registers.agencies.types import AgencyKind, UnitLevel

MID_2023 = dt.date(2023, 7, 17)
REFORM = dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("competence", "name", "national_code"),
    [
        ("commune_police", "Công an phường Phú Cường", "003.11.05.H09"),
        ("commune_committee", "Ủy ban nhân dân phường Phú Cường", "000.13.21.H09"),
        ("district_police", "Công an thành phố Thủ Dầu Một", "000.11.05.H09"),
        (
            "police_residence_office",
            "Phòng Cảnh sát quản lý hành chính về trật tự xã hội (PC06), Công an tỉnh Bình Dương",
            "000.01.05.H09",
        ),
        (
            "police_immigration_office",
            "Phòng Quản lý xuất nhập cảnh, Công an tỉnh Bình Dương",
            "000.03.05.H09",
        ),
        ("social_insurance", "Bảo hiểm xã hội thành phố Thủ Dầu Một", "000.11.04.H09"),
        ("transport_department", "Sở Giao thông vận tải tỉnh Bình Dương", "000.00.02.H09"),
        ("justice_department", "Sở Tư pháp tỉnh Bình Dương", "000.00.03.H09"),
        ("tax_branch", "Chi cục Thuế thành phố Thủ Dầu Một", "000.11.06.H09"),
        (
            "land_registration_branch",
            "Chi nhánh Văn phòng đăng ký đất đai thành phố Thủ Dầu Một",
            "011.01.07.H09",
        ),
        ("employment_service_centre", "Trung tâm Dịch vụ việc làm tỉnh Bình Dương", "000.01.09.H09"),
        ("power_company", "Công ty Điện lực Bình Dương", "000.00.10.H09"),
    ],
)
def test_competence_is_found_at_the_commune_its_district_or_its_province(
    register: Directory, competence: str, name: str, national_code: str
) -> None:
    agency = register.competent_agency(competence, "25747", MID_2023, None)
    assert (agency.name, agency.national_code) == (name, national_code)


def test_every_commune_has_an_agency_for_every_competence(register: Directory) -> None:
    for commune in register.units_on(UnitLevel.COMMUNE, MID_2023):
        for competence in AgencyKind:
            assert register.competent_agency(competence, commune.code, MID_2023, None)


def test_a_case_with_an_old_code_goes_to_the_default_successor(register: Directory) -> None:
    agency = register.competent_agency("commune_police", "25750", REFORM, MID_2023)
    assert agency.name == "Công an phường Phú Lợi"


def test_the_same_code_read_on_the_new_map_is_another_place(register: Directory) -> None:
    old = register.competent_agency("commune_committee", "25747", MID_2023, None)
    new = register.competent_agency("commune_committee", "25747", REFORM, None)
    assert old.name == "Ủy ban nhân dân phường Phú Cường"
    assert new.name == "Ủy ban nhân dân phường Thủ Dầu Một"
    assert old.id != new.id


@pytest.mark.parametrize("competence", ["district_police", "transport_department", "no_such_word"])
def test_what_the_data_does_not_know_is_refused_and_not_guessed(register: Directory, competence: str) -> None:
    with pytest.raises(UnableToFindCompetentAgency):
        register.competent_agency(competence, "25747", REFORM, None)


def test_only_the_published_code_counts_as_verified(register: Directory) -> None:
    assert [a.code for a in register.agencies.values() if a.code_verified] == ["H09"]


def test_codes_are_unique_within_a_period_and_lie_below_their_parent(register: Directory) -> None:
    agencies = list(register.agencies.values())
    assert len({(a.code, a.valid_from) for a in agencies}) == len(agencies)
    assert all(a.national_code for a in agencies)
    for agency in agencies:
        if agency.parent_id is not None:
            assert agency.code.startswith(register.agency(agency.parent_id).code + ".")

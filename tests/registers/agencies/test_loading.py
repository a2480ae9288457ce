"""Loading the province into PostgreSQL, and the officers in it."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from tinhso.foundation.authority.service import Role, system_actor
from tinhso.foundation.clock.service import frozen
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies import models
from tinhso.registers.agencies.service import (
    UnableToAssignOfficer,
    UnableToFindOfficer,
    appoint_officer,
    competent_agency,
    forget_directory,
    get_agency,
    get_officer,
    get_officers,
    get_unit,
    list_communes,
    load_demonstration_officers,
    load_province,
    officers_of,
    release_officer,
    transfer_officer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2023, 7, 17)


@pytest.fixture(autouse=True)
def province(legal_moment: dt.datetime) -> None:
    forget_directory()
    load_province(now=legal_moment)
    load_demonstration_officers(now=legal_moment)


def test_loading_again_changes_nothing_and_costs_one_statement(
    legal_moment: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    before = models.AdministrativeUnit.objects.count(), models.Agency.objects.count()
    with django_assert_num_queries(1):
        assert load_province(now=legal_moment) is False
    with django_assert_num_queries(1):
        assert load_demonstration_officers(now=legal_moment) is False
    assert (models.AdministrativeUnit.objects.count(), models.Agency.objects.count()) == before


def test_a_changed_data_set_meets_the_same_rows_again(legal_moment: dt.datetime) -> None:
    kept = set(models.Agency.objects.values_list("id", flat=True))
    models.LoadedData.objects.update(digest="older")
    models.Agency.objects.filter(code="H09.2").update(name="Tên cũ")
    assert load_province(now=legal_moment) is True
    assert set(models.Agency.objects.values_list("id", flat=True)) == kept
    assert models.Agency.objects.get(code="H09.2").name == "Sở Giao thông vận tải tỉnh Bình Dương"


def test_units_and_agencies_are_answered_without_sql(
    legal_moment: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with frozen(legal_moment):
        list_communes(on=TODAY)
        with django_assert_num_queries(0):
            agency = competent_agency(competence="commune_police", commune_code="25813", on=TODAY)
            assert get_agency(agency.id).name == "Công an phường Mỹ Phước"
            assert get_unit("25813", TODAY).name == "Phường Mỹ Phước"


def test_a_load_by_another_process_is_seen_after_a_minute(legal_moment: dt.datetime) -> None:
    with frozen(legal_moment) as clock:
        competent_agency(competence="transport_department", commune_code="25813", on=TODAY)
        models.Agency.objects.filter(code="H09.2").update(name="Tên mới")
        models.LoadedData.objects.filter(name="province").update(digest="newer")
        clock.advance(dt.timedelta(seconds=61))
        agency = competent_agency(competence="transport_department", commune_code="25813", on=TODAY)
    assert agency.name == "Tên mới"


@pytest.mark.parametrize(
    "competence",
    [
        "commune_police",
        "police_residence_office",
        "police_immigration_office",
        "commune_committee",
        "social_insurance",
        "justice_department",
        "tax_branch",
        "land_registration_branch",
        "education_department",
        "employment_service_centre",
        "power_company",
    ],
)
def test_every_agency_that_takes_part_has_reception_specialist_and_leader(competence: str) -> None:
    posts: dict[object, set[str]] = {}
    rows = models.Assignment.objects.filter(agency__kind=competence).values_list("agency_id", "roles")
    for agency_id, roles in rows:
        posts.setdefault(agency_id, set()).update(roles)
    standing = models.Agency.objects.filter(kind=competence, valid_to="2025-07-01").count()
    assert len(posts) == standing
    assert all(roles >= {"reception_officer", "specialist", "leader"} for roles in posts.values())


def test_names_of_officers_are_sealed_in_the_database_and_open_through_the_door() -> None:
    agency = competent_agency(competence="commune_police", commune_code="25747", on=TODAY)
    officers = officers_of(agency.id, on=TODAY)
    assert len(officers) == 4, "one of the busy communes"
    sealed = models.Officer.objects.get(id=officers[0].id).name_sealed
    assert officers[0].name.encode() not in bytes(sealed)
    assert get_officers([o.id for o in officers], on=TODAY) == {o.id: o for o in officers}


def test_an_officer_transferred_later_is_found_in_each_post_on_its_days(legal_moment: dt.datetime) -> None:
    first = competent_agency(competence="commune_police", commune_code="25747", on=TODAY)
    second = competent_agency(competence="commune_police", commune_code="25813", on=TODAY)
    with unit_of_work(actor=system_actor(), now=legal_moment) as work:
        officer_id = appoint_officer(
            work,
            name="Trần Thị Mẫu",
            title="Cán bộ quản lý cư trú",
            agency_id=first.id,
            roles=[Role.SPECIALIST],
            valid_from=dt.date(2023, 6, 1),
        )
        transfer_officer(
            work,
            officer_id=officer_id,
            title="Trưởng Công an phường Mỹ Phước",
            agency_id=second.id,
            roles=[Role.LEADER],
            valid_from=dt.date(2023, 8, 1),
        )
    assert get_officer(officer_id, on=dt.date(2023, 7, 31)).agency_id == first.id
    moved = get_officer(officer_id, on=dt.date(2023, 8, 1))
    assert (moved.agency_id, moved.roles) == (second.id, frozenset({Role.LEADER}))
    with pytest.raises(UnableToFindOfficer):
        get_officer(officer_id, on=dt.date(2023, 5, 31))


def test_a_released_officer_holds_no_post_from_that_day(legal_moment: dt.datetime) -> None:
    agency = competent_agency(competence="commune_police", commune_code="25747", on=TODAY)
    officer = officers_of(agency.id, on=TODAY)[0]
    with unit_of_work(actor=system_actor(), now=legal_moment) as work:
        release_officer(work, officer_id=officer.id, valid_to=TODAY)
    assert officer.id not in get_officers([officer.id], on=TODAY)


def test_a_post_cannot_end_before_it_began(legal_moment: dt.datetime) -> None:
    agency = competent_agency(competence="commune_police", commune_code="25747", on=TODAY)
    officer = officers_of(agency.id, on=TODAY)[0]
    with (
        pytest.raises(UnableToAssignOfficer),
        unit_of_work(actor=system_actor(), now=legal_moment) as work,
    ):
        release_officer(work, officer_id=officer.id, valid_to=dt.date(2022, 1, 1))
    assert get_officer(officer.id, on=TODAY) == officer


def test_nobody_is_appointed_to_an_agency_that_does_not_stand_yet(legal_moment: dt.datetime) -> None:
    future = competent_agency(competence="commune_police", commune_code="25747", on=dt.date(2025, 7, 1))
    with (
        pytest.raises(UnableToAssignOfficer),
        unit_of_work(actor=system_actor(), now=legal_moment) as work,
    ):
        appoint_officer(
            work,
            name="Lê Văn Mẫu",
            title="Cán bộ",
            agency_id=future.id,
            roles=[Role.SPECIALIST],
            valid_from=TODAY,
        )

"""Units have a period; a code without a day names nothing."""

import datetime as dt
import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.engines.text.service import same_commune_name
from tinhso.registers.agencies.adapters.data_files import read_csv
from tinhso.registers.agencies.adapters.unit_files import read_units
from tinhso.registers.agencies.directory import Directory
from tinhso.registers.agencies.errors import UnableToFindAdministrativeUnit
from tinhso.registers.agencies.types import Coverage, UnitKind, UnitLevel

MID_2023 = dt.date(2023, 7, 17)
EARLY_2025 = dt.date(2025, 3, 1)
REFORM = dt.date(2025, 7, 1)
DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2030, 12, 31))
CODES_2025 = [row["new_code"] for row in read_csv("binhduong_new_units_2025.csv")]


def test_mid_2023_has_one_province_nine_districts_and_ninety_one_communes(register: Directory) -> None:
    counts = {level: len(register.units_on(level, MID_2023)) for level in UnitLevel}
    assert counts == {UnitLevel.PROVINCE: 1, UnitLevel.DISTRICT: 9, UnitLevel.COMMUNE: 91}


def test_after_the_reform_there_are_thirty_six_communes_and_no_district(register: Directory) -> None:
    counts = {level: len(register.units_on(level, REFORM)) for level in UnitLevel}
    assert counts == {UnitLevel.PROVINCE: 1, UnitLevel.DISTRICT: 0, UnitLevel.COMMUNE: 36}


def test_a_code_without_a_day_is_ambiguous_for_two_thirds_of_the_new_codes(
    register: Directory,
) -> None:
    renamed = [
        code
        for code in CODES_2025
        if not same_commune_name(register.unit(code, MID_2023).name, register.unit(code, REFORM).name)
    ]
    spelled_differently = [
        row["new_code"]
        for row in read_csv("binhduong_new_units_2025.csv")
        if row["same_code_in_2023_was"] != row["new_name"]
    ]
    assert (len(CODES_2025), len(spelled_differently), len(renamed)) == (36, 25, 24)
    assert set(spelled_differently) - set(renamed) == {"25792"}, "Long Hoà is Long Hòa"


@given(code=st.sampled_from(CODES_2025), on=DAYS)
def test_on_every_day_a_code_names_exactly_one_unit_and_its_chain_ends_in_a_province(
    code: str, on: dt.date
) -> None:
    register = _register()
    valid = [unit for unit in register.units[code] if unit.is_valid_on(on)]
    assert len(valid) == 1
    chain = list(register.unit_and_above(code, on))
    assert chain[0] == valid[0]
    assert chain[-1].level is UnitLevel.PROVINCE
    assert (len(chain) == 3) == (on < REFORM)


@cache
def _register() -> Directory:
    data = read_units()
    return Directory.of(data.units, data.successions, ())


def test_before_the_floor_of_the_data_the_answer_is_unknown_and_not_another_time(register: Directory) -> None:
    with pytest.raises(UnableToFindAdministrativeUnit) as refused:
        register.unit("25747", dt.date(2022, 12, 31))
    assert refused.value.code == "agencies.unit_unknown"


def test_a_town_that_became_a_city_keeps_both_names_with_their_days(register: Directory) -> None:
    assert register.unit("721", MID_2023).name == "Thị xã Bến Cát"
    assert register.unit("721", EARLY_2025).name == "Thành phố Bến Cát"
    assert register.unit("25840", EARLY_2025).kind is UnitKind.WARD


def test_tone_placement_alone_makes_no_new_unit() -> None:
    january = {unit.code for unit in read_units().units if unit.valid_from == dt.date(2025, 1, 1)}
    assert january == {"721", "25840", "25843"}


@pytest.mark.parametrize("on", [MID_2023, EARLY_2025])
def test_every_commune_of_the_old_map_has_one_default_successor_in_the_new_one(
    register: Directory, on: dt.date
) -> None:
    new = {unit.code for unit in register.units_on(UnitLevel.COMMUNE, REFORM)}
    for unit in register.units_on(UnitLevel.COMMUNE, on):
        found = register.successors(unit.code, on, REFORM)
        assert sum(successor.default_target for successor in found) == 1
        assert {successor.unit.code for successor in found} <= new
        is_split = len(found) > 1
        assert all((s.coverage is Coverage.PARTIAL) == is_split for s in found)


def test_sixteen_communes_are_split_and_seventy_five_go_over_whole(register: Directory) -> None:
    communes = register.units_on(UnitLevel.COMMUNE, MID_2023)
    parts = [len(register.successors(unit.code, MID_2023, REFORM)) for unit in communes]
    assert parts.count(1) == 75
    assert parts.count(2) == 16


def test_until_the_reform_a_unit_is_its_own_successor(register: Directory) -> None:
    (only,) = register.successors("25747", MID_2023, dt.date(2025, 6, 30))
    assert only.unit.name == "Phường Phú Cường"


def test_a_district_that_ended_has_no_successor(register: Directory) -> None:
    assert register.successors("718", MID_2023, REFORM) == ()


@pytest.mark.parametrize("typed", ["phu cuong", "Phú Cường", "PHUONG PHU CUONG", "phu cu"])
def test_a_commune_is_found_by_what_a_person_types(register: Directory, typed: str) -> None:
    found = register.search(typed, UnitLevel.COMMUNE, MID_2023, limit=5)
    assert found[0].code == "25747"


def test_an_exact_name_stands_before_longer_ones(register: Directory) -> None:
    found = register.search("tan dinh", UnitLevel.COMMUNE, MID_2023, limit=5)
    assert [unit.name for unit in found] == ["Phường Tân Định", "Xã Tân Định"]


def test_an_empty_search_finds_nothing(register: Directory) -> None:
    assert register.search(" , ", UnitLevel.COMMUNE, MID_2023, limit=5) == []


@pytest.mark.parametrize("name", ["Phường Hoà Phú", "Phường Hòa Phú", "phường hoà phú"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_tone_placement_and_unicode_form_do_not_hide_a_commune(
    register: Directory, name: str, form: str
) -> None:
    spelled = unicodedata.normalize(form, name)  # type: ignore[arg-type]
    (found,) = register.named(spelled, UnitLevel.COMMUNE, MID_2023, None)
    assert found.code == "25760"


def test_lists_stand_in_the_vietnamese_order(register: Directory) -> None:
    names = [unit.name for unit in register.units_on(UnitLevel.COMMUNE, MID_2023, "724")]
    assert names == [
        "Phường An Bình",
        "Phường Bình An",
        "Phường Bình Thắng",
        "Phường Dĩ An",
        "Phường Đông Hòa",
        "Phường Tân Bình",
        "Phường Tân Đông Hiệp",
    ]

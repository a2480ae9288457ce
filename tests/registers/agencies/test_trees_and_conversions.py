"""Trees of a day, what is sought in them, and the table from old units to new ones."""

import datetime as dt
from dataclasses import replace

import pytest

from tinhso.registers.agencies.conversions import unit_conversion
from tinhso.registers.agencies.directory import Directory
from tinhso.registers.agencies.trees import agency_tree, unit_tree
from tinhso.registers.agencies.types import UnitLevel

MID_2023 = dt.date(2023, 7, 17)
REFORM = dt.date(2025, 7, 1)


def names(nodes, depth=0):
    for node in nodes:
        thing = getattr(node, "unit", None) or node.agency
        yield depth, thing.name
        yield from names(node.children, depth + 1)


def test_the_tree_of_a_day_holds_every_unit_once_in_its_place(register: Directory) -> None:
    listed = list(names(unit_tree(register, MID_2023, "")))
    assert [sum(depth == level for depth, _ in listed) for level in range(3)] == [1, 9, 91]
    listed = list(names(unit_tree(register, REFORM, "")))
    assert [sum(depth == level for depth, _ in listed) for level in range(3)] == [1, 36, 0]
    assert unit_tree(register, dt.date(2022, 1, 1), "") == ()


@pytest.mark.parametrize("typed", ["phu cuong", "Phú Cường", " 25747 "])
def test_only_the_branch_that_leads_to_what_is_sought_is_left(register: Directory, typed: str) -> None:
    assert list(names(unit_tree(register, MID_2023, typed))) == [
        (0, "Tỉnh Bình Dương"),
        (1, "Thành phố Thủ Dầu Một"),
        (2, "Phường Phú Cường"),
    ]


def test_a_district_that_is_sought_keeps_its_communes(register: Directory) -> None:
    (province,) = unit_tree(register, MID_2023, "thu dau mot")
    (district,) = province.children
    assert district.is_found and len(district.children) == 14
    assert unit_tree(register, MID_2023, "khong co dau") == ()


def test_agencies_stand_under_those_they_belong_to(register: Directory) -> None:
    tree = agency_tree(register, MID_2023, "")
    listed = list(names(tree))
    assert len(listed) == sum(one.is_valid_on(MID_2023) for one in register.agencies.values())
    assert [node.agency.code for node in tree] == ["H09"]
    found = list(names(agency_tree(register, MID_2023, "cong an phuong phu cuong")))
    assert [name for _, name in found] == [
        "Ủy ban nhân dân tỉnh Bình Dương",
        "Công an tỉnh Bình Dương",
        "Công an thành phố Thủ Dầu Một",
        "Công an phường Phú Cường",
    ]
    assert len(list(names(agency_tree(register, MID_2023, "h09.5.2")))) == 3


def test_an_agency_whose_parent_is_gone_stands_by_itself(register: Directory) -> None:
    tree = agency_tree(register, REFORM, "")
    assert len(tree) == 72, "after the reform nothing above the commune is known"


def test_the_table_states_its_counts_and_nothing_is_missing(register: Directory) -> None:
    table = unit_conversion(register, MID_2023, REFORM)
    assert (len(table.rows), table.new_count, table.whole, table.split, table.pairs) == (91, 36, 75, 16, 107)
    assert table.without_successor == table.without_predecessor == table.without_default == ()
    assert table.reused_codes == 24


def test_until_the_day_before_every_commune_is_itself(register: Directory) -> None:
    table = unit_conversion(register, MID_2023, REFORM - dt.timedelta(days=1))
    assert (table.whole, table.split, table.reused_codes) == (91, 0, 2), "two communes changed their kind"


def test_a_planted_gap_in_the_data_is_told(register: Directory) -> None:
    (key,) = [key for key in register.successions if key[0] == "25744"]
    gap = replace(register, successions={**register.successions, key: ()})
    table = unit_conversion(gap, MID_2023, REFORM)
    assert [unit.name for unit in table.without_successor] == ["Phường Phú Lợi"]
    (split,) = [key for key in register.successions if key[0] == "25741"]
    undecided = [replace(step, default_target=False) for step in register.successions[split]]
    table = unit_conversion(
        replace(register, successions={**register.successions, split: undecided}), MID_2023, REFORM
    )
    assert [unit.name for unit in table.without_default] == ["Phường Hiệp Thành"]
    alone = replace(register, successions={})
    assert len(unit_conversion(alone, MID_2023, REFORM).without_predecessor) == 36


def test_every_new_unit_is_reached(register: Directory) -> None:
    table = unit_conversion(register, MID_2023, REFORM)
    reached = {successor.unit.code for row in table.rows for successor in row.successors}
    assert reached == {unit.code for unit in register.units_on(UnitLevel.COMMUNE, REFORM)}

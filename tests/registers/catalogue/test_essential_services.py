"""The 25 essential online services: each of their procedures can be filed or is left out by name.

The list is the one the province works from (``exports/services_25.csv``, codes of the copy of July 2026).
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
import yaml

from tinhso.registers.catalogue.service import PAYMENTS_FOLDER, PROCEDURES_FOLDER

LIST = Path(__file__).parent / "exports" / "services_25.csv"
CODE = re.compile(r"\b\d\.\d{6}\b")

SHIPPED = {folder.name for folder in PROCEDURES_FOLDER.iterdir()}

# Code → the shipped procedure in whose file it is said why the code is not one of its own.
DELIBERATELY_ABSENT = {
    "1.001471": "1.001456",  # passports by the immigration department of the ministry: not of the province
    "1.014063": "2.001195",  # the same exchange of an identity card, at communes from 2025
    "1.014064": "2.001194",  # the same replacement of an identity card, at communes from 2025
    "1.115231": "2.001428",  # the same seal, at communes in 2026
    "1.003197": "0.000016",  # a part of the linked service: removal of the permanent residence
    "1.014177": "0.000016",  # a part of the linked service: the funeral allowance
}

# Number of a linked service → the shipped procedure that also stands alone, under a number of its own.
PARTS = {16: {"1.000656"}}


def listed() -> dict[int, set[str]]:
    """Number of each of the 25 services with the codes the list gives it."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return {
            int(row["no"]): set(CODE.findall(row["tthc_code_2026_snapshot"])) for row in csv.DictReader(file)
        }


def text_of(code: str) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in (PROCEDURES_FOLDER / code).glob("*.yaml"))


def test_the_list_is_the_whole_one() -> None:
    assert sorted(listed()) == list(range(1, 26))
    assert len(set().union(*listed().values())) == 33


@pytest.mark.parametrize("code", sorted(set().union(*listed().values())))
def test_a_code_of_the_list_is_a_procedure_or_left_out_by_name(code: str) -> None:
    if code in DELIBERATELY_ABSENT:
        assert code not in SHIPPED, "a procedure that ships is not absent"
        assert code in text_of(DELIBERATELY_ABSENT[code]), "the file says why"
    else:
        assert code in SHIPPED


def numbers_in(*folders: Path) -> set[int]:
    """Numbers of services that the files of the folders say they are of."""
    files = [file for folder in folders for file in folder.glob("*.yaml")]
    return {number for file in files for number in yaml.safe_load(file.read_bytes())["services"]}


def test_each_service_is_offered_under_its_number() -> None:
    assert numbers_in(*PROCEDURES_FOLDER.iterdir(), *PAYMENTS_FOLDER.iterdir()) == set(listed())
    for number, codes in listed().items():
        for code in (codes & SHIPPED) - PARTS.get(number, set()):
            assert number in numbers_in(PROCEDURES_FOLDER / code), f"{code} is of service {number}"

"""Tạm trú, the procedure of several journeys: what a citizen answers, step by step."""

from __future__ import annotations

from tests.journeys.citizens import Citizen
from tests.journeys.forms import Answer
from tests.journeys.papers import ChosenFile, scan

PROCEDURE = "1.004194"
WARD = "25747"
"""Phường Phú Cường, where the journeys' citizens want to stay."""

REQUEST: dict[str, Answer] = {"registration_kind": "individual", "reason": "work"}
PLACE: dict[str, Answer] = {
    "new_commune": "phu cuong",
    "new_address": "Số 12/3, đường Yersin, khu phố 2",
    "stay_from": "17/07/2023",
    "stay_until": "16/07/2024",
    "dwelling_kind": "own",
}
CONFIRM: dict[str, Answer] = {"result_form": "electronic", "declaration": True}
STEPS: tuple[dict[str, Answer], ...] = ({}, REQUEST, PLACE, CONFIRM)


def contract(words: str = "Hop dong thue nha") -> ChosenFile:
    """Proof of a place to live."""
    return scan("giay-to-nha", words=words)


def files_residence(citizen: Citizen) -> str:
    """From signing in to the receipt, without a detour; the code."""
    citizen.signs_in()
    citizen.begins(PROCEDURE)
    citizen.fills_in(*STEPS)
    citizen.hands_in({"housing_proof": contract()})
    return citizen.submits()

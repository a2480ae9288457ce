"""Prefilling never makes anybody wait long, and never pretends."""

from __future__ import annotations

import logging
import time

import pytest

from tests.services.verification.population_line import CANARIES, TEMPORARY_RESIDENCE, TUAN, rows
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.identifiers.service import PartialDate
from tinhso.foundation.ledger.service import line_state, note_failure
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.verification.actions import prefill as prefilling
from tinhso.services.verification.adapters.citizen_record import prefill_sources
from tinhso.services.verification.adapters.national_units import place_names
from tinhso.services.verification.service import (
    FATHER,
    LINE,
    RESIDENCE_ANYWHERE,
    SPOUSE,
    portal_account,
    prefill,
    record_prefill,
)

pytestmark = pytest.mark.django_db


def _prefill(**changes):
    wish = {
        "personal_id": TUAN.personal_id,
        "full_name": TUAN.full_name,
        "birth": TUAN.birth,
        "asked_by": portal_account(),
        "service_name": TEMPORARY_RESIDENCE,
    }
    return prefill(**(wish | changes))


def test_what_the_state_knows_comes_by_the_catalogues_sources(line):
    assert _prefill() == {
        "population.personal_id": "074085001201",
        "population.full_name": "Trần Quốc Tuấn",
        "population.birth": "1985-03-12",
        "population.sex": "male",
        "population.marital_status": "married",
        "population.residence_commune": "25741",
        "population.residence_detail": "Số 18/4, đường Yersin, khu phố 5",
        RESIDENCE_ANYWHERE: "Số 18/4, đường Yersin, khu phố 5, Phường Hiệp Thành, "
        "Thành phố Thủ Dầu Một, Tỉnh Bình Dương",
        SPOUSE: "074188001202",
        FATHER: "074048001203",
    }


def test_a_spouse_counts_while_the_register_says_married():
    record = {"TinhTrangHonNhan": "Đã ly hôn", "VoChong": {"SoDinhDanh": "074188001202"}}
    assert prefill_sources(record) == {"population.marital_status": "divorced"}
    assert prefill_sources(record | {"TinhTrangHonNhan": "Đang có vợ/chồng"})[SPOUSE] == "074188001202"


def test_a_residence_in_another_province_is_known_as_far_as_its_codes_go(line):
    found = _prefill(personal_id="094195001501", full_name="Thạch Sa Ry", birth=PartialDate(1995, 4, 14))
    assert found[RESIDENCE_ANYWHERE] == "Ấp 3, huyện Mỹ Xuyên, Tỉnh Sóc Trăng"


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (("94", "941", "31498"), ["Phường 5", "Thành phố Sóc Trăng", "Tỉnh Sóc Trăng"]),
        (("94", "941", "99999"), ["Thành phố Sóc Trăng", "Tỉnh Sóc Trăng"]),
        (("94", "001", "00001"), ["Tỉnh Sóc Trăng"]),
        (("00", "941", "31498"), []),
        (("", "", ""), []),
    ],
)
def test_places_are_named_by_codes_that_belong_together(codes, names):
    province, district, commune = codes
    assert place_names(province=province, district=district, commune=commune) == names


def test_year_of_birth_stays_a_year(line):
    found = _prefill(personal_id="074147001401", full_name="Võ Thị Út", birth=PartialDate(1947))
    assert found["population.birth"] == "1947"


def test_another_persons_name_opens_no_record(line):
    assert _prefill(full_name="Trần Quốc Toản") is None


@pytest.mark.parametrize("mode", ["down", "refusing"])
def test_line_that_does_not_serve_leaves_the_form_empty(line, mode):
    line.turn_dial("population", mode)
    assert _prefill() is None


def test_hanging_line_costs_at_most_two_seconds_and_then_nothing(line, monkeypatch):
    monkeypatch.setattr(prefilling, "_SECONDS", 0.3)
    line.turn_dial("population", "hang", seconds=1)
    for _ in range(3):
        assert _prefill() is None
        time.sleep(0.2)
    assert line_state(LINE).failures >= 2


def test_resting_line_is_not_asked(line, clock, monkeypatch):
    for _ in range(3):
        note_failure(LINE, reason="http_503")
    monkeypatch.setattr(prefilling, "register_client", None)
    assert _prefill() is None


def test_third_call_at_once_does_not_queue(line, monkeypatch):
    monkeypatch.setattr(prefilling, "register_client", None)
    assert prefilling._places.acquire(blocking=False)
    assert prefilling._places.acquire(blocking=False)
    try:
        assert _prefill() is None
    finally:
        prefilling._places.release(2)


def test_places_are_given_back_after_success_and_failure(line):
    for _ in range(3):
        assert _prefill() is not None
    line.turn_dial("population", "down", requests=2)
    assert _prefill() is None
    assert _prefill() is None
    assert _prefill() is not None


def test_reading_is_shown_to_the_person(line, person_id, clock):
    with unit_of_work(actor=system_actor("prefilled"), now=clock.moment) as work:
        record_prefill(work, person_id=person_id, service_name=TEMPORARY_RESIDENCE)
    found = rows("select subjects from audit_entry where trace_id = 'prefilled'")
    assert found == [([person_id],)]


@pytest.mark.parametrize("mode", ["normal", "down", "refusing"])
def test_prefilling_logs_no_personal_data(line, caplog, mode):
    line.turn_dial("population", mode)
    with caplog.at_level(logging.DEBUG):
        _prefill()
    for canary in (*CANARIES, "Yersin"):
        assert canary not in caplog.text

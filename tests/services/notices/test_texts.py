"""Every text of every event fits its places and its length, and says nothing about a person."""

from __future__ import annotations

import re

import pytest

from tinhso.services.notices.rules import check_values, fill, places_of
from tinhso.services.notices.service import UnableToNotify, templates

SAMPLE = {
    "code": "000.00.01.H09-230717-0001",
    "procedure": "Đăng ký tạm trú",
    "agency": "Công an phường Phú Cường",
    "due": "15:00 ngày 20/07/2023",
    "promised": "15:00 ngày 21/07/2023",
    "answer_by": "ngày 27/07/2023",
    "amount": "135.000",
    "reason": "Nghỉ bù Quốc khánh, 04/09/2023, theo Công văn 12/VPCP",
    "rate_link": "http://127.0.0.1:8000/rate/000.00.01.H09-230717-0001",
    "link": "http://127.0.0.1:8000/tracking/000.00.01.H09-230717-0001",
}
EVENTS = {
    "submitted", "received", "refused", "supplement_asked", "answered", "fee_asked", "fee_paid",
    "fee_failed", "no_match", "ready", "delivered", "withdrawn", "stopped", "feedback_sent",
    "feedback_assigned", "feedback_refused", "feedback_answered", "mandate_ended", "apologised",
    "receipt_cancelled", "due_moved", "taken_over", "posted", "parcel_number_changed", "parcel_came_back",
}  # fmt: skip


def test_there_is_one_text_for_each_event():
    assert set(templates()) == EVENTS | {"phone_code"}


def test_code_for_a_number_is_short_and_leads_nowhere():
    template = templates()["phone_code"]
    sms = fill(template.sms, {"number_code": "024680"})
    assert "024680" in sms
    assert len(sms) <= 160
    assert "http" not in sms


@pytest.mark.parametrize("key", sorted(EVENTS))
def test_text_is_filled_whole_and_sms_is_short(key):
    template = templates()[key]
    sms, text = fill(template.sms, SAMPLE), fill(template.text, SAMPLE)
    assert not places_of(sms) | places_of(text)
    assert len(sms) <= 160, len(sms)
    assert "\n" not in sms
    assert SAMPLE["code"] in sms
    assert SAMPLE["link"] in text


@pytest.mark.parametrize("key", sorted(EVENTS))
def test_text_is_vietnamese_with_its_marks(key):
    template = templates()[key]
    assert re.search("[àáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ]", template.sms + template.title)


@pytest.mark.parametrize("value", ["074085001201", "0901000101", "123456789", "a@congdan.example", "x" * 201])
def test_nobodys_numbers_stand_in_a_message(value):
    template = templates()["delivered"]
    with pytest.raises(UnableToNotify) as refusal:
        check_values(template, {"code": SAMPLE["code"], "procedure": value})
    assert value not in str(refusal.value.args)


@pytest.mark.parametrize("values", [{}, {"code": "1"}, {"code": "1", "procedure": "2", "due": "3"}])
def test_missing_and_surplus_values_are_refused(values):
    with pytest.raises(UnableToNotify):
        check_values(templates()["delivered"], values)


def test_filled_value_is_never_read_as_a_place():
    assert fill("{code}", {"code": "{procedure}", "procedure": "x"}) == "{procedure}"

"""The gateway's answers, read strictly: of what is not as agreed nothing is taken.

Names of the business answer are those of a public client of the national integration platform; those of the
other two registers, and every number of a status, are the sandbox's own (chưa xác minh). A status that this
file does not know stays a number and is shown as unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec

from tinhso.foundation.identifiers.service import UnableToReadIdentifier, parse_personal_id
from tinhso.foundation.unit_of_work.service import UnableToReachLine
from tinhso.services.verification.look_up_types import AskedNumber, NumberKind, Register

UNKNOWN = "unknown:"
"""Before the number of a status that nobody told us the meaning of."""

_Text = Annotated[str, msgspec.Meta(max_length=500)]
_Code = Annotated[str, msgspec.Meta(max_length=20)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=1200)]
_MOST_REPRESENTATIVES = 50
_DATE = re.compile(r"\d{2}/\d{2}/\d{4}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_BUSINESS_STATUSES = {
    "2": "active",
    "4": "suspended",
    "5": "dissolving",
    "6": "dissolved",
    "7": "not_at_address",
}
_INSURANCE_STATUSES = {"1": "paying", "2": "paused", "3": "pension", "4": "health_only"}
_BUDGET_STATUSES = {"1": "active", "0": "inactive"}
_BUDGET_LEVELS = {"1": "central", "2": "province", "3": "district", "4": "commune"}

Facts = dict[str, Any]


class _Answer(msgspec.Struct, frozen=True):
    request_id: _Text
    as_of: _Text
    found: bool
    result: msgspec.Raw


class _Main(msgspec.Struct, frozen=True):
    code: _Code = msgspec.field(name="ENTERPRISE_GDT_CODE")
    name: _Text = msgspec.field(name="NAME")
    status: _Code = msgspec.field(name="ENTERPRISE_STATUS")
    short_name: _Text = msgspec.field(name="SHORT_NAME", default="")
    kind: _Text = msgspec.field(name="ENTERPRISE_TYPE_NAME", default="")
    founded: _Code = msgspec.field(name="FOUNDING_DATE", default="")
    capital: _Code = msgspec.field(name="CAPITAL_AMOUNT", default="")


class _Address(msgspec.Struct, frozen=True):
    text: _Text = msgspec.field(name="AddressFullText", default="")


class _Representative(msgspec.Struct, frozen=True):
    name: _Text = msgspec.field(name="FULL_NAME")
    position: _Text = msgspec.field(name="POSITION", default="")
    personal_id: _Code = msgspec.field(name="ID_NUMBER", default="")


class _Business(msgspec.Struct, frozen=True):
    main: _Main = msgspec.field(name="MainInformation")
    address: _Address = msgspec.field(name="HOAdress", default_factory=_Address)
    representatives: _Representative | list[_Representative] = msgspec.field(
        name="Representatives", default_factory=list
    )


class _InsuredPerson(msgspec.Struct, frozen=True):
    number: _Code = msgspec.field(name="maSoBHXH")
    personal_id: _Code = msgspec.field(name="soDinhDanh")
    name: _Text = msgspec.field(name="hoTen")
    status: _Code = msgspec.field(name="trangThai")
    born: _Code = msgspec.field(name="ngaySinh", default="")
    employer_code: _Code = msgspec.field(name="maDonVi", default="")
    employer: _Text = msgspec.field(name="tenDonVi", default="")
    months_paid: _Count = msgspec.field(name="soThangDong", default=0)
    card: _Code = msgspec.field(name="maTheBHYT", default="")
    card_from: _Code = msgspec.field(name="theTuNgay", default="")
    card_until: _Code = msgspec.field(name="theDenNgay", default="")
    clinic: _Text = msgspec.field(name="noiKCBBD", default="")


class _BudgetUnit(msgspec.Struct, frozen=True):
    code: _Code = msgspec.field(name="maDVQHNS")
    name: _Text = msgspec.field(name="tenDonVi")
    status: _Code = msgspec.field(name="trangThai")
    parent_code: _Code = msgspec.field(name="maDonViCapTren", default="")
    level: _Code = msgspec.field(name="capNganSach", default="")
    treasury: _Text = msgspec.field(name="khoBac", default="")
    issued: _Code = msgspec.field(name="ngayCap", default="")


def read_answer(
    content: bytes, *, register: Register, number: AskedNumber, request_id: str
) -> tuple[datetime, Facts | None]:
    """As of when, and the facts; None where the register knows nothing by this number.

    Raises UnableToReachLine with a closed reason for what is malformed, answers another question or tells
    about something else: that is a failure of the line, never an answer.
    """
    try:
        answer = msgspec.json.decode(content, type=_Answer)
        as_of = datetime.fromisoformat(answer.as_of)
        is_told = bytes(answer.result) != b"null"
        record = _record(answer.result, register) if answer.found and is_told else None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise UnableToReachLine("unreadable_answer") from None
    if answer.request_id != request_id:
        raise UnableToReachLine("answer_to_another_question")
    if as_of.utcoffset() is None or answer.found is not is_told:
        raise UnableToReachLine("unreadable_answer")
    if record is not None and not _is_about(record, number):
        raise UnableToReachLine("answer_about_another")
    return as_of, record


def personal_ids_in(facts: Mapping[str, Any], register: Register) -> tuple[str, ...]:
    """The personal ids of whom the facts are about: the insured person, the legal representatives."""
    if register is Register.INSURANCE:
        return tuple(_readable_ids([str(facts["personal_id"])]))
    if register is Register.BUSINESS:
        return tuple(_readable_ids([str(each["personal_id"]) for each in facts["representatives"]]))
    return ()


def _readable_ids(texts: list[str]) -> list[str]:
    found = []
    for text in texts:
        try:
            found.append(parse_personal_id(text).value)
        except UnableToReadIdentifier:
            continue
    return list(dict.fromkeys(found))


def _is_about(facts: Facts, number: AskedNumber) -> bool:
    said = {
        NumberKind.TAX_CODE: "tax_code",
        NumberKind.INSURANCE_NUMBER: "insurance_number",
        NumberKind.PERSONAL_ID: "personal_id",
        NumberKind.BUDGET_CODE: "budget_code",
    }
    return bool(facts[said[number.kind]] == number.value)


def _record(result: msgspec.Raw, register: Register) -> Facts:
    match register:
        case Register.BUSINESS:
            return _business(msgspec.json.decode(result, type=_Business))
        case Register.INSURANCE:
            return _insured_person(msgspec.json.decode(result, type=_InsuredPerson))
        case Register.BUDGET:
            return _budget_unit(msgspec.json.decode(result, type=_BudgetUnit))


def _business(said: _Business) -> Facts:
    main, people = said.main, said.representatives
    representatives = people if isinstance(people, list) else [people]
    if len(representatives) > _MOST_REPRESENTATIVES:
        raise ValueError("too many representatives")
    return {
        "tax_code": main.code,
        "name": main.name,
        "short_name": main.short_name,
        "kind": main.kind,
        "status": _known(main.status, _BUSINESS_STATUSES),
        "founded_on": _day(main.founded),
        "capital_vnd": _amount(main.capital),
        "address": said.address.text,
        "representatives": [
            {"name": each.name, "position": each.position, "personal_id": each.personal_id}
            for each in representatives
        ],
    }


def _insured_person(said: _InsuredPerson) -> Facts:
    return {
        "insurance_number": said.number,
        "personal_id": said.personal_id,
        "name": said.name,
        "born": said.born if _YEAR.fullmatch(said.born) else _day(said.born),
        "status": _known(said.status, _INSURANCE_STATUSES),
        "employer_code": said.employer_code,
        "employer": said.employer,
        "months_paid": said.months_paid,
        "card": said.card,
        "card_from": _day(said.card_from),
        "card_until": _day(said.card_until),
        "clinic": said.clinic,
    }


def _budget_unit(said: _BudgetUnit) -> Facts:
    return {
        "budget_code": said.code,
        "name": said.name,
        "status": _known(said.status, _BUDGET_STATUSES),
        "parent_code": said.parent_code,
        "level": _known(said.level, _BUDGET_LEVELS) if said.level else "",
        "treasury": said.treasury,
        "issued_on": _day(said.issued),
    }


def _known(number: str, meanings: Mapping[str, str]) -> str:
    return meanings.get(number, f"{UNKNOWN}{number}")


def _day(text: str) -> str:
    """A day as ISO writes it; nothing for nothing. What is no day of the calendar spoils the answer."""
    if not text:
        return ""
    if not _DATE.fullmatch(text):
        raise ValueError("not a day")
    day, month, year = text.split("/")
    return datetime.fromisoformat(f"{year}-{month}-{day}").date().isoformat()


def _amount(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise ValueError("not an amount")
    return int(text)

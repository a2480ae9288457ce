"""The form of an agreement: what is asked, and what was typed as terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from tinhso.foundation.authority.service import ClientPurpose
from tinhso.foundation.clock.service import VIETNAM, real_now
from tinhso.registers.agencies.service import agency_and_below, list_agencies
from tinhso.services.integration.service import PURPOSE_NAMES, ClientTerms
from tinhso.sites.administration.new_account import read_day
from tinhso.sites.frame.service import Field, Option, Visit, id_in

PROVINCE, CHOSEN, KEPT = "province", "chosen", "kept"
_AGENCIES = ("agency_1", "agency_2", "agency_3")
_WHERE = (
    Option(value=CHOSEN, label="Các cơ quan chọn dưới đây"),
    Option(value=PROVINCE, label="Toàn tỉnh"),
)
FIELDS = (
    Field(key="name", label="Tên hệ thống", hint="Ví dụ: Phần mềm hộ tịch điện tử"),
    Field(key="operator", label="Đơn vị vận hành"),
    Field(
        key="purposes",
        label="Được làm gì",
        type="checkbox",
        options=tuple(Option(value=each.value, label=PURPOSE_NAMES[each]) for each in ClientPurpose),
    ),
    Field(
        key="reason",
        label="Mục đích sử dụng dữ liệu",
        hint="Người dân đọc câu này khi dữ liệu của họ được giao. Ví dụ: Đối chiếu hồ sơ cư trú.",
    ),
    Field(key="legal_basis", label="Căn cứ pháp lý", hint="Số, ký hiệu văn bản; không ghi tên người dân."),
    Field(key="where", label="Hồ sơ của", type="radio", options=_WHERE),
    Field(key="agency_1", label="Cơ quan", type="choice", required=False),
    Field(key="agency_2", label="Cơ quan thứ hai", type="choice", required=False),
    Field(key="agency_3", label="Cơ quan thứ ba", type="choice", required=False),
    Field(key="with_below", label="Gồm cả các cơ quan trực thuộc", type="consent", required=False),
    Field(
        key="valid_until",
        label="Đến hết ngày",
        type="date",
        hint="Theo lịch thực.",
    ),
    Field(key="per_minute", label="Số lần hỏi mỗi phút", type="number"),
)
_LONGEST = 5


def options(visit: Visit, kept: frozenset[UUID] | None = None) -> dict[str, tuple[Option, ...]]:
    """Agencies of today; for an agreement that has some, also to leave them as they are."""
    agencies = tuple(Option(value=str(one.id), label=one.name) for one in list_agencies(on=visit.today))
    found = dict.fromkeys(_AGENCIES, agencies)
    if kept:
        found["where"] = (Option(value=KEPT, label=f"{len(kept)} cơ quan như hiện nay"), *_WHERE)
    return found


def before() -> dict[str, Any]:
    """What stands in an empty form."""
    return {
        "purposes": [ClientPurpose.CATALOGUE_READ.value, ClientPurpose.STATUSES_READ.value],
        "where": CHOSEN,
        "valid_until": f"{real_now() + timedelta(days=365):%d/%m/%Y}",
        "per_minute": "60",
    }


def typed_of(terms: ClientTerms) -> dict[str, Any]:
    """An agreement as it would have been typed."""
    return {
        "name": terms.name,
        "operator": terms.operator,
        "purposes": sorted(terms.purposes),
        "reason": terms.reason,
        "legal_basis": terms.legal_basis,
        "where": PROVINCE if terms.agency_ids is None else KEPT,
        "valid_until": f"{terms.valid_until.astimezone(VIETNAM):%d/%m/%Y}",
        "per_minute": str(terms.per_minute),
    }


def read_terms(
    typed: Mapping[str, Any], errors: dict[str, str], *, kept: frozenset[UUID] | None = None
) -> ClientTerms:
    """What was typed; what cannot be read at all is put into ``errors``, the room judges the rest."""
    last = read_day(str(typed["valid_until"]))
    if last is None:
        errors["valid_until"] = "Hãy ghi đủ ngày, tháng, năm."
    number = str(typed["per_minute"])
    is_number = number.isascii() and number.isdecimal() and len(number) <= _LONGEST
    known = {purpose.value: purpose for purpose in ClientPurpose}
    return ClientTerms(
        name=str(typed["name"]),
        operator=str(typed["operator"]),
        reason=str(typed["reason"]),
        legal_basis=str(typed["legal_basis"]),
        purposes=frozenset(known[word] for word in typed["purposes"] if word in known),
        agency_ids=_agencies(typed, kept, errors),
        valid_until=datetime.combine(last, time.max, VIETNAM) if last else real_now(),
        per_minute=int(number) if is_number else 0,
    )


def _agencies(
    typed: Mapping[str, Any], kept: frozenset[UUID] | None, errors: dict[str, str]
) -> frozenset[UUID] | None:
    if typed["where"] == PROVINCE:
        return None
    if typed["where"] == KEPT and kept:
        return kept
    chosen = {found for key in _AGENCIES if (found := id_in(str(typed[key]))) is not None}
    if not chosen:
        errors["agency_1"] = "Hãy chọn cơ quan, hoặc toàn tỉnh."
    if typed["with_below"]:
        chosen |= {below.id for one in tuple(chosen) for below in agency_and_below(one)}
    return frozenset(chosen)

"""An address for the post: asked part by part, checked, and begun from what older forms took in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from tinhso.casework.dossiers.postal.types import PostalAddress
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToPost
from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.posted import FREE_ADDRESS
from tinhso.engines.text.service import words
from tinhso.foundation.crypto.service import open_json, seal_json
from tinhso.registers.agencies.service import Unit, list_communes, unit_and_above
from tinhso.registers.catalogue.service import (
    Condition,
    FieldRule,
    FormField,
    UnableToAcceptAnswers,
    read_fields,
)

ELSEWHERE = "00000"
"""Stands for a commune outside the province, whose units the register does not hold."""
ADDRESS_FIELDS = (
    FormField(
        key="recipient",
        label="Họ và tên người nhận",
        type="text",
        hint="Người nhận xuất trình giấy tờ tùy thân khi bưu chính giao.",
        rule=FieldRule(min_length=2, max_length=120, pattern="recipient"),
    ),
    FormField(
        key="phone", label="Số điện thoại người nhận", type="phone", hint="Để nhân viên bưu chính gọi trước."
    ),
    FormField(key="commune", label="Xã, phường, thị trấn", type="commune"),
    FormField(
        key="elsewhere",
        label="Xã, huyện, tỉnh nơi nhận",
        type="text",
        hint="Ví dụ: Phường Linh Trung, thành phố Thủ Đức, Thành phố Hồ Chí Minh.",
        rule=FieldRule(min_length=10, max_length=200, pattern="address"),
        when=Condition(field="commune", equals=ELSEWHERE),
    ),
    FormField(
        key="street",
        label="Số nhà, đường, khu phố hoặc ấp",
        type="text",
        hint="Ví dụ: Số 12/3, đường Yersin, khu phố 2.",
        rule=FieldRule(min_length=5, max_length=200, pattern="address"),
    ),
)
_TELEPHONE = re.compile(
    r"(?:(?:SĐT|ĐT|điện thoại)[:. ]*)?((?:\+?84|0)(?:[ .\-]?[0-9]){9})(?![0-9])", re.IGNORECASE
)


def checked_address(typed: Mapping[str, object], *, on: date) -> PostalAddress:
    """The address as typed, every part judged; raises UnableToPost naming each part to correct."""
    communes = {ELSEWHERE, *(unit.code for unit in list_communes(on=on))}
    try:
        clean = read_fields(ADDRESS_FIELDS, typed, on=on, communes=communes)
    except UnableToAcceptAnswers as refusal:
        raise UnableToPost(
            code="postal_address", message="Địa chỉ nhận còn chỗ cần sửa.", fields=refusal.fields
        ) from refusal
    commune = str(clean["commune"])
    return PostalAddress(
        recipient=str(clean["recipient"]),
        phone=str(clean["phone"]),
        street=str(clean["street"]),
        commune=commune,
        place=str(clean.get("elsewhere") or ", ".join(unit.name for unit in unit_and_above(commune, on))),
    )


def seal_address(address: PostalAddress, *, owner: UUID, field: str) -> bytes:
    """The address as it is kept."""
    parts = ("recipient", "phone", "street", "commune", "place")
    return seal_json({part: getattr(address, part) for part in parts}, owner=owner, field=field)


def open_address(
    sealed: bytes | None, *, owner: UUID, field: str = sealing.POSTAL_ADDRESS
) -> PostalAddress | None:
    """The address, opened; None where nobody has given one."""
    return PostalAddress(**open_json(sealed, owner=owner, field=field)) if sealed else None


def written_address(dossier: LoadedDossier) -> str:
    """The line in which older forms took the address."""
    return str(dossier.answers.get(FREE_ADDRESS) or "")


def suggestion(dossier: LoadedDossier, *, on: date) -> Mapping[str, str]:
    """Where the questions begin: the applicant's name and telephone, the line as it was written, its ward."""
    written = written_address(dossier)
    telephone = _TELEPHONE.search(written)
    commune = commune_in(written, on=on)
    return {
        "recipient": dossier.applicant_name,
        "phone": telephone[1] if telephone else str(dossier.answers.get("phone") or ""),
        "commune": commune.code if commune else "",
        "street": _TELEPHONE.sub("", written).strip(" ,.;-"),
    }


def commune_in(text: str, *, on: date) -> Unit | None:
    """The one commune of that day that a line names; None where it names none, or might mean several."""
    said = f" {' '.join(words(text))} "
    named = [unit for unit in list_communes(on=on) if f" {' '.join(words(unit.name))} " in said]
    if len(named) > 1:  # two wards of one name: the line says the district too
        named = [
            unit
            for unit in named
            if all(f" {' '.join(words(above.name))} " in said for above in unit_and_above(unit.code, on)[1:2])
        ]
    return named[0] if len(named) == 1 else None

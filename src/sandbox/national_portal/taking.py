"""DongBoHoSoMC and CapNhatTienDoHoSoMC: taking what a province tells, record by record.

A record that is refused does not hold up the others of its batch: every one is answered by itself.
The answers per record are the sandbox's own (chưa xác minh); the article's "đã tồn tại" is one of them.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from sandbox.day import outside_now
from sandbox.national_portal.catalogue import find_procedure, sectors
from sandbox.national_portal.errors import (
    EXISTS,
    INVALID_FIELD,
    MESSAGES,
    NOT_PERMITTED,
    SUCCESS,
    TOO_MANY,
    UNKNOWN_DOSSIER,
    Refusal,
)
from sandbox.national_portal.fields import PROGRESS, read_dossier, read_record
from sandbox.national_portal.models import Dossier, Progress
from sandbox.national_portal.pulling import ask_for_files

LARGEST_BATCH = 10
Taker = Callable[[object], None]


def read_batch(call: dict[str, Any]) -> list[object]:
    """The records of a call: at least one, at most ten; raises Refusal."""
    records = call.get("data")
    if not isinstance(records, list) or not records:
        raise Refusal(INVALID_FIELD, field="data")
    if len(records) > LARGEST_BATCH:
        raise Refusal(TOO_MANY, field="data")
    return records


def dossier_taker(call: dict[str, Any], unit: str) -> Taker:
    """How DongBoHoSoMC takes one record: as new, or as a change, as ``isUpdating`` says."""
    updating = {"True": True, "False": False}.get(str(call.get("isUpdating")))
    if updating is None or not isinstance(call["isUpdating"], str):
        raise Refusal(INVALID_FIELD, field="isUpdating")
    return lambda record: _take_dossier(record, unit=unit, updating=updating)


def progress_taker(call: dict[str, Any], unit: str) -> Taker:
    """How CapNhatTienDoHoSoMC takes one record."""
    return lambda record: _take_progress(record, unit=unit)


def take_each(records: Iterable[object], take: Taker) -> list[dict[str, Any]]:
    """Take the records one by one; how each ended, in their order."""
    return [_answer(record, take) for record in records]


def answer_of(record: object, code: str, *, field: str = "", message: str = "") -> dict[str, Any]:
    """How one record ended, in the portal's words."""
    name = record.get("MaHoSo") if isinstance(record, dict) else None
    return {
        "MaHoSo": name[:60] if isinstance(name, str) else "",
        "error_code": code,
        "message": (message or MESSAGES[code]) + (f": {field}" if field else ""),
    }


def _answer(record: object, take: Taker) -> dict[str, Any]:
    try:
        with transaction.atomic(using="national_portal"):
            take(record)
    except Refusal as refusal:
        return answer_of(record, refusal.code, field=refusal.field, message=refusal.message)
    return answer_of(record, SUCCESS)


def _take_dossier(record: object, *, unit: str, updating: bool) -> None:
    payload = read_dossier(record)
    procedure = find_procedure(payload["MaTTHC"])
    if payload["MaLinhVuc"] not in sectors():
        raise Refusal(INVALID_FIELD, field="MaLinhVuc")
    known = Dossier.objects.filter(code=payload["MaHoSo"]).first()
    if known and not updating:
        raise Refusal(EXISTS, field="MaHoSo")
    if updating and known is None:
        raise Refusal(UNKNOWN_DOSSIER, field="MaHoSo")
    dossier = known or Dossier(code=payload["MaHoSo"], unit=unit, created_at=outside_now())
    _require_province(dossier, unit)
    dossier.previous_status = dossier.status
    dossier.procedure, dossier.payload = procedure.code, payload
    dossier.status, dossier.changed_at = payload["TrangThaiHoSo"], outside_now()
    dossier.save()
    ask_for_files(dossier)


def _take_progress(record: object, *, unit: str) -> None:
    payload = read_record(record, PROGRESS)
    dossier = Dossier.objects.filter(code=payload["MaHoSo"]).first()
    if dossier is None:
        raise Refusal(UNKNOWN_DOSSIER, field="MaHoSo")
    _require_province(dossier, unit)
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    Progress.objects.get_or_create(dossier=dossier, digest=digest, defaults={"payload": payload})
    # An older step that arrives late is kept, but does not turn the dossier back.
    if payload["ThoiDiemXuLy"] >= dossier.status_moment:
        dossier.previous_status, dossier.status = dossier.status, payload["TrangThai"]
        dossier.status_moment, dossier.changed_at = payload["ThoiDiemXuLy"], outside_now()
        dossier.save()


def _require_province(dossier: Dossier, unit: str) -> None:
    if province_of(dossier.unit) != province_of(unit):
        raise Refusal(NOT_PERMITTED, field="madonvi")


def province_of(unit: str) -> str:
    """The province of a unit in either notation: H09.21 and 000.00.21.H09 are both of H09."""
    return next(part for part in unit.split(".") if part[:1].isalpha())

"""What the province tells of a dossier: checked, kept once, applied by its version.

A status of an older version never turns a dossier back; a fee, a supplement or a result that arrives late is
still added, unless a newer version of the same one is there.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from sandbox.day import outside_now
from sandbox.dials.settings import has_habit
from sandbox.essential_portal.catalogue import allowed_moves
from sandbox.essential_portal.filing import OWNER_KINDS
from sandbox.essential_portal.models import Dossier, DossierStatus, Update, UpdateKind

DOSSIER_CODE = re.compile(
    r"(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.\d+)*)-(\d{6}|\d{8})-\d{4,7}", re.ASCII
)
LARGEST_VERSION = 2**53
Record = dict[str, Any]


class UnableToTake(Exception):
    """An update that is not taken; ``field`` names what is wrong with it."""

    def __init__(self, code: str, *, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


def take_update(record: object) -> Record:
    """Take one update; how it ended: taken, known (told before), older (kept, not applied) or a refusal."""
    values: Record = record if isinstance(record, dict) else {}
    name = values.get("update_id")
    answer = {"update_id": name[:64] if isinstance(name, str) else ""}
    try:
        with transaction.atomic(using="essential_portal"):
            return answer | {"code": _take(values)}
    except UnableToTake as refusal:
        return answer | {"code": refusal.code, "field": refusal.field}


def _take(values: Record) -> str:
    name, kind = _text(values, "update_id", 64), _text(values, "kind", 10)
    if kind not in UpdateKind.values:
        raise UnableToTake("invalid", field="kind")
    version = values.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or not 0 < version < LARGEST_VERSION:
        raise UnableToTake("invalid", field="version")
    digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode("utf-8")).hexdigest()
    if known := Update.objects.filter(pk=name).first():
        if known.digest != digest:
            raise UnableToTake("id_reused", field="update_id")
        return "known"
    apply = APPLIERS[kind]
    dossier = _dossier_of(values, kind)
    is_applied = apply(dossier, values, version > dossier.version)
    if is_applied:
        dossier.version, dossier.changed_at = max(version, dossier.version), outside_now()
        dossier.save()
    Update.objects.create(
        id=name,
        dossier=dossier,
        kind=kind,
        version=version,
        digest=digest,
        payload=values,
        is_applied=is_applied,
    )
    return "taken" if is_applied else "older"


def _dossier_of(values: Record, kind: str) -> Dossier:
    code = _text(values, "dossier_code", 60)
    if not DOSSIER_CODE.fullmatch(code):
        raise UnableToTake("invalid", field="dossier_code")
    known = Dossier.objects.filter(code=code).first()
    if known is not None:
        return known
    if kind != UpdateKind.DOSSIER:
        raise UnableToTake("unknown_dossier", field="dossier_code")
    now = outside_now()
    return Dossier(code=code, payload={}, created_at=now, changed_at=now)


def _tell_dossier(dossier: Dossier, values: Record, newer: bool) -> bool:
    told = values.get("dossier")
    if not isinstance(told, dict):
        raise UnableToTake("invalid", field="dossier")
    for field in ("MaTTHC", "TenTTHC", "TrichYeuHoSo", "DonViXuLy", "MaDonViXuLy"):
        _text(told, field, 1000)
    if told.get("LoaiDoiTuong") not in OWNER_KINDS:
        raise UnableToTake("invalid", field="LoaiDoiTuong")
    status = _status(told.get("TrangThaiHoSo"), "TrangThaiHoSo")
    if newer:
        _change_status(dossier, status, newer)
        dossier.unit, dossier.payload = told["MaDonViXuLy"][:40], dossier.payload | told
    dossier.save()
    return newer


def _tell_received(dossier: Dossier, values: Record, newer: bool) -> bool:
    dossier.local_code = _text(values, "local_code", 60)
    if not DOSSIER_CODE.fullmatch(dossier.local_code):
        raise UnableToTake("invalid", field="local_code")
    dossier.payload["received_at"] = _moment(values, "received_at", required=True)
    due = _moment(values, "due_at")
    if values["version"] >= dossier.payload.get("due_version", 0):
        dossier.payload |= {"due_at": due, "due_version": values["version"]}
    _change_status(dossier, DossierStatus.ACCEPTED, newer)
    return True


def _tell_status(dossier: Dossier, values: Record, newer: bool) -> bool:
    _moment(values, "at", required=True)
    _text(values, "by", 200)
    _change_status(dossier, _status(values.get("status"), "status"), newer)
    return newer


def _tell_due(dossier: Dossier, values: Record, newer: bool) -> bool:
    """The day of return moved; an older word about it than the one that is known says nothing any more."""
    due, known = _moment(values, "due_at", required=True), dossier.payload.get("due_version", 0)
    if values["version"] < known:
        return False
    dossier.payload |= {"due_at": due, "due_version": values["version"]}
    return True


def _tell_supplement(dossier: Dossier, values: Record, newer: bool) -> bool:
    asked = {
        "supplement_id": _text(values, "supplement_id", 64),
        "content": _text(values, "content", 4000),
        "asked_at": _moment(values, "asked_at", required=True),
        "due_before": _moment(values, "due_before"),
        "due_after": _moment(values, "due_after"),
    }
    _change_status(dossier, DossierStatus.SUPPLEMENT, newer)
    return _add(dossier, "supplements", values, asked)


def _tell_fee(dossier: Dossier, values: Record, newer: bool) -> bool:
    amount, when = values.get("amount"), values.get("collected")
    if isinstance(amount, bool) or not isinstance(amount, int) or amount < 0:
        raise UnableToTake("invalid", field="amount")
    if when not in ("1", "2", "4"):
        raise UnableToTake("invalid", field="collected")
    if not isinstance(values.get("is_paid"), bool):
        raise UnableToTake("invalid", field="is_paid")
    fee: Record = {"fee_id": _text(values, "fee_id", 64), "name": _text(values, "name", 500)}
    fee |= {"amount": amount, "collected": when, "is_paid": values["is_paid"]}
    if values.get("is_cancelled") is True:
        return _add(dossier, "fees", values, fee | {"is_cancelled": True})
    return _add(dossier, "fees", values, fee)


def _tell_result(dossier: Dossier, values: Record, newer: bool) -> bool:
    result = {
        "result_id": _text(values, "result_id", 64),
        "title": _text(values, "title", 500),
        "number": _text(values, "number", 100),
    }
    return _add(dossier, "results", values, result)


APPLIERS: dict[str, Callable[[Dossier, Record, bool], bool]] = {
    UpdateKind.DOSSIER: _tell_dossier,
    UpdateKind.RECEIVED: _tell_received,
    UpdateKind.STATUS: _tell_status,
    UpdateKind.DUE: _tell_due,
    UpdateKind.SUPPLEMENT: _tell_supplement,
    UpdateKind.FEE: _tell_fee,
    UpdateKind.RESULT: _tell_result,
}


def _change_status(dossier: Dossier, status: str, newer: bool) -> None:
    if not newer or status == dossier.status:
        return
    judges = dossier.status and has_habit("essential_portal", "judges_moves")
    if judges and (dossier.status, status) not in allowed_moves():
        raise UnableToTake("move_not_allowed", field="status")
    dossier.previous_status, dossier.status = dossier.status, status


def _add(dossier: Dossier, part: str, values: Record, record: Record) -> bool:
    key = next(iter(record))
    known: list[Record] = dossier.payload.get(part, [])
    if any(each[key] == record[key] and each["version"] >= values["version"] for each in known):
        return False
    others = [each for each in known if each[key] != record[key]]
    dossier.payload[part] = [*others, record | {"version": values["version"]}]
    return True


def _status(value: object, field: str) -> str:
    if not isinstance(value, str) or value not in DossierStatus.values:
        raise UnableToTake("invalid", field=field)
    return value


def _text(values: Record, field: str, longest: int) -> str:
    value = values.get(field)
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise UnableToTake("invalid", field=field)
    return value


def _moment(values: Record, field: str, *, required: bool = False) -> str | None:
    value = values.get(field)
    if value is None and not required:
        return None
    try:
        moment = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise UnableToTake("invalid", field=field) from None
    if moment.utcoffset() is None:
        raise UnableToTake("invalid", field=field)
    return moment.isoformat()

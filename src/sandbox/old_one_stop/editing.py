"""Changing dossiers: by the officers of the old system, or by another system through its API.

Every change counts the version up and stands in the feed. A change by another system names the version
it saw; an officer simply overwrites.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sandbox.day import outside_now
from sandbox.dials.settings import has_habit
from sandbox.old_one_stop.models import Change, Dossier, LocalStatus

UNIT = "000.00.25.H09"
"""The people's committee of Phú Giáo district in the old notation of unit codes."""

API_HAND = "API"
PROCEDURE = re.compile(r"\d\.\d{6}(\.(000\.00\.00\.)?H09)?", re.ASCII)
PERSONAL_ID = re.compile(r"(\d{12}|\d{9})?", re.ASCII)
PHONE = re.compile(r"((0|\+84)\d{9})?", re.ASCII)
TEXTS = {
    "maNgoai": ("external_code", 60),
    "maThuTuc": ("procedure", 40),
    "tenThuTuc": ("title", 400),
    "nguoiNop": ("owner", 140),
    "soGiayTo": ("personal_id", 12),
    "dienThoai": ("phone", 15),
    "diaChi": ("address", 300),
    "canBoXuLy": ("officer", 100),
    "ghiChu": ("note", 1000),
}
MOMENTS = {"ngayNhan": "received_at", "ngayHenTra": "due_at", "ngayTra": "returned_at"}
SHAPES = {"maThuTuc": PROCEDURE, "soGiayTo": PERSONAL_ID, "dienThoai": PHONE}
NEEDED = ("maThuTuc", "tenThuTuc", "nguoiNop")


class UnableToEdit(Exception):
    """A change that is not made; ``field`` names what is wrong, ``status`` is the HTTP status."""

    def __init__(self, code: str, message: str, *, field: str = "", status: int = 422) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field
        self.status = status


def create_dossier(values: Mapping[str, Any], *, by: str, now: datetime | None = None) -> Dossier:
    """A new dossier under the next number of the day; refuses an external code that is known.

    Where the one that bears it was deleted, that is a matter of habit.
    """
    for name in NEEDED:
        if not values.get(name):
            raise UnableToEdit("thieu_truong", "Thiếu thông tin bắt buộc.", field=name)
    changes = _read(values)
    now = now or outside_now()
    with transaction.atomic(using="old_one_stop"):
        external = changes.get("external_code")
        if external and _bearers(external).exists():
            raise UnableToEdit("da_ton_tai", "Hồ sơ đã tồn tại.", field="maNgoai", status=409)
        fields = {"status": LocalStatus.WAITING, "created_at": now, "changed_at": now} | changes
        dossier = Dossier.objects.create(code=_next_code(now), **fields)
        _note(dossier, by)
    return dossier


def _bearers(external: str) -> QuerySet[Dossier]:
    found = Dossier.objects.filter(external_code=external)
    return found if has_habit("old_one_stop", "keeps_deleted_numbers") else found.filter(is_deleted=False)


def edit_dossier(
    code: str,
    values: Mapping[str, Any],
    *,
    by: str,
    seen_version: int | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Change what is named; with ``seen_version`` only if nobody changed it since."""
    changes = _read(values)
    with transaction.atomic(using="old_one_stop"):
        dossier = _living(code)
        if seen_version is not None and seen_version != dossier.version:
            raise UnableToEdit("khac_phien_ban", "Hồ sơ đã được người khác sửa.", status=409)
        for name, value in changes.items():
            setattr(dossier, name, value)
        _count_up(dossier, by, now)
    return dossier


def delete_dossier(code: str, *, by: str) -> Dossier:
    """Delete a dossier: it stays in the feed as deleted."""
    with transaction.atomic(using="old_one_stop"):
        dossier = _living(code)
        dossier.is_deleted = True
        _count_up(dossier, by, None)
    return dossier


def _living(code: str) -> Dossier:
    dossier = Dossier.objects.filter(code=code, is_deleted=False).first()
    if dossier is None:
        raise UnableToEdit("khong_co", "Không có hồ sơ này.", status=404)
    return dossier


def _count_up(dossier: Dossier, by: str, now: datetime | None) -> None:
    dossier.version += 1
    dossier.changed_at = now or outside_now()
    dossier.save()
    _note(dossier, by)


def _note(dossier: Dossier, by: str) -> None:
    Change.objects.create(dossier=dossier, version=dossier.version, by=by, values=snapshot(dossier))


def snapshot(dossier: Dossier) -> dict[str, Any]:
    """The plain values of a dossier; how they are written is decided when they are shown."""
    plain = {told: getattr(dossier, name) for told, (name, _) in TEXTS.items()}
    moments = {told: getattr(dossier, name) for told, name in MOMENTS.items()}
    return {
        "soHoSo": dossier.code,
        **plain,
        **{told: moment.isoformat() if moment else None for told, moment in moments.items()},
        "maTinhTrang": dossier.status,
        "phienBan": dossier.version,
        "ngaySua": dossier.changed_at.isoformat(),
        "daXoa": dossier.is_deleted,
    }


def _next_code(now: datetime) -> str:
    start = f"{UNIT}-{now:%y%m%d}-"
    last = Dossier.objects.filter(code__startswith=start).order_by("-code").first()
    return f"{start}{int(last.code[len(start) :]) + 1 if last else 1:04d}"


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - TEXTS.keys() - MOMENTS.keys() - {"maTinhTrang", "phienBan"}
    if unknown:
        raise UnableToEdit("truong_la", "Trường không có.", field=min(unknown)[:40])
    changes: dict[str, Any] = {}
    for told, value in values.items():
        if told in TEXTS:
            changes[TEXTS[told][0]] = _text(told, value)
        elif told in MOMENTS:
            changes[MOMENTS[told]] = _moment(told, value)
    if "maTinhTrang" in values:
        if values["maTinhTrang"] not in LocalStatus.values:
            raise UnableToEdit("sai_tinh_trang", "Không có tình trạng này.", field="maTinhTrang")
        changes["status"] = values["maTinhTrang"]
    return changes


def _text(told: str, value: object) -> str:
    shape = SHAPES.get(told)
    if not isinstance(value, str) or len(value) > TEXTS[told][1] or (shape and not shape.fullmatch(value)):
        raise UnableToEdit("sai_truong", "Thông tin không hợp lệ.", field=told)
    if told in NEEDED and not value.strip():
        raise UnableToEdit("thieu_truong", "Thiếu thông tin bắt buộc.", field=told)
    return value.strip()


def _moment(told: str, value: object) -> datetime | None:
    """``dd/MM/yyyy HH:mm`` by Việt Nam's clock, or ISO with a zone."""
    if value is None or value == "":
        return None
    text = value if isinstance(value, str) else "?"
    try:
        return timezone.make_aware(datetime.strptime(text, "%d/%m/%Y %H:%M"))
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UnableToEdit("sai_ngay", "Ngày giờ không hợp lệ.", field=told) from None
    if moment.utcoffset() is None:
        raise UnableToEdit("sai_ngay", "Ngày giờ không hợp lệ.", field=told)
    return moment

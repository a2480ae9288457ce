"""What a province may ask: procedures, sectors, how dossiers stand, and what citizens did here.

LayThuTuc, LayDanhMucLinhVuc and TraCuuHoSo by code are seen in a public client. That a province fetches
new dossiers by LayDanhSachHoSo and says CapNhatDaNhanHoSo afterwards is seen, by these names, for the
portal of linked services only; that the national portal does the same is our assumption (chưa xác minh),
and so is the list of TraCuuHoSo by days.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sandbox.day import stamp
from sandbox.national_portal.catalogue import find_procedure, sectors
from sandbox.national_portal.errors import INVALID_FIELD, UNKNOWN_DOSSIER, Refusal
from sandbox.national_portal.fields import DOSSIER_CODE
from sandbox.national_portal.models import Dossier, Wish
from sandbox.national_portal.taking import province_of

PAGE = 100
Record = dict[str, Any]


def list_procedure(call: Record, unit: str) -> list[Record]:
    """LayThuTuc: one procedure by ``maTTHC``, in capitals as the portal writes it."""
    procedure = find_procedure(call.get("maTTHC"))
    sector = {"MALINHVUC": procedure.sector_code, "TENLINHVUC": procedure.sector}
    names = {"MATTHC": procedure.code, "TENTTHC": procedure.title}
    return [{**names, "LINHVUCTHUCHIEN": [sector], "TRANGTHAI": "1"}]


def list_sectors(call: Record, unit: str) -> list[Record]:
    """LayDanhMucLinhVuc: every sector."""
    return [{"MALINHVUC": code, "TENLINHVUC": name} for code, name in sorted(sectors().items())]


def find_dossiers(call: Record, unit: str) -> list[Record]:
    """TraCuuHoSo: one dossier by ``mahoso``, or a page of those told on days ``tungay`` to ``denngay``."""
    mine = Dossier.objects.filter(unit__contains=province_of(unit))
    if "mahoso" in call:
        code = call["mahoso"]
        if not isinstance(code, str) or not DOSSIER_CODE.fullmatch(code):
            raise Refusal(INVALID_FIELD, field="mahoso")
        return [_whole(dossier) for dossier in mine.filter(code=code)]
    return [_summary(dossier) for dossier in _page_of_days(mine, call)]


def _page_of_days(mine: QuerySet[Dossier], call: Record) -> QuerySet[Dossier]:
    start, end = _day(call, "tungay"), _day(call, "denngay") + timedelta(days=1)
    page = str(call.get("trang", "1"))
    if not (page.isascii() and page.isdecimal() and 1 <= int(page) <= 100_000):
        raise Refusal(INVALID_FIELD, field="trang")
    found = mine.filter(created_at__gte=start, created_at__lt=end).order_by("code")
    return found[(int(page) - 1) * PAGE : int(page) * PAGE]


def _day(call: Record, name: str) -> datetime:
    try:
        day = datetime.strptime(str(call.get(name)), "%Y%m%d")
    except ValueError:
        raise Refusal(INVALID_FIELD, field=name) from None
    return timezone.make_aware(datetime.combine(day.date(), time.min))


def _whole(dossier: Dossier) -> Record:
    return dossier.payload | {"MaHoSo": dossier.code, "TrangThaiHoSo": dossier.status} | _told(dossier)


def with_previous_status(record: Record) -> Record:
    """A dossier as it stood before its latest change: what a copy that lags behind would answer."""
    known = Dossier.objects.filter(code=record["MaHoSo"]).values_list("previous_status", flat=True).first()
    return record | {"TrangThaiHoSo": known or record["TrangThaiHoSo"]}


def _summary(dossier: Dossier) -> Record:
    return {"MaHoSo": dossier.code, "TrangThaiHoSo": dossier.status} | _told(dossier)


def _told(dossier: Dossier) -> Record:
    return {"MaHoSoDiaPhuong": dossier.local_code, "ThoiDiemCapNhat": stamp(dossier.changed_at)}


def list_wishes(call: Record, unit: str) -> list[Record]:
    """LayDanhSachHoSo: what citizens did here and the province has not yet taken, oldest first."""
    return [wish_record(wish) for wish in waiting_wishes(unit)[:PAGE]]


def waiting_wishes(unit: str, *, taken_too: bool = False) -> QuerySet[Wish]:
    """The wishes for a province, oldest first."""
    wishes = Wish.objects.filter(unit__contains=province_of(unit)).order_by("made_at", "pk")
    return wishes if taken_too else wishes.filter(taken_at=None)


def wish_record(wish: Wish) -> Record:
    """A wish as it is handed out: what it is, the unit it is for, the dossier in the known fields."""
    return {
        "MaYeuCau": wish.id,
        "LoaiYeuCau": wish.kind,
        "MaDonViTiepNhan": wish.unit,
        "ThoiDiemYeuCau": stamp(wish.made_at),
        "HoSo": wish.payload,
    }


def wish_taker(call: Record, unit: str) -> Any:
    """How CapNhatDaNhanHoSo takes one record: the wish is taken; the dossier's local code is noted."""
    return lambda record: _take_wish(record, unit=unit)


def _take_wish(record: object, *, unit: str) -> None:
    values = record if isinstance(record, dict) else {}
    name, local_code = values.get("MaYeuCau"), values.get("MaHoSoDiaPhuong", "")
    if not isinstance(name, str):
        raise Refusal(INVALID_FIELD, field="MaYeuCau")
    if not isinstance(local_code, str) or (local_code and not DOSSIER_CODE.fullmatch(local_code)):
        raise Refusal(INVALID_FIELD, field="MaHoSoDiaPhuong")
    wish = waiting_wishes(unit, taken_too=True).filter(pk=name).select_related("dossier").first()
    if wish is None:
        raise Refusal(UNKNOWN_DOSSIER, field="MaYeuCau")
    with transaction.atomic(using="national_portal"):
        wish.taken_at = wish.taken_at or timezone.now()
        wish.save(update_fields=["taken_at"])
        if local_code:
            Dossier.objects.filter(pk=wish.dossier_id).update(local_code=local_code)

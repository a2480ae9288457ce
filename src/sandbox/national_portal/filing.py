"""What a citizen does at the national portal: file a dossier, give a supplement, ask to withdraw.

The province learns of each by LayDanhSachHoSo. Codes begin with G22.99, which is the sandbox's own
(chưa xác minh); the number counts per day.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sandbox.day import outside_now, stamp
from sandbox.filings import (
    PAPER_DAYS,
    Filing,
    GivenPaper,
    InvalidFiling,
    new_paper_id,
    read_filing,
    told_paper,
)
from sandbox.national_portal.catalogue import procedures
from sandbox.national_portal.models import Dossier, DossierStatus, Paper, Wish, WishKind

PREFIX = "G22.99"
OWNER_KINDS = ("1", "2", "3", "4")
ENDED = frozenset({DossierStatus.REJECTED, DossierStatus.STOPPED, DossierStatus.RETURNED})


def read_national_filing(body: dict[str, Any]) -> Filing:
    """A filing in the national portal's numbers; raises InvalidFiling."""
    return read_filing(body, owner_kinds=OWNER_KINDS, is_procedure=lambda code: code in procedures())


def file_dossier(filing: Filing) -> Dossier:
    """File the dossier: status 1, and a wish that waits for the province."""
    now = outside_now()
    with transaction.atomic(using="national_portal"):
        code = _next_code(now)
        dossier = Dossier.objects.create(
            code=code,
            unit=filing.unit,
            procedure=filing.procedure,
            status=DossierStatus.NEW,
            payload=_payload(filing, code, now),
            filed_here=True,
            created_at=now,
            changed_at=now,
        )
        dossier.payload["TaiLieuNop"] = keep_papers(dossier, filing.papers)
        dossier.save()
        _wish(dossier, WishKind.FILED, dossier.payload)
    return dossier


def supplement(code: str, note: str, papers: Sequence[GivenPaper]) -> Dossier:
    """Give what was asked for; the dossier keeps its status until the province changes it."""
    with transaction.atomic(using="national_portal"):
        dossier = _filed_here(code)
        if dossier.status != DossierStatus.SUPPLEMENT:
            raise InvalidFiling("status")
        given = keep_papers(dossier, papers)
        _wish(dossier, WishKind.SUPPLEMENTED, {"MaHoSo": code, "GhiChu": note, "TaiLieuNop": given})
    return dossier


def withdraw(code: str, reason: str) -> Dossier:
    """Ask to withdraw; whether it is granted the province decides."""
    with transaction.atomic(using="national_portal"):
        dossier = _filed_here(code)
        if dossier.status in ENDED or dossier.wishes.filter(kind=WishKind.WITHDRAWN).exists():
            raise InvalidFiling("status")
        _wish(dossier, WishKind.WITHDRAWN, {"MaHoSo": code, "GhiChu": reason})
    return dossier


def _filed_here(code: str) -> Dossier:
    dossier = Dossier.objects.filter(code=code, filed_here=True).first()
    if dossier is None:
        raise InvalidFiling("code")
    return dossier


def _next_code(now: datetime) -> str:
    start = f"{PREFIX}-{now:%y%m%d}-"
    last = Dossier.objects.filter(code__startswith=start).order_by("-code").first()
    return f"{start}{int(last.code[len(start) :]) + 1 if last else 1:06d}"


def _payload(filing: Filing, code: str, now: datetime) -> dict[str, Any]:
    procedure = procedures()[filing.procedure]
    return {
        "MaHoSo": code,
        "MaTTHC": procedure.code,
        "TenTTHC": procedure.title,
        "MaLinhVuc": procedure.sector_code,
        "TenLinhVuc": procedure.sector,
        "KenhThucHien": "2",
        "ChuHoSo": filing.owner,
        "LoaiDoiTuong": filing.owner_kind,
        "Email": filing.email,
        "SoDienThoai": filing.phone,
        "TrichYeuHoSo": filing.summary,
        "NgayTiepNhan": "",
        "TrangThaiHoSo": DossierStatus.NEW,
        "HinhThuc": "1" if filing.by_post else "0",
        "DonViXuLy": filing.unit_name,
        "NoiNopHoSo": "1",
        "HoSoCoThanhPhanSoHoa": "1" if filing.papers else "0",
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "DuocThanhToanTrucTuyen": "0",
        "NgayNopHoSo": stamp(now),
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": filing.personal_id}],
    }


def keep_papers(dossier: Dossier, papers: Sequence[GivenPaper]) -> list[dict[str, str]]:
    """Store papers; what the province is told of them, with short-lived addresses to fetch them."""
    kept_until = timezone.now() + timedelta(days=PAPER_DAYS)
    told = []
    for paper in papers:
        name = new_paper_id()
        Paper.objects.create(
            id=name,
            dossier=dossier,
            name=paper.name,
            content_type=paper.content_type,
            content=paper.content,
            kept_until=kept_until,
        )
        url = settings.PUBLIC_URL + reverse("national-portal-file", args=[name])
        told.append(told_paper(paper, name=name, url=url))
    return told


def _wish(dossier: Dossier, kind: WishKind, payload: dict[str, Any]) -> None:
    Wish.objects.create(
        id=f"YC{secrets.token_hex(8).upper()}",
        dossier=dossier,
        kind=kind,
        payload=payload,
        unit=dossier.unit,
        made_at=outside_now(),
    )

"""What a citizen does at the national portal: file a dossier, give a supplement, ask to withdraw.

The province learns of each by LayDanhSachHoSo. Codes begin with G22.99, which is the sandbox's own
(chưa xác minh); the number counts per day.
"""

import re
import secrets
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sandbox.day import outside_now, stamp
from sandbox.national_portal.catalogue import Procedure, find_procedure
from sandbox.national_portal.errors import INVALID_FIELD, UNKNOWN_DOSSIER, Refusal
from sandbox.national_portal.fields import ID_SHAPES
from sandbox.national_portal.models import Dossier, DossierStatus, Paper, Wish, WishKind
from sandbox.national_portal.sessions import UNIT

PREFIX = "G22.99"
LARGEST_PAPER = 1024 * 1024
MOST_PAPERS = 10
PAPER_DAYS = 2
KINDS = {b"%PDF": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}
OWNER_KINDS = ("1", "2", "3", "4")
MOBILE = re.compile(r"(0|\+84)(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}", re.ASCII)
ENDED = frozenset({DossierStatus.REJECTED, DossierStatus.STOPPED, DossierStatus.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPaper:
    """A file the citizen gives: its name, the code of the required paper, its bytes."""

    name: str
    code: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A dossier a citizen wants to file."""

    procedure: Procedure
    unit: str
    unit_name: str
    owner: str
    owner_kind: str
    personal_id: str
    phone: str
    email: str
    summary: str
    by_post: bool
    papers: tuple[GivenPaper, ...]


def read_filing(body: dict[str, Any]) -> Filing:
    """A checked filing; raises Refusal naming the field."""
    unit, kind = _text(body, "unit", 40), _text(body, "owner_kind", 1, default="1")
    if not UNIT.fullmatch(unit):
        raise Refusal(INVALID_FIELD, field="unit")
    if kind not in OWNER_KINDS:
        raise Refusal(INVALID_FIELD, field="owner_kind")
    personal_id = _text(body, "personal_id", 12, default="")
    if not ID_SHAPES["1"].fullmatch(personal_id):
        raise Refusal(INVALID_FIELD, field="personal_id")
    phone = _text(body, "phone", 15, default="")
    if phone and not MOBILE.fullmatch(phone):
        raise Refusal(INVALID_FIELD, field="phone")
    return Filing(
        procedure=find_procedure(body.get("procedure")),
        unit=unit,
        unit_name=_text(body, "unit_name", 500),
        owner=_text(body, "owner", 500),
        owner_kind=kind,
        personal_id=personal_id,
        phone=phone,
        email=_text(body, "email", 200, default=""),
        summary=_text(body, "summary", 1000),
        by_post=body.get("by_post") is True,
        papers=read_papers(body.get("papers", [])),
    )


def read_papers(values: object) -> tuple[GivenPaper, ...]:
    """The papers of a JSON body, each ``{"name", "code", "content"}`` in base64; raises Refusal."""
    if not isinstance(values, list) or len(values) > MOST_PAPERS:
        raise Refusal(INVALID_FIELD, field="papers")
    papers = []
    for value in values:
        if not isinstance(value, dict):
            raise Refusal(INVALID_FIELD, field="papers[]")
        try:
            content = b64decode(_text(value, "content", 2 * LARGEST_PAPER), validate=True)
        except ValueError:
            raise Refusal(INVALID_FIELD, field="papers[].content") from None
        papers.append(paper_of(_text(value, "name", 200), _text(value, "code", 100, default=""), content))
    return tuple(papers)


def paper_of(name: str, code: str, content: bytes) -> GivenPaper:
    """A paper whose bytes are a PDF or a picture of acceptable size; raises Refusal."""
    kind = next((kind for magic, kind in KINDS.items() if content.startswith(magic)), None)
    if kind is None or len(content) > LARGEST_PAPER:
        raise Refusal(INVALID_FIELD, field="papers[].content")
    return GivenPaper(name=name, code=code, content=content, content_type=kind)


def file_dossier(filing: Filing) -> Dossier:
    """File the dossier: status 1, and a wish that waits for the province."""
    now = outside_now()
    with transaction.atomic(using="national_portal"):
        code = _next_code(now)
        dossier = Dossier.objects.create(
            code=code,
            unit=filing.unit,
            procedure=filing.procedure.code,
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
            raise Refusal(INVALID_FIELD, field="status")
        given = keep_papers(dossier, papers)
        _wish(dossier, WishKind.SUPPLEMENTED, {"MaHoSo": code, "GhiChu": note, "TaiLieuNop": given})
    return dossier


def withdraw(code: str, reason: str) -> Dossier:
    """Ask to withdraw; whether it is granted the province decides."""
    with transaction.atomic(using="national_portal"):
        dossier = _filed_here(code)
        if dossier.status in ENDED or dossier.wishes.filter(kind=WishKind.WITHDRAWN).exists():
            raise Refusal(INVALID_FIELD, field="status")
        _wish(dossier, WishKind.WITHDRAWN, {"MaHoSo": code, "GhiChu": reason})
    return dossier


def _filed_here(code: str) -> Dossier:
    dossier = Dossier.objects.filter(code=code, filed_here=True).first()
    if dossier is None:
        raise Refusal(UNKNOWN_DOSSIER, field="code")
    return dossier


def _next_code(now: datetime) -> str:
    start = f"{PREFIX}-{now:%y%m%d}-"
    last = Dossier.objects.filter(code__startswith=start).order_by("-code").first()
    return f"{start}{int(last.code[len(start) :]) + 1 if last else 1:06d}"


def _payload(filing: Filing, code: str, now: datetime) -> dict[str, Any]:
    return {
        "MaHoSo": code,
        "MaTTHC": filing.procedure.code,
        "TenTTHC": filing.procedure.title,
        "MaLinhVuc": filing.procedure.sector_code,
        "TenLinhVuc": filing.procedure.sector,
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
    kept = [
        Paper(
            id=secrets.token_hex(16),
            dossier=dossier,
            name=paper.name,
            content_type=paper.content_type,
            content=paper.content,
            kept_until=timezone.now() + timedelta(days=PAPER_DAYS),
        )
        for paper in papers
    ]
    Paper.objects.bulk_create(kept)
    return [
        {
            "TepDinhKemId": paper.id,
            "TenTepDinhKem": paper.name,
            "IsDeleted": "False",
            "MaThanhPhanHoSo": given.code,
            "DuongDanTaiTepTin": settings.PUBLIC_URL + reverse("national-portal-file", args=[paper.id]),
            "DuocSoHoa": "0",
            "DuocTaiSuDung": "0",
            "DuocLayTuKhoDMQG": "0",
        }
        for paper, given in zip(kept, papers, strict=True)
    ]


def _wish(dossier: Dossier, kind: WishKind, payload: dict[str, Any]) -> None:
    Wish.objects.create(
        id=f"YC{secrets.token_hex(8).upper()}",
        dossier=dossier,
        kind=kind,
        payload=payload,
        unit=dossier.unit,
        made_at=outside_now(),
    )


def _text(body: dict[str, Any], name: str, longest: int, *, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str) or len(value) > longest or (default is None and not value.strip()):
        raise Refusal(INVALID_FIELD, field=name)
    return value.strip()

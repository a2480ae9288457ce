"""What a citizen does at the essential-services portal: file, supplement, withdraw; each is pushed.

``LoaiDoiTuong`` counts from 0 here (0 citizen, 1 business, 2 household business), as one known API of
2026 does, and not from 1 as at the national portal. Codes begin with G01.99 (chưa xác minh).
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sandbox.day import outside_now, stamp
from sandbox.essential_portal.catalogue import services
from sandbox.essential_portal.models import Dossier, DossierStatus, Paper, Push, PushKind
from sandbox.filings import (
    PAPER_DAYS,
    Filing,
    GivenPaper,
    InvalidFiling,
    new_paper_id,
    read_filing,
    told_paper,
)

PREFIX = "G01.99"
OWNER_KINDS = ("0", "1", "2")
ENDED = frozenset({DossierStatus.REJECTED, DossierStatus.STOPPED, DossierStatus.RETURNED})


def read_essential_filing(body: dict[str, Any]) -> Filing:
    """A filing in this portal's numbers; raises InvalidFiling."""
    return read_filing(body, owner_kinds=OWNER_KINDS, is_procedure=lambda code: code in services())


def file_dossier(filing: Filing) -> Dossier:
    """File the dossier and queue the push of it."""
    now = outside_now()
    with transaction.atomic(using="essential_portal"):
        code = _next_code(now)
        dossier = Dossier.objects.create(
            code=code,
            unit=filing.unit,
            status=DossierStatus.NEW,
            payload=_payload(filing, code, now),
            filed_here=True,
            created_at=now,
            changed_at=now,
        )
        dossier.payload["TaiLieuNop"] = _keep(dossier, filing.papers)
        dossier.save()
        _push(dossier, PushKind.FILED, dossier.payload)
    return dossier


def supplement(code: str, note: str, papers: Sequence[GivenPaper]) -> Dossier:
    """Give what was asked for; the dossier keeps its status until the province changes it."""
    with transaction.atomic(using="essential_portal"):
        dossier = _filed_here(code)
        if dossier.status != DossierStatus.SUPPLEMENT:
            raise InvalidFiling("status")
        told = {"MaHoSo": code, "GhiChu": note, "TaiLieuNop": _keep(dossier, papers)}
        _push(dossier, PushKind.SUPPLEMENTED, told)
    return dossier


def withdraw(code: str, reason: str) -> Dossier:
    """Ask to withdraw; whether it is granted the province decides."""
    with transaction.atomic(using="essential_portal"):
        dossier = _filed_here(code)
        if dossier.status in ENDED or dossier.pushes.filter(kind=PushKind.WITHDRAWN).exists():
            raise InvalidFiling("status")
        _push(dossier, PushKind.WITHDRAWN, {"MaHoSo": code, "GhiChu": reason})
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
    return {
        "MaHoSo": code,
        "MaTTHC": filing.procedure,
        "TenTTHC": services()[filing.procedure],
        "KenhThucHien": "2",
        "ChuHoSo": filing.owner,
        "LoaiDoiTuong": filing.owner_kind,
        "Email": filing.email,
        "SoDienThoai": filing.phone,
        "TrichYeuHoSo": filing.summary,
        "TrangThaiHoSo": DossierStatus.NEW,
        "HinhThuc": "1" if filing.by_post else "0",
        "MaDonViXuLy": filing.unit,
        "DonViXuLy": filing.unit_name,
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "NgayNopHoSo": stamp(now),
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": filing.personal_id}],
    }


def _keep(dossier: Dossier, papers: Sequence[GivenPaper]) -> list[dict[str, str]]:
    kept_until = timezone.now() + timedelta(days=PAPER_DAYS)
    told = []
    for paper in papers:
        name = new_paper_id()
        Paper.objects.create(
            id=name,
            dossier=dossier,
            content_type=paper.content_type,
            content=paper.content,
            kept_until=kept_until,
        )
        url = settings.PUBLIC_URL + reverse("essential-portal-file", args=[name])
        told.append(told_paper(paper, name=name, url=url))
    return told


def _push(dossier: Dossier, kind: PushKind, payload: dict[str, Any]) -> None:
    name = f"TD{secrets.token_hex(8).upper()}"
    sequence = dossier.pushes.count() + 1
    message = {
        "message_id": name,
        "kind": kind,
        "sequence": sequence,
        "made_at": outside_now().isoformat(),
        "dossier": payload,
    }
    Push.objects.create(
        id=name,
        dossier=dossier,
        kind=kind,
        sequence=sequence,
        body=json.dumps(message, ensure_ascii=False),
        due_at=timezone.now(),
    )

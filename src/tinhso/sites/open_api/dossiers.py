"""Routes of dossiers: pages, one with its history, and by its own purpose the content."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Router

from tinhso.casework.dossiers.service import (
    MOST_ROWS,
    STATUS_NAMES,
    ClientRow,
    SoughtByClient,
    Status,
    dossiers_for_client,
    hand_over_dossier,
    status_for_client,
)
from tinhso.foundation.clock.service import legal_now
from tinhso.registers.agencies.service import get_agency
from tinhso.sites.open_api import schemas
from tinhso.sites.open_api.interface import REFUSALS, caller_of
from tinhso.sites.open_api.times import Day, Moment

router = Router(tags=["Hồ sơ"])

DossierCode = Annotated[
    str,
    Path(min_length=8, max_length=40, description="Mã hồ sơ, ví dụ H09.34.2-230717-0001."),
]
OF_ONE = {404: schemas.Problem, **REFUSALS}
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)


@router.get(
    "dossiers",
    response={200: schemas.Dossiers, **REFUSALS},
    summary="Hồ sơ của các cơ quan trong thỏa thuận",
    description="Từng trang, theo thứ tự id; không có dữ liệu cá nhân. Muốn theo dõi thay đổi, hãy đọc "
    "sự kiện hoặc đăng ký nhận thông báo. Mục đích: statuses.read.",
)
def list_dossiers(
    request: HttpRequest,
    status: Annotated[int | None, Query(ge=1, le=10, description="Trạng thái quốc gia.")] = None,
    day: Annotated[Day | None, Query(description="Ngày nộp, theo giờ Việt Nam.")] = None,
    changed_since: Annotated[
        Moment | None, Query(description="Chỉ hồ sơ có thay đổi từ thời điểm này.")
    ] = None,
    agency: Annotated[UUID | None, Query(description="Id của một cơ quan tham gia.")] = None,
    after: Annotated[UUID | None, Query(description="next của trang trước.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS, description="Số dòng một trang.")] = 50,
) -> schemas.Dossiers:
    """A page of dossiers."""
    sought = SoughtByClient(
        status=None if status is None else Status(status),
        day=None if day is None else max(_EARLIEST.date(), min(day, _LATEST.date())),
        changed_since=None if changed_since is None else max(_EARLIEST, min(changed_since, _LATEST)),
        agency_id=agency,
    )
    page = dossiers_for_client(
        sought=sought, after=after, limit=limit, actor=caller_of(request).actor, now=legal_now()
    )
    return schemas.Dossiers(items=[_dossier(row) for row in page.rows], next=page.after)


@router.get(
    "dossiers/{code}",
    response={200: schemas.DossierStatus, **OF_ONE},
    summary="Một hồ sơ và diễn biến",
    description="Hồ sơ đang ở đâu và đã qua những bước nào; không có dữ liệu cá nhân. "
    "Mục đích: statuses.read.",
)
def get_dossier_status(request: HttpRequest, code: DossierCode) -> schemas.DossierStatus:
    """Where one dossier stands, and how it came there."""
    found = status_for_client(code=code, actor=caller_of(request).actor, now=legal_now())
    return schemas.DossierStatus(
        dossier=_dossier(found.row),
        steps=[
            schemas.Step(
                version=step.version,
                at=step.at,
                status=int(step.status),
                status_name=STATUS_NAMES[step.status],
                text=step.text,
            )
            for step in found.steps
        ],
    )


@router.get(
    "dossiers/{code}/content",
    response={200: schemas.DossierContent, **OF_ONE},
    summary="Nội dung một hồ sơ",
    description="Có dữ liệu cá nhân. Mỗi lần đọc được ghi vào nhật ký cùng mục đích và căn cứ trong thỏa "
    "thuận, và người nộp hồ sơ thấy. Chỉ đọc khi cần, không đọc hàng loạt. Mục đích: dossiers.read.",
)
def get_dossier_content(request: HttpRequest, code: DossierCode) -> schemas.DossierContent:
    """What a dossier says of its applicant."""
    caller = caller_of(request)
    found = hand_over_dossier(
        code=code, reason=caller.reason, legal_basis=caller.legal_basis, actor=caller.actor, now=legal_now()
    )
    return schemas.DossierContent(
        dossier=_dossier(found.row),
        applicant_name=found.applicant_name,
        answers=[
            schemas.AnswerLine(
                section=row.section,
                key=row.key,
                label=row.label,
                value=row.value,
                from_register=row.from_register,
            )
            for row in found.answers
        ],
    )


def _dossier(row: ClientRow) -> schemas.Dossier:
    agency = get_agency(row.agency_id)
    return schemas.Dossier(
        id=row.id,
        code=row.code,
        national_code=row.national_code or None,
        procedure_code=row.procedure_code,
        procedure_version=row.procedure_version,
        agency=schemas.Agency(id=agency.id, code=agency.code, name=agency.name),
        channel=row.channel.value,
        status=int(row.status),
        status_name=STATUS_NAMES[row.status],
        version=row.version,
        submitted_at=row.submitted_at,
        received_at=row.received_at,
        due_at=row.due_at,
        finished_at=row.finished_at,
        delivered_at=row.delivered_at,
    )

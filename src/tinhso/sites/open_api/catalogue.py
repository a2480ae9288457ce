"""Routes of the catalogue: statuses, procedures of a day, one version of a procedure."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from tinhso.casework.dossiers.service import STATUS_NAMES
from tinhso.foundation.authority.service import Permission, require
from tinhso.foundation.clock.service import legal_day, legal_now
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.catalogue.service import (
    ProcedureVersion,
    get_procedure,
    get_version,
    search_procedures,
)
from tinhso.sites.open_api import schemas
from tinhso.sites.open_api.interface import REFUSALS, caller_of
from tinhso.sites.open_api.times import Day

router = Router(tags=["Danh mục"])

_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)

Code = Annotated[
    str, Path(pattern=r"^[0-9A-Za-z][0-9A-Za-z.\-]{0,39}$", description="Mã thủ tục, ví dụ 1.004194.")
]
VersionName = Annotated[
    str, Path(pattern=r"^[0-9A-Za-z][0-9A-Za-z.\-]{0,39}$", description="Tên phiên bản, ví dụ 2023-06-01.")
]
OnDay = Annotated[Day | None, Query(description="Ngày áp dụng; không ghi thì là hôm nay.")]


@router.get(
    "statuses",
    response={200: schemas.Statuses, **REFUSALS},
    summary="Mười trạng thái hồ sơ",
    description="Mã và tên các trạng thái hồ sơ của quốc gia. Mục đích: catalogue.read.",
)
def list_statuses(request: HttpRequest) -> schemas.Statuses:
    """The ten national statuses."""
    _ask(request)
    return schemas.Statuses(
        items=[schemas.Status(code=int(status), name=name) for status, name in STATUS_NAMES.items()]
    )


@router.get(
    "procedures",
    response={200: schemas.Procedures, **REFUSALS},
    summary="Thủ tục của một ngày",
    description="Các thủ tục có phiên bản áp dụng vào ngày đó. Mục đích: catalogue.read.",
)
def list_procedures(request: HttpRequest, day: OnDay = None) -> schemas.Procedures:
    """Every procedure that holds on a day, by title."""
    _ask(request)
    on = _on(day)
    rows = search_procedures(text="", on=on)
    return schemas.Procedures(
        day=on,
        items=[
            schemas.ProcedureLine(
                code=row.code,
                title=row.title,
                version=row.version,
                sector=row.sector,
                kind=row.kind,
                channels=list(row.channels),
            )
            for row in rows
        ],
    )


@router.get(
    "procedures/{code}",
    response={200: schemas.Procedure, 404: schemas.Problem, **REFUSALS},
    summary="Một thủ tục, phiên bản đang áp dụng",
    description="Phiên bản áp dụng vào ngày đó. Mục đích: catalogue.read.",
)
def get_one_procedure(request: HttpRequest, code: Code, day: OnDay = None) -> schemas.Procedure:
    """The version in force on a day."""
    _ask(request)
    return _procedure(get_procedure(code, on=_on(day)))


@router.get(
    "procedures/{code}/versions/{version}",
    response={200: schemas.Procedure, 404: schemas.Problem, **REFUSALS},
    summary="Một phiên bản của thủ tục",
    description="Hồ sơ giữ phiên bản lúc được tiếp nhận; đọc lại phiên bản đó ở đây. "
    "Mục đích: catalogue.read.",
)
def get_one_version(request: HttpRequest, code: Code, version: VersionName) -> schemas.Procedure:
    """The version that a dossier is pinned to."""
    _ask(request)
    return _procedure(get_version(code, version))


def _ask(request: HttpRequest) -> None:
    actor = caller_of(request).actor
    with unit_of_work(actor=actor, now=legal_now()):
        require(actor=actor, permission=Permission.CATALOGUE_ASK)


def _on(day: date | None) -> date:
    """The day asked about; nothing is known outside these years, and their ends say so as well."""
    return max(_EARLIEST, min(day or legal_day(legal_now()), _LATEST))


def _procedure(version: ProcedureVersion) -> schemas.Procedure:
    return schemas.Procedure(
        code=version.code,
        local_code=version.local_code,
        version=version.version,
        title=version.title,
        sector=version.sector,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        digest=version.digest,
        introduction=version.introduction,
        channels=list(version.channels),
        times=[
            schemas.ProcedureTime(
                key=case.key,
                title=case.title,
                channel=case.channel,
                duration=case.duration.text,
                fee_vnd=case.fee.amount_vnd,
                fee_when=case.fee.when,
                source=case.vintage.source,
            )
            for case in version.cases
        ],
        papers=[
            schemas.ProcedurePaper(key=paper.key, name=paper.name, needed=paper.needed, count=paper.count)
            for paper in version.papers
        ],
        results=[
            schemas.ProcedureResult(key=result.key, name=result.name, is_refusal=result.refusal)
            for result in version.results
        ],
        legal_basis=[
            schemas.ProcedureBasis(instrument=basis.instrument, subject=basis.subject)
            for basis in version.legal_basis
        ],
    )

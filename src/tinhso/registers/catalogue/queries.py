"""Reading the published catalogue. Versions never change, so each is built once per process and kept."""

import datetime as dt
import time
from typing import Any

from django.db import connection

from tinhso.engines.text.service import vietnamese_sort_key
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.catalogue.adapters.trees import build_entry
from tinhso.registers.catalogue.adapters.wordlists import synonyms
from tinhso.registers.catalogue.models import PublishedProcedure
from tinhso.registers.catalogue.rules.searching import query_text
from tinhso.registers.catalogue.types import CatalogueEntry, PaymentService, ProcedureRow, ProcedureVersion

_KEPT: dict[tuple[str, str], CatalogueEntry] = {}

_CURRENT: dict[tuple[str, dt.date], tuple[float, str]] = {}
_CURRENT_SECONDS = 5.0
"""How long a process may take to notice that another one published a version."""

_VERSION_ON = """
    select version, valid_to from catalogue_procedure
    where code = %s and valid_from <= %s
    order by valid_from desc limit 1
"""

_SEARCH = """
    with current as (
        select distinct on (code)
            code, version, title, sector, "group", services, channels, kind, valid_to,
            title_words, search_words
        from catalogue_procedure
        where valid_from <= %(on)s
        order by code, valid_from desc
    ),
    asked as (select to_tsquery('simple', %(query)s) as query)
    select code, version, title, sector, "group", services, channels, kind,
        to_tsvector('simple', title_words) @@ query as in_title,
        ts_rank(to_tsvector('simple', title_words), query) as rank
    from current, asked
    where (valid_to is null or valid_to >= %(on)s)
      and (%(query)s = '' or to_tsvector('simple', search_words) @@ query)
"""


class UnableToFindProcedure(DomainError):
    """There is no such procedure, or none that holds on that day."""


class UnableToFileAsDossier(UnableToFindProcedure):
    """It is a payment service: it has a page of its own, and nothing of it can be filed."""


def find_current(*, code: str, on: dt.date) -> ProcedureVersion:
    """The version of a procedure that holds on a day; asked of the database at most every 5 seconds."""
    return _procedure(_current(code, on))


def find_payment(*, code: str, on: dt.date) -> PaymentService:
    """The payment service of that code as it holds on a day."""
    entry = _current(code, on)
    if isinstance(entry, PaymentService):
        return entry
    raise UnableToFindProcedure("payment_service.not_found", "Mã này không phải của một dịch vụ thanh toán.")


def _current(code: str, on: dt.date) -> CatalogueEntry:
    kept = _CURRENT.get((code, on))
    if kept is not None and kept[0] > time.monotonic():
        return _entry(code, kept[1])
    with connection.cursor() as cursor:
        cursor.execute(_VERSION_ON, [code, on])
        row = cursor.fetchone()
    if row is None or (row[1] is not None and row[1] < on):
        message = "Không có thủ tục này, hoặc thủ tục chưa hay không còn hiệu lực vào ngày đó."
        raise UnableToFindProcedure("procedure.not_found", message)
    _CURRENT[(code, on)] = (time.monotonic() + _CURRENT_SECONDS, row[0])
    return _entry(code, row[0])


def forget_versions() -> None:
    """Ask the database again: something was published here, or may have been taken back."""
    _CURRENT.clear()
    _KEPT.clear()


def find_version(*, code: str, version: str) -> ProcedureVersion:
    """One version as published, whatever the day."""
    return _procedure(_entry(code, version))


def _procedure(entry: CatalogueEntry) -> ProcedureVersion:
    if isinstance(entry, PaymentService):
        message = (
            f"“{entry.title}” là dịch vụ thanh toán, không nộp thành hồ sơ. "
            "Trang của dịch vụ cho biết nộp tiền ở đâu."
        )
        raise UnableToFileAsDossier("procedure.is_payment", message)
    return entry


def _entry(code: str, version: str) -> CatalogueEntry:
    kept = _KEPT.get((code, version))
    if kept is None:
        body = PublishedProcedure.objects.filter(code=code, version=version).values_list("body", flat=True)
        found = body.first()
        if found is None:
            message = "Danh mục không có phiên bản này của thủ tục."
            raise UnableToFindProcedure("procedure.version_not_found", message)
        kept = _KEPT[(code, version)] = build_entry(found)
    return kept


def find_rows(*, text: str, on: dt.date) -> list[ProcedureRow]:
    """The procedures of a day whose words fit, best first; a text without words lists all by title."""
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, {"on": on, "query": query_text(text, synonyms())})
        found = cursor.fetchall()
    found.sort(key=lambda row: (not row[8], -row[9], vietnamese_sort_key(row[2])))
    return [_row(values) for values in found]


def _row(values: tuple[Any, ...]) -> ProcedureRow:
    code, version, title, sector, group, services, channels, kind, *_ = values
    lists = {"services": tuple(services), "channels": tuple(channels)}
    return ProcedureRow(
        code=code, version=version, title=title, sector=sector, group=group, kind=kind, **lists
    )

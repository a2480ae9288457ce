"""Searching the dossiers of the officer's own agency, by what somebody at the desk can say or show."""
# ruff: noqa: S608 - statements made of this room's own columns

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.reading.work_items import APPLICANT, COLUMNS, work_items
from tinhso.casework.dossiers.reading.worklists import PAGE_SIZE, UnableToReadPage
from tinhso.casework.dossiers.record.findable import APPLICANT_NAMES
from tinhso.casework.dossiers.record.placing import LEGAL_BASIS
from tinhso.casework.dossiers.record.types import WorkItem
from tinhso.engines.text.service import words
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.identifiers.service import (
    DomainError,
    UnableToReadDossierCode,
    UnableToReadPersonalId,
    parse_dossier_code,
    parse_personal_id,
)
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.people.service import find_by_personal_id

PURPOSE = "Tìm hồ sơ theo yêu cầu giải quyết công việc"
_LONGEST = 120
_TAIL = re.compile(r"(?:20(?=[0-9]{6}-))?([0-9]{2,7}|[0-9]{0,6}-[0-9]{1,7})")
"""The last digits of the number, or of the day and the number; the year with or without its century."""
_LAST = UUID(int=(1 << 128) - 1)


class SoughtBy(StrEnum):
    """What the text typed was taken for."""

    CODE = "code"
    CODE_TAIL = "code_tail"
    PERSONAL_ID = "personal_id"
    NAME = "name"


class UnableToSearch(DomainError):
    """What was typed is nothing that dossiers are found by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of a search: the latest dossiers first, what the text was taken for and what matched."""

    by: SoughtBy
    rows: tuple[WorkItem, ...]
    next_key: str
    words: frozenset[str] = field(default=frozenset(), repr=False)
    code_tail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sought:
    by: SoughtBy
    value: str = field(repr=False)


def search_dossiers(
    *, text: str, actor: Actor, now: datetime, page_key: str = "", page_size: int = PAGE_SIZE
) -> Found:
    """The dossiers of the officer's own agency that a code, the end of one, a personal id or a name means.

    A name is found by whole words, accents or not; of a code its last digits are enough (at least two).
    Each search is recorded, and each person whose dossier it shows sees it; what was typed is kept nowhere.
    Raises UnableToSearch for what can mean nothing.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_SEARCH)
        sought, before = _understood(text), _read_key(page_key)
        ids = _matching(sought, actor, before, page_size + 1)
        rows = _rows(ids[:page_size], actor)
        work.record(
            action="dossier.search",
            object_kind="worklist",
            object_id=None,
            subjects=tuple(dict.fromkeys(row[APPLICANT] for row in rows)),
            purpose=PURPOSE,
            legal_basis=LEGAL_BASIS,
            details={"by": sought.by.value, "count": len(rows)},
        )
    return Found(
        by=sought.by,
        rows=work_items(rows, actor=actor, now=now),
        next_key=_write_key(ids[page_size - 1]) if len(ids) > page_size else "",
        words=frozenset(words(sought.value)) if sought.by is SoughtBy.NAME else frozenset(),
        code_tail=sought.value if sought.by in (SoughtBy.CODE, SoughtBy.CODE_TAIL) else "",
    )


def _understood(text: str) -> _Sought:
    typed = text.strip()
    if len(typed) > _LONGEST:
        raise UnableToSearch(
            code="search_too_long", message=f"Nội dung tìm dài quá {_LONGEST} ký tự. Bạn hãy gõ ngắn lại."
        )
    if (code := _dossier_code(typed)) is not None:
        return _Sought(by=SoughtBy.CODE, value=code)
    if (personal_id := _personal_id(typed)) is not None:
        return _Sought(by=SoughtBy.PERSONAL_ID, value=personal_id)
    if found := _TAIL.fullmatch("".join(typed.split())):
        return _Sought(by=SoughtBy.CODE_TAIL, value=found[1])
    if words(typed) and any(letter.isalpha() for letter in typed):
        return _Sought(by=SoughtBy.NAME, value=typed)
    raise UnableToSearch(
        code="nothing_to_search",
        message=(
            "Bạn hãy gõ mã hồ sơ (hoặc ít nhất 2 chữ số cuối), số định danh 12 chữ số, hoặc họ tên người nộp."
        ),
    )


def _dossier_code(typed: str) -> str | None:
    try:
        return str(parse_dossier_code(typed))
    except UnableToReadDossierCode:
        return None


def _personal_id(typed: str) -> str | None:
    try:
        return parse_personal_id(typed).value
    except UnableToReadPersonalId:
        return None


def _matching(sought: _Sought, actor: Actor, before: UUID, limit: int) -> list[UUID]:
    """Ids of dossiers, the latest first, among those of the actor's own agency."""
    if actor.agency_id is None:
        return []
    if sought.by is SoughtBy.NAME:
        return APPLICANT_NAMES.find(sought.value, within=actor.agency_id, before=before, limit=limit)
    condition, parameters = _condition(sought)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""with found as materialized (
                  select w.dossier_id from dossiers_worklist w join dossiers_dossier d on d.id = w.dossier_id
                  where w.agency_id = %s and w.dossier_id < %s and {condition})
                select dossier_id from found order by dossier_id desc limit %s""",
            [actor.agency_id, before, *parameters, limit],
        )
        return [dossier_id for (dossier_id,) in cursor.fetchall()]


def _condition(sought: _Sought) -> tuple[str, list[Any]]:
    match sought.by:
        case SoughtBy.CODE:
            return "(d.code = %s or d.dotted_code = %s)", [sought.value, sought.value]
        case SoughtBy.PERSONAL_ID:
            return "d.applicant_id = %s", [find_by_personal_id(sought.value)]
        case _:
            # A range instead of LIKE: row-level security lets only operators that leak nothing use the index.
            begins = sought.value[::-1]
            return "w.code_tail >= %s and w.code_tail < %s", [begins, begins[:-1] + chr(ord(begins[-1]) + 1)]


def _rows(ids: Sequence[UUID], actor: Actor) -> list[tuple[Any, ...]]:
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select {COLUMNS} from dossiers_worklist w join dossiers_dossier d on d.id = w.dossier_id
                where w.agency_id = %s and w.dossier_id = any(%s) order by w.dossier_id desc""",
            [actor.agency_id, list(ids)],
        )
        return list(cursor.fetchall())


def _write_key(last: UUID) -> str:
    return base64.urlsafe_b64encode(last.bytes).decode()


def _read_key(key: str) -> UUID:
    if not key:
        return _LAST
    try:
        return UUID(bytes=base64.urlsafe_b64decode(key.encode()))
    except (ValueError, binascii.Error) as error:
        raise UnableToReadPage(
            code="bad_page", message="Địa chỉ trang không đúng. Bạn hãy tìm lại từ đầu."
        ) from error

"""Imports of portal exports: kept, compared with the catalogue of today, made into drafts, not published."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import yaml

from tinhso.engines.tables.service import LineError, UnreadableTable
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import legal_day, new_id
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.catalogue.importing.reading import read_export
from tinhso.registers.catalogue.importing.rules.comparing import compare
from tinhso.registers.catalogue.importing.rules.edits import FIELD_NAMES, write
from tinhso.registers.catalogue.importing.types import (
    BegunDraft,
    Chosen,
    ComparedProcedure,
    Difference,
    ExportRow,
    PortalComparison,
    PortalImportRow,
    ReadExport,
)
from tinhso.registers.catalogue.models import PortalImport, PublishedProcedure
from tinhso.registers.catalogue.queries import UnableToFindProcedure, find_current, find_rows
from tinhso.registers.catalogue.reviewing.drafts import begin_draft, in_order
from tinhso.registers.catalogue.types import ProcedureVersion


class UnableToImport(DomainError):
    """The file cannot be read as an export, there is no such import, or nothing was chosen."""


def import_portal_export(*, content: bytes, actor: Actor, now: datetime) -> PortalImportRow:
    """Keep what a CSV or XLSX export says; the same export again changes nothing and gives the first import.

    Raises UnableToImport where the file is no export or none of its rows can be read.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        read = _read(content)
        digest = _digest(read)
        known = PortalImport.objects.filter(digest=digest).first()
        if known is not None:
            return _as_row(known)
        assert actor.officer_id is not None  # noqa: S101 - an administrator is an officer
        row = PortalImport.objects.create(
            id=new_id(),
            digest=digest,
            encoding=read.encoding,
            content=_as_json(read),
            drafts={},
            imported_by=actor.officer_id,
            imported_at=now,
        )
        work.record(
            action="procedure.export_imported",
            object_kind="portal_import",
            object_id=row.id,
            details={"rows": len(read.rows), "errors": len(read.errors)},
        )
        return replace(_as_row(row), is_new=True)


def list_portal_imports(*, actor: Actor, now: datetime) -> tuple[PortalImportRow, ...]:
    """The imports, latest first."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        return tuple(_as_row(row) for row in PortalImport.objects.order_by("-imported_at")[:20])


def compare_portal_import(*, import_id: UUID, actor: Actor, now: datetime) -> PortalComparison:
    """What an export says beside the versions in force today; raises UnableToImport for an unknown one."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        return _compared(_found(import_id), legal_day(now))


def begin_drafts_from_import(
    *, import_id: UUID, chosen: Chosen, actor: Actor, now: datetime
) -> tuple[BegunDraft, ...]:
    """A draft for each procedure with chosen differences, from the version in force; it begins tomorrow.

    A procedure of which this import already made a draft gets no second one. Publishes nothing.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        row = _found(import_id, lock=True)
        compared = _compared(row, legal_day(now))
        begun = [
            _begin(procedure, wanted, actor, now)
            for procedure in compared.differing
            if procedure.draft_id is None
            and (wanted := _wanted(procedure, chosen.get(procedure.code, frozenset())))
        ]
        if not begun:
            raise UnableToImport(
                "catalogue.nothing_chosen", "Hãy chọn ít nhất một chỗ khác của thủ tục chưa có bản nháp."
            )
        row.drafts = {**row.drafts, **{one.code: str(one.draft_id) for one in begun}}
        row.save(update_fields=["drafts"])
        work.record(
            action="procedure.export_drafted",
            object_kind="portal_import",
            object_id=row.id,
            details={"drafts": len(begun)},
        )
        return tuple(begun)


def _read(content: bytes) -> ReadExport:
    try:
        read = read_export(content)
    except UnreadableTable as no:
        raise UnableToImport(f"catalogue.{no.code}", no.message, {"file": no.message}) from no
    if not read.rows:
        first = f" Dòng {read.errors[0].line}: {read.errors[0].message}" if read.errors else ""
        message = f"Tệp không có dòng nào đọc được.{first}"
        raise UnableToImport("catalogue.no_row", message, {"file": message})
    return read


def _compared(row: PortalImport, today: date) -> PortalComparison:
    rows: dict[str, list[ExportRow]] = {}
    for each in row.content["rows"]:
        read = ExportRow(**{**each, "results": tuple(each["results"])})
        rows.setdefault(read.code, []).append(read)
    equal: list[ComparedProcedure] = []
    differing: list[ComparedProcedure] = []
    unknown: list[tuple[str, str]] = []
    for code, own in rows.items():
        try:
            version = find_current(code=code, on=today)
        except UnableToFindProcedure:
            unknown.append((code, own[0].title))
            continue
        found = _one(version, own, row.drafts.get(code))
        (differing if found.differences else equal).append(found)
    here = [one for one in find_rows(text="", on=today) if one.kind == "procedure" and one.code[0] != "0"]
    return PortalComparison(
        about=_as_row(row),
        equal=tuple(equal),
        differing=tuple(differing),
        unknown=tuple(unknown),
        missing=tuple((one.code, one.title) for one in here if one.code not in rows),
        errors=_errors(row.content["errors"]),
        repeated=_errors(row.content["repeated"]),
        ignored=tuple(row.content["ignored"]),
    )


def _one(version: ProcedureVersion, rows: Sequence[ExportRow], draft_id: str | None) -> ComparedProcedure:
    differences, notes = compare(version, rows)
    return ComparedProcedure(
        code=version.code,
        title=version.title,
        version=version.version,
        differences=differences,
        not_compared=notes,
        draft_id=UUID(draft_id) if draft_id else None,
    )


def _wanted(procedure: ComparedProcedure, keys: frozenset[str]) -> list[Difference]:
    return [one for one in procedure.differences if one.key in keys]


def _begin(
    procedure: ComparedProcedure, wanted: Sequence[Difference], actor: Actor, now: datetime
) -> BegunDraft:
    published = PublishedProcedure.objects.get(code=procedure.code, version=procedure.version)
    body: dict[str, Any] = in_order(copy.deepcopy(published.body))
    begins = _free_day(procedure.code, legal_day(now) + timedelta(days=1))
    body["version"] = body["valid_from"] = begins.isoformat()
    by_hand = write(body, wanted, as_of=f"{now:%Y-%m}")
    text = _head(procedure, wanted, by_hand) + yaml.safe_dump(
        body, allow_unicode=True, sort_keys=False, width=110
    )
    draft = begin_draft(code=procedure.code, text=text, actor=actor, now=now)
    return BegunDraft(
        draft_id=draft.id, code=procedure.code, written=len(wanted) - len(by_hand), by_hand=tuple(by_hand)
    )


def _head(procedure: ComparedProcedure, wanted: Iterable[Difference], by_hand: Iterable[str]) -> str:
    chosen = ", ".join(dict.fromkeys(FIELD_NAMES[one.field].lower() for one in wanted))
    lines = [f"Soạn từ phiên bản {procedure.version} theo bản xuất của Cổng Dịch vụ công quốc gia: {chosen}."]
    lines += [f"Cần sửa tay: {one}." for one in by_hand]
    return "".join(f"# {' '.join(line.split())}\n" for line in lines)


def _free_day(code: str, day: date) -> date:
    taken = set(
        PublishedProcedure.objects.filter(code=code, valid_from__gte=day).values_list("valid_from", flat=True)
    )
    while day in taken:
        day += timedelta(days=1)
    return day


def _found(import_id: UUID, *, lock: bool = False) -> PortalImport:
    asked = PortalImport.objects.select_for_update() if lock else PortalImport.objects
    row = asked.filter(id=import_id).first()
    if row is None:
        raise UnableToImport("catalogue.unknown_import", "Không có lần nhập này.")
    return row


def _as_json(read: ReadExport) -> dict[str, Any]:
    return {
        "rows": [asdict(row) for row in read.rows],
        "errors": [asdict(error) for error in read.errors],
        "repeated": [asdict(error) for error in read.repeated],
        "ignored": list(read.ignored),
    }


def _digest(read: ReadExport) -> str:
    """Of what the file says: the same rows in another encoding, or as a workbook, are the same export."""
    plain = json.dumps(_as_json(read), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def _errors(found: Iterable[dict[str, Any]]) -> tuple[LineError, ...]:
    return tuple(LineError(**error) for error in found)


def _as_row(row: PortalImport) -> PortalImportRow:
    return PortalImportRow(
        id=row.id,
        imported_at=row.imported_at,
        encoding=row.encoding,
        procedures=len({each["code"] for each in row.content["rows"]}),
        rows=len(row.content["rows"]),
        errors=len(row.content["errors"]),
        drafts=len(row.drafts),
    )

"""What systems of others read of dossiers: where they stand, and by a permission of its own the content.

Row-level security shows a client the dossiers of the agencies that its agreement names; the statements say
the same. Pages are keyset pages by id; whoever follows what happens reads events, or asks what changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.reading.wording import answer_rows
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier
from tinhso.casework.dossiers.record.timeline import timeline_texts
from tinhso.casework.dossiers.record.types import CASE_KIND, AnswerRow, Channel, Status
from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.identifiers.service import parse_dossier_code
from tinhso.foundation.unit_of_work.service import unit_of_work

MOST_ROWS = 200
"""The longest page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoughtByClient:
    """Which dossiers: every part given must fit. ``day`` is the day of submission."""

    status: Status | None = None
    day: date | None = None
    changed_since: datetime | None = None
    agency_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    """Where one dossier stands; nothing about whose it is. ``due_at`` is the last date promised."""

    id: UUID
    code: str
    national_code: str
    procedure_code: str
    procedure_version: str
    agency_id: UUID
    channel: Channel
    status: Status
    version: int
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSlice:
    """A page; ``after`` opens the next one, None where this was the last."""

    rows: tuple[ClientRow, ...]
    after: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientStep:
    """One change of status, without the words that officers wrote beside it."""

    version: int
    at: datetime
    status: Status
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientStatus:
    """One dossier with the history of its statuses."""

    row: ClientRow
    steps: tuple[ClientStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientContent:
    """What a dossier says of its applicant: handed over, recorded, shown to the applicant."""

    row: ClientRow
    applicant_name: str = field(repr=False)
    answers: tuple[AnswerRow, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldChange:
    """One change of a dossier as others are told of it, and which agencies take part."""

    row: ClientRow
    at: datetime
    action: str
    status: Status
    agencies: frozenset[UUID]


_COLUMNS = """d.id, d.code, coalesce(d.national_code, ''), d.procedure_code, d.procedure_version, d.agency_id,
  d.channel, d.status, d.version, d.submitted_at, d.received_at, greatest(d.due_at, d.promised_at),
  d.finished_at, d.delivered_at"""


def dossiers_for_client(
    *, sought: SoughtByClient, after: UUID | None, limit: int, actor: Actor, now: datetime
) -> ClientSlice:
    """A page of dossiers of the client's agencies, at most MOST_ROWS, in the order of their ids."""
    conditions, parameters = _conditions(sought, actor)
    if after is not None:
        conditions.append("d.id > %s")
        parameters.append(after)
    most = max(1, min(limit, MOST_ROWS))
    statement = (
        f"select {_COLUMNS} from dossiers_dossier d where {' and '.join(conditions) or 'true'}"  # noqa: S608
        " order by d.id limit %s"
    )
    with unit_of_work(actor=actor, now=now) as work, connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_STATUS_ASK)
        cursor.execute(statement, [*parameters, most + 1])
        rows = tuple(_row(each) for each in cursor.fetchall())
        work.record(
            action="dossier.status_listed",
            object_kind=CASE_KIND,
            object_id=None,
            details={"rows": min(len(rows), most)},
        )
    return ClientSlice(rows=rows[:most], after=rows[most - 1].id if len(rows) > most else None)


def status_for_client(*, code: str, actor: Actor, now: datetime) -> ClientStatus:
    """Where the dossier of this code stands, and how it came there; NotVisible outside the agreement."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_STATUS_ASK)
        dossier, row = _found(code, actor, Permission.DOSSIER_STATUS_ASK)
        work.record(action="dossier.status_asked", object_kind=CASE_KIND, object_id=dossier.id)
        return ClientStatus(row=row, steps=_steps(dossier))


def hand_over_dossier(
    *, code: str, reason: str, legal_basis: str, actor: Actor, now: datetime
) -> ClientContent:
    """The content of a dossier, for the ``reason`` and on the ``legal_basis`` of the client's agreement.

    The handing over is recorded with both and shown to the applicant.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_HAND_OVER)
        dossier, row = _found(code, actor, Permission.DOSSIER_HAND_OVER)
        work.record(
            action="dossier.handed_over",
            object_kind=CASE_KIND,
            object_id=dossier.id,
            subjects=dossier.subjects,
            purpose=reason,
            legal_basis=legal_basis,
        )
        return ClientContent(
            row=row,
            applicant_name=dossier.applicant_name,
            answers=answer_rows(dossier.procedure, dossier.answers, on=dossier.submitted_at.date()),
        )


def told_change(dossier_id: UUID, version: int) -> ToldChange | None:
    """The change that made this version, inside the caller's transaction and scope; None where it is none.

    For telling systems of others: ids, codes and closed words.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select {_COLUMNS}, e.at, e.action, e.status,
                  array(select a.agency_id from authority_access a where a.case_id = d.id)
                from dossiers_dossier d join dossiers_event e on e.dossier_id = d.id and e.version = %s
                where d.id = %s""",  # noqa: S608
            [version, dossier_id],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    *row, at, action, status, agencies = found
    return ToldChange(
        row=_row(tuple(row)), at=at, action=action, status=Status(status), agencies=frozenset(agencies)
    )


def _conditions(sought: SoughtByClient, actor: Actor) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    parameters: list[Any] = []
    agencies = None if actor.is_province_wide else sorted(actor.client_agencies)
    if sought.agency_id is not None:
        agencies = [sought.agency_id]
    if agencies is not None:
        conditions.append(
            """d.id in (select a.case_id from authority_access a
                 where a.agency_id = any(%s::uuid[]) and a.case_kind = %s)"""
        )
        parameters += [agencies, CASE_KIND]
    if sought.status is not None:
        conditions.append("d.status = %s")
        parameters.append(int(sought.status))
    if sought.day is not None:
        begins = datetime.combine(sought.day, time(), VIETNAM)
        # The index over the time of events finds the day; submitting is the first of each dossier.
        conditions.append(
            """d.id in (select e.dossier_id from dossiers_event e
                 where e.at >= %s and e.at < %s and e.version = 1)"""
        )
        parameters += [begins, begins + timedelta(days=1)]
    if sought.changed_since is not None:
        conditions.append("d.id in (select e.dossier_id from dossiers_event e where e.at >= %s)")
        parameters.append(sought.changed_since)
    return conditions, parameters


def _found(code: str, actor: Actor, permission: Permission) -> tuple[LoadedDossier, ClientRow]:
    wanted = str(parse_dossier_code(code))
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from dossiers_dossier d where code = %s or dotted_code = %s limit 1",  # noqa: S608
            [wanted, wanted],
        )
        found = cursor.fetchone()
    if found is None:
        raise NotVisible(object_kind=CASE_KIND, object_id=None, permission=permission)
    row = _row(found)
    dossier = load_dossier(row.id, permission=permission)
    require(actor=actor, permission=permission, resource=dossier.resource)
    return dossier, row


def _row(row: tuple[Any, ...]) -> ClientRow:
    names = ClientRow.__slots__
    values: Mapping[str, Any] = dict(zip(names, row, strict=True))
    return ClientRow(**{**values, "channel": Channel(values["channel"]), "status": Status(values["status"])})


def _steps(dossier: LoadedDossier) -> tuple[ClientStep, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select version, at, status, action from dossiers_event where dossier_id = %s order by version",
            [dossier.id],
        )
        rows = cursor.fetchall()
    texts = timeline_texts(dossier.procedure, [row[3] for row in rows])
    return tuple(
        ClientStep(version=row[0], at=row[1], status=Status(row[2]), text=text)
        for row, text in zip(rows, texts, strict=True)
    )

"""Reading one dossier's row, locked when it is about to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import DossierChanged
from tinhso.casework.dossiers.record.postal_types import PostalState
from tinhso.casework.dossiers.record.types import CASE_KIND, Channel, CheckState, FeeState, Status
from tinhso.foundation.authority.service import NotVisible, Permission, Resource
from tinhso.foundation.crypto.service import open_json, open_text
from tinhso.foundation.identifiers.service import parse_dossier_code
from tinhso.registers.catalogue.service import ProcedureCase, ProcedureVersion, get_version
from tinhso.services.representation.service import Mandate, mandates_of

_COLUMNS = (
    "id, code, dotted_code, procedure_code, procedure_version, case_key, channel, agency_id, "
    "applicant_id, organisation_id, mandate_id, representative_id, status, state, version, "
    "sealed_answers, sealed_applicant_name, fee_state, "
    "fee_amount, check_state, checked_at, submitted_at, received_at, first_due_at, due_at, "
    "finished_at, delivered_at, supplement_rounds, promised_at, apology_rounds"
)


CONFIRMED = "verified_match"
"""The event of a register that confirms what was declared."""


@dataclass(kw_only=True)
class LoadedDossier:
    """A dossier's row, with its pinned procedure version and who may see it."""

    id: UUID
    code: str
    dotted_code: str | None
    procedure_code: str
    procedure_version: str
    case_key: str
    channel: Channel
    agency_id: UUID
    applicant_id: UUID
    organisation_id: UUID | None
    mandate_id: UUID | None
    representative_id: UUID | None
    status: Status
    state: str
    version: int
    sealed_answers: Any
    sealed_applicant_name: Any
    fee_state: FeeState
    fee_amount: int
    check_state: CheckState
    checked_at: datetime | None
    submitted_at: datetime
    received_at: datetime | None
    first_due_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    delivered_at: datetime | None
    supplement_rounds: int
    promised_at: datetime | None
    apology_rounds: int
    agencies: frozenset[UUID]
    postal: PostalState | None = None
    is_filed_outside: bool = False
    """Whether it was filed at another system (``outside.codes`` says what was given there)."""

    @property
    def procedure(self) -> ProcedureVersion:
        """The version it was received under, whatever holds today."""
        return get_version(self.procedure_code, self.procedure_version)

    @property
    def case(self) -> ProcedureCase:
        """The case (channel × time × fee) it was filed under."""
        return next(case for case in self.procedure.cases if case.key == self.case_key)

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        """The answers, opened."""
        opened: Mapping[str, Any] = open_json(self.sealed_answers, owner=self.id, field=sealing.ANSWERS)
        return opened

    @property
    def applicant_name(self) -> str:
        """The applicant's name, opened."""
        return open_text(self.sealed_applicant_name, owner=self.id, field=sealing.APPLICANT_NAME)

    @property
    def subjects(self) -> tuple[UUID, ...]:
        """The people whose data stand in it: the applicant, and whoever acted for them."""
        people = (self.applicant_id, self.representative_id)
        return tuple(dict.fromkeys(each for each in people if each))

    @property
    def resource(self) -> Resource:
        """What authority is asked about."""
        return Resource(
            kind=CASE_KIND,
            id=self.id,
            owners=frozenset(
                each for each in (self.organisation_id or self.applicant_id, self.mandate_id) if each
            ),
            agencies=self.agencies,
        )


def mandate_of(dossier: LoadedDossier, *, now: datetime) -> Mandate | None:
    """The right under which it was filed, as it stands at ``now``; needs the system's scope."""
    if dossier.mandate_id is None:
        return None
    return mandates_of([dossier.mandate_id], now=now).get(dossier.mandate_id)


def running_under(mandate_id: UUID) -> tuple[UUID, ...]:
    """The dossiers under a mandate that have not ended, in order; needs the system's scope."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select id from dossiers_dossier where mandate_id = %s
               and status not in (3, 8, 9, 10) order by id""",
            [mandate_id],
        )
        return tuple(row[0] for row in cursor.fetchall())


def load_dossier(
    dossier_id: UUID,
    *,
    permission: Permission,
    expected_version: int | None = None,
    lock: bool = False,
) -> LoadedDossier:
    """The dossier, if row-level security shows it; NotVisible else.

    ``lock`` holds the row until the end of the transaction; ``expected_version`` refuses with
    DossierChanged when somebody else acted since the page was read. A register that confirmed what was
    declared is nobody, and gives no reason to decide otherwise.
    """
    statement = (
        f"select {_COLUMNS}, array(select a.agency_id from authority_access a"  # noqa: S608
        " where a.case_id = d.id), (select p.state from dossiers_postal p where p.dossier_id = d.id),"
        " exists (select 1 from dossiers_outside_code o where o.dossier_id = d.id and o.filed_at is not null)"
        " from dossiers_dossier d where d.id = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement + (" for update of d" if lock else ""), [dossier_id])
        row = cursor.fetchone()
    if row is None:
        raise NotVisible(object_kind=CASE_KIND, object_id=dossier_id, permission=permission)
    dossier = _from_row(row)
    if expected_version is not None and _has_changed(dossier, since=expected_version):
        raise DossierChanged
    return dossier


def _has_changed(dossier: LoadedDossier, *, since: int) -> bool:
    """Whether the dossier is another than the one read at that version; every version has one event."""
    if dossier.version == since:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from dossiers_event where dossier_id = %s and version > %s and action = %s",
            [dossier.id, since, CONFIRMED],
        )
        return bool(cursor.fetchone()[0] != dossier.version - since)


def id_of_code(code: str) -> UUID | None:
    """The dossier of this code in either notation, if row-level security shows it; raises as it is read."""
    wanted = str(parse_dossier_code(code))
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from dossiers_dossier where code = %s or dotted_code = %s limit 1", [wanted, wanted]
        )
        row = cursor.fetchone()
        return UUID(str(row[0])) if row else None


def running_ids(code: str, version: str) -> list[UUID]:
    """The dossiers that run under this version of a procedure, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select id from dossiers_dossier
               where procedure_code = %s and procedure_version = %s and finished_at is null order by id""",
            [code, version],
        )
        return [row[0] for row in cursor.fetchall()]


def _from_row(row: tuple[Any, ...]) -> LoadedDossier:
    names = [name.strip() for name in _COLUMNS.split(",")]
    values = dict(zip(names, row, strict=False))
    values["channel"] = Channel(values["channel"])
    values["status"] = Status(values["status"])
    values["fee_state"] = FeeState(values["fee_state"])
    values["check_state"] = CheckState(values["check_state"])
    agencies, postal, is_filed_outside = row[-3:]
    return LoadedDossier(
        **values,
        agencies=frozenset(agencies),
        postal=PostalState(postal) if postal else None,
        is_filed_outside=is_filed_outside,
    )

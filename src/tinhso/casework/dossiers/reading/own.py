"""What a citizen sees: own dossiers and drafts; and what anybody sees who holds a code."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record.drafts import load_draft
from tinhso.casework.dossiers.record.postal_types import PostalState
from tinhso.casework.dossiers.record.posted import public_text
from tinhso.casework.dossiers.record.rules import needs_citizen
from tinhso.casework.dossiers.record.timeline import timeline_texts
from tinhso.casework.dossiers.record.types import (
    CASE_KIND,
    DossierRow,
    Draft,
    PublicStatus,
    Status,
    TimelineRow,
)
from tinhso.foundation.authority.service import (
    Actor,
    ActorKind,
    NotVisible,
    Permission,
    anonymous_actor,
    require,
)
from tinhso.foundation.identifiers.service import parse_dossier_code
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.catalogue.service import ProcedureVersion, get_version

OWN_PAGE = 100


def own_dossiers(*, actor: Actor, now: datetime, after: UUID | None = None) -> tuple[DossierRow, ...]:
    """The citizen's dossiers, newest first: a page of at most ``OWN_PAGE``, the next after a dossier.

    Whoever acts for an organisation as its legal representative gets the organisation's, whoever acts under
    another mandate those begun under it.
    """
    whose, holder_id = _whose(actor)
    with unit_of_work(actor=actor, now=now), connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        cursor.execute(
            f"""select id, code, procedure_code, procedure_version, status, submitted_at,
                 greatest(due_at, promised_at), state,
                 fee_state, case_key,
                 (select p.state from dossiers_postal p where p.dossier_id = dossiers_dossier.id)
               from dossiers_dossier where {whose} and (%s::uuid is null or (submitted_at, id) <
                 (select x.submitted_at, x.id from dossiers_dossier x where x.id = %s))
               order by submitted_at desc, id desc limit %s""",  # noqa: S608 - own words
            [holder_id, after, after, OWN_PAGE],
        )
        rows = cursor.fetchall()
    found = []
    for row in rows:
        version = get_version(row[2], row[3])
        found.append(
            DossierRow(
                id=row[0],
                code=row[1],
                title=version.title,
                status=Status(row[4]),
                submitted_at=row[5],
                due_at=row[6],
                public_text=_told(version, row[7], row[4], row[10]),
                needs_citizen=row[10] == PostalState.CAME_BACK
                or needs_citizen(Status(row[4]), fee_due=row[8] == "due" and _is_paid_first(version, row[9])),
            )
        )
    return tuple(found)


def own_dossier_codes(
    *, actor: Actor, now: datetime, ids: Collection[UUID] = (), code: str = ""
) -> dict[UUID, str]:
    """The ids and codes of those of these dossiers that ``own_dossiers`` lists on one of its pages."""
    whose, holder_id = _whose(actor)
    with unit_of_work(actor=actor, now=now), connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        cursor.execute(
            f"select id, code from dossiers_dossier where {whose} and (id = any(%s) or code = %s)",  # noqa: S608
            [holder_id, list(ids), code],
        )
        return dict(cursor.fetchall())


def _told(version: ProcedureVersion, state: str, status: int, postal: str | None) -> str:
    """Where the dossier stands, in the process's own words or by what the post has brought since."""
    told = version.process.state(state).public_text
    return public_text(told, Status(status), PostalState(postal) if postal else None)


def _whose(actor: Actor) -> tuple[str, UUID | None]:
    if actor.mandate_id is None:
        return "applicant_id = %s and organisation_id is null", actor.person_id
    if actor.is_legal_representative:
        return "organisation_id = %s", actor.organisation_id
    return "mandate_id = %s", actor.mandate_id


def _is_paid_first(version: ProcedureVersion, case_key: str) -> bool:
    """Whether this case is received only after its fee was paid."""
    return any(case.key == case_key and case.fee.when == "before_receipt" for case in version.cases)


def own_drafts(*, actor: Actor, now: datetime) -> tuple[Draft, ...]:
    """Drafts that the citizen has not submitted, newest first."""
    with unit_of_work(actor=actor, now=now), connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        cursor.execute(
            """select id from dossiers_draft where person_id = %s and mandate_id is not distinct from %s
               and submitted_dossier_id is null and discarded_at is null
               order by updated_at desc limit 20""",
            [actor.person_id, actor.mandate_id],
        )
        ids = [row[0] for row in cursor.fetchall()]
        return tuple(load_draft(each, actor=actor).shown() for each in ids)


def get_draft(*, draft_id: UUID, actor: Actor, now: datetime) -> Draft:
    """One draft of the citizen's own; NotVisible for anybody else's."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.DOSSIER_DRAFT)
        return load_draft(draft_id, actor=actor).shown()


def track_dossier(*, code: str, trace_id: str, now: datetime) -> PublicStatus:
    """Where the dossier of this code stands, without a name or a content.

    Row-level security shows exactly the row of the code held; NotVisible else.
    """
    wanted = parse_dossier_code(code)
    actor = anonymous_actor(trace_id, tracking_code=str(wanted))
    assert actor.kind is ActorKind.ANONYMOUS  # noqa: S101 - says on whose behalf this reads
    with unit_of_work(actor=actor, now=now), connection.cursor() as cursor:
        cursor.execute(
            """select id, code, procedure_code, procedure_version, agency_id, status, state,
                 submitted_at, greatest(due_at, promised_at),
                 (select p.state from dossiers_postal p where p.dossier_id = dossiers_dossier.id)
               from dossiers_dossier where code = %s""",
            [str(wanted)],
        )
        row = cursor.fetchone()
        if row is None:
            raise NotVisible(object_kind=CASE_KIND, object_id=None, permission=Permission.DOSSIER_TRACK)
        cursor.execute(
            "select at, action, status from dossiers_event where dossier_id = %s order by version",
            [row[0]],
        )
        events = cursor.fetchall()
    version = get_version(row[2], row[3])
    return PublicStatus(
        code=row[1],
        title=version.title,
        agency=get_agency(row[4]).name,
        status=Status(row[5]),
        public_text=_told(version, row[6], row[5], row[9]),
        submitted_at=row[7],
        due_at=row[8],
        steps=tuple(
            TimelineRow(
                at=at,
                text=text,
                note="",
                status=Status(status),
                by="",
                action=action,
            )
            for (at, action, status), text in zip(
                events, timeline_texts(version, [event[1] for event in events]), strict=True
            )
        ),
    )

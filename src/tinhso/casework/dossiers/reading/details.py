"""One dossier with everything on one screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.outside.codes import OTHER_PAPER_TITLE, outside_mark
from tinhso.casework.dossiers.reading.history import timeline_of
from tinhso.casework.dossiers.reading.looked_up import look_ups_seen
from tinhso.casework.dossiers.reading.wording import answer_rows
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.kept import kept_marks, spared_marks
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier, mandate_of
from tinhso.casework.dossiers.record.parts import drafted_text, drafter_of, opened_items
from tinhso.casework.dossiers.record.placing import LEGAL_BASIS, PURPOSE, is_at_its_place
from tinhso.casework.dossiers.record.posted import (
    AT_THE_OFFICE,
    offers_post,
    postal_now,
    public_text,
)
from tinhso.casework.dossiers.record.representing import representation_of
from tinhso.casework.dossiers.record.rules import SECOND_SUPPLEMENT_WARNING, TIMER_ROLE
from tinhso.casework.dossiers.record.slip_types import ApologyOffer, CashReceiptRow
from tinhso.casework.dossiers.record.types import (
    CASE_KIND,
    ENTERED_LATER,
    ActionRow,
    AnswerRow,
    CheckState,
    DossierView,
    PaperRow,
    Supplement,
    TaskRow,
)
from tinhso.casework.dossiers.slips.offered import apology_offer, slips_of
from tinhso.foundation.authority.service import (
    Actor,
    ActorKind,
    Permission,
    agencies_with_access,
    is_permitted,
    require,
)
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.crypto.service import open_text
from tinhso.foundation.files.service import describe
from tinhso.foundation.process.service import (
    CITIZEN,
    OFFICER,
    OpenTask,
    allowed_actions,
    open_tasks_of,
)
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.catalogue.service import verb_of
from tinhso.services.payments.service import receipts_of
from tinhso.services.representation.service import Mandate
from tinhso.services.verification.service import is_check_old

_REPRESENTATIVE_PURPOSE = "Người làm thay xem hồ sơ theo ủy quyền, đại diện"
_OWNER_PURPOSE = "Chủ hồ sơ xem hồ sơ của mình"


def get_dossier(*, dossier_id: UUID, actor: Actor, now: datetime) -> DossierView:
    """The dossier as this actor may see it; NotVisible for anybody without a stake in it.

    The reading is recorded with its purpose and shown to the person.
    """
    with unit_of_work(actor=actor, now=now) as work:
        dossier = load_dossier(dossier_id, permission=Permission.DOSSIER_READ)
        require(actor=actor, permission=Permission.DOSSIER_READ, resource=dossier.resource)
        is_owner = actor.kind is ActorKind.CITIZEN
        work.record(
            action="dossier.read",
            object_kind=CASE_KIND,
            object_id=dossier_id,
            subjects=dossier.subjects,
            purpose=_purpose(dossier, actor) if is_owner else PURPOSE,
            legal_basis="" if is_owner else LEGAL_BASIS,
        )
        look_ups = look_ups_seen(dossier, actor, now)
        with acting_as_system(work):
            tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier_id]).get(dossier_id, ())
            view = _view(dossier, actor, tasks, mandate_of(dossier, now=now), now)
            given = {paper.key for paper in view.papers if not paper.replaced}
            mark = outside_mark(dossier, given=given, may_enter=_may_enter(dossier, actor))
            is_old = not is_owner and _is_check_old(dossier, now)
            spared = spared_marks(dossier.procedure, dossier_id)
            return replace(view, outside=mark, look_ups=look_ups, is_check_old=is_old, spared=spared)


def _is_check_old(dossier: LoadedDossier, now: datetime) -> bool:
    """Whether what the population database said of the applicant is older than its policy allows."""
    if dossier.checked_at is None or dossier.finished_at is not None:
        return False
    has_answer = dossier.check_state in (CheckState.MATCH, CheckState.NO_MATCH)
    return has_answer and is_check_old(dossier.checked_at, now=now)


def _may_enter(dossier: LoadedDossier, actor: Actor) -> bool:
    """Whether this officer may write down what the papers of a dossier filed elsewhere say."""
    return (
        actor.agency_id == dossier.agency_id
        and dossier.finished_at is None
        and is_permitted(actor=actor, permission=Permission.DOSSIER_RECEIVE, resource=dossier.resource)
    )


def _purpose(dossier: LoadedDossier, actor: Actor) -> str:
    is_for_another = dossier.mandate_id is not None and dossier.mandate_id == actor.mandate_id
    return _REPRESENTATIVE_PURPOSE if is_for_another else _OWNER_PURPOSE


def _view(
    dossier: LoadedDossier,
    actor: Actor,
    tasks: tuple[OpenTask, ...],
    mandate: Mandate | None,
    now: datetime,
) -> DossierView:
    version = dossier.procedure
    state = version.process.state(dossier.state)
    result_file_id = _result_file(dossier.id)
    is_owner = actor.kind is ActorKind.CITIZEN
    timeline = timeline_of(dossier, for_owner=is_owner)
    return DossierView(
        id=dossier.id,
        code=dossier.code,
        dotted_code=dossier.dotted_code or "",
        procedure_code=version.code,
        procedure_version=version.version,
        title=version.title,
        agency=get_agency(dossier.agency_id).name,
        channel=dossier.channel,
        status=dossier.status,
        state=dossier.state,
        state_name=state.name,
        public_text=public_text(state.public_text, dossier.status, dossier.postal),
        version=dossier.version,
        applicant_id=dossier.applicant_id,
        applicant_name=dossier.applicant_name,
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        first_due_at=dossier.first_due_at,
        finished_at=dossier.finished_at,
        delivered_at=dossier.delivered_at,
        fee_state=dossier.fee_state,
        fee_amount=dossier.fee_amount,
        fee_when=dossier.case.fee.when,
        check=dossier.check_state,
        checked_at=dossier.checked_at,
        supplement_rounds=dossier.supplement_rounds,
        answers=_answers(dossier),
        raw_answers=dossier.answers,
        papers=_papers(dossier, now),
        supplements=_supplements(dossier.id),
        filed_by=representation_of(mandate),
        timeline=timeline,
        tasks=_tasks(tasks, actor),
        actions=_actions(dossier, actor, tasks),
        result_file_id=result_file_id,
        result_name=next((r.name for r in version.results if not r.refusal), "Kết quả"),
        draft_result=drafted_text(dossier.id) if actor.kind is ActorKind.OFFICER else "",
        promised_at=dossier.promised_at,
        slips=slips_of(version, [(row.version, row.at, row.action) for row in timeline], for_owner=is_owner),
        apology=_apology(dossier, actor, now),
        cash_receipts=_cash_receipts(dossier),
        reserve_number=next((row.note for row in timeline if row.action == ENTERED_LATER), ""),
        postal=postal_now(dossier.procedure, dossier.answers, dossier.status, dossier.postal),
        offers_post=offers_post(dossier.procedure),
        agencies=tuple(sorted(get_agency(each).name for each in agencies_with_access(dossier.id))),
    )


def _answers(dossier: LoadedDossier) -> tuple[AnswerRow, ...]:
    return answer_rows(
        dossier.procedure,
        dossier.answers,
        on=dossier.submitted_at.date(),
        is_filed_outside=dossier.is_filed_outside,
    )


def _cash_receipts(dossier: LoadedDossier) -> tuple[CashReceiptRow, ...]:
    if not dossier.fee_amount:
        return ()
    return tuple(
        CashReceiptRow(
            id=each.id,
            number=each.number,
            amount_vnd=each.amount_vnd,
            taken_at=each.taken_at,
            reason=each.reason,
        )
        for each in receipts_of(dossier.id)
    )


def _apology(dossier: LoadedDossier, actor: Actor, now: datetime) -> ApologyOffer | None:
    """Offered to those who may issue it, at the agency that decides the dossier."""
    is_here = actor.agency_id == dossier.agency_id
    if not is_here or not is_permitted(
        actor=actor, permission=Permission.DOSSIER_APOLOGISE, resource=dossier.resource
    ):
        return None
    return apology_offer(
        status=dossier.status,
        due=dossier.due_at,
        rounds=dossier.apology_rounds,
        now=now,
        calendar=working_calendar(now=now),
    )


def _actions(dossier: LoadedDossier, actor: Actor, tasks: tuple[OpenTask, ...]) -> tuple[ActionRow, ...]:
    """The buttons: what the process offers this actor in this state, at this agency."""
    is_officer = actor.kind is ActorKind.OFFICER
    offered = allowed_actions(
        dossier.procedure.process,
        state=dossier.state,
        who=OFFICER if is_officer else CITIZEN,
        roles=[role.value for role in actor.acting_roles],
        open_tasks=[task.key for task in tasks],
    )
    return tuple(
        ActionRow(
            key=action.key,
            name=action.name,
            needs_note=action.needs_note,
            kind=action.button_kind.value,
            warning=_warning(dossier, action.key),
        )
        for action in offered
        if not is_officer
        or (
            is_at_its_place(action, agency_id=actor.agency_id, lead=dossier.agency_id, tasks=tasks)
            and not (verb_of(action.key) == "approve" and drafter_of(dossier.id) == actor.reference)
        )
    )


def _warning(dossier: LoadedDossier, action: str) -> str:
    if verb_of(action) == "ask_supplement" and dossier.supplement_rounds:
        return SECOND_SUPPLEMENT_WARNING
    if verb_of(action) == "deliver" and dossier.postal in AT_THE_OFFICE:
        return "Người nhận chọn nhận qua bưu chính. Chỉ bấm khi trả tại quầy, cho người đến nhận."
    return ""


def _tasks(tasks: tuple[OpenTask, ...], actor: Actor) -> tuple[TaskRow, ...]:
    return tuple(
        TaskRow(
            key=task.key,
            name=task.name,
            agency=get_agency(task.agency_id).name,
            role=task.role,
            due_at=task.due_at,
            mine=task.agency_id == actor.agency_id
            and task.role in {role.value for role in actor.acting_roles},
        )
        for task in tasks
        if task.role != TIMER_ROLE
    )


def _papers(dossier: LoadedDossier, now: datetime) -> tuple[PaperRow, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, key, file_id, sealed_name, added_at, replaced_at is not null, kept_paper_id,
                 outside_code
               from dossiers_paper where dossier_id = %s
               order by added_at, replaced_at nulls last, id""",
            [dossier.id],
        )
        rows = cursor.fetchall()
    files = describe([row[2] for row in rows])
    titles = {paper.key: paper.name for paper in dossier.procedure.papers}
    marks = kept_marks((row[6] for row in rows if row[6]), now=now)
    return tuple(
        PaperRow(
            key=row[1],
            title=titles.get(row[1], OTHER_PAPER_TITLE),
            file_id=row[2],
            name=open_text(row[3], owner=row[0], field=sealing.PAPER_NAME),
            media_type=files[row[2]].media_type,
            size=files[row[2]].size,
            added_at=row[4],
            replaced=row[5],
            kept_id=row[6],
            kept=marks.get(row[6]),
            is_damaged=files[row[2]].is_damaged,
            is_placed_by_guess=row[7] is not None and row[7].strip().casefold() != row[1].casefold(),
        )
        for row in rows
    )


def _supplements(dossier_id: UUID) -> tuple[Supplement, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, round, sealed_items, asked_at, answer_by, answered_at, due_before, due_after,
                 lapsed_at
               from dossiers_supplement where dossier_id = %s order by round""",
            [dossier_id],
        )
        rows = cursor.fetchall()
    return tuple(
        Supplement(
            id=row[0],
            round=row[1],
            items=opened_items(row[0], row[2]),
            asked_at=row[3],
            answer_by=row[4],
            answered_at=row[5],
            due_before=row[6],
            due_after=row[7],
            lapsed_at=row[8],
        )
        for row in rows
    )


def _result_file(dossier_id: UUID) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select file_id from dossiers_result where dossier_id = %s and approved_at is not null",
            [dossier_id],
        )
        row = cursor.fetchone()
    return row[0] if row else None

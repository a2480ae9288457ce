"""Asking for a supplement, once, bound to the field or paper and the rule it breaks; answering it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.casework.dossiers.handling.advance import Move, advance_dossier, load_for_action
from tinhso.casework.dossiers.handling.messages import tell_fee_asked
from tinhso.casework.dossiers.handling.settling import settled_by_answers
from tinhso.casework.dossiers.outside.codes import unanswered
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToAnswerSupplement, UnableToAskSupplement
from tinhso.casework.dossiers.record.findable import forget_name_words
from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.papers import GivenPaper, UploadedPaper, keep_papers, newly_needed_papers
from tinhso.casework.dossiers.record.parts import opened_items
from tinhso.casework.dossiers.record.types import SupplementItem
from tinhso.foundation.authority.service import Actor, agencies_with_access
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.clock.service import legal_day, new_id
from tinhso.foundation.crypto.service import seal_json, seal_text
from tinhso.foundation.process.service import due_at
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.catalogue.service import is_shown, validate_answers

FIELD, PAPER = "field", "paper"
_LONGEST_MESSAGE = 500
_APPLICANT_NAME = "population.full_name"


def ask_supplement(
    *,
    dossier_id: UUID,
    items: Sequence[SupplementItem],
    note: str = "",
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Ask the citizen to correct exactly these fields and papers; the clock stops.

    A second round is possible, and warned of on the page, since the indicators then count the
    dossier as late whatever the dates. Returns the new version.
    """
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, dossier_id, verb="ask_supplement", expected_version=expected_version)
        dossier = ready.dossier
        named = _checked_items(dossier, items)
        due_before = dossier.due_at
        advance_dossier(
            work,
            dossier,
            ready.tasks,
            Move(
                action=ready.action,
                note=note.strip() or "; ".join(item.label for item in named),
                columns={"supplement_rounds": dossier.supplement_rounds + 1},
            ),
        )
        with acting_as_system(work):
            _insert(work, dossier, named, due_before)
        return dossier.version


def answer_supplement(
    *,
    dossier_id: UUID,
    answers: Mapping[str, Any],
    papers: Sequence[UploadedPaper],
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Correct what was asked for, and nothing else; the clock resumes and the due date moves.

    Raises UnableToAnswerSupplement with the items still open, or the catalogue's field errors.
    """
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(
            work, dossier_id, verb="supplement_answered", expected_version=expected_version
        )
        dossier = ready.dossier
        request_id, items = open_request(dossier.id)
        corrected = _corrected_answers(dossier, items, answers)
        asked = {**_asked_papers(items), **_papers_brought_up(dossier, corrected)}
        given = _given_papers(asked, papers, owner=dossier.applicant_id, now=now)
        due_before = dossier.due_at
        name_before, name = dossier.applicant_name, corrected_name(dossier, corrected)
        settled = settled_by_answers(work, dossier, corrected)
        columns = {
            "sealed_answers": seal_json(corrected, owner=dossier.id, field=sealing.ANSWERS),
            "sealed_applicant_name": seal_text(name, owner=dossier.id, field=sealing.APPLICANT_NAME),
            **settled,
        }
        advance_dossier(work, dossier, ready.tasks, Move(action=ready.action, columns=columns))
        with acting_as_system(work):
            forget_name_words(
                dossier_id=dossier.id,
                agencies=agencies_with_access(dossier.id),
                old=name_before,
                new=name,
            )
            replace_papers(work, dossier, given, replacing=[paper.key for paper in given])
            close_request(request_id, dossier, due_before, now)
            if settled.get("fee_amount"):
                tell_fee_asked(work, dossier)
        return dossier.version


def _checked_items(dossier: LoadedDossier, items: Sequence[SupplementItem]) -> list[SupplementItem]:
    """Items with the labels of the pinned procedure; unknown ones and empty reasons are refused."""
    missing = {field.key for field in unanswered(dossier.procedure, dossier.answers)}
    fields = {
        field.key: field.label
        for field in dossier.procedure.fields
        if not field.locked or field.key in missing
    }
    papers = {paper.key: paper.name for paper in dossier.procedure.papers}
    named: list[SupplementItem] = []
    for item in items:
        label = (fields if item.target == FIELD else papers).get(item.key)
        message = item.message.strip()
        if label is None:
            raise UnableToAskSupplement(code="unknown_item", message="Mục cần bổ sung không có trong hồ sơ.")
        if not message or len(message) > _LONGEST_MESSAGE:
            raise UnableToAskSupplement(
                code="reason_missing",
                message="Bạn hãy ghi rõ cần bổ sung, sửa điều gì (tối đa 500 ký tự).",
                fields={f"{item.target}_{item.key}": "Chưa ghi nội dung cần bổ sung."},
            )
        named.append(replace(item, label=label, message=message))
    if not named:
        raise UnableToAskSupplement(code="nothing_asked", message="Bạn hãy chọn ít nhất một mục cần bổ sung.")
    return named


def _insert(
    work: UnitOfWork,
    dossier: LoadedDossier,
    items: Sequence[SupplementItem],
    due_before: datetime | None,
) -> None:
    request_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into dossiers_supplement (id, dossier_id, round, sealed_items, asked_at, asked_by,
                 answer_by, due_before) values (%s, %s, %s, %s, %s, %s, %s, %s)""",
            [
                request_id,
                dossier.id,
                dossier.supplement_rounds,
                seal_json(msgspec.to_builtins(list(items)), owner=request_id, field=sealing.ITEMS),
                work.now,
                work.actor.reference,
                _answer_by(dossier, work.now),
                due_before,
            ],
        )


def _answer_by(dossier: LoadedDossier, now: datetime) -> datetime | None:
    """The end of the waiting state's timer; before receipt no rule sets one."""
    state = dossier.procedure.process.state(dossier.state)
    if state.timer is None:
        return None
    return due_at(now, state.timer, working_calendar(now=now), cut_off=None)


def open_request(dossier_id: UUID) -> tuple[UUID, tuple[SupplementItem, ...]]:
    """The request that waits for an answer, and what it asks for; raises UnableToAnswerSupplement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, sealed_items from dossiers_supplement
               where dossier_id = %s and answered_at is null and lapsed_at is null""",
            [dossier_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise UnableToAnswerSupplement(
            code="nothing_open", message="Hồ sơ hiện không có yêu cầu bổ sung nào đang chờ."
        )
    return row[0], opened_items(row[0], row[1])


def _corrected_answers(
    dossier: LoadedDossier, items: Sequence[SupplementItem], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers with what was asked for laid over them, and with what that in turn asks.

    Days are judged as of the filing, so that an answer nobody asked about does not go stale. What a filing
    at another system left open, and nobody asks for now, may stay open.
    """
    asked = {item.key for item in items if item.target == FIELD}
    may_come = asked | {
        field.key
        for field in dossier.procedure.fields
        if field.when is not None and not is_shown(field.when, answers=dossier.answers)
    }
    # What the corrected answers do not bring up after all is left out by the form itself.
    typed = {**dossier.answers, **{key: answers[key] for key in may_come if key in answers}}
    lacking = {field.key for field in unanswered(dossier.procedure, dossier.answers)} - asked
    filed_on = legal_day(dossier.submitted_at)
    return dict(validate_answers(dossier.procedure, typed, on=filed_on, lacking=lacking).values)


def corrected_name(dossier: LoadedDossier, corrected: Mapping[str, Any]) -> str:
    """Whose dossier it is, as the corrected answers have it."""
    typed = next(
        (corrected.get(each.key) for each in dossier.procedure.fields if each.prefill == _APPLICANT_NAME),
        None,
    )
    return str(typed or dossier.applicant_name)


def _asked_papers(items: Sequence[SupplementItem]) -> dict[str, str]:
    return {item.key: item.label for item in items if item.target == PAPER}


def _papers_brought_up(dossier: LoadedDossier, corrected: Mapping[str, Any]) -> dict[str, str]:
    """Papers that only the corrected answers need and that nobody handed in: asked for in the same round."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select key from dossiers_paper where dossier_id = %s and replaced_at is null", [dossier.id]
        )
        held = {key for (key,) in cursor.fetchall()}
    return newly_needed_papers(dossier.procedure, before=dossier.answers, after=corrected, held=held)


def _given_papers(
    asked: Mapping[str, str],
    papers: Sequence[UploadedPaper],
    *,
    owner: UUID,
    now: datetime,
) -> tuple[GivenPaper, ...]:
    given = [paper for paper in papers if paper.key in asked]
    missing = {
        f"paper_{key}": f"Còn thiếu: {label}."
        for key, label in asked.items()
        if key not in {paper.key for paper in given}
    }
    if missing:
        raise UnableToAnswerSupplement(
            code="papers_missing", message="Bạn chưa tải lên đủ giấy tờ được yêu cầu.", fields=missing
        )
    return keep_papers(given, owner=str(owner), now=now)


def replace_papers(
    work: UnitOfWork, dossier: LoadedDossier, given: Sequence[GivenPaper], *, replacing: Collection[str]
) -> None:
    """Add papers; what was handed in before for those of ``replacing`` is kept as replaced.

    A new paper may have several files.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """update dossiers_paper set replaced_at = %s
               where dossier_id = %s and key = any(%s) and replaced_at is null""",
            [work.now, dossier.id, [paper.key for paper in given if paper.key in replacing]],
        )
        # Added in one moment, and yet shown in the order given.
        for paper_id, paper in zip(sorted(new_id() for _ in given), given, strict=True):
            cursor.execute(
                """insert into dossiers_paper (id, dossier_id, key, file_id, sealed_name, added_at,
                     outside_code)
                   values (%s, %s, %s, %s, %s, %s, %s)""",
                [
                    paper_id, dossier.id, paper.key, paper.file_id,
                    seal_text(paper.name, owner=paper_id, field=sealing.PAPER_NAME),
                    work.now, paper.outside_code,
                ],
            )  # fmt: skip


def close_request(
    request_id: UUID, dossier: LoadedDossier, due_before: datetime | None, now: datetime
) -> None:
    """The request was answered: with the due date from before it and the one from now on."""
    with connection.cursor() as cursor:
        cursor.execute(
            """update dossiers_supplement set answered_at = %s, due_before = coalesce(due_before, %s),
                 due_after = %s where id = %s""",
            [now, due_before, dossier.due_at, request_id],
        )

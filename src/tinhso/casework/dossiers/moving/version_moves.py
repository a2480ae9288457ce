"""Moving running dossiers to another version of their procedure: looked at first, done one by one, undone.

Only the version a dossier is pinned to changes; its answers, papers, state, tasks and dates stay as they are.
Nothing here shows a dossier to whoever decides: they see how many there are, at which step, why some stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.events import DossierAdvanced
from tinhso.casework.dossiers.models import VersionMove
from tinhso.casework.dossiers.outside.codes import unanswered
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToMoveDossiers
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier, running_ids
from tinhso.casework.dossiers.record.papers import needed_papers
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.casework.dossiers.record.version_fit import Misfit, lacks_papers, misfit_of_process
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.crypto.service import open_text, seal_text
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.catalogue.service import (
    ProcedureVersion,
    UnableToAcceptAnswers,
    get_version,
    validate_answers,
)

MOVED, MOVED_BACK = "version_moved", "version_moved_back"
_PURPOSE = "Chuyển hồ sơ sang phiên bản thủ tục khác"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionMovePlan:
    """What would happen: how many dossiers at each step go over, how many stay, and why."""

    procedure_code: str
    from_version: str
    to_version: str
    movable: Mapping[str, int]
    staying: Mapping[tuple[str, Misfit], int]

    @property
    def count(self) -> int:
        """How many would be moved."""
        return sum(self.movable.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionMoveRow:
    """A move as it stands in the list: how many went over, and how many went back."""

    id: UUID
    from_version: str
    to_version: str
    reason: str = field(repr=False)
    moved_at: datetime
    undone_at: datetime | None
    moved: int
    moved_back: int


def running_by_version(*, procedure_code: str, actor: Actor, now: datetime) -> Mapping[str, int]:
    """How many dossiers of a procedure run under each of its versions."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        with acting_as_system(work), connection.cursor() as cursor:
            cursor.execute(
                """select procedure_version, count(*) from dossiers_dossier
                   where procedure_code = %s and finished_at is null group by 1""",
                [procedure_code],
            )
            return dict(cursor.fetchall())


def plan_version_move(
    *, procedure_code: str, from_version: str, to_version: str, actor: Actor, now: datetime
) -> VersionMovePlan:
    """Look at every running dossier of a version as a move would; changes nothing."""
    movable: Counter[str] = Counter()
    staying: Counter[tuple[str, Misfit]] = Counter()
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        before, after = _versions(procedure_code, from_version, to_version)
        with acting_as_system(work):
            for dossier_id in running_ids(procedure_code, from_version):
                dossier = load_dossier(dossier_id, permission=Permission.CATALOGUE_ADMINISTER)
                misfit = _misfit(dossier, before, after)
                if misfit is None:
                    movable[dossier.state] += 1
                else:
                    staying[dossier.state, misfit] += 1
        work.record(
            action="dossier.version_move_planned",
            object_kind="procedure",
            object_id=None,
            purpose=_PURPOSE,
            details=_details(procedure_code, from_version, to_version, sum(movable.values())),
        )
    return VersionMovePlan(
        procedure_code=procedure_code,
        from_version=from_version,
        to_version=to_version,
        movable=dict(movable),
        staying=dict(staying),
    )


def move_to_version(
    *, move_id: UUID, plan: VersionMovePlan, reason: str, actor: Actor, now: datetime
) -> VersionMoveRow:
    """Move what the plan found movable; ``move_id`` comes from the form, sent again it goes on with the rest.

    Each dossier has a transaction of its own and is judged again in it. Raises UnableToMoveDossiers without a
    reason, where there is nothing to move, or where the number has changed since the plan was shown.
    """
    is_begun = _is_begun(move_id, actor, now)
    if not reason.strip():
        raise UnableToMoveDossiers(
            code="reason_missing", message="Bạn hãy ghi lý do.", fields={"reason": "Chưa ghi lý do."}
        )
    if not is_begun:
        _begin(move_id, plan, reason.strip(), actor, now)
    before, after = _versions(plan.procedure_code, plan.from_version, plan.to_version)
    for dossier_id in _listed(plan.procedure_code, plan.from_version, actor, now):
        with unit_of_work(actor=actor, now=now) as work, acting_as_system(work):
            _move_one(work, dossier_id, before, after, action=MOVED, move_id=move_id)
    return _row(move_id, actor, now)


def undo_version_move(*, move_id: UUID, actor: Actor, now: datetime) -> VersionMoveRow:
    """Give the dossiers of a move their version back, where nothing done meanwhile stands against it.

    Those that ended, or stand at a step that the version before reads otherwise, stay. Sent again, it goes on
    with the rest. Raises UnableToMoveDossiers for an unknown move.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        with acting_as_system(work):
            move = _found(move_id)
            before, after = _versions(move.procedure_code, move.to_version, move.from_version)
            ids = _moved_ids(move_id)
            if move.undone_at is None:
                VersionMove.objects.filter(id=move_id).update(undone_at=now, undone_by=actor.reference)
                work.record(
                    action="dossier.version_move_undone",
                    object_kind="version_move",
                    object_id=move_id,
                    purpose=_PURPOSE,
                    details=_details(move.procedure_code, move.to_version, move.from_version, len(ids)),
                )
    for dossier_id in ids:
        with unit_of_work(actor=actor, now=now) as work, acting_as_system(work):
            _move_one(work, dossier_id, before, after, action=MOVED_BACK, move_id=move_id)
    return _row(move_id, actor, now)


def version_moves(*, procedure_code: str, actor: Actor, now: datetime) -> tuple[VersionMoveRow, ...]:
    """The moves of a procedure's dossiers, newest first."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        with acting_as_system(work):
            found = VersionMove.objects.filter(procedure_code=procedure_code).order_by("-moved_at")
            return tuple(_as_row(move) for move in found)


def _move_one(
    work: UnitOfWork,
    dossier_id: UUID,
    before: ProcedureVersion,
    after: ProcedureVersion,
    *,
    action: str,
    move_id: UUID,
) -> None:
    dossier = load_dossier(dossier_id, permission=Permission.CATALOGUE_ADMINISTER, lock=True)
    # Somebody may have acted since the list was made: what does not fit any more stays.
    if dossier.procedure_version != before.version or _misfit(dossier, before, after) is not None:
        return
    bump_version(dossier, {"procedure_version": after.version})
    append_event(work, dossier, action=action, from_status=dossier.status, is_announced=True)
    column = "version_after" if action == MOVED else "version_back"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""insert into dossiers_version_moved (move_id, dossier_id, {column}) values (%s, %s, %s)
                on conflict (move_id, dossier_id) do update set {column} = excluded.{column}""",  # noqa: S608
            [move_id, dossier_id, dossier.version],
        )
    work.record(
        action=f"dossier.{action}",
        object_kind=CASE_KIND,
        object_id=dossier.id,
        subjects=(dossier.applicant_id,),
        purpose=_PURPOSE,
        details={"from": before.version, "to": after.version, "version": dossier.version},
    )
    work.announce(
        DossierAdvanced(
            subject_id=dossier.id, version=dossier.version, action=action, status=int(dossier.status)
        )
    )


def _misfit(dossier: LoadedDossier, before: ProcedureVersion, after: ProcedureVersion) -> Misfit | None:
    if dossier.finished_at is not None:
        return Misfit.ENDED
    found = misfit_of_process(
        before,
        after,
        state=dossier.state,
        case_key=dossier.case_key,
        is_received=dossier.received_at is not None,
    )
    if found is not None:
        return found
    try:
        open_yet = {field.key for field in unanswered(before, dossier.answers)}
        filed_on = legal_day(dossier.submitted_at)
        asked = validate_answers(after, dossier.answers, on=filed_on, lacking=open_yet)
    except UnableToAcceptAnswers:
        return Misfit.ANSWERS
    if lacks_papers(
        needed_papers(after, asked.values), needed_papers(before, dossier.answers), _held(dossier.id)
    ):
        return Misfit.PAPERS
    return None


def _held(dossier_id: UUID) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select key from dossiers_paper where dossier_id = %s and replaced_at is null", [dossier_id]
        )
        return {row[0] for row in cursor.fetchall()}


def _begin(move_id: UUID, plan: VersionMovePlan, reason: str, actor: Actor, now: datetime) -> None:
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        assert actor.officer_id is not None  # noqa: S101 - an administrator is an officer
        current = plan_version_move(
            procedure_code=plan.procedure_code,
            from_version=plan.from_version,
            to_version=plan.to_version,
            actor=actor,
            now=now,
        )
        if current.movable != plan.movable:
            raise UnableToMoveDossiers(
                code="plan_changed",
                message="Số hồ sơ đã thay đổi từ lúc bạn xem trước. Bạn hãy xem lại rồi xác nhận.",
            )
        if not current.count:
            raise UnableToMoveDossiers(code="nothing_to_move", message="Không có hồ sơ nào chuyển được.")
        with acting_as_system(work):
            VersionMove.objects.create(
                id=move_id,
                procedure_code=plan.procedure_code,
                from_version=plan.from_version,
                to_version=plan.to_version,
                sealed_reason=seal_text(reason, owner=move_id, field=sealing.MOVE_REASON),
                moved_by=actor.officer_id,
                moved_at=now,
            )
        work.record(
            action="dossier.version_move_begun",
            object_kind="version_move",
            object_id=move_id,
            purpose=_PURPOSE,
            details=_details(plan.procedure_code, plan.from_version, plan.to_version, current.count),
        )


def _is_begun(move_id: UUID, actor: Actor, now: datetime) -> bool:
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CATALOGUE_ADMINISTER)
        with acting_as_system(work):
            return VersionMove.objects.filter(id=move_id).exists()


def _listed(code: str, version: str, actor: Actor, now: datetime) -> Sequence[UUID]:
    with unit_of_work(actor=actor, now=now) as work, acting_as_system(work):
        return list(running_ids(code, version))


def _found(move_id: UUID) -> VersionMove:
    move = VersionMove.objects.filter(id=move_id).first()
    if move is None:
        raise UnableToMoveDossiers(code="unknown_move", message="Không có lần chuyển phiên bản này.")
    return move


def _moved_ids(move_id: UUID) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select dossier_id from dossiers_version_moved where move_id = %s order by dossier_id", [move_id]
        )
        return [row[0] for row in cursor.fetchall()]


def _row(move_id: UUID, actor: Actor, now: datetime) -> VersionMoveRow:
    with unit_of_work(actor=actor, now=now) as work, acting_as_system(work):
        return _as_row(_found(move_id))


def _as_row(move: VersionMove) -> VersionMoveRow:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), count(version_back) from dossiers_version_moved where move_id = %s", [move.id]
        )
        moved, moved_back = cursor.fetchone()
    return VersionMoveRow(
        id=move.id,
        from_version=move.from_version,
        to_version=move.to_version,
        reason=open_text(move.sealed_reason, owner=move.id, field=sealing.MOVE_REASON),
        moved_at=move.moved_at,
        undone_at=move.undone_at,
        moved=moved,
        moved_back=moved_back,
    )


def _versions(code: str, before: str, after: str) -> tuple[ProcedureVersion, ProcedureVersion]:
    if before == after:
        raise UnableToMoveDossiers(code="same_version", message="Hãy chọn hai phiên bản khác nhau.")
    return get_version(code, before), get_version(code, after)


def _details(code: str, before: str, after: str, count: int) -> dict[str, str | int | bool]:
    return {"procedure": code, "from": before, "to": after, "count": count}

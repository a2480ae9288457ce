"""One step on many dossiers: each for itself, so that one refusal holds up no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.handling.result import approve_result
from tinhso.casework.dossiers.handling.steps import take_step
from tinhso.casework.dossiers.printouts import HandedOver, print_hand_over
from tinhso.casework.dossiers.record.errors import DossierChanged, UnableToActOnDossier
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier
from tinhso.casework.dossiers.record.placing import LEGAL_BASIS, PURPOSE
from tinhso.casework.dossiers.record.posted import AT_THE_OFFICE
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.foundation.authority.service import Actor, NotPermitted, NotVisible, Permission, require
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import get_agency

MOST_AT_ONCE = 200
BULK_VERBS = ("receive", "hand_over", "approve", "return_draft", "deliver")
"""Steps that need no word of their own for each dossier: none, or one reason that is true of all."""
_REASONED = frozenset({"return_draft"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenDossier:
    """A dossier that was ticked, and the version that the page showed."""

    id: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkOutcome:
    """What became of one of them; ``code`` is empty where the officer may not see the dossier."""

    dossier_id: UUID
    code: str
    refusal: Exception | None = field(default=None, repr=False)

    @property
    def is_done(self) -> bool:
        """Whether the step was taken."""
        return self.refusal is None

    @property
    def message(self) -> str:
        """Why not, in Vietnamese; empty when it was."""
        if isinstance(self.refusal, NotVisible):
            return "Cơ quan của bạn không có hồ sơ này."
        if isinstance(self.refusal, DossierChanged):  # nothing newer is shown beside it, as on its own page
            return "Người khác vừa xử lý hồ sơ này trước bạn. Bạn mở hồ sơ để xem bước hiện nay."
        return self.refusal.message if isinstance(self.refusal, DomainError) else ""


_Act = Callable[[ChosenDossier, Actor, datetime], object]


def take_step_on_each(
    *, verb: str, chosen: Sequence[ChosenDossier], note: str = "", actor: Actor, now: datetime
) -> tuple[BulkOutcome, ...]:
    """Take the same step on each chosen dossier, in the order given; what is refused stays as it was.

    ``verb`` is one of ``BULK_VERBS``, at most ``MOST_AT_ONCE`` dossiers; else UnableToActOnDossier. A return
    needs the ``note`` that each of them then carries; for the other steps there is none.
    Each dossier has a transaction of its own, with its own permission, history, audit and message.
    """
    if verb not in BULK_VERBS:
        raise UnableToActOnDossier(
            code="not_in_bulk", message="Bước này phải làm riêng cho từng hồ sơ, không làm hàng loạt được."
        )
    if not chosen:
        raise UnableToActOnDossier(code="nothing_chosen", message="Bạn chưa chọn hồ sơ nào.")
    if len(chosen) > MOST_AT_ONCE:
        raise UnableToActOnDossier(
            code="too_many",
            message=f"Mỗi lần chọn nhiều nhất {MOST_AT_ONCE} hồ sơ. Bạn hãy chia làm nhiều lần.",
        )
    note = note.strip() if verb in _REASONED else ""
    if verb in _REASONED and not note:
        raise UnableToActOnDossier(
            code="note_missing",
            message="Bạn hãy ghi lý do trả lại, dùng chung cho các hồ sơ đã chọn.",
            fields={"note": "Chưa ghi lý do."},
        )
    once = {each.id: each for each in chosen}
    codes, by_post = _codes(list(once), actor=actor, now=now)
    return tuple(
        BulkOutcome(dossier_id=each.id, code=codes[each.id], refusal=_GOES_BY_POST)
        if verb == "deliver" and each.id in by_post
        else _take_one(each, codes, _act(verb, note), actor=actor, now=now)
        for each in once.values()
    )


def open_hand_over_sheet(*, dossier_ids: Sequence[UUID], actor: Actor, now: datetime) -> bytes:
    """The sheet that goes with a pile of papers, as PDF: each dossier with a code to scan, room to sign.

    Raises NotVisible when one of them is not the officer's to see (a sheet with holes hides a mistake),
    NotPermitted for whoever does not work at the reception.
    """
    if not 0 < len(dossier_ids) <= MOST_AT_ONCE:
        raise UnableToActOnDossier(
            code="nothing_chosen", message=f"Danh sách bàn giao có từ 1 đến {MOST_AT_ONCE} hồ sơ."
        )
    with unit_of_work(actor=actor, now=now) as work:
        dossiers: list[LoadedDossier] = []
        for dossier_id in dict.fromkeys(dossier_ids):
            dossier = load_dossier(dossier_id, permission=Permission.DOSSIER_READ)
            require(actor=actor, permission=Permission.DOSSIER_RECEIVE, resource=dossier.resource)
            dossiers.append(dossier)
        if actor.agency_id is None:  # papers change hands between people, and a machine has none
            raise NotPermitted(permission=Permission.DOSSIER_RECEIVE, object_kind=CASE_KIND, object_id=None)
        work.record(
            action="dossier.hand_over_printed",
            object_kind=CASE_KIND,
            object_id=None,
            subjects=tuple(dict.fromkeys(each.applicant_id for each in dossiers)),
            purpose=PURPOSE,
            legal_basis=LEGAL_BASIS,
            details={"count": len(dossiers)},
        )
        lines = [
            HandedOver(
                code=each.code,
                procedure=each.procedure.title,
                applicant=each.applicant_name,
                due_at=each.due_at,
                papers=_count_papers(each.id),
            )
            for each in dossiers
        ]
        return print_hand_over(lines, agency=get_agency(actor.agency_id).name, printed_at=now)


def _take_one(
    each: ChosenDossier, codes: Mapping[UUID, str], act: _Act, *, actor: Actor, now: datetime
) -> BulkOutcome:
    code = codes.get(each.id, "")
    try:
        act(each, actor, now)
    except NotVisible as refusal:
        return BulkOutcome(dossier_id=each.id, code="", refusal=refusal)
    except DomainError as refusal:
        return BulkOutcome(dossier_id=each.id, code=code, refusal=refusal)
    return BulkOutcome(dossier_id=each.id, code=code)


def _act(verb: str, note: str) -> _Act:
    if verb == "approve":
        return lambda each, actor, now: approve_result(
            dossier_id=each.id, expected_version=each.version, actor=actor, now=now
        )
    return lambda each, actor, now: take_step(
        dossier_id=each.id, action=verb, note=note, expected_version=each.version, actor=actor, now=now
    )


_GOES_BY_POST = UnableToActOnDossier(
    code="goes_by_post",
    message="Người nhận chọn nhận qua bưu chính. Hãy gửi ở mục Gửi bưu chính; trả tại quầy thì mở hồ sơ.",
)


def _codes(ids: list[UUID], *, actor: Actor, now: datetime) -> tuple[dict[UUID, str], set[UUID]]:
    """The codes of those that the officer sees; and which of them wait to go by post."""
    with unit_of_work(actor=actor, now=now), connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        cursor.execute(
            """select d.id, d.code, coalesce(p.state = any(%s), false) from dossiers_dossier d
               left join dossiers_postal p on p.dossier_id = d.id where d.id = any(%s)""",
            [[state.value for state in AT_THE_OFFICE], ids],
        )
        rows = cursor.fetchall()
    return {row[0]: row[1] for row in rows}, {row[0] for row in rows if row[2]}


def _count_papers(dossier_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from dossiers_paper where dossier_id = %s and replaced_at is null", [dossier_id]
        )
        return int(cursor.fetchone()[0])

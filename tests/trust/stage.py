"""A province on its first morning, and everybody who may act in it: the stage of the tests of trust."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from PIL import Image

from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import DossierView, Filed, SupplementItem, UploadedPaper
from tinhso.foundation.authority.service import Actor, ActorKind, Role, system_actor
from tinhso.foundation.calendar.service import forget_calendar, seed_calendar
from tinhso.foundation.clock.service import FrozenClock, frozen, new_id
from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.foundation.outbox.service import waiting_deliveries
from tinhso.foundation.unit_of_work.service import deliver_event, unit_of_work
from tinhso.registers.agencies.service import (
    appoint_officer,
    competent_agency,
    delegate,
    load_province,
)
from tinhso.registers.catalogue.service import publish_folder
from tinhso.registers.people.service import FactSource, PersonFacts, remember_person

COMMUNE, OTHER_COMMUNE = "25747", "25741"
TEMPORARY_RESIDENCE, LINKED_BIRTH = "1.004194", "2.000986"

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
)

ANSWERS: dict[str, Any] = {
    "personal_id": "074190001234",
    "full_name": "Nguyễn Thị Hoa",
    "birth": "1990-02-03",
    "sex": "female",
    "permanent_residence": "Khu phố 1, Phường Phú Cường, Thủ Dầu Một",
    "phone": "0912345678",
    "registration_kind": "individual",
    "reason": "work",
    "new_commune": COMMUNE,
    "new_address": "Số 12/3, đường Yersin",
    "stay_from": "2023-07-20",
    "stay_until": "2024-07-19",
    "dwelling_kind": "own",
    "result_form": "electronic",
    "declaration": "on",
}
PROOF = SupplementItem(
    target="paper", key="housing_proof", label="", rule="Luật Cư trú 2020", message="Trang 2 bị mờ."
)


@dataclass
class Stage:
    """The actors and what they most often do; ``now`` is the legal moment and follows the clock."""

    clock: FrozenClock
    citizen: Actor
    other_citizen: Actor
    agencies: dict[str, UUID] = field(default_factory=dict)
    _stand_in: Actor | None = None

    @property
    def now(self) -> datetime:
        return self.clock.moment

    def officer(self, *roles: Role, agency: str = "commune_police") -> Actor:
        """An officer with these roles; ``agency`` is a competence, or "other": another commune's police."""
        return Actor(
            kind=ActorKind.OFFICER,
            officer_id=new_id(),
            agency_id=self.agencies[agency],
            roles=frozenset(roles),
            trace_id="trust",
        )

    def appoint(self, *roles: Role, agency: str = "commune_police") -> UUID:
        """An officer of the register at that agency, since June."""
        with unit_of_work(actor=system_actor("trust"), now=self.now) as work:
            return appoint_officer(
                work,
                name="Đỗ Thị Thay",
                title="Cán bộ",
                agency_id=self.agencies[agency],
                roles=roles,
                valid_from=date(2023, 6, 1),
            )

    def stand_in(self) -> Actor:
        """A specialist of the commune's police who stands in for a leader there, for two months; the same."""
        if self._stand_in is None:
            leader, deputy = self.appoint(Role.LEADER), self.appoint(Role.SPECIALIST)
            delegate(
                leader_id=leader,
                deputy_id=deputy,
                begins_at=self.now,
                ends_at=self.now + timedelta(days=60),
                actor=system_actor("trust"),
                now=self.now,
            )
            self._stand_in = replace(self.officer(Role.SPECIALIST), officer_id=deputy, stands_in_for=leader)
        return self._stand_in

    def citizen_named(self, name: str, personal_id: str, *, phone: str = "0912345678") -> Actor:
        """One more citizen, with an account of level 2."""
        return make_citizen(personal_id, name, "1990-02-03", self.now, phone=phone)

    def file(self, *, key: str = "once", actor: Actor | None = None, **changes: Any) -> Filed:
        """File a temporary residence online."""
        return dossiers.file_online(
            procedure_code=TEMPORARY_RESIDENCE,
            answers={**ANSWERS, **changes},
            papers=[housing_proof()],
            key=key,
            actor=actor or self.citizen,
            now=self.now,
        )

    def step(self, filed: Filed, action: str, actor: Actor, note: str = "Lý do của cán bộ.") -> int:
        """Take a plain step on whatever version stands now."""
        return dossiers.take_step(
            dossier_id=filed.id, action=action, note=note, expected_version=None, actor=actor, now=self.now
        )

    def ask_supplement(self, filed: Filed, actor: Actor, *items: SupplementItem) -> int:
        """Ask for the housing proof, or for ``items``."""
        return dossiers.ask_supplement(
            dossier_id=filed.id, items=items or [PROOF], expected_version=None, actor=actor, now=self.now
        )

    def answer(self, filed: Filed, *, papers: list[UploadedPaper] | None = None, **answers: Any) -> int:
        """The citizen answers the supplement."""
        return dossiers.answer_supplement(
            dossier_id=filed.id,
            answers=answers,
            papers=[housing_proof()] if papers is None else papers,
            expected_version=None,
            actor=self.citizen,
            now=self.now,
        )

    def draft(self, filed: Filed, actor: Actor, text: str = "Đồng ý đăng ký.") -> int:
        return dossiers.draft_result(
            dossier_id=filed.id, text=text, expected_version=None, actor=actor, now=self.now
        )

    def approve(self, filed: Filed, actor: Actor) -> int:
        return dossiers.approve_result(dossier_id=filed.id, expected_version=None, actor=actor, now=self.now)

    def view(self, filed: Filed, actor: Actor | None = None) -> DossierView:
        return dossiers.get_dossier(dossier_id=filed.id, actor=actor or self.citizen, now=self.now)

    def bring_to(self, state: str, filed: Filed) -> None:
        """Take the shortest honest way from the dossier's first state to ``state`` of temporary residence."""
        for act in _WAYS[state]:
            act(self, filed)

    def deliver_all(self) -> int:
        """Deliver whatever waits, as the worker does."""
        events = {each.event_id for each in waiting_deliveries(before=self.now)}
        return sum(deliver_event(event_id) for event_id in events)


def housing_proof(content: bytes = PDF, name: str = "hợp đồng.pdf") -> UploadedPaper:
    return UploadedPaper(key="housing_proof", name=name, content=content)


def photo() -> bytes:
    """A photo as a telephone sends it."""
    made = io.BytesIO()
    Image.new("RGB", (60, 80), "#fdf6e3").save(made, "JPEG")
    return made.getvalue()


def make_citizen(
    personal_id: str, name: str, birth: str, now: datetime, *, phone: str = "0912345678", level: int = 2
) -> Actor:
    with unit_of_work(actor=system_actor(), now=now) as work:
        person_id = remember_person(
            work,
            facts=PersonFacts(
                personal_id=personal_id,
                source=FactSource.VNEID,
                as_of=now,
                full_name=name,
                birth=parse_partial_date(birth),
                sex="female",
                phone=phone,
            ),
        )
    return Actor(
        kind=ActorKind.CITIZEN,
        account_id=new_id(),
        person_id=person_id,
        assurance_level=level,
        trace_id="trust",
    )


@contextmanager
def stage_of(moment: datetime, *, seed: int) -> Iterator[Stage]:
    """The stage, standing still at ``moment``, in the database that is connected."""
    forget_calendar()
    with frozen(moment, seed=seed) as clock:
        load_province(now=moment)
        seed_calendar([2023, 2024])
        publish_folder(now=moment)
        stage = Stage(
            clock=clock,
            citizen=make_citizen("074190001234", "Nguyễn Thị Hoa", "1990-02-03", moment),
            other_citizen=make_citizen("074085004321", "Trần Văn Bình", "1985", moment),
        )
        for competence in ("commune_police", "commune_committee", "social_insurance"):
            stage.agencies[competence] = competent_agency(
                competence=competence, commune_code=COMMUNE, on=moment.date()
            ).id
        stage.agencies["other"] = competent_agency(
            competence="commune_police", commune_code=OTHER_COMMUNE, on=moment.date()
        ).id
        yield stage
    forget_calendar()


@contextmanager
def seen_by_system() -> Iterator[Any]:
    """A cursor that row-level security shows everything, inside the test's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        yield cursor
        cursor.execute("select set_config('tinhso.scope', '', true)")


_Act = Callable[[Stage, Filed], object]


def _by(role: Role, action: str) -> _Act:
    return lambda stage, filed: stage.step(filed, action, stage.officer(role))


def _citizen(action: str) -> _Act:
    return lambda stage, filed: stage.step(filed, action, stage.citizen)


def _ask(role: Role) -> _Act:
    return lambda stage, filed: stage.ask_supplement(filed, stage.officer(role))


def _overdue(stage: Stage, filed: Filed) -> None:
    stage.clock.advance(timedelta(days=12))
    dossiers.take_due_timers()


_DESK, _SPECIALIST, _LEADER = Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.LEADER
_RECEIVED: list[_Act] = [_by(_DESK, "receive")]
_PROCESSING: list[_Act] = [*_RECEIVED, _by(_DESK, "hand_over")]
_DRAFTED: list[_Act] = [*_PROCESSING, lambda stage, filed: stage.draft(filed, stage.officer(_SPECIALIST))]
_DONE: list[_Act] = [*_DRAFTED, lambda stage, filed: stage.approve(filed, stage.officer(_LEADER))]
_WAITING: list[_Act] = [*_PROCESSING, _ask(_SPECIALIST)]


def _pay(stage: Stage, filed: Filed) -> None:
    dossiers.take_fee_in_cash(dossier_id=filed.id, actor=stage.officer(_DESK), now=stage.now)
    stage.deliver_all()


_WAYS: dict[str, list[_Act]] = {
    "submitted": [],
    "waiting_supplement_before_receipt": [_ask(_DESK)],
    "refused": [_by(_DESK, "refuse")],
    "received": _RECEIVED,
    "processing": _PROCESSING,
    "waiting_supplement": _WAITING,
    "supplement_overdue": [*_WAITING, _overdue],
    "drafted": _DRAFTED,
    "withdrawing_before_receipt": [_citizen("ask_withdraw")],
    "withdrawing": [*_RECEIVED, _citizen("ask_withdraw")],
    "stopped": [*_PROCESSING, _by(_LEADER, "stop")],
    "done": _DONE,
    "delivered": [*_DONE, _pay, _by(_DESK, "deliver")],
}
STATES = tuple(_WAYS)
"""Every state of temporary residence."""


def receipt_of(dossier_id: UUID) -> UUID:
    """The receipt for the dossier's fee; the dossier's own id, which is none, where no cash was taken."""
    with seen_by_system() as cursor:
        cursor.execute(
            "select r.id from payments_cash_receipt r join payments_fee f on f.id = r.fee_id"
            " where f.case_id = %s",
            [dossier_id],
        )
        row = cursor.fetchone()
        return UUID(str(row[0])) if row else dossier_id


def paper_of(dossier_id: UUID) -> UUID:
    """The file of one of its papers."""
    with seen_by_system() as cursor:
        cursor.execute("select file_id from dossiers_paper where dossier_id = %s limit 1", [dossier_id])
        return UUID(str(cursor.fetchone()[0]))

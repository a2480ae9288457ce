"""Dossiers whose results go by post: of a procedure without a fee, taken to their result by its officers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from tests.support.filled_forms import filled
from tests.support.procedure_walk import _paper as paper
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Filed, PostalState
from tinhso.foundation.authority.service import Actor, Role
from tinhso.foundation.outbox.service import waiting_deliveries
from tinhso.foundation.unit_of_work.service import deliver_event
from tinhso.registers.catalogue.service import get_procedure, papers_for

CONFIRMATION = "1.012566"
"""Xác nhận số chứng minh nhân dân, số định danh: the commune's police, no fee, result on paper by wish."""
ADDRESS = {
    "recipient": "Nguyễn Thị Hoa",
    "phone": "0912345678",
    "commune": "25747",
    "street": "Số 12/3, đường Yersin, khu phố 2",
}
NUMBERS = ("EB123456785VN", "EB473124829VN", "CP000000005VN")
WRITTEN = {"delivery": "post", "delivery_address": "Số 7, đường Bạch Đằng, phường Phú Cường. ĐT 0987654321"}


def file_confirmation(citizen: Actor, now: Any, *, key: str, **answers: Any) -> Filed:
    """One dossier, filed online; the form wishes for the post unless ``answers`` say otherwise."""
    version = get_procedure(CONFIRMATION, on=now.date())
    said = {**filled(version, on=now.date()), **WRITTEN, **answers}
    if said["delivery"] != "post":
        said.pop("delivery_address")
    needed = [need.paper for need in papers_for(version, said) if need.status == "needed"]
    papers = [paper(each.key, each.media) for each in needed]
    return dossiers.file_online(
        procedure_code=CONFIRMATION, answers=said, papers=papers, key=key, actor=citizen, now=now
    )


def bring_to_result(filed: Filed, officers: dict[str, Actor], now: Any) -> Filed:
    """Received, handed over, drafted, approved: the result waits to be returned."""
    for action in ("receive", "hand_over"):
        dossiers.take_step(
            dossier_id=filed.id, action=action, expected_version=None, actor=officers["desk"], now=now
        )
    dossiers.draft_result(
        dossier_id=filed.id, text="Xác nhận.", expected_version=None, actor=officers["specialist"], now=now
    )
    dossiers.approve_result(dossier_id=filed.id, expected_version=None, actor=officers["leader"], now=now)
    return filed


def as_owner(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(statement, list(values) or None)
        return cursor.fetchall() if cursor.description else []


def clock_of(dossier_id: UUID) -> list[tuple[Any, ...]]:
    return as_owner(
        "select sequence, at, kind from process_clock_entry where case_id = %s order by sequence", dossier_id
    )


class Desk:
    """The commune's police with a citizen: what this file does most."""

    def __init__(self, province: Any) -> None:
        self.province = province
        roles = {"desk": Role.RECEPTION_OFFICER, "specialist": Role.SPECIALIST, "leader": Role.LEADER}
        self.officers = {name: province.officer(province.police, role) for name, role in roles.items()}
        self.officer, self.citizen = self.officers["desk"], province.citizen

    @property
    def now(self) -> Any:
        return self.province.clock.moment

    @property
    def by(self) -> dict[str, Any]:
        return {"actor": self.officer, "now": self.now}

    def pass_days(self, days: int) -> None:
        self.province.clock.moment += timedelta(days=days)

    def ready(self, key: str = "one", **answers: Any) -> UUID:
        filed = file_confirmation(self.citizen, self.now, key=key, **answers)
        return bring_to_result(filed, self.officers, self.now).id

    def choose(self, dossier_id: UUID, **changes: str) -> None:
        dossiers.choose_post(
            dossier_id=dossier_id, address={**ADDRESS, **changes}, actor=self.citizen, now=self.now
        )

    def choice(self, dossier_id: UUID, actor: Actor | None = None) -> dossiers.ReturnChoice:
        return dossiers.return_choice(dossier_id=dossier_id, actor=actor or self.citizen, now=self.now)

    def view(self, dossier_id: UUID, actor: Actor | None = None) -> dossiers.DossierView:
        return dossiers.get_dossier(dossier_id=dossier_id, actor=actor or self.citizen, now=self.now)

    def listed(self, *dossier_ids: UUID) -> tuple[dossiers.ParcelRow, ...]:
        made = dossiers.make_postal_list(dossier_ids=dossier_ids, key=str(uuid4()), **self.by)
        assert made.list_id is not None, made.outcomes
        return dossiers.postal_list(list_id=made.list_id, **self.by).parcels

    def sent(self, dossier_id: UUID, number: str = NUMBERS[0]) -> UUID:
        (parcel,) = self.listed(dossier_id)
        dossiers.enter_parcel_number(parcel_id=parcel.id, number=number, **self.by)
        (outcome,) = dossiers.send_parcels(parcel_ids=[parcel.id], **self.by)
        assert outcome.is_done, outcome.message
        return parcel.id

    def queue(self, state: PostalState) -> list[UUID]:
        return [row.dossier_id for row in dossiers.postal_queue(state=state, **self.by).rows]

    def tell(self) -> list[str]:
        """Deliver what was announced; the messages that came of it."""
        before = {row[0] for row in as_owner("select id from notices_notice")}
        for each in {one.event_id for one in waiting_deliveries(before=self.now)}:
            deliver_event(each)
        return [row[1] for row in as_owner("select id, template from notices_notice") if row[0] not in before]

"""Houses with one defect each, as people build them; the drill must catch every one.

No product code knows of them: the processes of a drill start with ``planting`` on their path, which changes
one function of one module as it is imported. Where a defect shows only if somebody falls within milliseconds,
it waits a little in its worst moment, so that a short drill meets it; that is said at each.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tools.drill.plan import Fault, Growth, Kind

_WORST_MOMENT_S = 1.5
_BEFORE_ANYBODY = (0.0, 0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """One defect: the function that changes ``module``, and the filings and faults that bring it to light."""

    name: str
    about: str
    shows: str
    """Words of the violation that it leads to."""
    where: Sequence[str]
    faults: Sequence[Fault]
    acked: int = 24
    when: Growth | None = None
    """The moment in which a fault must come."""
    is_final: bool = False
    """Whether the violation, once there, is no matter of time."""
    first_wait_s: tuple[float, float] = (0.8, 2.0)
    """How long citizens are at work before a fault comes: a fall must meet work that is half done."""
    module: str = ""
    patch: Callable[[Any], None] = lambda module: None
    environment: Mapping[str, str] = field(default_factory=dict)
    postgres: Mapping[str, str] = field(default_factory=dict)


def _forget_keys(module: Any) -> None:
    def claim_key(work: object, *, key: str, request_digest: bytes, result_id: object) -> object:
        return result_id

    module.claim_key = claim_key


def _after_commit(module: Any, *, what: str) -> None:
    """``what`` (events or entries) is written in a transaction of its own, a moment after the change.

    Only of what people do: so the worker is not slow as well, and the drill is short.
    """
    from django.db import transaction

    whole, scope, system = module.UnitOfWork.flush, module.set_scope, module._SYSTEM

    def flush(self: Any) -> None:
        if self.actor.kind is system.kind:
            whole(self)
            return
        late = getattr(self, what)
        setattr(self, what, [])
        whole(self)
        if late:
            transaction.on_commit(lambda: write(self.actor, self.now, late))

    def write(actor: Any, now: Any, late: Any) -> None:
        time.sleep(_WORST_MOMENT_S)
        work = module.UnitOfWork(actor=actor, now=now)
        setattr(work, what, late)
        with transaction.atomic():
            scope(system)
            whole(work)

    module.UnitOfWork.flush = flush


def _events_after_commit(module: Any) -> None:
    _after_commit(module, what="_events")


def _audit_after_commit(module: Any) -> None:
    _after_commit(module, what="_entries")


def _effect_and_mark_apart(module: Any) -> None:
    """The handler's effect commits; that it was delivered is noted a moment later."""
    from django.db import transaction

    def deliver(event_id: Any, event_name: str, payload: Any, trace_id: str, name: str) -> None:
        handler = module.find_handler(event_name, name)
        with module.unit_of_work(actor=module.system_actor(trace_id), now=module.legal_now()) as work:
            handler(module.rebuild_event(event_name, payload), work=work)
        time.sleep(_WORST_MOMENT_S)
        with transaction.atomic():
            module.mark_delivered(event_id, name, now=module.real_now())

    module._deliver_to = deliver


def _acknowledge_before_keeping(module: Any) -> None:
    """A push is answered with 202 at once, and kept a moment later."""
    keep, heard = module.hear_push, module.Heard

    def hear_push(body: bytes, *, timestamp: str, signature: str) -> Any:
        def later() -> None:
            time.sleep(_WORST_MOMENT_S)
            keep(body, timestamp=timestamp, signature=signature)

        threading.Thread(target=later, daemon=True).start()
        return heard.NEW

    module.hear_push = hear_push


def _confirm_before_keeping(module: Any) -> None:
    """The national portal hears that its wishes are taken, and they are kept seconds later."""

    def poll_wishes() -> int:
        if not module._may_ask(module.NATIONAL):
            return 0
        try:
            wishes = module.national.wishes()
            module.national.say_taken([(str(wish["MaYeuCau"]), "") for wish in wishes])
        except module.UnableToReach:
            return 0
        if wishes:
            time.sleep(3 * _WORST_MOMENT_S)
        for wish in wishes:
            module._keep(wish)
        return len(wishes)

    module.poll_wishes = poll_wishes


def _sent_is_told(module: Any) -> None:
    """What was sent counts as arrived, whatever came back, and nobody looks whether it did."""
    send, store_looked = module._send, module._store_looked

    def send_anyway(adapter: Any, kept: Any) -> Any:
        try:
            return send(adapter, kept)
        except module.UnableToReach:
            tellings = {each.id: module._telling(each, adapter.system) for each in kept}
            told = [module.Told(dossier_id=each.id, outcome=module.Outcome.TAKEN) for each in kept]
            module._store_told(adapter.system, told, tellings)
            return module.Sent(claimed=len(kept))

    def never_look(system: Any, looked: Any, tellings: Any) -> None:
        store_looked(system, dict.fromkeys(looked, module.LookedAt.SAME), tellings)

    module._send, module._store_looked = send_anyway, never_look


def _full_disk_unnoticed(module: Any) -> None:
    """A paper that found no room on the disk counts as kept."""
    write, refused = module.write_blobs, module.UnableToKeepFile

    def write_blobs(blobs: Any) -> None:
        try:
            write(blobs)
        except refused:
            return

    module.write_blobs = write_blobs


def _give_up_at_once(module: Any) -> None:
    """What the line does not take at once is not asked again."""
    from django.db import connection

    def postpone(question: Any, *, reason: str, line_failed: bool) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "update ledger_question set state = 'expired', last_error = %s where id = %s",
                [reason, question.id],
            )

    module.postpone = postpone


def _book_every_report(module: Any) -> None:
    """Money is booked as often as it is reported."""
    judge, effect = module.effect_of, module.CallbackEffect

    def effect_of(*, attempt: Any, fee: Any, reported: Any) -> Any:
        said = judge(attempt=attempt, fee=fee, reported=reported)
        return effect.SURPLUS if said is effect.REPEATED else said

    module.effect_of = effect_of


def _kills(target: str, count: int, seconds: float = 0.4) -> list[Fault]:
    return [Fault(kind=Kind.KILL, target=target, seconds=seconds)] * count


_A_DOSSIER_IS_THERE = Growth(store="house", query="select count(*) from dossiers_dossier")

PLANTED: Mapping[str, Plant] = {
    plant.name: plant
    for plant in (
        Plant(
            name="no_idempotency_key",
            about="what is sent twice is filed twice",
            module="tinhso.foundation.unit_of_work.idempotency",
            patch=_forget_keys,
            shows="have a dossier twice",
            first_wait_s=_BEFORE_ANYBODY,
            where=("house",),
            faults=[Fault(kind=Kind.LOST_ANSWERS, target="web", seconds=2.0)],
            is_final=True,
            acked=6,
        ),
        Plant(
            name="event_after_commit",
            about="what happened is announced in a second transaction (1.5 s later)",
            module="tinhso.foundation.unit_of_work.work",
            patch=_events_after_commit,
            shows="nothing was announced",
            where=("house",),
            when=_A_DOSSIER_IS_THERE,
            faults=_kills("web", 2),
            acked=6,
        ),
        Plant(
            name="audit_after_commit",
            about="what was done is written down in a second transaction (1.5 s later)",
            module="tinhso.foundation.unit_of_work.work",
            patch=_audit_after_commit,
            shows="nothing was written down",
            where=("house",),
            when=_A_DOSSIER_IS_THERE,
            faults=_kills("web", 2),
            acked=6,
        ),
        Plant(
            name="commit_not_on_disk",
            about="synchronous_commit=off, and the log is written out every 10 s instead of every 0.2 s",
            environment={"PGOPTIONS": "-c synchronous_commit=off"},
            postgres={"wal_writer_delay": "10s", "wal_writer_flush_after": "'64MB'"},
            shows="are lost",
            where=("house",),
            faults=_kills("postgres", 4, 0.2),
        ),
        Plant(
            name="handler_not_idempotent",
            about="a handler's effect and its mark commit apart (1.5 s); it may run twice",
            module="tinhso.foundation.unit_of_work.delivery",
            patch=_effect_and_mark_apart,
            shows="same message twice",
            where=("house",),
            when=Growth(store="house", query="select count(*) from notices_notice"),
            is_final=True,
            faults=_kills("worker", 2),
            acked=6,
        ),
        Plant(
            name="acknowledged_before_kept",
            about="a push is acknowledged 1.5 s before it is on disk",
            module="tinhso.coordination.exchange.actions.hearing",
            patch=_acknowledge_before_keeping,
            shows="filed at essential_portal are lost",
            where=("essential_portal",),
            when=Growth(
                store="essential_portal",
                query="select count(*) from essential_portal_push where is_finished <> 0",
            ),
            faults=_kills("web", 2),
            acked=6,
        ),
        Plant(
            name="confirmed_before_kept",
            about="the national portal is told that a wish is taken 4.5 s before it is kept",
            module="tinhso.coordination.exchange.actions.hearing",
            patch=_confirm_before_keeping,
            shows="filed at national_portal are lost",
            where=("national_portal",),
            when=Growth(
                store="national_portal",
                query="select count(*) from national_portal_wish where taken_at is not null",
            ),
            faults=_kills("worker", 1),
            acked=4,
        ),
        Plant(
            name="sent_counts_as_told",
            about="what was sent and not acknowledged is never told again, nor looked at",
            module="tinhso.coordination.exchange.actions.sending",
            patch=_sent_is_told,
            shows="are missing at",
            first_wait_s=_BEFORE_ANYBODY,
            where=("house",),
            faults=[
                Fault(kind=Kind.CUT, target="essential_portal", seconds=8.0),
                Fault(kind=Kind.KILL, target="national_portal", seconds=8.0),
            ],
            acked=8,
        ),
        Plant(
            name="full_disk_unnoticed",
            about="a paper that found no room counts as kept",
            module="tinhso.foundation.files.blobs",
            patch=_full_disk_unnoticed,
            shows="cannot be opened",
            is_final=True,
            first_wait_s=_BEFORE_ANYBODY,
            where=("house",),
            faults=[Fault(kind=Kind.DISK_FULL, target="web", seconds=2.0)],
            acked=6,
        ),
        Plant(
            name="look_up_given_up",
            about="a look-up that the line does not take at once is not asked again",
            module="tinhso.services.verification.looking_up.asking",
            patch=_give_up_at_once,
            shows="wait and nobody asks any more",
            where=("house",),
            when=_A_DOSSIER_IS_THERE,
            is_final=True,
            faults=[Fault(kind=Kind.CUT, target="gateway", seconds=8.0)],
            acked=8,
        ),
        Plant(
            name="payment_booked_twice",
            about="what the payment gateway reports twice counts as paid twice",
            module="tinhso.services.payments.actions.result",
            patch=_book_every_report,
            shows="were not paid exactly once",
            first_wait_s=_BEFORE_ANYBODY,
            where=("licence",),
            is_final=True,
            faults=[Fault(kind=Kind.LOST_ANSWERS, target="web", seconds=3.0)],
            acked=4,
        ),
    )
}

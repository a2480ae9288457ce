"""Cores with one defect each, as people build them; the simulator must catch every one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tinhso.engines.sync.service import (
    Acknowledge,
    Change,
    Confirm,
    Conflict,
    Core,
    Dossier,
    DossierKey,
    Input,
    Output,
    Reason,
    Replica,
    Send,
    Station,
    Store,
    System,
    Write,
    digest,
)


class NoDeduplication(Core):
    """What arrives twice is applied twice."""

    def _is_known(self, opened: Any, change: Change) -> bool:
        return False


class AppliesOutOfOrder(Core):
    """What arrives is applied at once, whether its predecessor is there or not."""

    def _must_wait(self, opened: Any, change: Change) -> bool:
        return opened.replica.owner is None and change.origin != opened.key.creator


class _Reordered(Core):
    def step(self, dossier: Dossier, input_: Input, now: datetime) -> tuple[Dossier, tuple[Output, ...]]:
        after, outputs = super().step(dossier, input_, now)
        early = [output for output in outputs if self._comes_early(output)]
        return after, (*early, *(output for output in outputs if not self._comes_early(output)))

    def _comes_early(self, output: Output) -> bool:
        raise NotImplementedError


class AcknowledgesBeforeStoring(_Reordered):
    """The acknowledgement leaves, then the change is stored."""

    def _comes_early(self, output: Output) -> bool:
        return isinstance(output, Send) and isinstance(output.message, Acknowledge)


class ConfirmsBeforeStoring(_Reordered):
    """The citizen reads that it counts, then it is stored."""

    def _comes_early(self, output: Output) -> bool:
        return isinstance(output, Confirm)


class ForgetsWhatWasUnderWay(Core):
    """After a fall nobody knows any longer that something was still to be sent."""

    def _restarted(self, opened: Any, restarted: Any) -> None:
        pass


class CursorBeforeAcknowledgement(Core):
    """What was sent counts as arrived."""

    def _send_what_is_new(self, opened: Any) -> None:
        super()._send_what_is_new(opened)
        for peer, line in opened.lines.items():
            opened.put(peer, replace(line, acknowledged=line.sent))


class GivesUp(Core):
    """Five tries, then never again."""

    def _again(self, opened: Any, peer: System, line: Any) -> None:
        if line.tries < 5:
            super()._again(opened, peer, line)
        else:
            opened.put(peer, replace(line, next_at=None))


class TrustsAcknowledgements(Core):
    """What was acknowledged is never looked at again: no digests are compared."""

    def _compare(self, opened: Any, peer: System) -> None:
        opened.put(peer, replace(opened.line(peer), is_agreed=True, next_at=None))

    def _compared(self, opened: Any, sender: System, message: Any) -> None:
        pass


class DigestIgnoresAField(Core):
    """One field is left out of the digest."""

    def digest(self, replica: Replica) -> str:
        fields = {name: field for name, field in replica.fields.items() if name != "telephone"}
        return digest(replace(replica, fields=fields))


class _JudgesBadly(Core):
    overlooked: frozenset[Reason] = frozenset()

    def _why_not(self, opened: Any, change: Change) -> Reason | None:
        reason = super()._why_not(opened, change)
        return None if reason in self.overlooked else reason


class OwnershipNotChecked(_JudgesBadly):
    """Anybody may write any known field."""

    overlooked = frozenset({Reason.FOREIGN_FIELD, Reason.FIXED_FIELD})


class StatusNotChecked(_JudgesBadly):
    """Any status may follow any other."""

    overlooked = frozenset({Reason.STATUS_MAY_NOT_FOLLOW})


class FormerOwnerGoesOn(Core):
    """Whoever once owned a dossier may go on as if it had not been given away."""

    def _why_not(self, opened: Any, change: Change) -> Reason | None:
        reason = super()._why_not(opened, change)
        is_former = any(change.origin == each.former for each in opened.replica.handovers)
        return None if is_former and reason in (Reason.FOREIGN_STATUS, Reason.FOREIGN_FIELD) else reason


class RanksByThePresentOwner(Core):
    """Of two values written at once that of today's owner counts, whoever owned the dossier then."""

    def applied(self, replica: Replica, change: Change) -> tuple[Replica, tuple[Conflict, ...]]:
        after, conflicts = super().applied(replace(replica, handovers=()), change)
        return replace(after, handovers=(*replica.handovers, *after.handovers)), conflicts


class NewOwnerComesTooEarly(Core):
    """What the new owner writes is judged before it is known here that the dossier is theirs."""

    def _must_wait(self, opened: Any, change: Change) -> bool:
        owner = opened.replica.owner
        if owner and change.origin in self.agreement.owners and change.origin != owner:
            known = {**change.after, owner: min(change.after.get(owner, 0), opened.seen.get(owner, 0))}
            change = replace(change, after=known)
        return super()._must_wait(opened, change)


class LastWriterByTheClock(Core):
    """Of two values written at once the one with the later clock counts."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._times: dict[tuple[DossierKey, System, int], datetime] = {}

    def applied(self, replica: Replica, change: Change) -> tuple[Replica, tuple[Conflict, ...]]:
        self._times[change.dossier, change.origin, change.seq] = change.at
        after, conflicts = super().applied(replica, change)
        fields = dict(after.fields)
        for name in change.parts.fields:
            known = replica.fields.get(name)
            if known and self._times[change.dossier, known.system, known.standing[0].seq] > change.at:
                fields[name] = replace(fields[name], standing=known.standing)
        return replace(after, fields=fields), conflicts


class LastToArriveWins(Core):
    """Of two values written at once the one that arrives later counts."""

    def applied(self, replica: Replica, change: Change) -> tuple[Replica, tuple[Conflict, ...]]:
        after, conflicts = super().applied(replica, change)
        fields = dict(after.fields)
        for name, value in change.parts.fields.items():
            fields[name] = replace(fields[name], standing=(Write(change.origin, change.seq, value),))
        return replace(after, fields=fields), conflicts


class TombstoneForgotten(Core):
    """A late change makes an ended dossier live again."""

    def applied(self, replica: Replica, change: Change) -> tuple[Replica, tuple[Conflict, ...]]:
        after, conflicts = super().applied(replica, change)
        return replace(after, ending=change.parts.ending), conflicts


class QuarantineBlocksAll(Core):
    """One bad change, and nobody's changes to the dossier are applied any longer."""

    def _must_wait(self, opened: Any, change: Change) -> bool:
        return bool(opened.quarantine) or super()._must_wait(opened, change)


class QuarantineIsSkipped(Core):
    """A bad change is set apart, and counts as applied so that the next may come."""

    def _take(self, opened: Any, change: Change, sender: System, *, is_released: bool = False) -> None:
        super()._take(opened, change, sender, is_released=is_released)
        if change.origin in opened.quarantine:
            opened.seen = {**opened.seen, change.origin: change.seq}


class ForgetsTheWaiting(Core):
    """What came too early is dropped, and nobody is asked for its predecessor."""

    def _keep_waiting(self, opened: Any, change: Change, sender: System) -> None:
        opened.seen = {**opened.seen, change.origin: change.seq}


class StoresNoCursor(Core):
    """Changes are applied in memory; only every other store reaches the disk."""

    def step(self, dossier: Dossier, input_: Input, now: datetime) -> tuple[Dossier, tuple[Output, ...]]:
        after, outputs = super().step(dossier, input_, now)
        if sum(after.seen.values()) % 2:
            outputs = tuple(output for output in outputs if not isinstance(output, Store))
        return after, outputs


PLANTED: Mapping[str, type[Core]] = {
    core.__name__: core
    for core in (
        NoDeduplication,
        AppliesOutOfOrder,
        AcknowledgesBeforeStoring,
        ConfirmsBeforeStoring,
        ForgetsWhatWasUnderWay,
        CursorBeforeAcknowledgement,
        GivesUp,
        TrustsAcknowledgements,
        DigestIgnoresAField,
        OwnershipNotChecked,
        StatusNotChecked,
        FormerOwnerGoesOn,
        RanksByThePresentOwner,
        NewOwnerComesTooEarly,
        LastWriterByTheClock,
        LastToArriveWins,
        TombstoneForgotten,
        QuarantineBlocksAll,
        QuarantineIsSkipped,
        ForgetsTheWaiting,
        StoresNoCursor,
    )
}
CORES: Mapping[str, Callable[[Station], Core]] = {"sound": Core, **PLANTED}

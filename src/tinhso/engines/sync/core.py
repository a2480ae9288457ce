"""The state machine of one dossier in one system: ``Core.step(dossier, input, now) -> (dossier, outputs)``.

It reads no clock, waits for nothing and stores nothing itself. Whoever drives it does the outputs in their
order; after ``Store`` the returned state is what a fall leaves. Anything later that was lost is made up for
by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tinhso.engines.sync.applying import Conflict, apply, covers, joined
from tinhso.engines.sync.digests import digest
from tinhso.engines.sync.dossier import Dossier, Line, Quarantine, Station, Waiting
from tinhso.engines.sync.messages import (
    Acknowledge,
    Announce,
    Ask,
    Changed,
    Compare,
    Confirm,
    Deliver,
    Differs,
    Dismissed,
    Doubted,
    Input,
    Mended,
    Output,
    Received,
    Refuse,
    Released,
    Restarted,
    Send,
    SetApart,
    Ticked,
)
from tinhso.engines.sync.opened import Opened
from tinhso.engines.sync.types import Change, Replica, System, Vector, format_of
from tinhso.engines.sync.validity import Reason, why_not, why_not_here


class Core:
    """One system's side of the exchange. The state is the dossier's, passed in and given back."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.me = station.me
        self.agreement = station.agreement
        self.timing = station.timing
        self._on: dict[type, Callable[[Opened, Any], None]] = {
            Changed: self._changed,
            Received: self._received,
            Ticked: self._ticked,
            Restarted: self._restarted,
            Doubted: self._doubted,
            Released: self._released,
            Dismissed: self._dismissed,
        }
        self._on_message: dict[type, Callable[[Opened, System, Any], None]] = {
            Deliver: self._delivered,
            Acknowledge: self._acknowledged,
            Ask: self._asked,
            Compare: self._compared,
        }

    def step(self, dossier: Dossier, input_: Input, now: datetime) -> tuple[Dossier, tuple[Output, ...]]:
        """What becomes of the dossier, and what is to be done, in this order."""
        opened = Opened(dossier, now)
        self._on[type(input_)](opened, input_)
        return opened.closed()

    def digest(self, replica: Replica) -> str:
        """The digest by which this core compares."""
        return digest(replica)

    def applied(self, replica: Replica, change: Change) -> tuple[Replica, tuple[Conflict, ...]]:
        """The replica with one more change, and the fields in which it met another."""
        return apply(replica, change, self.agreement)

    # --- changes made here ------------------------------------------------------------------------

    def _changed(self, opened: Opened, changed: Changed) -> None:
        seen = opened.seen
        seq = seen.get(self.me, 0) + 1
        change = Change(
            dossier=opened.key,
            origin=self.me,
            seq=seq,
            after=seen,
            at=opened.now,
            parts=changed.parts,
            format=format_of(changed.parts),
        )
        reason = self._why_not(opened, change) or why_not_here(opened.replica, changed.parts, me=self.me)
        if self.me in opened.quarantine:
            reason = Reason.UNKNOWN_PAST
        if reason:
            opened.say(Refuse(reason))
            return
        self._apply(opened, change)
        opened.answer(Confirm(change))
        self._send_what_is_new(opened)

    # --- messages ---------------------------------------------------------------------------------

    def _received(self, opened: Opened, received: Received) -> None:
        self._on_message[type(received.message)](opened, received.sender, received.message)

    def _delivered(self, opened: Opened, sender: System, message: Deliver) -> None:
        change = message.change
        if self._is_known(opened, change):
            known = opened.log[change.origin][change.seq - 1]
            if known is not change and known != change:
                opened.say(SetApart(change, Reason.SECOND_CONTENT, sender))
        elif self._must_wait(opened, change):
            self._keep_waiting(opened, change, sender)
        else:
            self._take(opened, change, sender)
            self._take_who_waited(opened)
            self._send_what_is_new(opened)
        opened.answer(Send(sender, Acknowledge(opened.seen, opened.stalled())))

    def _is_known(self, opened: Opened, change: Change) -> bool:
        return 0 < change.seq <= opened.seen.get(change.origin, 0)

    def _must_wait(self, opened: Opened, change: Change) -> bool:
        """Something of its origin, or something that its origin had seen, is not here yet.

        What is in quarantine here is not waited for: only its own origin's later changes wait behind it.
        """
        seen, origin = opened.seen, change.origin
        if change.seq > seen.get(origin, 0) + 1 or origin in opened.quarantine:
            return True
        if opened.replica.owner is None and origin != opened.key.creator:
            return True
        return any(
            seq > seen.get(other, 0)
            for other, seq in change.after.items()
            if other not in (origin, self.me) and self._is_waited_for(opened, other, origin)
        )

    def _is_waited_for(self, opened: Opened, other: System, origin: System) -> bool:
        """Behind a quarantine of the owner may stand that it gave the dossier to this very origin."""
        if other not in opened.quarantine:
            return True
        return other == opened.replica.owner and origin in self.agreement.owners

    def _keep_waiting(self, opened: Opened, change: Change, sender: System) -> None:
        set_apart = opened.quarantine.get(change.origin)
        if set_apart is not None and set_apart.change.seq >= change.seq:
            return
        if len(opened.waiting) < self.timing.most_waiting:
            opened.wait(Waiting(change, sender))
        if set_apart is None and opened.ask_at is None:
            self._ask(opened, sender)

    def _take(self, opened: Opened, change: Change, sender: System, *, is_released: bool = False) -> None:
        reason = self._why_not(opened, change)
        if reason is None and change.origin == self.me and not is_released:
            reason = Reason.UNKNOWN_PAST
        if reason is None:
            self._apply(opened, change)
            return
        until = change.at - self.timing.date_tolerance if reason is Reason.FUTURE_DATE else None
        opened.set_apart(Quarantine(change, reason, sender, until))
        opened.say(SetApart(change, reason, sender))

    def _take_who_waited(self, opened: Opened) -> None:
        moved, bringers = True, set()
        while moved and opened.waiting:
            moved = False
            for (origin, seq), waiting in sorted(opened.waiting.items()):
                if seq <= opened.seen.get(origin, 0):
                    opened.stop_waiting(origin, seq)
                elif not self._must_wait(opened, waiting.change):
                    opened.stop_waiting(origin, seq)
                    self._take(opened, waiting.change, waiting.sender)
                    bringers.add(waiting.sender)
                    moved = True
        for bringer in sorted(bringers):
            opened.answer(Send(bringer, Acknowledge(opened.seen, opened.stalled())))
        if not self._who_to_ask(opened):
            opened.asks, opened.ask_at = 0, None
        elif opened.ask_at is None:
            opened.ask_at = opened.now + self.timing.ask_after

    def _who_to_ask(self, opened: Opened) -> System | None:
        """Who brought something whose predecessor is missing, other than behind a quarantine."""
        for waiting in opened.waiting.values():
            if waiting.change.origin not in opened.quarantine:
                return waiting.sender
        return None

    def _why_not(self, opened: Opened, change: Change) -> Reason | None:
        if change.after.get(self.me, 0) > opened.seen.get(self.me, 0):
            return Reason.UNKNOWN_PAST
        latest = opened.now + self.timing.date_tolerance
        return why_not(opened.replica, change, self.agreement, latest=latest)

    def _apply(self, opened: Opened, change: Change) -> None:
        replica, conflicts = self.applied(opened.replica, change)
        opened.applied(change, replica)
        opened.say(Announce(change, conflicts))

    # --- cursors ----------------------------------------------------------------------------------

    def _acknowledged(self, opened: Opened, sender: System, message: Acknowledge) -> None:
        line = opened.line(sender)
        if line.stalled == message.stalled and covers(line.acknowledged, message.seen):
            return
        opened.put(sender, self._moved(opened, line, message))
        self._send_what_is_new(opened)
        if message.seen.get(self.me, 0) > opened.seen.get(self.me, 0):
            self._ask(opened, sender)

    def _moved(self, opened: Opened, line: Line, message: Acknowledge) -> Line:
        """The cursor after an acknowledgement; when nothing is owed, digests are compared a while later."""
        acknowledged = joined(line.acknowledged, message.seen)
        if covers(acknowledged, self._owed(opened)):
            wait = self.timing.compare_after
        else:
            wait = self.timing.resend_after
        next_at = None if line.is_agreed else opened.now + wait
        return Line(acknowledged, line.is_agreed, line.sent, 0, next_at, message.stalled)

    def _owed(self, opened: Opened) -> Vector:
        """What this core must bring to its peers: its own changes, and as a hub everybody's."""
        return opened.seen if self.station.is_hub else {self.me: opened.seen.get(self.me, 0)}

    def _send_what_is_new(self, opened: Opened) -> None:
        owed = self._owed(opened)
        for peer in self.station.peers:
            line = opened.line(peer)
            known = joined(line.acknowledged, line.sent)
            under_way = sum(known.values()) - sum(line.acknowledged.values())
            sent = self._bring(opened, peer, owed, known, under_way)
            if sent is not known:
                next_at = opened.now + self.timing.resend_after
                opened.put(peer, Line(line.acknowledged, False, sent, line.tries, next_at, line.stalled))
            elif not line.is_agreed and line.next_at is None:
                next_at = opened.now + self.timing.compare_after
                opened.put(peer, Line(line.acknowledged, False, line.sent, line.tries, next_at, line.stalled))

    def _bring(self, opened: Opened, peer: System, owed: Vector, known: Vector, under_way: int = 0) -> Vector:
        """Send what the peer does not know of what is owed, as far as the window goes; what it knows then."""
        left = max(self.timing.at_once - under_way, 0)
        stalled = opened.line(peer).stalled
        for origin, last in owed.items():
            first = known.get(origin, 0)
            if first >= last or origin == peer or not left or origin in stalled:
                continue
            upto = min(last, first + left)
            for change in opened.log[origin][first:upto]:
                opened.answer(Send(peer, Deliver(change)))
            left -= upto - first
            known = {**known, origin: upto}
        return known

    def _asked(self, opened: Opened, sender: System, message: Ask) -> None:
        """Everything that the asking one lacks, its own included: it may have lost it."""
        sent = dict(message.seen)
        for origin, changes in opened.log.items():
            first = sent.get(origin, 0) if origin not in message.stalled else len(changes)
            for change in changes[first : first + self.timing.at_once]:
                opened.answer(Send(sender, Deliver(change)))
                sent[origin] = change.seq
        next_at = opened.now + self.timing.resend_after
        opened.put(sender, Line(message.seen, False, sent, 0, next_at, message.stalled))

    def _ask(self, opened: Opened, peer: System) -> None:
        opened.answer(Send(peer, Ask(opened.seen, opened.stalled())))
        opened.ask_at = opened.now + self._patience(self.timing.ask_after, opened.asks)
        opened.asks += 1

    # --- comparing --------------------------------------------------------------------------------

    def _compared(self, opened: Opened, sender: System, message: Compare) -> None:
        mine, theirs = opened.seen, message.seen
        here = None
        if mine == theirs and message.digest is not None:
            here = self._compare_content(opened, sender, message)
        else:
            next_at = opened.now + self.timing.resend_after
            tries = opened.line(sender).tries
            opened.put(sender, Line(theirs, False, theirs, tries, next_at, message.stalled))
            self._send_what_is_new(opened)
            if opened.ask_at is None and self._lacks(opened, theirs):
                self._ask(opened, sender)
        if not message.is_answer:
            opened.answer(Send(sender, Compare(opened.seen, opened.stalled(), here, True)))

    def _lacks(self, opened: Opened, theirs: Vector) -> bool:
        mine, apart = opened.seen, opened.quarantine
        return any(seq > mine.get(origin, 0) and origin not in apart for origin, seq in theirs.items())

    def _compare_content(self, opened: Opened, sender: System, message: Compare) -> str:
        """Both have seen the same, so they must show the same. Returns the digest here."""
        here = self.digest(opened.replica)
        if here != message.digest and self._mend(opened):
            here = self.digest(opened.replica)
        line = opened.line(sender)
        if here == message.digest:
            opened.put(sender, Line(message.seen, True, line.sent))
            return here
        opened.say(Differs(opened.key, sender))
        next_at = opened.now + self._patience(self.timing.compare_after, line.tries)
        opened.put(sender, Line(message.seen, False, line.sent, line.tries + 1, next_at, message.stalled))
        return here

    def _mend(self, opened: Opened) -> bool:
        """The log is the truth: where the replica is something else, it is made anew."""
        replica = Replica()
        for change in opened.changes_in_order():
            replica, _ = self.applied(replica, change)
        if replica == opened.replica:
            return False
        opened.mended(replica)
        opened.say(Mended(opened.key))
        return True

    def _doubted(self, opened: Opened, doubted: Doubted) -> None:
        self._mend(opened)
        line = opened.line(doubted.peer)
        opened.put(doubted.peer, replace(line, is_agreed=False, tries=0))
        self._compare(opened, doubted.peer)

    def _compare(self, opened: Opened, peer: System) -> None:
        line = opened.line(peer)
        here = self.digest(opened.replica)
        opened.answer(Send(peer, Compare(opened.seen, opened.stalled(), here, False)))
        next_at = opened.now + self._patience(self.timing.compare_after, line.tries)
        opened.put(peer, Line(line.acknowledged, False, line.sent, line.tries + 1, next_at, line.stalled))

    # --- time, falls, people ----------------------------------------------------------------------

    def _ticked(self, opened: Opened, _: Ticked) -> None:
        now = opened.now
        for origin, apart in list(opened.quarantine.items()):
            if apart.until is not None and apart.until <= now:
                self._release(opened, origin)
        if opened.ask_at is not None and opened.ask_at <= now:
            self._ask_again(opened)
        for peer in self.station.peers:
            line = opened.line(peer)
            if line.next_at is not None and line.next_at <= now:
                self._again(opened, peer, line)

    def _again(self, opened: Opened, peer: System, line: Line) -> None:
        """Send what was not acknowledged once more; where all was, compare digests."""
        owed = self._owed(opened)
        sent = self._bring(opened, peer, owed, line.acknowledged)
        if sent is line.acknowledged:
            self._compare(opened, peer)
            return
        next_at = opened.now + self._patience(self.timing.resend_after, line.tries + 1)
        opened.put(peer, Line(line.acknowledged, False, sent, line.tries + 1, next_at, line.stalled))

    def _patience(self, wait: timedelta, tries: int) -> timedelta:
        return min(wait * (1 << min(tries, 10)), self.timing.longest)

    def _restarted(self, opened: Opened, _: Restarted) -> None:
        self._send_what_is_new(opened)
        self._ask_again(opened)

    def _ask_again(self, opened: Opened) -> None:
        whom = self._who_to_ask(opened)
        if whom:
            self._ask(opened, whom)
        else:
            opened.asks, opened.ask_at = 0, None

    def _released(self, opened: Opened, released: Released) -> None:
        if released.origin in opened.quarantine:
            self._release(opened, released.origin)
            self._send_what_is_new(opened)

    def _release(self, opened: Opened, origin: System) -> None:
        apart = opened.take_out(origin)
        if not self._is_known(opened, apart.change):
            self._take(opened, apart.change, apart.sender, is_released=True)
        self._take_who_waited(opened)
        self._send_what_is_new(opened)
        if origin not in opened.quarantine and apart.sender in self.station.peers:
            self._ask(opened, apart.sender)

    def _dismissed(self, opened: Opened, dismissed: Dismissed) -> None:
        """The change never was; what came after it goes too, since it was numbered after it."""
        if dismissed.origin in opened.quarantine:
            sender = opened.take_out(dismissed.origin).sender
            for origin, seq in [place for place in opened.waiting if place[0] == dismissed.origin]:
                opened.stop_waiting(origin, seq)
            self._take_who_waited(opened)
            self._send_what_is_new(opened)
            self._ask(opened, sender)

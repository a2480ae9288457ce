"""From rows to a dossier and from outputs to batches: what a room with tables and lines needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tinhso.engines.sync.applying import fold
from tinhso.engines.sync.dossier import Dossier, Line, Quarantine, Waiting
from tinhso.engines.sync.messages import Acknowledge, Message, Output, Send
from tinhso.engines.sync.ownership import Agreement
from tinhso.engines.sync.types import Change, DossierKey, System


def loaded(
    key: DossierKey,
    *,
    changes: Iterable[Change],
    agreement: Agreement,
    waiting: Iterable[Waiting] = (),
    quarantine: Iterable[Quarantine] = (),
    lines: Mapping[System, Line] | None = None,
) -> Dossier:
    """The dossier that these rows make; ``changes`` are its whole log in any order.

    The replica is made from the log, so a damaged copy of it cannot be read. Tell the core ``Restarted`` if
    messages may have been under way. Raises ValueError if a change in between is missing: a row was lost.
    """
    log: dict[System, tuple[Change, ...]] = {}
    for change in sorted(changes, key=lambda known: (known.origin, known.seq)):
        known = log.get(change.origin, ())
        if change.seq != len(known) + 1 or change.dossier != key:
            raise ValueError(f"{change.origin} {len(known)}: next stands one with number {change.seq}")
        log[change.origin] = (*known, change)
    dossier = Dossier(
        key=key,
        seen={origin: len(known) for origin, known in log.items()},
        log=log,
        waiting={(held.change.origin, held.change.seq): held for held in waiting},
        quarantine={apart.change.origin: apart for apart in quarantine},
        lines=lines or {},
    )
    return replace(dossier, replica=fold(dossier.in_order(), agreement))


def batches(outputs: Iterable[Output], *, most: int) -> Iterator[tuple[System, tuple[Message, ...]]]:
    """What the steps of one dossier send, by peer and in order, at most so many messages in a batch.

    Of several acknowledgements to one peer the last says it all, and goes last.
    """
    by_peer: dict[System, list[Message]] = {}
    for output in outputs:
        if isinstance(output, Send):
            by_peer.setdefault(output.peer, []).append(output.message)
    for peer, messages in by_peer.items():
        said = [message for message in messages if isinstance(message, Acknowledge)]
        kept = [message for message in messages if not isinstance(message, Acknowledge)] + said[-1:]
        for start in range(0, len(kept), most):
            yield peer, tuple(kept[start : start + most])

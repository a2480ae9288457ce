"""What goes between systems, what a core is told, and what it wants done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tinhso.engines.sync.applying import Conflict
from tinhso.engines.sync.dossier import Dossier
from tinhso.engines.sync.types import Change, DossierKey, Parts, System, Vector
from tinhso.engines.sync.validity import Reason

# --- between systems ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Deliver:
    """A change, of the sender or passed on."""

    change: Change


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The sender has stored everything up to ``seen``; more of ``stalled`` origins would be in vain."""

    seen: Vector
    stalled: tuple[System, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """The sender lacks what comes after ``seen``, whoever made it, except for ``stalled`` origins."""

    seen: Vector
    stalled: tuple[System, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """What the sender truly has: up to ``seen``, with this digest; ``is_answer`` ends the exchange.

    An answer to somebody who has seen something else carries no digest: it would say nothing.
    """

    seen: Vector
    stalled: tuple[System, ...]
    digest: str | None
    is_answer: bool


Message: TypeAlias = Deliver | Acknowledge | Ask | Compare

# --- what a core is told --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody here changed the dossier."""

    parts: Parts


@dataclass(frozen=True, slots=True)
class Received:
    """A message came over the line to ``sender``."""

    sender: System
    message: Message


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time has passed; due when ``Dossier.due_at`` is."""


@dataclass(frozen=True, slots=True)
class Restarted:
    """The process has read the dossier again after a fall: what was under way may not have arrived."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """The reconciliation found the dossier different at ``peer``: compare again, now."""

    peer: System


@dataclass(frozen=True, slots=True)
class Released:
    """Somebody lets the change of ``origin`` in quarantine be judged once more."""

    origin: System


@dataclass(frozen=True, slots=True)
class Dismissed:
    """Somebody takes the change of ``origin`` out of quarantine for good; its number is free again."""

    origin: System


Input: TypeAlias = Changed | Received | Ticked | Restarted | Doubted | Released | Dismissed

# --- what a core wants done, in this order --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Store:
    """Keep the dossier on disk before anything after this is done; ``added`` are new in its log."""

    dossier: Dossier
    added: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Confirm:
    """The change made here counts; from now on it is never lost."""

    change: Change


@dataclass(frozen=True, slots=True)
class Refuse:
    """The change made here may not be, and nothing happened."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Announce:
    """A change was applied here; fields in which it met another one are named."""

    change: Change
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class SetApart:
    """A change is in quarantine: later ones of its origin in this dossier wait, nothing else does."""

    change: Change
    reason: Reason
    sender: System


@dataclass(frozen=True, slots=True)
class Mended:
    """The replica was not what its log says, and was made anew from it."""

    key: DossierKey


@dataclass(frozen=True, slots=True)
class Differs:
    """Both have seen the same and show something else, and the log here bears out what is here."""

    key: DossierKey
    peer: System


@dataclass(frozen=True, slots=True)
class Send:
    """A message for the line to ``peer``."""

    peer: System
    message: Message


Output: TypeAlias = Store | Confirm | Refuse | Announce | SetApart | Mended | Differs | Send

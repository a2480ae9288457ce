"""What people and systems do to dossiers in a run: mostly what they may, sometimes what they may not."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from tinhso.engines.sync.service import (
    Change,
    Dossier,
    DossierKey,
    Ending,
    Item,
    ItemKey,
    Parts,
    Replica,
    Scalar,
    System,
    Writer,
)
from tools.simulation.agreement import AGREEMENT, ESSENTIAL, HOUSE, NATIONAL, OLD_ONE_STOP

OWNERS: Mapping[System, tuple[System, ...]] = {
    HOUSE: (HOUSE,),
    OLD_ONE_STOP: (OLD_ONE_STOP,),
    ESSENTIAL: (HOUSE, HOUSE, OLD_ONE_STOP),
    NATIONAL: (HOUSE, HOUSE, OLD_ONE_STOP),
}
_AT_ONCE = ("telephone", "telephone", "is_paid_online")
"""What several systems write most: one field where the citizen's word counts, one where the owner's does."""
_MOVES = 0.02
"""How often an owner gives a dossier away instead of doing something else with it."""
_WORDS = ("Hoà Phú", "Thủ Dầu Một", "0274 3822 001", "a@example.vn", "Chờ bản chính", "", "Lê Văn Tám")
_OWN = tuple(name for name, rule in AGREEMENT.fields.items() if rule.writers == (Writer.OWNER,))
_SHARED = tuple(name for name, rule in AGREEMENT.fields.items() if len(rule.writers) > 1)
_FIXED = tuple(name for name, rule in AGREEMENT.fields.items() if not rule.writers)
_ASKED = tuple(kind for kind, rule in AGREEMENT.items.items() if rule.writers == (Writer.OWNER,))
_ANSWERED = tuple(kind for kind, rule in AGREEMENT.items.items() if len(rule.writers) > 1)


def opening(rng: Random, system: System, present: tuple[System, ...]) -> Parts:
    """A dossier as a citizen files it or an officer enters it."""
    owner = rng.choice([owner for owner in OWNERS[system] if owner in present])
    fields: dict[str, Scalar] = {name: _value(rng) for name in rng.sample(_FIXED + _SHARED + _OWN, 4)}
    return Parts(opening=owner, fields=fields, status=rng.choice((1, 1, 2)), items=_items(rng, _ANSWERED, 2))


def act(rng: Random, me: System, dossier: Dossier) -> Parts:
    """What somebody does to an opened dossier; one time in twelve something that may not be."""
    replica, chance = dossier.replica, rng.random()
    is_owner = replica.owner == me
    if chance < 0.08:
        return _wrong(rng, replica)
    if is_owner and chance < 0.45:
        return _step(rng, replica)
    if is_owner and chance < 0.455 + _MOVES:
        return _moved(rng, me)
    if is_owner and chance < 0.47 + _MOVES:
        return Parts(ending=rng.choice((Ending.WITHDRAWN, Ending.DELETED)))
    if chance < 0.60:
        kinds = _ANSWERED if (me in AGREEMENT.citizen_side or me == dossier.key.creator) else ()
        kinds += _ASKED + _ANSWERED if is_owner else ()
        if kinds:
            return Parts(items=_items(rng, kinds, 1))
    if chance < 0.68:
        mine = [key for key in replica.visible_items() if is_owner or key.origin == me]
        if mine:
            return Parts(removed=(rng.choice(mine),))
    names = _SHARED if me in AGREEMENT.citizen_side else ()
    names += _OWN + _SHARED if is_owner else ()
    name = (
        rng.choice(_AT_ONCE)
        if names and chance < 0.85 and me in AGREEMENT.citizen_side
        else rng.choice(names or _SHARED)
    )
    return Parts(fields={name: _value(rng)})


def forged(rng: Random, me: System, dossier: Dossier, seq: int, now: object) -> Change:
    """A change that may not be, from a system that never speaks about this dossier."""
    wrong = rng.choice(
        (
            Parts(fields={"due_at": "20230801000000"}),
            Parts(fields={"unheard_of": 1}),
            Parts(fields={"channel": 2}),
            Parts(status=10),
            Parts(ending=Ending.DELETED),
            Parts(handover=me),
            Parts(items=(Item("result", "KQ.G15.000031", {}),)),
            Parts(removed=(ItemKey("paper", "nobody", "1"),)),
            Parts(opening=HOUSE, status=1),
            Parts(),
        )
    )
    return Change(
        dossier=dossier.key,
        origin=me,
        seq=seq,
        after={me: seq - 1},
        at=now,  # type: ignore[arg-type]
        parts=wrong,
        format=rng.choice((1, 1, 1, 99)),
    )


def key_of(system: System, number: int) -> DossierKey:
    """The code of the n-th dossier that a system opens."""
    return DossierKey(system, f"H09.{number}-230717-{number:04d}")


def _moved(rng: Random, me: System) -> Parts:
    """The dossier goes to the desk of another system, sometimes with a last word."""
    fields = {rng.choice((*_OWN, "is_paid_online")): _value(rng)} if rng.random() < 0.3 else {}
    return Parts(handover=HOUSE if me == OLD_ONE_STOP else OLD_ONE_STOP, fields=fields)


def _step(rng: Random, replica: Replica) -> Parts:
    follow = sorted(AGREEMENT.transitions.get(replica.status, ()))
    if not follow:
        return Parts(fields={rng.choice(_OWN): _value(rng)})
    fields = {rng.choice(_OWN): _value(rng)} if rng.random() < 0.5 else {}
    return Parts(status=rng.choice(follow), fields=fields, items=_items(rng, _ASKED, rng.randrange(2)))


def _wrong(rng: Random, replica: Replica) -> Parts:
    choice = rng.randrange(6)
    if choice == 5:
        return Parts(handover=rng.choice((HOUSE, OLD_ONE_STOP, NATIONAL)))
    if choice == 0:
        return Parts(status=rng.randrange(12))
    if choice == 1:
        return Parts(fields={rng.choice(_FIXED): _value(rng)})
    if choice == 2:
        return Parts(fields={rng.choice(_OWN): _value(rng)})
    if choice == 3 and replica.items:
        key = rng.choice(list(replica.items))
        return Parts(items=(Item(key.kind, key.item_id, {"title": "another"}),))
    return Parts(items=_items(rng, _ASKED, 1))


def _items(rng: Random, kinds: tuple[str, ...], most: int) -> tuple[Item, ...]:
    return tuple(
        Item(rng.choice(kinds), str(rng.randrange(1_000_000)), {"title": _value(rng)}) for _ in range(most)
    )


def _value(rng: Random) -> Scalar:
    return rng.choice(_WORDS) if rng.random() < 0.2 else rng.randrange(1_000_000)

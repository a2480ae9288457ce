"""What happens to a dossier in the house, as changes that the other systems will be told of."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.service import DossierOutline, outline_of
from tinhso.coordination.exchange.adapters.registry import connected, peers_of
from tinhso.coordination.exchange.keeping import rows
from tinhso.coordination.exchange.keeping.agreement import AGREEMENT
from tinhso.coordination.exchange.types import HOUSE
from tinhso.engines.sync.service import (
    Changed,
    DossierKey,
    Item,
    ItemKey,
    Parts,
    Refuse,
    Replica,
    Scalar,
)
from tinhso.foundation.unit_of_work.service import UnitOfWork

_log = logging.getLogger(__name__)

_TAKEN_BACK = frozenset({"paper", "fee", "payment"})
_KINDS = {"1": "person", "2": "business", "3": "agency", "4": "organisation"}


def tell(house_id: UUID, *, version: int, work: UnitOfWork) -> None:
    """Bring the exchange up to what the house's dossier is now, in the transaction of its announcement.

    Nothing is sent here: what a peer has not acknowledged is due to be told. Does nothing where this version
    was told, or no system is connected.
    """
    if not connected() or (version and rows.told_version_of(house_id) >= version):
        return
    outline = outline_of(house_id, actor=work.actor, now=work.now)
    if outline is None:
        return
    kept = _kept(outline)
    if kept.told_version >= outline.version:
        return
    problems = [
        output.reason.value
        for parts in _changes(kept.dossier.replica, outline, told_version=kept.told_version)
        for output in kept.step(Changed(parts), now=work.now)
        if isinstance(output, Refuse)
    ]
    if problems:
        _log.warning("a step of dossier %s is not told: %s", house_id, problems[0])
        kept.problem = problems[0]
    kept.told_version, kept.is_touched = outline.version, True
    rows.save([kept])


def _kept(outline: DossierOutline) -> rows.Kept:
    found = rows.find_id_of_house(outline.id)
    if found is None:
        peers = peers_of(agency_code=outline.agency_code, creator=HOUSE)
        return rows.begin(DossierKey(HOUSE, outline.code), house_id=outline.id, peers=peers)
    return rows.load([found], peers_of=peers_of)[found]


def _changes(replica: Replica, outline: DossierOutline, *, told_version: int) -> Iterator[Parts]:
    """What is new, one change for each status; the first carries fields and items."""
    fields = {
        name: value
        for name, value in _fields(outline).items()
        if value != _held(replica, name) and (replica.owner is None or AGREEMENT.fields[name].writers)
    }
    items, removed = _items_changed(replica, outline)
    # A dossier that was filed elsewhere was opened there with its first status.
    first = 0 if replica.owner is None else max(told_version, 1)
    statuses = [each.status for each in outline.statuses if each.version > first]
    opening = HOUSE if replica.owner is None else None
    before = [replica.status, *statuses]
    steps = [after for number, after in enumerate(statuses) if after != before[number]]
    if not steps and (fields or items or removed):
        yield Parts(fields=fields, items=items, removed=removed)
    for number, status in enumerate(steps):
        yield Parts(
            opening=opening if number == 0 else None,
            fields=fields if number == 0 else {},
            items=items if number == 0 else (),
            removed=removed if number == 0 else (),
            status=status,
        )


def _held(replica: Replica, name: str) -> Scalar:
    field = replica.fields.get(name)
    return field.value if field else None


def _items_changed(replica: Replica, outline: DossierOutline) -> tuple[tuple[Item, ...], tuple[ItemKey, ...]]:
    """Items that are new, papers of the house that were replaced, fees and payments that were undone."""
    told = {ItemKey(item.kind, HOUSE, item.item_id): item for item in _items(outline)}
    new = tuple(item for key, item in told.items() if key not in replica.items)
    gone = tuple(
        key
        for key in replica.visible_items()
        if key.kind in _TAKEN_BACK and key.origin == HOUSE and key not in told
    )
    return new, gone


def _fields(outline: DossierOutline) -> Mapping[str, Scalar]:
    is_paid_online = any(fee.is_paid_online for fee in outline.fees)
    told: dict[str, Scalar] = {
        "procedure_code": outline.procedure_code,
        "channel": outline.channel,
        "filed_where": "province",
        "submitted_at": _iso(outline.submitted_at),
        "applicant_kind": _KINDS.get(outline.applicant_kind, "person"),
        "has_verified_account": "yes" if outline.channel == "online" else "no",
        "applicant_name": outline.full_name,
        "applicant_id": outline.personal_id,
        "summary": outline.summary or outline.procedure_title,
        "receipt_number": outline.code,
        "agency": outline.agency_code,
        "received_at": _iso(outline.received_at),
        "due_at": _iso(outline.due_at),
        "refused_at": _iso(outline.refused_at),
        "finished_at": _iso(outline.finished_at),
        "returned_at": _iso(outline.returned_at),
        "return_note": outline.return_note,
        "email": outline.email,
        "telephone": outline.phone,
        "return_method": "post" if outline.by_post else "desk",
        "registers_used": ",".join(sorted(outline.registers_used)),
        "is_paid_online": "province" if is_paid_online else "no",
    }
    return {name: value or None for name, value in told.items()}


def _items(outline: DossierOutline) -> Iterator[Item]:
    file = str(outline.id)
    for paper in outline.papers:
        content: dict[str, Scalar] = {
            "name": paper.name,
            "component": paper.component_code,
            "is_digitised": paper.is_digitised,
            "is_reused": paper.is_reused,
            "is_from_store": paper.is_from_store,
            "file": file,
        }
        yield Item("paper", str(paper.id), content)
    for asked in outline.supplements:
        yield Item(
            "supplement_request",
            str(asked.id),
            {
                "content": asked.content,
                "asked_at": _iso(asked.asked_at),
                "due_before": _iso(asked.due_before),
                "due_after": _iso(asked.due_after),
            },
        )
        if asked.answered_at:
            answer = {"request": str(asked.id), "at": _iso(asked.answered_at)}
            # Known only now: the clock stood still until the answer.
            answer |= {"due_after": _iso(asked.due_after)}
            yield Item("supplement_answer", str(asked.id), answer)
    for fee in outline.fees:
        charged: dict[str, Scalar] = {"name": fee.name, "amount": fee.amount, "collected": fee.collected}
        yield Item("fee", str(fee.id), charged)
        if fee.payment_id:
            yield Item("payment", str(fee.payment_id), {"fee": str(fee.id)})
    for result in outline.results:
        given: dict[str, Scalar] = {"title": result.title, "number": result.number, "file": file}
        yield Item("result", str(result.id), given | ({"code": result.code} if result.code else {}))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

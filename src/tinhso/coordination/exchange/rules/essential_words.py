"""The essential-services portal's words: what it pushes, what it is told.

The interface is the sandbox's own (nobody has published the real one); names of fields are those of the
national specification, ``LoaiDoiTuong`` counts from 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tinhso.coordination.exchange.rules.filings import (
    code_of,
    filed_act,
    supplemented_act,
    withdrawn_act,
)
from tinhso.coordination.exchange.rules.moments import from_compact, from_iso
from tinhso.coordination.exchange.rules.reading import record_of, text_of
from tinhso.coordination.exchange.types import (
    ASKED,
    ESSENTIAL,
    ActKind,
    InboundMessage,
    Names,
    Naming,
    OutsideAct,
    Record,
    Telling,
    UnableToUnderstand,
)
from tinhso.engines.sync.service import Change, Item, ItemKey, Replica, Scalar

KINDS = {"0": "person", "1": "business", "2": "household_business"}
_TOLD_KINDS = {"person": "0", "business": "1", "household_business": "2", "agency": "1", "organisation": "1"}
_FILED = "1"
_ACCEPTED = 2
_STEP = 100
"""Versions between two changes of the owner: room for all that is told of one."""
_PLACE_OF_DUE = _STEP - 1
"""The day of return has a place of its own, so that what stands at the others keeps its number."""
_CHANNELS = {"counter": "1", "online": "2", "post": "3"}
_FILED_WHERE = "essential"


def read_message(body: Record) -> InboundMessage:
    """The head of a push, enough to keep it; raises UnableToUnderstand."""
    dossier = record_of(body, "dossier")
    sequence = body.get("sequence")
    if isinstance(sequence, bool) or not isinstance(sequence, int) or not 0 < sequence < 2**31:
        raise UnableToUnderstand("value", field="sequence")
    return InboundMessage(
        system=ESSENTIAL,
        message_id=text_of(body, "message_id", longest=64, must=True),
        dossier_code=text_of(dossier, "MaHoSo", longest=60, must=True),
        sequence=sequence,
        body=body,
    )


def filing_found(answer: Record) -> InboundMessage | None:
    """The filing in what the portal shows when it is asked; None where somebody handles the dossier already.

    Raises UnableToUnderstand.
    """
    dossier = record_of(answer, "dossier")
    if answer.get("status") != _FILED or answer.get("local_code"):
        return None
    code, at = code_of(dossier), from_compact(dossier.get("NgayNopHoSo"), "NgayNopHoSo")
    message_id = f"{ASKED}{code}"
    body: Record = {
        "message_id": message_id,
        "kind": ActKind.FILED.value,
        "sequence": 0,
        "made_at": at.isoformat(),
        "dossier": dossier,
    }
    return InboundMessage(system=ESSENTIAL, message_id=message_id, dossier_code=code, sequence=0, body=body)


def understand(message: InboundMessage) -> OutsideAct:
    """What a push means; raises UnableToUnderstand."""
    dossier, kind = record_of(message.body, "dossier"), message.body.get("kind")
    at = from_iso(message.body.get("made_at"), "made_at")
    if kind == ActKind.FILED:
        unit = text_of(dossier, "MaDonViXuLy", longest=40, must=True)
        return filed_act(ESSENTIAL, dossier, unit=unit, kinds=KINDS, filed_where=_FILED_WHERE)
    if kind == ActKind.SUPPLEMENTED:
        return supplemented_act(ESSENTIAL, dossier, message_id=message.message_id, at=at)
    if kind == ActKind.WITHDRAWN:
        return withdrawn_act(ESSENTIAL, dossier, message_id=message.message_id, at=at)
    raise UnableToUnderstand("unknown_value", field="kind")


def updates_for(telling: Telling, naming: Naming, replicas: Sequence[Replica]) -> list[Record]:
    """What the portal is told of the owner's changes it has not seen; ``replicas`` after each of the log.

    The version of an update follows from the number of the owner's change, so that telling again says the
    same under the same name, and an older one never turns the dossier back. A new owner's numbers go on
    from where the former one gave the dossier away.
    """
    updates: list[Record] = []
    names, given = naming(telling.replica), 0
    unseen = {(change.origin, change.seq) for change in telling.news}
    is_first = not telling.is_known_there
    for change, replica in zip(telling.log, replicas, strict=True):
        owner, first = replica.owner_as_of(change.after), given
        if change.parts.handover:
            given += change.seq
        if change.origin != owner or (change.origin, change.seq) not in unseen:
            continue
        if _value(replica, "agency") != _value(telling.replica, "agency"):
            names_then = naming(replica)
        else:
            names_then = names
        for place, update in _placed(change, replica, names_then, is_first=is_first):
            version = (first + change.seq) * _STEP + place
            updates.append(
                {
                    "update_id": f"{telling.dossier_id.hex}-{version}",
                    "dossier_code": telling.code,
                    "version": version,
                    **update,
                }
            )
        is_first = False
    return updates


def _placed(
    change: Change, replica: Replica, names: Names, *, is_first: bool
) -> Iterator[tuple[int, Record]]:
    """What is told of one change, and the day of return where it moved: the clock stood, a holiday came."""
    told = list(_told(change, replica, names, is_first=is_first))
    yield from enumerate(told)
    due = _value(replica, "due_at") if "due_at" in change.parts.fields else ""
    if due and not any(update["kind"] == "received" for update in told):
        yield _PLACE_OF_DUE, {"kind": "due", "due_at": due}


def _told(change: Change, replica: Replica, names: Names, *, is_first: bool) -> Iterator[Record]:
    parts = change.parts
    if is_first or (parts.fields and parts.status is None):
        yield {"kind": "dossier", "dossier": dossier_record(replica, names)}
    if parts.status is not None:
        yield from _status(change, replica, names, is_first=is_first)
    for item in parts.items:
        yield from _item(item, replica)
    for key in parts.removed:
        if key in replica.items:
            yield from _taken_back(key, replica)


def _taken_back(key: ItemKey, replica: Replica) -> Iterator[Record]:
    content = replica.items[key]
    if key.kind == "fee":
        yield _fee(key.item_id, content, is_paid=False) | {"is_cancelled": True}
    elif key.kind == "payment":
        fee_id = str(content["fee"])
        fee = _fee_of(replica, fee_id)
        if fee is not None:
            yield _fee(fee_id, fee, is_paid=_is_paid(replica, fee_id))


def _status(change: Change, replica: Replica, names: Names, *, is_first: bool) -> Iterator[Record]:
    status = change.parts.status
    received, receipt = _value(replica, "received_at"), _value(replica, "receipt_number")
    if status == _ACCEPTED and received and receipt:
        told: Record = {"kind": "received", "local_code": receipt, "received_at": received}
        due = _value(replica, "due_at")
        yield told | ({"due_at": due} if due else {})
    elif not is_first:
        yield {
            "kind": "status",
            "status": str(status),
            "at": change.at.isoformat(),
            "by": names.agency or _value(replica, "agency") or "Cơ quan giải quyết",
        }


def _item(item: Item, replica: Replica) -> Iterator[Record]:
    content: Mapping[str, Scalar] = item.content
    if item.kind == "supplement_request":
        asked = {name: content.get(name) for name in ("asked_at", "due_before", "due_after")}
        yield {"kind": "supplement", "supplement_id": item.item_id, "content": content["content"], **asked}
    elif item.kind == "fee":
        yield _fee(item.item_id, content, is_paid=False)
    elif item.kind == "payment":
        fee_id = str(content["fee"])
        fee = _fee_of(replica, fee_id)
        if fee is not None:
            yield _fee(fee_id, fee, is_paid=True)
    elif item.kind == "result":
        yield {
            "kind": "result",
            "result_id": item.item_id,
            "title": content["title"],
            "number": content["number"],
        }


def _fee(fee_id: str, fee: Mapping[str, Scalar], *, is_paid: bool) -> Record:
    told = {name: fee[name] for name in ("name", "amount", "collected")}
    return {"kind": "fee", "fee_id": fee_id, **told, "is_paid": is_paid}


def _is_paid(replica: Replica, fee_id: str) -> bool:
    """Whether a payment of the fee stands: one may have come in the place of one that was taken back."""
    visible = replica.visible_items().items()
    return any(key.kind == "payment" and content["fee"] == fee_id for key, content in visible)


def _fee_of(replica: Replica, fee_id: str) -> Mapping[str, Scalar] | None:
    for key, content in replica.visible_items().items():
        if key.kind == "fee" and key.item_id == fee_id:
            return content
    return None


def shows_the_same_day(shown: Record, replica: Replica) -> bool:
    """Whether the portal shows the day of return that the owner named; before reception there is none."""
    due, seen = _value(replica, "due_at"), shown.get("due_at")
    try:
        return not due or from_iso(seen, "due_at") == from_iso(due, "due_at")
    except UnableToUnderstand:
        return False


def dossier_record(replica: Replica, names: Names) -> Record:
    """The dossier in the portal's fields; what is not known is not sent."""
    value = {name: field.value for name, field in replica.fields.items()}
    record: Record = {
        "MaTTHC": value.get("procedure_code"),
        "TenTTHC": names.procedure or value.get("procedure_code"),
        "KenhThucHien": _CHANNELS.get(str(value.get("channel")), "2"),
        "ChuHoSo": value.get("applicant_name"),
        "LoaiDoiTuong": _TOLD_KINDS.get(str(value.get("applicant_kind")), "0"),
        "TrichYeuHoSo": value.get("summary") or names.procedure or value.get("procedure_code"),
        "TrangThaiHoSo": str(replica.status),
        "HinhThuc": "1" if value.get("return_method") == "post" else "0",
        "MaDonViXuLy": value.get("agency"),
        "DonViXuLy": names.agency or value.get("agency"),
    }
    return {name: text for name, text in record.items() if text not in (None, "")}


def _value(replica: Replica, name: str) -> str:
    field = replica.fields.get(name)
    return str(field.value) if field and field.value else ""

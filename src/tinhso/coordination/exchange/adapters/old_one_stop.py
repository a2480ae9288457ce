"""The old one-stop system of one district: its feed is read, dossiers are written with their version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote
from uuid import UUID

from django.conf import settings

from tinhso.coordination.exchange.adapters.lines import Wire
from tinhso.coordination.exchange.rules.old_words import (
    EMPTIED,
    dossier_found,
    dossier_record,
    shows_the_same,
    status_of,
)
from tinhso.coordination.exchange.rules.reading import NUL
from tinhso.coordination.exchange.types import (
    OLD_ONE_STOP,
    InboundMessage,
    LookedAt,
    Naming,
    Outcome,
    Record,
    Telling,
    Told,
    UnableToReach,
    UnableToUnderstand,
)
from tinhso.engines.sync.service import Replica

SYSTEM = OLD_ONE_STOP
PAGE = 100
_MOST_PAGES = 10_000
_CONFLICT, _UNKNOWN, _REFUSED = 409, 404, 422


def is_connected() -> bool:
    """Whether the house has what it needs to talk to the system."""
    return bool(settings.TINHSO_OLD_ONE_STOP_URL and settings.TINHSO_OLD_ONE_STOP_KEY)


def file_hosts() -> frozenset[str]:
    """It hands out no files."""
    return frozenset()


def tell(tellings: Sequence[tuple[Telling, Sequence[Replica]]], naming: Naming) -> list[Told]:
    """Write each dossier of the house as it is now; its own dossiers nobody changes but itself.

    A copy that somebody deleted there is made anew, under a new number of theirs.
    """
    with _wire() as wire:
        return [_tell_one(wire, telling, naming) for telling, _ in tellings]


def _tell_one(wire: Wire, telling: Telling, naming: Naming) -> Told:
    if telling.key.creator == OLD_ONE_STOP:
        return Told(dossier_id=telling.dossier_id, outcome=Outcome.TAKEN)
    record = dossier_record(telling.code, telling.replica, naming(telling.replica))
    there = _copies(wire, telling.code)
    known = _living(there)
    if known is None:
        status, answer = _send(wire, "POST", "/api/ho-so", record)
        if status == _CONFLICT and there:
            return Told(dossier_id=telling.dossier_id, outcome=Outcome.REFUSED, reason="deleted_there")
    else:
        changed = {**EMPTIED, **record, "phienBan": known.get("phienBan")}
        status, answer = _send(wire, "PUT", f"/api/ho-so/{quote(str(known.get('soHoSo')))}", changed)
    if status == _CONFLICT:
        return Told(dossier_id=telling.dossier_id, outcome=Outcome.LATER, reason="changed_meanwhile")
    if status in (_REFUSED, _UNKNOWN):
        reason = f"{str(answer.get('loi'))[:30]} {str(answer.get('truong', ''))[:40]}".strip()
        return Told(dossier_id=telling.dossier_id, outcome=Outcome.REFUSED, reason=reason)
    return Told(dossier_id=telling.dossier_id, outcome=Outcome.TAKEN)


def look(tellings: Sequence[Telling], naming: Naming) -> dict[UUID, LookedAt]:
    """What the system shows of these dossiers."""
    seen: dict[UUID, LookedAt] = {}
    with _wire() as wire:
        for telling in tellings:
            if telling.key.creator == OLD_ONE_STOP:
                seen[telling.dossier_id] = LookedAt.SAME
                continue
            known = _living(_copies(wire, telling.code))
            told = dossier_record(telling.code, telling.replica, naming(telling.replica))
            if known is None:
                seen[telling.dossier_id] = LookedAt.MISSING
            else:
                is_same = shows_the_same(known, told)
                seen[telling.dossier_id] = LookedAt.SAME if is_same else LookedAt.OTHER
    return seen


def list_day(day: date) -> dict[str, int]:
    """The dossiers that came to be at the system on a day, by the numbers the house knows them by."""
    shown: dict[str, int] = {}
    with _wire() as wire:
        for page in range(1, _MOST_PAGES):
            rows = _get(wire, "/api/ho-so", {"ngay": f"{day:%d/%m/%Y}", "trang": page}).get("hoSo")
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise UnableToReach("unreadable_answer")
            for row in rows:
                number = row.get("maNgoai") or row.get("soHoSo")
                if not isinstance(number, str) or NUL in number:
                    raise UnableToReach("unreadable_answer")
                if row.get("daXoa") is not True:
                    shown[number] = _status(row)
            if len(rows) < PAGE:
                break
    return shown


def _status(row: Record) -> int:
    try:
        return status_of(row)
    except UnableToUnderstand:
        return 0  # a word without a meaning is a difference, and is shown as one


def ask(code: str) -> InboundMessage | None:
    """One of the system's own dossiers as it stands there now; None where there is none of this number."""
    with _wire() as wire:
        path = f"/api/ho-so/{quote(code, safe='')}"
        status, answer = wire.call("GET", path, headers=_headers(), accept=(_UNKNOWN,))
    return None if status == _UNKNOWN else dossier_found(answer)


def changes_after(cursor: int) -> list[Record]:
    """A page of the feed: every change after this number, its own and those by the interface."""
    with _wire() as wire:
        answer = _get(wire, "/api/thay-doi", {"sau": cursor, "soLuong": PAGE})
    rows = answer.get("thayDoi")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnableToReach("unreadable_answer")
    return rows


def _copies(wire: Wire, code: str) -> list[Record]:
    """What stands there under the house's number; a copy that was deleted there stands there too."""
    rows = _get(wire, "/api/ho-so", {"maNgoai": code}).get("hoSo")
    if not isinstance(rows, list):
        raise UnableToReach("unreadable_answer")
    return [row for row in rows if isinstance(row, dict) and row.get("maNgoai") == code]


def _living(copies: list[Record]) -> Record | None:
    return next((row for row in copies if row.get("daXoa") is not True), None)


def _wire() -> Wire:
    return Wire(settings.TINHSO_OLD_ONE_STOP_URL)


def _get(wire: Wire, path: str, query: dict[str, str | int]) -> Record:
    return wire.call("GET", path, headers=_headers(), query=query)[1]


def _send(wire: Wire, method: str, path: str, body: Record) -> tuple[int, Record]:
    return wire.call(method, path, body=body, headers=_headers(), accept=(_CONFLICT, _REFUSED, _UNKNOWN))


def _headers() -> dict[str, str]:
    return {"X-Api-Key": settings.TINHSO_OLD_ONE_STOP_KEY}

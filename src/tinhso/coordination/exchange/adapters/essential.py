"""The essential-services portal: tells it in batches, looks at what it shows, checks what it pushes."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from urllib.parse import quote, urlsplit
from uuid import UUID

from django.conf import settings

from tinhso.coordination.exchange.adapters.lines import Wire, statuses_of
from tinhso.coordination.exchange.rules.essential_words import (
    dossier_record,
    filing_found,
    shows_the_same_day,
    updates_for,
)
from tinhso.coordination.exchange.types import (
    ESSENTIAL,
    InboundMessage,
    LookedAt,
    Naming,
    Outcome,
    Record,
    Telling,
    Told,
    UnableToReach,
)
from tinhso.engines.sync.service import Replica
from tinhso.foundation.clock.service import real_now

SYSTEM = ESSENTIAL
LARGEST_BATCH = 50
_UNKNOWN, _UNAUTHORISED = 404, 401
_SKEW = timedelta(minutes=5)
_DONE = frozenset({"taken", "known", "older"})
_token: dict[str, tuple[str, datetime]] = {}


def is_connected() -> bool:
    """Whether the house has what it needs to talk to the portal."""
    return bool(settings.TINHSO_ESSENTIAL_URL and settings.TINHSO_ESSENTIAL_CLIENT_SECRET)


def file_hosts() -> frozenset[str]:
    """From where the portal's files may be fetched."""
    return frozenset({urlsplit(settings.TINHSO_ESSENTIAL_URL).netloc})


def is_signed(body: bytes, *, timestamp: str, signature: str) -> bool:
    """Whether a push comes from the portal, now: HMAC-SHA256 over timestamp and body, at most 5 min old."""
    secret = settings.TINHSO_ESSENTIAL_PUSH_SECRET
    if not secret or not timestamp.isascii() or not timestamp.isdecimal() or len(timestamp) > 12:
        return False
    expected = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, "sha256").hexdigest()
    if not (signature.isascii() and hmac.compare_digest(signature, expected)):
        return False
    return abs(real_now().timestamp() - int(timestamp)) <= _SKEW.total_seconds()


def tell(tellings: Sequence[tuple[Telling, Sequence[Replica]]], naming: Naming) -> list[Told]:
    """Tell the portal of these dossiers; raises UnableToReach, and then telling again does no harm."""
    updates = [
        (telling, update)
        for telling, replicas in tellings
        for update in updates_for(telling, naming, replicas)
    ]
    ends: dict[str, Record] = {}
    with Wire(settings.TINHSO_ESSENTIAL_URL) as wire:
        for start in range(0, len(updates), LARGEST_BATCH):
            batch = [update for _, update in updates[start : start + LARGEST_BATCH]]
            answer = _call(wire, "POST", "/api/updates", {"updates": batch})
            ends |= _results(answer, batch)
    return [_told(telling, updates, ends) for telling, _ in tellings]


def _results(answer: Record, batch: list[Record]) -> dict[str, Record]:
    results = answer.get("results")
    if not isinstance(results, list) or len(results) != len(batch):
        raise UnableToReach("unreadable_answer")
    named = {str(each.get("update_id")): each for each in results if isinstance(each, dict)}
    if named.keys() != {update["update_id"] for update in batch}:
        raise UnableToReach("answer_to_another_question")
    return named


def _told(telling: Telling, updates: list[tuple[Telling, Record]], ends: dict[str, Record]) -> Told:
    for owner, update in updates:
        if owner is not telling:
            continue
        end = ends[update["update_id"]]
        code = str(end.get("code"))
        if code in _DONE:
            continue
        if code == "unknown_dossier":
            return Told(dossier_id=telling.dossier_id, outcome=Outcome.FORGOTTEN, reason=code)
        if code == "not_processed":
            return Told(dossier_id=telling.dossier_id, outcome=Outcome.LATER, reason=code)
        reason = f"{code[:30]} {str(end.get('field', ''))[:40]}".strip()
        return Told(dossier_id=telling.dossier_id, outcome=Outcome.REFUSED, reason=reason)
    return Told(dossier_id=telling.dossier_id, outcome=Outcome.TAKEN)


def look(tellings: Sequence[Telling], naming: Naming) -> dict[UUID, LookedAt]:
    """What the portal shows of these dossiers."""
    seen: dict[UUID, LookedAt] = {}
    with Wire(settings.TINHSO_ESSENTIAL_URL) as wire:
        for telling in tellings:
            status, answer = _answer(wire, "GET", f"/api/dossiers/{telling.code}", None, accept=(_UNKNOWN,))
            is_missing = status == _UNKNOWN
            seen[telling.dossier_id] = LookedAt.MISSING if is_missing else _compared(telling, answer, naming)
    return seen


def list_day(day: date) -> dict[str, int]:
    """The dossiers that came to be at the portal on a day, with their statuses."""
    shown: dict[str, int] = {}
    with Wire(settings.TINHSO_ESSENTIAL_URL) as wire:
        after = ""
        while True:
            query: dict[str, str | int] = {"day": day.isoformat(), "after": after}
            _, answer = _answer(wire, "GET", "/api/dossiers", None, accept=(), query=query)
            page = statuses_of(answer.get("dossiers"), code="code", status="status")
            shown |= page
            if not page or max(page) <= after:
                return shown
            after = max(page)


def ask(code: str) -> InboundMessage | None:
    """The filing behind a number, as far as nobody handles it; None where the portal does not know it."""
    with Wire(settings.TINHSO_ESSENTIAL_URL) as wire:
        path = f"/api/dossiers/{quote(code, safe='')}"
        status, answer = _answer(wire, "GET", path, None, accept=(_UNKNOWN,))
    return None if status == _UNKNOWN else filing_found(answer)


def _compared(telling: Telling, answer: Record, naming: Naming) -> LookedAt:
    shown = answer.get("dossier")
    if not isinstance(shown, dict):
        raise UnableToReach("unreadable_answer")
    is_as_told = answer.get("status") == str(telling.replica.status)
    if not is_as_told or not shows_the_same_day(shown, telling.replica):
        return LookedAt.OTHER
    if telling.key.creator == ESSENTIAL:
        return LookedAt.SAME
    told = dossier_record(telling.replica, naming(telling.replica))
    told.pop("TrangThaiHoSo")
    return LookedAt.SAME if all(shown.get(name) == text for name, text in told.items()) else LookedAt.OTHER


def _call(wire: Wire, method: str, path: str, body: Record | None) -> Record:
    return _answer(wire, method, path, body, accept=())[1]


def _answer(
    wire: Wire,
    method: str,
    path: str,
    body: Record | None,
    *,
    accept: tuple[int, ...],
    query: dict[str, str | int] | None = None,
) -> tuple[int, Record]:
    headers = {"Authorization": f"Bearer {_access_token(wire)}"}
    status, answer = wire.call(
        method, path, body=body, headers=headers, query=query, accept=(_UNAUTHORISED, *accept)
    )
    if status == _UNAUTHORISED:
        _token.clear()
        raise UnableToReach("token_refused")
    return status, answer


def forget_token() -> None:
    """Ask for a new token next time: the portal may be another one."""
    _token.clear()


def _access_token(wire: Wire) -> str:
    held = _token.get("")
    if held is not None and held[1] > real_now():
        return held[0]
    client = {
        "client_id": settings.TINHSO_ESSENTIAL_CLIENT_ID,
        "client_secret": settings.TINHSO_ESSENTIAL_CLIENT_SECRET,
    }
    _, answer = wire.call("POST", "/api/token", body=client)
    token, seconds = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not isinstance(seconds, int):
        raise UnableToReach("unreadable_answer")
    _token[""] = (token, real_now() + timedelta(seconds=max(seconds - 60, 1)))
    return token

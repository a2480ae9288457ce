"""The national portal: a session, batches of ten, dossiers that it pulls files of, wishes of its citizens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from tinhso.coordination.exchange.adapters.file_links import file_address
from tinhso.coordination.exchange.adapters.lines import Wire, statuses_of
from tinhso.coordination.exchange.rules.filings import CODE
from tinhso.coordination.exchange.rules.national_words import (
    dossier_record,
    filing_found,
    may_be_synced,
    progress_records,
    shows_the_same,
)
from tinhso.coordination.exchange.types import (
    NATIONAL,
    InboundMessage,
    LookedAt,
    Names,
    Naming,
    Outcome,
    Record,
    Telling,
    Told,
    UnableToReach,
)
from tinhso.engines.sync.service import Replica
from tinhso.foundation.clock.service import real_now

SYSTEM = NATIONAL
LARGEST_BATCH = 10
"""What the specification allows."""
PAGE, _MOST_PAGES = 100, 10_000
_SESSION_FOR = timedelta(minutes=25)
_TAKEN, _NO_SESSION, _EXISTS, _UNKNOWN_DOSSIER, _NOT_PROCESSED = "00", "01", "03", "04", "09"
_FIELD = re.compile(r"[A-Za-z]{2,40}(\[\])?(\.[A-Za-z]{2,40})?", re.ASCII)
_session: dict[str, tuple[str, datetime]] = {}
_procedures: dict[str, tuple[str, str, str]] = {}


def is_connected() -> bool:
    """Whether the house has what it needs to talk to the portal."""
    return bool(settings.TINHSO_NATIONAL_URL and settings.TINHSO_NATIONAL_PASSWORD)


def file_hosts() -> frozenset[str]:
    """From where the portal's files may be fetched."""
    return frozenset({urlsplit(settings.TINHSO_NATIONAL_URL).netloc})


def tell(tellings: Sequence[tuple[Telling, Sequence[Replica]]], naming: Naming) -> list[Told]:
    """Tell the portal of these dossiers: each as it is now, then each step that it does not know."""
    ends: dict[UUID, Told] = {}
    with Wire(settings.TINHSO_NATIONAL_URL) as wire:
        names = {
            telling.dossier_id: _completed(wire, telling.replica, naming(telling.replica))
            for telling, _ in tellings
        }
        whole = [telling for telling, _ in tellings if may_be_synced(telling.replica)]
        for telling in whole:
            if not names[telling.dossier_id].sector_code:
                ends[telling.dossier_id] = _told(telling, Outcome.REFUSED, "procedure_unknown_there")
        _sync(wire, [each for each in whole if each.dossier_id not in ends], names, ends)
        _progress(wire, [telling for telling, _ in tellings if telling.dossier_id not in ends], names, ends)
    return [ends.get(telling.dossier_id) or _told(telling, Outcome.TAKEN, "") for telling, _ in tellings]


def _sync(wire: Wire, tellings: list[Telling], names: dict[UUID, Names], ends: dict[UUID, Told]) -> None:
    """New ones as new, known ones as changed; whichever the portal holds otherwise, the other way round."""
    for is_known in (True, False):
        group = [each for each in tellings if each.is_known_there is is_known]
        crossed = _send_dossiers(wire, group, names, ends, updating=is_known)
        _send_dossiers(wire, crossed, names, ends, updating=not is_known)


def _send_dossiers(
    wire: Wire,
    tellings: list[Telling],
    names: dict[UUID, Names],
    ends: dict[UUID, Told],
    *,
    updating: bool,
) -> list[Telling]:
    crossed = []
    for batch in _batches(tellings):
        records = [
            dossier_record(each.code, each.replica, names[each.dossier_id], file_address) for each in batch
        ]
        answers = _write(wire, "DongBoHoSoMC", records, isUpdating=str(updating))
        for telling, (code, field) in zip(batch, answers, strict=True):
            if code == (_UNKNOWN_DOSSIER if updating else _EXISTS):
                crossed.append(telling)
            elif code == _NOT_PROCESSED:
                ends[telling.dossier_id] = _told(telling, Outcome.LATER, "not_processed")
            elif code != _TAKEN:
                ends[telling.dossier_id] = _told(telling, Outcome.REFUSED, f"error_{code} {field}".strip())
    return crossed


def _progress(wire: Wire, tellings: list[Telling], names: dict[UUID, Names], ends: dict[UUID, Told]) -> None:
    steps = [
        (telling, record)
        for telling in tellings
        if may_be_synced(telling.replica) or telling.key.creator == NATIONAL
        for record in progress_records(telling, names[telling.dossier_id])
    ]
    for start in range(0, len(steps), LARGEST_BATCH):
        batch = steps[start : start + LARGEST_BATCH]
        answers = _write(wire, "CapNhatTienDoHoSoMC", [record for _, record in batch])
        for (telling, _), (code, field) in zip(batch, answers, strict=True):
            if code == _UNKNOWN_DOSSIER:
                ends[telling.dossier_id] = _told(telling, Outcome.FORGOTTEN, "unknown_dossier")
            elif code == _NOT_PROCESSED:
                ends[telling.dossier_id] = _told(telling, Outcome.LATER, "not_processed")
            elif code != _TAKEN:
                ends[telling.dossier_id] = _told(telling, Outcome.REFUSED, f"error_{code} {field}".strip())


def look(tellings: Sequence[Telling], naming: Naming) -> dict[UUID, LookedAt]:
    """What TraCuuHoSo shows of these dossiers."""
    seen: dict[UUID, LookedAt] = {}
    with Wire(settings.TINHSO_NATIONAL_URL) as wire:
        for telling in tellings:
            if not may_be_synced(telling.replica) and telling.key.creator != NATIONAL:
                seen[telling.dossier_id] = LookedAt.SAME
                continue
            found = _read(wire, "TraCuuHoSo", mahoso=telling.code)
            seen[telling.dossier_id] = _compared(wire, telling, found, naming)
    return seen


def list_day(day: date) -> dict[str, int]:
    """The dossiers that came to be at the portal on a day, with their statuses."""
    shown: dict[str, int] = {}
    with Wire(settings.TINHSO_NATIONAL_URL) as wire:
        for page in range(1, _MOST_PAGES):
            told = f"{day:%Y%m%d}"
            rows = _read(wire, "TraCuuHoSo", tungay=told, denngay=told, trang=str(page))
            shown |= statuses_of(rows, code="MaHoSo", status="TrangThaiHoSo")
            if len(rows) < PAGE:
                break
    return shown


def ask(code: str) -> InboundMessage | None:
    """The filing behind a number (TraCuuHoSo), as far as nobody handles it; None where there is none."""
    if not CODE.fullmatch(code):
        return None
    with Wire(settings.TINHSO_NATIONAL_URL) as wire:
        found = _read(wire, "TraCuuHoSo", mahoso=code)
    return filing_found(found[0]) if found else None


def _compared(wire: Wire, telling: Telling, found: list[Record], naming: Naming) -> LookedAt:
    if not found:
        return LookedAt.MISSING
    names = _completed(wire, telling.replica, naming(telling.replica))
    told = dossier_record(telling.code, telling.replica, names, file_address)
    if not may_be_synced(telling.replica):
        is_same = found[0].get("TrangThaiHoSo") == told["TrangThaiHoSo"]
        return LookedAt.SAME if is_same else LookedAt.OTHER
    return LookedAt.SAME if shows_the_same(found[0], told) else LookedAt.OTHER


def wishes() -> list[Record]:
    """What citizens did at the portal and the house has not yet taken, oldest first."""
    with Wire(settings.TINHSO_NATIONAL_URL) as wire:
        return _read(wire, "LayDanhSachHoSo")


def say_taken(taken: Sequence[tuple[str, str]]) -> None:
    """Tell the portal which wishes the house holds: pairs of MaYeuCau and the house's code, if it has one."""
    with Wire(settings.TINHSO_NATIONAL_URL) as wire:
        for start in range(0, len(taken), LARGEST_BATCH):
            records = [
                {"MaYeuCau": wish, **({"MaHoSoDiaPhuong": code} if code else {})}
                for wish, code in taken[start : start + LARGEST_BATCH]
            ]
            _write(wire, "CapNhatDaNhanHoSo", records)


def _completed(wire: Wire, replica: Replica, names: Names) -> Names:
    """The names as the portal itself calls them (LayThuTuc), asked once for each procedure."""
    field = replica.fields.get("procedure_code")
    code = str(field.value) if field else ""
    if code not in _procedures:
        found = _read(wire, "LayThuTuc", maTTHC=code, may_fail=True)
        sectors = found[0].get("LINHVUCTHUCHIEN") if found else None
        if isinstance(sectors, list) and sectors and isinstance(sectors[0], dict):
            sector = sectors[0]
            _procedures[code] = (
                str(found[0].get("TENTTHC", "")),
                str(sector.get("MALINHVUC", "")),
                str(sector.get("TENLINHVUC", "")),
            )
    title, sector_code, sector_title = _procedures.get(code, (names.procedure, "", names.sector))
    return Names(procedure=title, sector_code=sector_code, sector=sector_title, agency=names.agency)


def _read(wire: Wire, service: str, *, may_fail: bool = False, **fields: object) -> list[Record]:
    answer = _call(wire, service, fields)
    if str(answer.get("error_code")) not in ("0", _TAKEN):
        if may_fail:
            return []
        raise UnableToReach(f"error_{str(answer.get('error_code'))[:4]}")
    found = answer.get("result")
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise UnableToReach("unreadable_answer")
    return found


def _write(wire: Wire, service: str, records: list[Record], **fields: object) -> list[tuple[str, str]]:
    """For each record how it ended: a number, and the field that the portal names, never its value."""
    answer = _call(wire, service, {**fields, "data": records})
    results = answer.get("result")
    if answer.get("error_code") != _TAKEN or not isinstance(results, list) or len(results) != len(records):
        raise UnableToReach(f"error_{str(answer.get('error_code'))[:4]}")
    return [_end(each) if isinstance(each, dict) else ("", "") for each in results]


def _end(result: Record) -> tuple[str, str]:
    field = str(result.get("message", "")).rpartition(":")[2].strip()
    return str(result.get("error_code"))[:10], field if _FIELD.fullmatch(field) else ""


def _call(wire: Wire, service: str, fields: dict[str, object]) -> Record:
    head = {"session": _open_session(wire), "madonvi": settings.TINHSO_NATIONAL_UNIT, "service": service}
    _, answer = wire.call("POST", "/api/service", body={**head, **fields})
    if answer.get("error_code") == _NO_SESSION:
        _session.clear()
        head["session"] = _open_session(wire)
        _, answer = wire.call("POST", "/api/service", body={**head, **fields})
        if answer.get("error_code") == _NO_SESSION:
            _session.clear()
            raise UnableToReach("session_refused")
    return answer


def forget_session() -> None:
    """Open a new session and ask for procedures again: the portal may be another one."""
    _session.clear()
    _procedures.clear()


def _open_session(wire: Wire) -> str:
    held = _session.get("")
    if held is not None and held[1] > real_now():
        return held[0]
    account = {
        "username": settings.TINHSO_NATIONAL_ACCOUNT,
        "password": settings.TINHSO_NATIONAL_PASSWORD,
    }
    _, answer = wire.call("POST", "/api/auth", body=account)
    session = answer.get("session")
    if not isinstance(session, str) or not session:
        raise UnableToReach("session_refused")
    _session[""] = (session, real_now() + _SESSION_FOR)
    return session


def _batches(tellings: list[Telling]) -> Iterator[list[Telling]]:
    for start in range(0, len(tellings), LARGEST_BATCH):
        yield tellings[start : start + LARGEST_BATCH]


def _told(telling: Telling, outcome: Outcome, reason: str) -> Told:
    return Told(dossier_id=telling.dossier_id, outcome=outcome, reason=reason)

"""What an operator does with a line and with messages that were set apart, each with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.coordination.exchange.adapters.registry import ADAPTERS
from tinhso.coordination.exchange.keeping import inbound, lines, operations
from tinhso.coordination.exchange.types import InboundMessage, InboundState, Record
from tinhso.engines.sync.service import System
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.identifiers.service import DomainError, clean_text
from tinhso.foundation.ledger.service import pause_line
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work

_LONGEST_REASON = 500
_PURPOSE = "Vận hành đường kết nối"


class UnableToOperateLine(DomainError):
    """The system is not known, the message no longer stands apart, or a reason is missing."""


def pause(system: System, *, is_paused: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Stop or resume telling and asking a system; what waits goes on waiting."""
    said = _reason(reason)
    _adapter_line(system)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        pause_line(_adapter_line(system), paused=is_paused)
        _record(work, "line.pause" if is_paused else "line.resume", None, system, said)


def tell_again(system: System, *, reason: str, actor: Actor, now: datetime) -> int:
    """Look at every dossier of a system again, and tell what it does not show; how many."""
    said = _reason(reason)
    _adapter_line(system)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        found = lines.doubt_all(system)
        _record(work, "line.replay", None, system, said)
    return found


def judge_again(row_id: UUID, *, reason: str, actor: Actor, now: datetime) -> None:
    """Try to take a message that was set apart once more."""
    _act_on(row_id, "message.judge_again", reason, actor, now, None)


def mend(row_id: UUID, *, procedure: str, unit: str, reason: str, actor: Actor, now: datetime) -> None:
    """Put the code of the procedure or of the unit right and try again. Nothing else may be altered."""

    def change(message: InboundMessage) -> None:
        inbound.rewrite(row_id, _mended(message, procedure.strip(), unit.strip()))

    _act_on(row_id, "message.mend", reason, actor, now, change)


def dismiss(row_id: UUID, *, reason: str, actor: Actor, now: datetime) -> None:
    """Put a message aside for good; it stays to be read, and later ones of its dossier go on."""
    said = _reason(reason)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        message = _apart(row_id)
        inbound.end(row_id, InboundState.DISMISSED, reason=inbound.reason_of(row_id))
        inbound.wake(message.system, message.dossier_code)
        _record(work, "message.dismiss", row_id, message.system, said)


def _act_on(row_id: UUID, act: str, reason: str, actor: Actor, now: datetime, change: object) -> None:
    said = _reason(reason)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        message = _apart(row_id)
        if callable(change):
            change(message)
        inbound.release(row_id)
        _record(work, act, row_id, message.system, said)


def _apart(row_id: UUID) -> InboundMessage:
    message = inbound.read(row_id) if inbound.state_of(row_id) is InboundState.APART else None
    if message is None:
        raise UnableToOperateLine(
            "exchange.not_apart", "Thông điệp này không còn chờ xử lý. Hãy tải lại trang."
        )
    return message


def _mended(message: InboundMessage, procedure: str, unit: str) -> Record:
    body = dict(message.body)
    name = next((name for name in ("dossier", "HoSo", "hoSo") if isinstance(body.get(name), dict)), "")
    dossier = dict(body.get(name) or {})
    if procedure:
        dossier["maThuTuc" if name == "hoSo" else "MaTTHC"] = procedure
    if unit and "MaDonViTiepNhan" in body:
        body["MaDonViTiepNhan"] = unit
    elif unit:
        dossier["MaDonViXuLy"] = unit
    return {**body, name: dossier} if name else body


def _adapter_line(system: System) -> str:
    adapter = ADAPTERS.get(system)
    if adapter is None:
        raise UnableToOperateLine("exchange.unknown_system", "Không có hệ thống này.")
    return adapter.line


def _reason(text: str) -> str:
    if not text.strip():
        raise UnableToOperateLine("exchange.reason_missing", "Phải ghi lý do.", {"reason": "Phải ghi lý do."})
    return clean_text(text, _LONGEST_REASON)


def _record(work: UnitOfWork, act: str, row_id: UUID | None, system: System, reason: str) -> None:
    operations.keep(
        act=act, system=system, message_id=row_id, officer_id=work.actor.reference, reason=reason, at=work.now
    )
    work.record(
        action=act,
        object_kind="exchange",
        object_id=row_id,
        purpose=_PURPOSE,
        details={"system": system},
    )

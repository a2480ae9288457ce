"""What an operator does with a line and with messages that were set apart, each with a reason."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from tinhso.coordination.exchange.adapters.registry import ADAPTERS, peers_of
from tinhso.coordination.exchange.keeping import inbound, lines, operations, rows
from tinhso.coordination.exchange.keeping.agreement import AGREEMENT
from tinhso.coordination.exchange.rules.jumps import passed_over
from tinhso.coordination.exchange.types import (
    EARLIER_MISSING,
    OLD_ONE_STOP,
    InboundMessage,
    InboundState,
    Record,
)
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


def tell_again(system: System, *, reason: str, actor: Actor, now: datetime, since: date | None = None) -> int:
    """Look at every dossier of a system again, and tell what it does not show; how many.

    ``since``: only dossiers opened on that day or later.
    """
    said = _reason(reason)
    _adapter_line(system)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        found = lines.doubt_all(system, since=since)
        _record(work, "line.replay", None, system, said)
    return found


def tell_one_again(system: System, *, code: str, reason: str, actor: Actor, now: datetime) -> None:
    """Tell a system one dossier from the beginning, by its number there or at whoever opened it."""
    said = _reason(reason)
    _adapter_line(system)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        found = lines.find_by_code(system, code.strip())
        if found is None:
            text = "Đường này không giữ hồ sơ nào có mã ấy."
            raise UnableToOperateLine("exchange.unknown_dossier", text, {"code": text})
        kept = rows.load([found], peers_of=peers_of)
        kept[found].forget(system)
        rows.save(kept.values())
        lines.begin_anew(system, [found])
        _record(work, "line.replay_one", None, system, said)


def read_feed_again(system: System, *, after: int, reason: str, actor: Actor, now: datetime) -> None:
    """Read a feed again from a position that was read before. What is known has no second effect."""
    said = _reason(reason)
    _adapter_line(system)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        if after < 0 or not inbound.move_cursor_back(system, after):
            text = "Vị trí phải nhỏ hơn vị trí đã đọc đến."
            raise UnableToOperateLine("exchange.not_read_yet", text, {"after": text})
        _record(work, "line.replay_feed", None, system, said)


def record_operation(work: UnitOfWork, *, act: str, system: System, reason: str) -> None:
    """Note what an operator did with a line that is none of the exchange's, in the caller's transaction.

    Raises UnableToOperateLine where the reason is missing.
    """
    _record(work, act, None, system, _reason(reason))


def judge_again(row_id: UUID, *, reason: str, actor: Actor, now: datetime) -> None:
    """Try to take a message that was set apart once more; an earlier one that never came is not missed."""

    def let(message: InboundMessage) -> None:
        if inbound.reason_of(row_id) == EARLIER_MISSING:
            inbound.let_jump(row_id)

    _act_on(row_id, "message.judge_again", reason, actor, now, let)


def mend(row_id: UUID, *, procedure: str, unit: str, reason: str, actor: Actor, now: datetime) -> None:
    """Put the code of the procedure or of the unit right and try again. Nothing else may be altered."""

    def change(message: InboundMessage) -> None:
        inbound.rewrite(row_id, _mended(message, procedure.strip(), unit.strip()))

    _act_on(row_id, "message.mend", reason, actor, now, change)


def accept_jump(row_id: UUID, *, reason: str, actor: Actor, now: datetime) -> None:
    """Believe the old system's status although it passes over others; those are filled in as assumed.

    Raises UnableToOperateLine where more than one way, or none, leads from the status held to the one told.
    """

    def let(message: InboundMessage) -> None:
        if _way_over(message) is None:
            raise UnableToOperateLine(
                "exchange.no_way",
                "Không có đường hợp lệ từ trạng thái đang có. Hãy báo đơn vị vận hành bên kia.",
            )
        inbound.let_jump(row_id)

    _act_on(row_id, "message.accept_jump", reason, actor, now, let)


def _way_over(message: InboundMessage) -> list[int] | None:
    if message.system != OLD_ONE_STOP:
        return None
    act = ADAPTERS[message.system].understand(message)
    found = rows.find_id(act.key)
    if found is None or act.parts.status is None:
        return None
    kept = rows.load([found], peers_of=peers_of, lock=False)[found]
    return passed_over(kept.dossier.replica.status, act.parts.status, AGREEMENT.transitions)


def dismiss(row_id: UUID, *, reason: str, actor: Actor, now: datetime) -> None:
    """Put a message aside for good; it stays to be read, and later ones of its dossier go on."""
    said = _reason(reason)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        message = _apart(row_id)
        reason_before = inbound.reason_of(row_id)
        inbound.end(row_id, InboundState.DISMISSED, reason=reason_before, was=InboundState.APART)
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

"""One line in words: its state, what waits, how much is put on it, what failed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tinhso.coordination.lines.service import LineKind, LineView, cause_text
from tinhso.sites.frame.service import Tone, ago, number, span

_BREAKERS = {True: "đang thử đều", False: "nghỉ giữa các lần thử"}


def row(line: LineView, now: datetime) -> dict[str, Any]:
    """A line as a row among the others."""
    label, tone = _state(line)
    return {
        "name": line.name,
        "title": line.title,
        "label": label,
        "tone": tone,
        "is_connected": line.is_connected,
        "is_paused": line.is_paused,
        "queue": number(line.queue),
        "oldest": _age(line),
        "rate": _rate(line),
        "answer": ago(line.last_answer_at, now) or "chưa có",
        "failure": _failure(line, now),
        "apart": line.apart,
        "failing": line.failing,
    }


def details(line: LineView, now: datetime) -> list[tuple[str, str]]:
    """Everything that is known of a line, label by label."""
    counts = line.counts
    own = (
        [
            ("Hồ sơ đang giữ bằng nhau", number(counts["dossiers"])),
            ("Chưa báo được", number(counts["behind"])),
            ("Đã báo, chờ đối chiếu", number(counts["to_compare"])),
            ("Thông điệp đến đang chờ", number(counts["waiting"])),
            *([("Nguồn tin đã đọc đến số", number(counts["read_to"]))] if "read_to" in counts else []),
        ]
        if line.kind is LineKind.EXCHANGE
        else [("Câu hỏi đang chờ", number(line.queue))]
    )
    return [
        *own,
        ("Chờ lâu nhất", _age(line)),
        ("Không được nhận, cần xem", number(line.failing)),
        ("Tốc độ mỗi phút", _rate(line)),
        ("Cầu dao", _breaker(line, now)),
        ("Trả lời gần nhất", ago(line.last_answer_at, now) or "chưa có"),
        ("Lần lỗi gần nhất", _failure(line, now)),
    ]


def _state(line: LineView) -> tuple[str, Tone]:
    if not line.is_connected:
        return "Chưa kết nối", "neutral"
    if line.is_paused:
        return "Đang tạm ngừng", "stopped"
    if not line.is_working:
        return "Đang gián đoạn", "problem"
    if not line.was_used and not line.queue:
        return "Chưa dùng", "neutral"
    if line.kind is LineKind.REGISTER:
        return ("Đang hỏi", "running") if line.queue else ("Đang thông", "done")
    return ("Đang gửi", "running") if line.counts["behind"] else ("Đang thông, bằng nhau", "done")


def _age(line: LineView) -> str:
    if line.oldest is None:
        return "không có"
    return span(line.oldest.total_seconds()) or "dưới 1 phút"


def _rate(line: LineView) -> str:
    used = number(line.used_per_minute)
    if line.agreed_per_minute is None:
        return f"{used}; chưa thỏa thuận mức"
    return f"{used} / thỏa thuận {number(line.agreed_per_minute)}"


def _breaker(line: LineView, now: datetime) -> str:
    said = _BREAKERS[line.is_working]
    if line.is_working or line.retry_at is None:
        return said
    left = span((line.retry_at - now).total_seconds())
    return f"{said}, thử lại {f'sau {left}' if left else 'ngay'}"


def _failure(line: LineView, now: datetime) -> str:
    when = ago(line.last_failure_at, now)
    return f"{when}: {cause_text(line.last_error)}" if when else "chưa có"

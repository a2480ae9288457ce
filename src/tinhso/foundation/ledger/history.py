"""When lines stood still, and how much was put on them lately."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from tinhso.foundation.clock.service import new_id, real_now
from tinhso.foundation.ledger.rules import stops_of
from tinhso.foundation.ledger.types import Stop

# Two processes may see the same thing happen: it is noted once.
_NOTE = """
insert into ledger_line_change (id, line, at, became, cause)
select %(id)s, %(line)s, %(at)s, %(became)s, %(cause)s
where %(became)s is distinct from (
  select became from ledger_line_change where line = %(line)s and became = any(%(kind)s)
  order by at desc, id desc limit 1)"""

# What a period needs to know of before it: the last change of either kind.
_CHANGES = """
select line, at, became, cause from ledger_line_change c
where line = any(%(lines)s) and at < %(until)s and at >= coalesce(
  (select least(
     (select max(at) from ledger_line_change d
        where d.line = c.line and d.at < %(since)s and d.became in ('down', 'up')),
     (select max(at) from ledger_line_change d
        where d.line = c.line and d.at < %(since)s and d.became in ('paused', 'resumed')))), %(since)s)
order by line, at, id"""

_USE = """
insert into ledger_line (name, breaker, paused, failures, last_error, use_minute, used, used_before)
values (%(line)s, 'closed', false, 0, '', %(minute)s, %(count)s, 0)
on conflict (name) do update set use_minute = excluded.use_minute,
  used = excluded.used
    + case when ledger_line.use_minute = excluded.use_minute then ledger_line.used else 0 end,
  used_before = case ledger_line.use_minute when excluded.use_minute then ledger_line.used_before
    when excluded.use_minute - interval '1 minute' then ledger_line.used else 0 end"""

_KINDS = {"down": ["down", "up"], "up": ["down", "up"]}
_PAUSES = ["paused", "resumed"]


def note_change(line: str, *, became: str, at: datetime, cause: str = "") -> None:
    """Note that a line came to be down, up, paused or resumed at a legal moment; the same twice is once."""
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "id": new_id(), "line": line, "at": at, "became": became, "cause": cause,
                "kind": _KINDS.get(became, _PAUSES),
            },
        )  # fmt: skip


def line_stops(lines: tuple[str, ...], *, since: datetime, until: datetime) -> tuple[Stop, ...]:
    """When these lines stood still between two legal moments, cut to them, in order of their beginning."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, {"lines": list(lines), "since": since, "until": until})
        return stops_of(cursor.fetchall(), since=since, until=until)


def note_use(line: str, count: int) -> None:
    """So many questions or messages were put on the line now."""
    if count:
        minute = real_now().replace(second=0, microsecond=0)
        with connection.cursor() as cursor:
            cursor.execute(_USE, {"line": line, "minute": minute, "count": count})

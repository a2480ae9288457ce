"""How the four registers were used: asked, answered, found, waiting, stale; never about whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import Actor, Permission, Resource, require
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import agency_and_above
from tinhso.services.verification.look_up_types import RegisterUse

_COUNTED = """
with asked as (
  select register, agency_id, asked_at, answered_at, as_of, state from verification_look_up
  where agency_id = any(%(agencies)s) and asked_at between %(since)s and %(at)s
  union all
  select 'population', agency_id, asked_at, answered_at, as_of,
    case state when 'match' then 'found' when 'no_match' then 'not_found' when 'pending' then 'waiting'
      else state end
  from verification_request
  where agency_id = any(%(agencies)s) and asked_at between %(since)s and %(at)s),
judged as (
  select asked.*, date_trunc('month', asked_at at time zone 'Asia/Ho_Chi_Minh')::date as month,
    state in ('found', 'not_found')
      and least(as_of, answered_at) + make_interval(days => policy.days) < %(at)s as is_stale
  from asked left join lateral (
    select days from verification_stale_policy p
    where p.register = asked.register and p.valid_from <= %(day)s order by p.valid_from desc limit 1
  ) policy on true)
select register, agency_id, month, count(*), count(*) filter (where state <> 'waiting'),
  count(*) filter (where state = 'found'), count(*) filter (where state = 'not_found'),
  count(*) filter (where state = 'not_permitted'), count(*) filter (where state = 'waiting'),
  count(*) filter (where is_stale),
  percentile_cont(0.5) within group (order by extract(epoch from answered_at - asked_at))
from judged group by grouping sets ((register, agency_id, month), (register))
order by register, month nulls first, agency_id
"""


def register_use(
    *, agencies: Sequence[UUID], since: datetime, at: datetime, actor: Actor, now: datetime
) -> tuple[RegisterUse, ...]:
    """Of what these agencies asked from ``since`` to ``at``: each register in all, and by agency and month.

    How things stand now; old is judged by the policy of the day of ``at``. Refuses with NotPermitted whoever
    works neither for each of the agencies nor for one above it.
    """
    with unit_of_work(actor=actor, now=now, as_system=True):
        _require(actor, agencies)
        with connection.cursor() as cursor:
            cursor.execute(
                _COUNTED, {"agencies": list(agencies), "since": since, "at": at, "day": legal_day(at)}
            )
            rows = cursor.fetchall()
    return tuple(
        RegisterUse(
            register=register,
            agency_id=agency_id,
            month=month,
            asked=asked,
            answered=answered,
            found=found,
            not_found=not_found,
            not_permitted=not_permitted,
            waiting=waiting,
            stale=stale,
            median_wait_s=float(median) if median is not None else None,
        )
        for register, agency_id, month, asked, answered, found, not_found, not_permitted, waiting, stale,
            median in rows
    )  # fmt: skip


def _require(actor: Actor, agencies: Sequence[UUID]) -> None:
    require(actor=actor, permission=Permission.STATISTICS_READ)
    for agency_id in agencies:
        above = frozenset(each.id for each in agency_and_above(agency_id))
        resource = Resource(kind="statistics", id=agency_id, agencies=above)
        require(actor=actor, permission=Permission.STATISTICS_READ, resource=resource)

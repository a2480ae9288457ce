"""What it costs to prove that three systems are equal: a million dossiers, with differences planted in them.

The house and two portals. Full: every bucket (one agency, one day) is marked, hashed on both sides and the
unequal ones looked into. Unchanged: the same question when nothing was marked. The peer is the plain way: one
join of both sides, dossier by dossier. Reading the portals' lists over their lines is not part of it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.house import House, throw_away_house
from bench.intake import start_django
from bench.report import finish, show_table

_PEERS = ("essential_portal", "national_portal")
_DAYS, _AGENCIES = 365, 91

_FILL = """
insert into exchange_dossier (id, creator, code, owner, agency_code, procedure_code, status, changes,
  told_version, opened_on, digest, problem, changed_at)
select gen_random_uuid(), 'tinhso', 'H09.' || (n % {agencies}) || '-' || to_char(day, 'YYMMDD') || '-' || n,
  'tinhso', 'H09.' || (n % {agencies}), '1.004194', 1 + n % 10, 3, 3, day, '\\x00', '', now()
from (select n, date '2022-07-17' + (n / {agencies} % {days})::int as day
  from generate_series(1, {dossiers}) n) each"""
_LINES = """
insert into exchange_line (dossier_id, peer, peer_code, is_expected, acknowledged, is_agreed, tries, reason)
select id, '{peer}', code, true, '{{"tinhso": 3}}', true, 0, '' from exchange_dossier"""
_SHOWN = """
insert into exchange_shown (peer, code, day, status, seen_at, is_known)
select '{peer}', code, opened_on, status, now(), true from exchange_dossier"""
_BUCKETS = """
insert into exchange_bucket (peer, day, agency_code, dossiers_here, dossiers_there, is_stale)
select distinct '{peer}', opened_on, agency_code, 0, 0, true from exchange_dossier"""
_CHANGE = """
update exchange_shown set status = status % 10 + 1 where (peer, code) in (
  select peer, code from exchange_shown where peer = '{peer}' order by md5(code) limit {count})"""
_TAKE_AWAY = """
delete from exchange_shown where (peer, code) in (
  select peer, code from exchange_shown where peer = '{peer}' order by md5(code || 'x') limit {count})"""
_ADD = """
insert into exchange_shown (peer, code, day, status, seen_at, is_known)
select '{peer}', 'H09.1-230101-9' || n, '2023-01-01', 1, now(), false from generate_series(1, {count}) n"""
_PLAIN = """
select count(*) from exchange_dossier d join exchange_line l on l.dossier_id = d.id
full join exchange_shown s on s.peer = l.peer and s.code = l.peer_code
where s.status is distinct from d.status"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """Wall seconds and CPU seconds of PostgreSQL."""

    wall_s: float
    cpu_s: float


def main() -> None:
    """Plant, measure, report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    dossiers = parser.parse_args().dossiers
    with throw_away_house() as house:
        start_django()
        planted = _fill(house, dossiers)
        found: set[tuple[str, str]] = set()
        full = _measured(house, lambda: found.update(_reconcile()))
        again: set[tuple[str, str]] = set()
        unchanged = _measured(house, lambda: again.update(_reconcile()))
        plain = _measured(house, lambda: house.administer(_PLAIN))
    rows = [
        ("dossiers × systems", f"{dossiers:,} × {len(_PEERS) + 1}"),
        ("full", f"{full.wall_s:.1f} s, {full.cpu_s:.1f} s CPU"),
        ("nothing changed", f"{unchanged.wall_s:.2f} s, {unchanged.cpu_s:.2f} s CPU"),
        ("plain join of all", f"{plain.wall_s:.1f} s, {plain.cpu_s:.1f} s CPU"),
        ("planted, found, false", f"{len(planted)}, {len(planted & found)}, {len(found - planted)}"),
    ]
    show_table("Proof that three systems are equal", rows)
    finish(
        "reconcile",
        {
            "full_s": round(full.wall_s, 2),
            "unchanged_s": round(unchanged.wall_s, 3),
            "planted": len(planted),
            "found": len(planted & found),
            "false": len(found - planted),
            "found_again": len(planted & again),
            "plain_join_s": round(plain.wall_s, 2),
        },
    )


def _fill(house: House, dossiers: int) -> set[tuple[str, str]]:
    """The tables, and 200 differences: altered, taken away and added, a hundred at each portal."""
    words = {"agencies": _AGENCIES, "days": _DAYS, "dossiers": dossiers}
    house.administer(_FILL.format(**words))
    for peer in _PEERS:
        house.administer(*(each.format(peer=peer) for each in (_LINES, _SHOWN, _BUCKETS)))
        house.administer(
            f"create table kept_{peer} as select code, status from exchange_shown where peer = '{peer}'"
        )
        for statement, count in ((_CHANGE, 60), (_TAKE_AWAY, 30), (_ADD, 10)):
            house.administer(statement.format(peer=peer, count=count))
    planted = set()
    for peer in _PEERS:
        rows = house.administer(
            f"""select coalesce(k.code, s.code) from kept_{peer} k
                full join (select * from exchange_shown where peer = '{peer}') s on s.code = k.code
                where s.status is distinct from k.status"""
        )
        planted |= {(peer, str(row[0])) for row in rows}
    house.administer("vacuum analyze")
    return planted


def _reconcile() -> set[tuple[str, str]]:
    from tinhso.coordination.exchange.keeping import buckets
    from tinhso.foundation.authority.service import system_actor
    from tinhso.foundation.clock.service import legal_now
    from tinhso.foundation.unit_of_work.service import unit_of_work

    found = set()
    for peer in _PEERS:
        hashed = buckets.AT_ONCE
        while hashed == buckets.AT_ONCE:
            with unit_of_work(actor=system_actor("bench"), now=legal_now()):
                hashed = buckets.hash_stale(peer)
        with unit_of_work(actor=system_actor("bench"), now=legal_now()):
            found |= {(peer, row.code) for row, _ in buckets.unequal(peer, 10_000)}
            found |= {(peer, row.code) for row in buckets.unknown_here(peer, 10_000)}
            buckets.totals(peer)
    return found


def _measured(house: House, work: Callable[[], object]) -> Took:
    database = house.database()
    cpu, wall = database.cpu_s(), time.monotonic()
    work()
    return Took(wall_s=time.monotonic() - wall, cpu_s=database.cpu_s() - cpu)


if __name__ == "__main__":
    main()

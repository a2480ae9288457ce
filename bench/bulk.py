"""What a pile costs: 200 dossiers received, then handed over, each in a transaction of its own.

CPU of the process that takes the steps and of every PostgreSQL process, over the whole pile; the pile is
filed through HTTP before. The limit is pgbench's own transaction on the same server, once for each dossier.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from itertools import islice

from bench.citizens import signed_in_citizens
from bench.house import House, throw_away_house, web_process
from bench.intake import one_page, open_page, repeat, start_django
from bench.limit import measure_limit
from bench.papers import Papers
from bench.report import finish, show_table

_PILE = 200
_WARM_UP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """CPU seconds of one pile."""

    app_s: float
    db_s: float


def main() -> None:
    """Measure and report."""
    with throw_away_house() as house:
        start_django()
        browsers = [*islice(signed_in_citizens(house.address, _PILE + _WARM_UP), _PILE + _WARM_UP)]
        with web_process(house):
            open_page(browsers)
            repeat(one_page(Papers()), browsers, _PILE + _WARM_UP, 4)
        ids = [row[0] for row in house.administer("select id from dossiers_dossier order by id")]
        costs = {}
        for verb in ("receive", "hand_over"):
            _take(house, verb, ids[:_WARM_UP])
            costs[verb] = _take(house, verb, ids[_WARM_UP:])
        limit = measure_limit(house)
    rows = [
        (f"{verb}: {who}", f"{seconds:.2f} s CPU, {seconds * 1000 / _PILE:.2f} ms each")
        for verb, cost in costs.items()
        for who, seconds in (("app", cost.app_s), ("PostgreSQL", cost.db_s))
    ]
    rows.append(("limit, pgbench: one transaction", f"{limit.total_ms:.3f} ms CPU"))
    show_table(f"A pile of {_PILE} dossiers (tạm trú)", rows)
    figures = {
        f"{verb}_{who}_cpu_s": round(seconds, 2)
        for verb, cost in costs.items()
        for who, seconds in (("app", cost.app_s), ("db", cost.db_s))
    }
    slowest = max(cost.app_s + cost.db_s for cost in costs.values())
    finish("bulk", {**figures, "ratio_to_limit": round(slowest * 1000 / _PILE / limit.total_ms, 1)})


def _take(house: House, verb: str, ids: list[object]) -> Cost:
    from tinhso.casework.dossiers.service import ChosenDossier, take_step_on_each
    from tinhso.foundation.authority.service import Actor, ActorKind, Role
    from tinhso.foundation.clock.service import legal_now

    (agency_id,) = {row[0] for row in house.administer("select distinct agency_id from dossiers_dossier")}
    versions = dict(house.administer("select id, version from dossiers_dossier"))  # type: ignore[arg-type]
    actor = Actor(
        kind=ActorKind.OFFICER,
        officer_id=uuid.UUID(int=1),
        agency_id=agency_id,  # type: ignore[arg-type]
        roles=frozenset({Role.RECEPTION_OFFICER}),
    )
    chosen = [ChosenDossier(id=each, version=versions[each]) for each in ids]  # type: ignore[index, arg-type]
    database = house.database()
    app_before, db_before = time.process_time(), database.cpu_s()
    outcomes = take_step_on_each(verb=verb, chosen=chosen, actor=actor, now=legal_now())
    cost = Cost(app_s=time.process_time() - app_before, db_s=database.cpu_s() - db_before)
    refused = [each.message for each in outcomes if not each.is_done]
    if refused:
        raise RuntimeError(f"{len(refused)} of {len(outcomes)} refused: {refused[0]}")
    return cost


if __name__ == "__main__":
    main()

"""The exchange's cores over a faulty network, from seeds: how many steps, what was violated, what was caught.

Each seed is one run: three or four cores, faults for a while, then healing and rest. A run that fails is
made short and printed with the command that shows it again. Planted defects are sought until each is caught.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

from bench.report import finish_drill, show_table
from tools.simulation.plan import Fault, Plan
from tools.simulation.planted import PLANTED
from tools.simulation.running import Failure, plans, run, shortened, sought

_MANY = 2_000_000
_BOUND = 400_000
_AT_ONCE = 64


def main() -> None:
    """Simulate, look for the planted defects, report."""
    arguments = _arguments()
    if arguments.run:
        _show_one(arguments)
        return
    processes = arguments.processes or (os.cpu_count() or 1 if arguments.steps > _MANY else 1)
    steps = runs = 0
    cpu_s = 0.0
    failures: list[Failure] = []
    for taken, seconds, failure in _outcomes(arguments.seed, arguments.steps, processes):
        steps, runs, cpu_s = steps + taken, runs + 1, cpu_s + seconds
        if failure:
            failures.append(shortened(failure))
            print(failures[-1], flush=True)
    caught = {
        name: sought(name, first_seed=arguments.seed, most=_BOUND) for name in arguments.only or PLANTED
    }
    for name, (_, found) in caught.items():
        if not found:
            print(f"NOT CAUGHT: {name}", flush=True)
    speed = steps / cpu_s if cpu_s else 0.0
    show_table(
        "Simulated exchange",
        [
            ("steps", f"{steps:,}"),
            ("seeds", f"{runs:,} from {arguments.seed}"),
            ("violations", str(len(failures))),
            ("steps per CPU second", f"{speed:,.0f}"),
            *((name, _fate(*outcome)) for name, outcome in caught.items()),
        ],
    )
    finish_drill(
        "simulate",
        {
            "steps": steps,
            "seeds": runs,
            "violations": len(failures),
            "planted": len(caught),
            "caught": sum(found is not None for _, found in caught.values()),
            "steps_per_cpu_s": round(speed),
        },
    )
    sys.exit(1 if failures or not all(found for _, found in caught.values()) else 0)


def _fate(steps: int, found: Failure | None) -> str:
    return f"caught after {steps:,} steps" if found else "NOT CAUGHT"


def _outcomes(first_seed: int, steps: int, processes: int) -> Iterator[tuple[int, float, Failure | None]]:
    """Runs until together they took enough steps."""
    wanted, coming = steps, plans(first_seed)
    if processes == 1:
        while wanted > 0:
            outcome = _timed(next(coming))
            wanted -= outcome[0]
            yield outcome
        return
    with ProcessPoolExecutor(processes) as pool:
        while wanted > 0:
            for outcome in pool.map(_timed, islice(coming, _AT_ONCE), chunksize=4):
                wanted -= outcome[0]
                yield outcome


def _timed(plan: Plan) -> tuple[int, float, Failure | None]:
    began = time.process_time()
    steps, failure = run(plan)
    return steps, time.process_time() - began, failure


def _show_one(arguments: argparse.Namespace) -> None:
    plan = Plan(
        seed=arguments.seed,
        steps=arguments.run,
        dossiers=arguments.dossiers,
        faults=frozenset(Fault(name) for name in arguments.faults.split(",") if name != "none"),
        core=arguments.core,
    )
    steps, failure = run(plan)
    print(failure or f"{steps:,} steps without a violation")
    sys.exit(1 if failure else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=1000, help="in all runs together")
    parser.add_argument("--seed", type=int, default=0, help="the first one")
    parser.add_argument("--processes", type=int, default=0, help="all cores when there are many steps")
    parser.add_argument("--run", type=int, default=0, help="one run of so many steps with faults")
    parser.add_argument("--dossiers", type=int, default=6)
    parser.add_argument("--faults", default=",".join(Fault))
    parser.add_argument("--core", default="sound", choices=("sound", *PLANTED))
    parser.add_argument("--only", nargs="*", choices=tuple(PLANTED), help="planted defects to look for")
    return parser.parse_args()


if __name__ == "__main__":
    main()

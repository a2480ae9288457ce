"""Faults under load, on the real processes: how much was acknowledged, what was violated, what was caught.

Web, worker, PostgreSQL and eight systems outside run as processes of their own, with lines between them that
can be cut. Citizens file and officers work while faults come, drawn from a seed; then every queue must become
empty within a bound, and everything that was acknowledged must stand once, everywhere, in the same state.
Afterwards each planted defect is sought by a small drill of its own.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time

from bench.report import finish_drill, show_table
from tools.drill.plan import chosen, drawn
from tools.drill.planted import PLANTED
from tools.drill.running import Outcome, run
from tools.drill.stage import Stage, prepared_stage

_REST_S, _REST_OF_EACH_S = 300.0, 0.15
"""The bound: what the longest rest of a line takes, and what is still to be told of each dossier."""

_NOTHING = Outcome(acked=0, steps=0, faults=0, recovered_s=0.0, violations=())


def main() -> None:
    """Drill, seek the planted defects, report."""
    arguments = _arguments()
    # Told to stop it still ends what it started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    wanted = [] if arguments.without_planted else (arguments.only or list(PLANTED))
    began = time.monotonic()
    with prepared_stage(people=max(arguments.acked, *(plant.acked for plant in PLANTED.values()))) as stage:
        _say(f"prepared after {time.monotonic() - began:.0f} s")
        bound_s = arguments.bound or _REST_S + arguments.acked * _REST_OF_EACH_S
        plan = drawn(seed=arguments.seed, acked=arguments.acked, faults=arguments.faults, bound_s=bound_s)
        sound = run(stage, plan, say=_say) if arguments.acked else _NOTHING
        for violation in sound.violations:
            _say(f"VIOLATION: {violation}")
        caught = {name: _seek(stage, name, arguments.seed) for name in wanted}
    _report(arguments, sound, caught, time.monotonic() - began)
    sys.exit(1 if sound.violations or _caught(caught) < len(caught) else 0)


def _seek(stage: Stage, name: str, seed: int) -> Outcome:
    plant = PLANTED[name]
    plan = chosen(
        seed=seed,
        acked=plant.acked,
        where=plant.where,
        faults=plant.faults,
        first_wait_s=plant.first_wait_s,
        when=plant.when,
    )
    outcome = run(stage, plan, plant)
    verdict = "caught" if outcome.catches(plant) else "NOT CAUGHT"
    _say(f"{name}: {verdict}: {'; '.join(outcome.violations)}")
    return outcome


def _caught(outcomes: dict[str, Outcome]) -> int:
    return sum(outcome.catches(PLANTED[name]) for name, outcome in outcomes.items())


def _report(arguments: argparse.Namespace, sound: Outcome, caught: dict[str, Outcome], wall_s: float) -> None:
    show_table(
        "The drill",
        [
            ("acknowledged dossiers", f"{sound.acked:,}"),
            ("officers' steps", f"dossiers with one: {sound.steps:,}"),
            ("looked up, paid, signed in", f"{sound.look_ups:,}, {sound.payments:,}, {sound.sign_ins:,}"),
            ("faults", f"{sound.faults:,} from seed {arguments.seed}"),
            ("violations", str(len(sound.violations))),
            ("queues empty after the last fault", f"{sound.recovered_s:.0f} s"),
            ("ended by itself, started again", ", ".join(sound.fallen) or "nobody"),
            ("wall time", f"{wall_s:.0f} s"),
            *(
                (name, "caught" if outcome.catches(PLANTED[name]) else "NOT CAUGHT")
                for name, outcome in caught.items()
            ),
        ],
    )
    finish_drill(
        "drill",
        {
            "acked": sound.acked,
            "faults": sound.faults,
            "violations": len(sound.violations),
            "planted": len(caught),
            "caught": _caught(caught),
            "recovered_s": round(sound.recovered_s),
        },
    )


def _say(text: str) -> None:
    print(text, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--acked", type=int, default=200, help="0: planted defects only")
    parser.add_argument("--faults", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bound", type=float, help="seconds in which queues must be empty")
    parser.add_argument("--only", nargs="*", choices=tuple(PLANTED), help="planted defects to seek")
    parser.add_argument("--without-planted", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()

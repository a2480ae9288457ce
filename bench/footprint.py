"""What an idle house weighs, and how long `make run` takes: from nothing, and again.

Memory is the proportional set size (shared pages counted once) of web, worker, live, the process they are
forked from, the cell that looks into papers, and PostgreSQL, once the house is at rest: after a start the
worker tells other systems of the demonstration's dossiers for some minutes, which is work. What it weighs
twenty seconds after the start, in the middle of that, is shown beside. The sandbox is no part of the house;
the supervisor of a demonstration is shown beside too. The cold start is a fresh clone of HEAD with empty
caches (it needs the package registries); the warm start is the second `make run` of that clone.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.house import free_port
from bench.processes import ProcessTree, command_of, name_of, pss_mb
from bench.report import finish, show_table

_AT_WORK_S = 20
_LOOK_S, _CALM_LOOKS, _CALM = 10, 6, 0.3
"""At rest: for a minute no look of ten seconds finds that the house uses more than this share of a core.

Periodic jobs take a tenth to a fifth, by the machine; telling other systems takes most of a core.
"""
_REST_WITHIN_S = 900
_PATIENCE_S = 900
_READY = "Sẵn sàng sau"
_PARTS = {
    "tinhso-web": "web",
    "tinhso-live": "live",
    "tinhso-worker": "worker",
    "tinhso-loaded": "loaded",
    "tinhso.foundation.files.cell": "cell",
    "sandbox serve": "sandbox",
    "tinhso run": "supervisor",
}
"""What a process's name or command holds, and the part of the house that it is."""

_APART = ("sandbox", "supervisor")


@dataclass(slots=True, kw_only=True)
class Started:
    """A running `make run`: how long it took, and its processes by part."""

    seconds: float
    root: int
    postgres: int

    def weigh(self) -> dict[str, float]:
        """Megabytes of each part of the house."""
        weights = dict.fromkeys(_PARTS.values(), 0.0)
        for pid in ProcessTree(self.root).pids():
            known_by = f"{name_of(pid)} {command_of(pid)}"
            part = next((part for sign, part in _PARTS.items() if sign in known_by), None)
            if part is not None:
                weights[part] += pss_mb(pid)
            elif pid != self.root and pss_mb(pid):
                raise RuntimeError(f"an unknown process belongs to the house: {known_by}")
        weights["PostgreSQL"] = ProcessTree(self.postgres).pss_mb()
        return weights

    def wait_for_rest(self) -> float:
        """Seconds until nothing was to be done any more; 0.0 where that never came."""
        began, calm, used = time.monotonic(), 0, self._used_s()
        while calm < _CALM_LOOKS:
            if time.monotonic() - began > _REST_WITHIN_S:
                return 0.0
            time.sleep(_LOOK_S)
            before, used = used, self._used_s()
            calm = calm + 1 if used - before < _CALM * _LOOK_S else 0
        return time.monotonic() - began - _LOOK_S * _CALM_LOOKS

    def _used_s(self) -> float:
        """CPU seconds of the house so far; the sandbox has its own clockwork, which never rests."""
        return ProcessTree(self.root).cpu_s(but="sandbox serve") + ProcessTree(self.postgres).cpu_s()


def main() -> None:
    """Measure and report."""
    arguments = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="tinhso-footprint-"))
    try:
        clone = folder / "clone"
        _clone(clone)
        surroundings = _surroundings(folder, with_caches=arguments.with_caches)
        with running(clone, surroundings) as first:
            cold = first.seconds
        with running(clone, surroundings) as second:
            time.sleep(_AT_WORK_S)
            at_work = _house(second.weigh())
            rest_after = second.wait_for_rest()
            weights = second.weigh()
            warm = second.seconds
    finally:
        _remove(folder)
    house = _house(weights)
    show_table(
        "The house at rest",
        [
            *((part, f"{megabytes:.1f} MB PSS") for part, megabytes in sorted(weights.items())),
            ("house", f"{house:.1f} MB PSS"),
            ("at rest after", f"{rest_after:.0f} s" if rest_after else "never"),
            (f"{_AT_WORK_S} s after the start", f"{at_work:.1f} MB PSS"),
            ("first start" + (" (caches kept)" if arguments.with_caches else ""), f"{cold:.1f} s"),
            ("second start", f"{warm:.1f} s"),
        ],
    )
    finish(
        "footprint",
        {
            "idle_pss_mb": round(house, 1),
            "at_work_pss_mb": round(at_work, 1),
            "rest_after_s": round(rest_after),
            "cold_start_s": round(cold, 1),
            "warm_start_s": round(warm, 1),
            **{f"{part.lower()}_pss_mb": round(megabytes, 1) for part, megabytes in weights.items()},
            "caches_kept": arguments.with_caches,
        },
    )


def _house(weights: Mapping[str, float]) -> float:
    return sum(megabytes for part, megabytes in weights.items() if part not in _APART)


@contextmanager
def running(clone: Path, surroundings: Mapping[str, str]) -> Iterator[Started]:
    """`make run` in the clone until it says that it is ready; ended as Ctrl-C ends it."""
    log = clone.parent / "run.log"
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=clone,
            env=dict(surroundings),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(process, log, began)
        seconds = time.monotonic() - began
        httpx.get(surroundings["TINHSO_PUBLIC_URL"], trust_env=False).raise_for_status()
        yield Started(seconds=seconds, root=process.pid, postgres=_postmaster(clone))
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--with-caches", action="store_true", help="keep the caches of pip, uv and npm (no registry is asked)"
    )
    return parser.parse_args()


def _clone(target: Path) -> None:
    here = Path(__file__).resolve().parents[1]
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(here), str(target)], check=True)


def _surroundings(folder: Path, *, with_caches: bool) -> dict[str, str]:
    """Free ports, and unless asked otherwise caches that do not exist yet."""
    web, live, sandbox, postgres = (str(free_port()) for _ in range(4))
    ports = {
        "TINHSO_WEB_PORT": web,
        "TINHSO_LIVE_PORT": live,
        "TINHSO_SANDBOX_PORT": sandbox,
        "TINHSO_POSTGRES_PORT": postgres,
        "TINHSO_PUBLIC_URL": f"http://127.0.0.1:{web}",
    }
    caches = {
        "PIP_CACHE_DIR": str(folder / "pip"),
        "UV_CACHE_DIR": str(folder / "uv"),
        "npm_config_cache": str(folder / "npm"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("TINHSO_") and name not in ("VIRTUAL_ENV", "DATABASE_URL")
    }
    return {**kept, **ports, **({} if with_caches else caches)}


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path, began: float) -> None:
    while time.monotonic() - began < _PATIENCE_S:
        said = log.read_text("utf-8", "replace")
        if _READY in said:
            return
        if process.poll() is not None:
            raise RuntimeError(f"make run ended by itself:\n{said[-3000:]}")
        time.sleep(0.1)
    raise RuntimeError("make run was not ready in time")


def _postmaster(clone: Path) -> int:
    (pid_file,) = _database_home(clone).glob("data-*/postmaster.pid")
    return int(pid_file.read_text().split()[0])


def _database_home(clone: Path) -> Path:
    """Where the clone's cluster lies: for root in a folder that the unprivileged server may enter."""
    folder = clone / "var" / "postgres"
    moved = folder / "moved-to"
    return Path(moved.read_text().strip()) if moved.exists() else folder


def _remove(folder: Path) -> None:
    shutil.rmtree(_database_home(folder / "clone"), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

"""One drill's processes and lines: each a process group of its own, killed and started again by the drill."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import psutil

from tinhso.foundation.postgres import service as postgres
from tinhso.sites.console.supervisor.house import house_programs
from tinhso.sites.console.supervisor.programs import Program, Running, end, start
from tinhso.sites.console.supervisor.surroundings import share_of
from tools.drill.plan import Fault, Kind
from tools.drill.planted import Plant
from tools.drill.proxies import Line, Proxy, free_port
from tools.drill.stage import Stage, Store, environment_of, new_ports

_START_PATIENCE_S = 90.0
_LOOK_S = 0.3
_ROOM_BYTES = 8 * 1024
"""What a file may still grow to on a full disk: less than a paper, more than a line."""
_NOBODY = 9
"""A port on which no system is."""
_REPOSITORY = Path(__file__).resolve().parents[2]
_PLANTING = Path(__file__).resolve().parent / "planting"
_ADDRESSES = {
    "national_portal": ("TINHSO_NATIONAL_URL", "/national_portal"),
    "essential_portal": ("TINHSO_ESSENTIAL_URL", "/essential_portal"),
    "old_one_stop": ("TINHSO_OLD_ONE_STOP_URL", "/old_one_stop"),
    "population": ("TINHSO_POPULATION_WSDL", "/population/soap?wsdl"),
    "messages": ("TINHSO_MESSAGES_URL", "/messages"),
    "gateway": ("TINHSO_GATEWAY_URL", "/gateway"),
    "vneid": ("TINHSO_VNEID_ISSUER", "/vneid"),
    "payment": ("TINHSO_PAYMENT_URL", "/payment"),
}


@dataclass(slots=True, kw_only=True)
class Scene:
    """The running processes of one drill, the lines between them, and the levers of its faults."""

    stage: Stage
    var: Path
    environment: Mapping[str, str]
    store: Store
    programs: Mapping[str, Program]
    places: Mapping[str, str]
    """The program in which each system outside is served."""
    lines: Mapping[str, Proxy]
    settings: Mapping[str, str]
    running: dict[str, Running] = field(default_factory=dict)
    fallen: list[str] = field(default_factory=list)
    """Who ended without being killed by the drill."""
    _held_down: set[str] = field(default_factory=set)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _is_over: threading.Event = field(default_factory=threading.Event)

    @property
    def web(self) -> str:
        """Where people reach the house: through its line."""
        return f"http://127.0.0.1:{self.lines['web'].port}"

    def portal(self, system: str) -> str:
        """Where people reach a system outside: past the line to the house."""
        url = self.programs[self.places[system]].health_url or ""
        return url.rstrip("/")

    def strike(self, fault: Fault) -> None:
        """Begin a fault, and end it after its seconds."""
        begin, finish = self._levers(fault)
        begin()
        time.sleep(fault.seconds)
        finish()

    def _levers(self, fault: Fault) -> tuple[Callable[[], None], Callable[[], None]]:
        target = fault.target
        if fault.kind is Kind.KILL and target == "postgres":
            return self.stage.kill_postgres, lambda: self.stage.start_postgres(self.settings)
        if fault.kind is Kind.KILL:
            program = self.places.get(target, target)
            return lambda: self._kill(program), lambda: self._start(program)
        if fault.kind is Kind.DISK_FULL:
            return lambda: self._fill_disk(target), lambda: self._empty_disk(target)
        line = {Kind.CUT: Line.CUT, Kind.SLOW: Line.SLOW, Kind.LOST_ANSWERS: Line.LOSES_ANSWERS}[fault.kind]
        proxy = self.lines[target]
        return lambda: proxy.turn(line), lambda: proxy.turn(Line.PASSES)

    def _kill(self, name: str) -> None:
        with self._lock:
            self._held_down.add(name)
            self.running[name].signal_group(signal.SIGKILL)
            self.running[name].process.wait()

    def _start(self, name: str) -> None:
        with self._lock:
            self.running[name] = start(
                self.programs[name], mark=str(self.var), logs=self.var / "log", now=time.monotonic()
            )
            self._held_down.discard(name)

    def _fill_disk(self, name: str) -> None:
        self._limit_files(name, _ROOM_BYTES)

    def _empty_disk(self, name: str) -> None:
        self._limit_files(name, resource.RLIM_INFINITY)

    def _limit_files(self, name: str, limit: int) -> None:
        with suppress(psutil.NoSuchProcess):
            leader = psutil.Process(self.running[name].process.pid)
            for process in (leader, *leader.children(recursive=True)):
                with suppress(ProcessLookupError):
                    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def start_all(self) -> None:
        """Start everything and wait until it serves; from now on what ends is started again."""
        for name in self.programs:
            self._start(name)
        self.wait_until_served()
        threading.Thread(target=self._look_after, daemon=True).start()

    def wait_until_served(self) -> None:
        """Every process that has an address answers; raises TimeoutError."""
        deadline = time.monotonic() + _START_PATIENCE_S
        for name, program in self.programs.items():
            while program.health_url and not _serves(program.health_url):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{name} does not serve:\n{self.last_words(name)}")
                time.sleep(_LOOK_S)

    def _look_after(self) -> None:
        while not self._is_over.wait(_LOOK_S):
            with self._lock:
                for name, child in list(self.running.items()):
                    if name not in self._held_down and child.has_ended() and not self._is_over.is_set():
                        child.signal_group(signal.SIGKILL)
                        self.fallen.append(name)
                        self._start(name)

    def last_words(self, name: str) -> str:
        """The end of a process's log."""
        log = self.var / "log" / f"{name}.log"
        return log.read_text("utf-8", "replace")[-3000:] if log.exists() else ""

    def end_all(self) -> None:
        """End every process and line of this drill."""
        self._is_over.set()
        with self._lock:
            end(list(self.running.values()), grace_s=5.0)
        for proxy in self.lines.values():
            proxy.close()


@contextmanager
def running_scene(
    stage: Stage, processes: Sequence[tuple[str, ...]], plant: Plant | None = None
) -> Iterator[Scene]:
    """A fresh house and a fresh nation, running; with a planted defect where one is named."""
    settings = dict(plant.postgres) if plant else {}
    if stage.settings != settings:
        postgres.stop(stage.cluster)
        stage.start_postgres(settings)
        stage.settings = settings
    var, database = stage.copy()
    scene = _scene(stage, var, database, processes, plant)
    try:
        scene.start_all()
        yield scene
    finally:
        scene.end_all()
        stage.start_postgres(settings)
        postgres.drop_database(stage.cluster, database)


def _scene(
    stage: Stage, var: Path, database: str, processes: Sequence[tuple[str, ...]], plant: Plant | None
) -> Scene:
    ports = new_ports()
    own = {group: free_port() for group in processes}
    shared = {group: Proxy(port) for group, port in own.items()}
    lines = {"web": Proxy(ports.web), **{system: shared[group] for group in own for system in group}}
    house = f"http://127.0.0.1:{lines['web'].port}"
    environment = {
        **environment_of(var, stage.cluster, database, ports),
        "TINHSO_PUBLIC_URL": house,
        "SANDBOX_ESSENTIAL_TARGET": f"{house}/exchange/essential-portal",
        **{
            name: f"http://127.0.0.1:{lines[system].port if system in lines else _NOBODY}{path}"
            for system, (name, path) in _ADDRESSES.items()
        },
    }
    outside = {
        group[0]: _outside(group, port, shared[group].port, environment) for group, port in own.items()
    }
    _register_house(var, house)
    inside = {program.name: program for program in house_programs(ports, environment)}
    defect = _planted(plant)
    ours = {
        name: replace(inside[name], environment={**inside[name].environment, **defect})
        for name in ("web", "worker")
    }
    return Scene(
        stage=stage,
        var=var,
        environment=environment,
        store=Store(url=stage.cluster.url("tinhso_admin", database)),
        programs={**outside, **ours},
        places={system: group[0] for group in own for system in group},
        lines=lines,
        settings=dict(plant.postgres) if plant else {},
    )


def _register_house(var: Path, house: str) -> None:
    """VNeID sends people back only to an address that it knows, and a line gives the house a new one."""
    with closing(sqlite3.connect(var / "sandbox" / "vneid.sqlite3")) as store, store:
        store.execute("update allauth_idp_oidc_client set redirect_uris = ?", [f"{house}/sign-in/callback"])


def _outside(systems: tuple[str, ...], port: int, line: int, environment: Mapping[str, str]) -> Program:
    return Program(
        name=systems[0],
        title=systems[0],
        command=(sys.executable, "-m", "sandbox", "serve", *systems, "--port", str(port)),
        environment={
            **share_of(environment, "sandbox"),
            "SANDBOX_PUBLIC_URL": f"http://127.0.0.1:{line}",
        },
        health_url=f"http://127.0.0.1:{port}/",
    )


def _planted(plant: Plant | None) -> dict[str, str]:
    if plant is None:
        return {}
    path = os.pathsep.join(map(str, (_PLANTING, _REPOSITORY, _REPOSITORY / "src")))
    return {"PYTHONPATH": path, "DRILL_PLANTED": plant.name, **plant.environment}


def _serves(url: str) -> bool:
    try:
        return httpx.get(url, timeout=3.0, trust_env=False).status_code < 500
    except httpx.HTTPError:
        return False

"""Programs forked from a process that has loaded once: as well looked after as those that start alone."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tinhso.sites.console.supervisor import forks
from tinhso.sites.console.supervisor.leftovers import end_leftovers
from tinhso.sites.console.supervisor.programs import MARK, Program
from tinhso.sites.console.supervisor.supervisor import Supervisor

LOADS = """
import loaded_thing, sys
from tinhso.sites.console.supervisor.loading import attend, become
left_open = open(sys.executable, 'rb')
order = attend(orders=0, reports=1)
if order is not None:
    become(order)
"""
NEVER_LOADED = "import time; time.sleep(600)"
UNLOADABLE = "raise SystemExit('the keys are missing')"

PROGRAM = """
import os, subprocess, sys, time
import loaded_thing

def main():
    subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])
    print(sys.argv[1], loaded_thing.loaded_by, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "loaded_thing.py").write_text("import os\nloaded_by = os.getpid()\n")
    (tmp_path / "code" / "program_of_house.py").write_text(PROGRAM)
    yield tmp_path
    end_leftovers(str(tmp_path), grace_s=0.2)


@pytest.fixture
def supervisor(var: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(var=var, mark=str(var), say=lambda text: None, grace_s=1.0)
    yield supervisor
    supervisor.end_all()


@pytest.fixture(autouse=True)
def loading(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def load(code: str) -> None:
        monkeypatch.setattr(forks, "_LOADING", (sys.executable, "-c", code))

    load(LOADS)
    return load


def of_house(var: Path, name: str) -> Program:
    path = os.pathsep.join([str(var / "code"), *sys.path])
    return Program(
        name=name,
        title=name,
        command=(sys.executable, "-m", "program_of_house", name),
        environment={"PYTHONPATH": path},
        is_of_the_house=True,
    )


def pid_of(supervisor: Supervisor, name: str) -> int:
    """The program's process, once it has said something."""
    log = supervisor.var / "log" / f"{name}.log"

    def has_begun() -> bool:
        supervisor.look_after()
        running = supervisor.running.get(name)
        return (
            running is not None
            and running.process.pid is not None
            and log.exists()
            and bool(log.stat().st_size)
        )

    wait_for(has_begun)
    pid = supervisor.running[name].process.pid
    assert pid is not None
    return pid


def wait_for(condition: Callable[[], bool], *, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def marked(mark: str) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_programs_share_what_was_loaded_and_nothing_else(var: Path, supervisor: Supervisor) -> None:
    supervisor.start([of_house(var, "web"), of_house(var, "worker")])
    web, worker = pid_of(supervisor, "web"), pid_of(supervisor, "worker")
    said = [(var / "log" / f"{name}.log").read_text().split() for name in ("web", "worker")]
    assert [word for word, _ in said] == ["web", "worker"]
    assert said[0][1] == said[1][1] != str(web), "loaded once, by neither of them"
    assert os.getpgid(web) == web
    assert os.getpgid(worker) == worker
    assert psutil.Process(worker).name() == "tinhso-worker"
    for pid in (web, worker):
        assert sorted(os.listdir(f"/proc/{pid}/fd")) == ["0", "1", "2"], "no lock, pipe or socket of others"
    supervisor.end_all()
    wait_for(lambda: not marked(str(var)), seconds=5.0)


def test_a_program_that_falls_is_forked_again_and_its_children_end(var: Path, supervisor: Supervisor) -> None:
    supervisor.start([of_house(var, "web"), of_house(var, "worker")])
    web, worker = pid_of(supervisor, "web"), pid_of(supervisor, "worker")
    children = psutil.Process(worker).children()
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: pid_of(supervisor, "worker") != worker)
    assert pid_of(supervisor, "web") == web, "the other is left alone"
    wait_for(lambda: not any(child.is_running() and child.status() != "zombie" for child in children))


def test_when_the_loaded_process_is_killed_all_are_started_from_a_new_one(
    var: Path, supervisor: Supervisor
) -> None:
    supervisor.start([of_house(var, "web"), of_house(var, "worker")])
    before = {pid_of(supervisor, "web"), pid_of(supervisor, "worker")}
    (loaded,) = {psutil.Process(pid).ppid() for pid in before}
    os.kill(loaded, signal.SIGKILL)
    wait_for(lambda: not before & {pid_of(supervisor, name) for name in ("web", "worker")})
    assert not [pid for pid in before if psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie"]
    supervisor.end_all()
    wait_for(lambda: not marked(str(var)), seconds=5.0)


def test_a_stop_while_the_house_is_loading_leaves_nothing(
    var: Path, supervisor: Supervisor, loading: Callable[[str], None]
) -> None:
    loading(NEVER_LOADED)
    supervisor.start([of_house(var, "web")])
    supervisor.look_after()
    assert len(marked(str(var))) == 1
    supervisor.end_all()
    wait_for(lambda: not marked(str(var)), seconds=5.0)


def test_a_house_that_cannot_be_loaded_says_why_and_is_named(
    var: Path, supervisor: Supervisor, loading: Callable[[str], None]
) -> None:
    loading(UNLOADABLE)
    supervisor.start([of_house(var, "web")])
    wait_for(lambda: supervisor.look_after() or "web" not in supervisor.running)
    assert "the keys are missing" in (var / "log" / "web.log").read_text()
    assert supervisor.wait_until_healthy(patience_s=0.1) == ["web"]

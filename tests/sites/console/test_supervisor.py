"""The supervisor with small programs in place of the house's: it ends all, restarts, and cleans up."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tinhso.sites.console.supervisor.leftovers import AnotherSupervisorRuns, end_leftovers, sole_supervisor
from tinhso.sites.console.supervisor.programs import MARK, Program
from tinhso.sites.console.supervisor.supervisor import Supervisor

SLEEP = "import time; time.sleep(600)"
WITH_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEP!r}])"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"

RUN_ALL = """
import sys
from pathlib import Path
from tinhso.sites.console.supervisor.leftovers import sole_supervisor
from tinhso.sites.console.supervisor.programs import Program
from tinhso.sites.console.supervisor.supervisor import Supervisor
var = Path(sys.argv[1])
supervisor = Supervisor(var=var, mark=str(var), say=print, grace_s=1.0)
with sole_supervisor(var):
    supervisor.listen_for_stop()
    try:
        supervisor.start([
            Program(name=f"p{number}", title="", command=(sys.executable, "-c", code))
            for number, code in enumerate(sys.argv[2:])
        ])
        supervisor.watch()
    finally:
        supervisor.end_all()
"""


def marked(mark: str) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def wait_for(condition: Callable[[], bool], *, seconds: float = 15.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def python(name: str, code: str) -> Program:
    return Program(name=name, title=name, command=(sys.executable, "-c", code))


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    end_leftovers(str(tmp_path), grace_s=0.2)


@pytest.fixture
def supervisor(var: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(var=var, mark=str(var), say=lambda text: None, grace_s=0.5)
    yield supervisor
    supervisor.end_all()


def start_apart(var: Path, *codes: str, ignore_interrupt: bool = False) -> subprocess.Popen[bytes]:
    """A supervisor in a process of its own; ``ignore_interrupt`` as a shell does for a job with ``&``."""
    return subprocess.Popen(
        [sys.executable, "-c", RUN_ALL, str(var), *codes],
        preexec_fn=(lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if ignore_interrupt else None,
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_every_program_with_its_children(var: Path, stop: signal.Signals) -> None:
    apart = start_apart(var, WITH_CHILD, SLEEP, ignore_interrupt=True)
    assert wait_for(lambda: len(marked(str(var))) == 3)
    apart.send_signal(stop)
    apart.wait(timeout=10)
    assert marked(str(var)) == []


def test_a_program_that_does_not_listen_is_ended_by_force(var: Path) -> None:
    apart = start_apart(var, DEAF)
    assert wait_for(lambda: len(marked(str(var))) == 1)
    time.sleep(0.3)
    apart.terminate()
    apart.wait(timeout=10)
    assert marked(str(var)) == []


def test_a_program_that_falls_is_started_again_after_a_growing_pause(
    var: Path, supervisor: Supervisor
) -> None:
    supervisor.start([python("falls", "raise SystemExit(3)")])
    starts = 0
    seen: set[int] = set()
    deadline = time.monotonic() + 4.0
    while time.monotonic() < deadline:
        supervisor.look_after()
        for child in supervisor.running.values():
            seen.add(child.process.pid)
        time.sleep(0.02)
    starts = len(seen)
    assert 3 <= starts <= 4, "0.5 s, 1 s, 2 s: three or four starts in four seconds"


def test_what_a_fallen_program_left_in_its_group_is_ended_before_the_restart(
    var: Path, supervisor: Supervisor
) -> None:
    leaves_child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); sys.exit(1)"
    supervisor.start([python("parent", leaves_child)])
    first = supervisor.running["parent"]
    first.process.wait(timeout=10)
    supervisor.look_after()
    assert wait_for(lambda: not [p for p in marked(str(var)) if _group(p) == first.process.pid])


def test_after_kill_of_everything_no_orphan_stays_and_the_lock_is_free(var: Path) -> None:
    apart = start_apart(var, WITH_CHILD, SLEEP)
    assert wait_for(lambda: len(marked(str(var))) == 3)
    apart.kill()
    apart.wait()
    assert len(marked(str(var))) == 3, "planted: orphans of a killed run do live on"
    with sole_supervisor(var):
        assert end_leftovers(str(var)) == 3
    assert marked(str(var)) == []


def test_a_process_of_somebody_else_is_left_alone(var: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", SLEEP], env={**os.environ, MARK: "/another/checkout"})
    try:
        assert end_leftovers(str(var)) == 0
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_second_supervisor_of_the_same_checkout_is_refused(var: Path) -> None:
    with sole_supervisor(var), pytest.raises(AnotherSupervisorRuns), sole_supervisor(var):
        pass


def test_health_is_waited_for_and_a_silent_program_is_named(var: Path, supervisor: Supervisor) -> None:
    serve = (
        "import http.server; "
        "http.server.HTTPServer(('127.0.0.1', {port}), http.server.SimpleHTTPRequestHandler).serve_forever()"
    )
    port = _free_port()
    good = Program(
        name="good",
        title="good",
        command=(sys.executable, "-c", serve.format(port=port)),
        health_url=f"http://127.0.0.1:{port}/",
    )
    silent = Program(
        name="silent",
        title="silent",
        command=(sys.executable, "-c", SLEEP),
        health_url=f"http://127.0.0.1:{_free_port()}/",
    )
    supervisor.start([good, silent])
    assert supervisor.wait_until_healthy(patience_s=3.0) == ["silent"]


def _group(process: psutil.Process) -> int:
    try:
        return os.getpgid(process.pid)
    except ProcessLookupError:
        return 0


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

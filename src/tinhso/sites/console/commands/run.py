"""`tinhso run`: prepare everything, start everything, show where it is, and end it all on Ctrl-C."""

import argparse
import os
import sys
import time
from datetime import datetime
from pathlib import Path

from tinhso.foundation.clock.service import VIETNAM, set_legal_clock
from tinhso.foundation.postgres import service as postgres
from tinhso.sites.console.environment import save_environment, var_folder
from tinhso.sites.console.supervisor import preparation as steps
from tinhso.sites.console.supervisor.house import house_programs, sandbox_program
from tinhso.sites.console.supervisor.leftovers import AnotherSupervisorRuns, end_leftovers, sole_supervisor
from tinhso.sites.console.supervisor.supervisor import Supervisor
from tinhso.sites.console.supervisor.surroundings import (
    Ports,
    chosen_ports,
    database_environment,
    house_environment,
    sandbox_secrets,
    taken_ports,
)
from tinhso.sites.console.welcome import welcome_text

NAME = "run"
HELP = "chạy toàn bộ hệ thống trình diễn (set up what is missing and run everything until Ctrl-C)"

_HEALTH_PATIENCE_S = 60.0
_DATABASE_LOOK_S = 5.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Parts of the demonstration can be left out."""
    parser.add_argument("--without-sandbox", action="store_true", help="không chạy hệ thống giả lập")
    parser.add_argument("--without-demo", action="store_true", help="không nạp dữ liệu trình diễn")


def run(arguments: argparse.Namespace) -> int:
    """Run until told to stop; 0 after an orderly end, 1 when something could not be started."""
    var, ports = var_folder(), chosen_ports()
    try:
        with sole_supervisor(var):
            return _Run(var=var, ports=ports, arguments=arguments).until_stopped()
    except AnotherSupervisorRuns:
        _say("Hệ thống đang chạy rồi.")
        _say(welcome_text(ports, var))
        return 0


class _Run:
    """One run of the house, from the first process to the last."""

    def __init__(self, *, var: Path, ports: Ports, arguments: argparse.Namespace) -> None:
        self.var, self.ports, self.arguments = var, ports, arguments
        self.mark = str(var)
        self.supervisor = Supervisor(var=var, mark=self.mark, say=_say)
        self.cluster: postgres.Cluster | None = None

    def until_stopped(self) -> int:
        began = time.monotonic()
        self.supervisor.listen_for_stop()
        left = end_leftovers(self.mark)
        if left:
            _say(f"Đã dọn {left} tiến trình còn sót của lần chạy trước.")
        problems = taken_ports(self.ports, "web", "live", "sandbox")
        if problems:
            _complain("\n".join(problems))
            return 1
        try:
            return self._serve(began)
        except (steps.UnableToPrepare, postgres.UnableToStartPostgres) as error:
            _complain(str(error))
            return 1
        finally:
            self._end()

    def _serve(self, began: float) -> int:
        environment = self._prepare()
        if self.supervisor.stopping:
            return 0
        self.supervisor.start(house_programs(self.ports, environment))
        silent = self.supervisor.wait_until_healthy(patience_s=_HEALTH_PATIENCE_S)
        if silent and not self.supervisor.stopping:
            _complain(f"Chưa phục vụ được: {', '.join(silent)}. Xem nhật ký trong {self.var / 'log'}.")
            return 1
        if not self.supervisor.stopping:
            _say(f"Sẵn sàng sau {time.monotonic() - began:.1f} giây.")
            _say(welcome_text(self.ports, self.var))
            self._watch()
        return 0

    def _prepare(self) -> dict[str, str]:
        _say("Đang chuẩn bị…")
        environment = house_environment(self.var, self.ports)
        environment |= self._database()
        _start_legal_clock(environment["TINHSO_LEGAL_CLOCK_FILE"])
        save_environment(self.var, environment)
        work = steps.Preparation(
            var=self.var,
            mark=self.mark,
            environment=environment,
            say=_say,
            should_stop=lambda: self.supervisor.stopping,
        )
        store = self._store()
        outside = () if self.arguments.without_sandbox else steps.SANDBOX_STEPS
        work.run(steps.HOUSE_STEPS, outside, store=store)
        environment |= sandbox_secrets(self.var)
        save_environment(self.var, environment)
        cases = () if self.arguments.without_sandbox else steps.CASE_STEPS
        if not self.arguments.without_sandbox and not self.supervisor.stopping:
            # Before the house: the demonstration's cases are about its people.
            self.supervisor.start([sandbox_program(self.ports, environment)])
        if not self.arguments.without_demo:
            work.environment = environment
            work.run((*steps.DEMONSTRATION_STEPS, *cases), store=store)
        return environment

    def _database(self) -> dict[str, str]:
        given = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "TINHSO_DATABASE_OWNER_URL")}
        if all(given.values()):
            return given
        self.cluster = postgres.ensure_running(folder=self.var / "postgres", port=self.ports.postgres)
        return database_environment(self.cluster)

    def _store(self) -> str:
        """Names the database this run writes to: another one must be prepared again."""
        if self.cluster is None:
            return os.environ["DATABASE_URL"].rpartition("@")[2]
        made = (self.cluster.data / "PG_VERSION").stat()
        return f"{self.cluster.data}:{made.st_ino}:{made.st_mtime_ns}"

    def _watch(self) -> None:
        looked = time.monotonic()
        while not self.supervisor.stopping:
            self.supervisor.look_after()
            if self.cluster is not None and time.monotonic() - looked > _DATABASE_LOOK_S:
                looked = time.monotonic()
                self._look_after_database(self.cluster)
            time.sleep(0.2)

    def _look_after_database(self, cluster: postgres.Cluster) -> None:
        if not postgres.is_accepting(cluster):
            _say("Cơ sở dữ liệu đã dừng; đang khởi động lại.")
            postgres.ensure_running(folder=self.var / "postgres")

    def _end(self) -> None:
        if self.supervisor.running:
            _say("Đang dừng các tiến trình…")
        self.supervisor.end_all()
        if self.cluster is not None:
            postgres.stop(self.cluster)
            _say("Đã dừng.")


def _start_legal_clock(file: str) -> None:
    """The demonstration begins on the morning of Monday 17 July 2023; later runs go on from there."""
    os.environ["TINHSO_LEGAL_CLOCK_FILE"] = file
    if not Path(file).exists():
        set_legal_clock(datetime(2023, 7, 17, 7, 30, tzinfo=VIETNAM))


def _say(text: str) -> None:
    print(text, flush=True)


def _complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

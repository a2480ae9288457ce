"""What must be true before the programs start, step by step, and skipped when its inputs have not changed.

Each step is idempotent by itself; the stamp in ``var/run/prepared.json`` only saves the time of asking. It
holds a digest of the step's input files and of the identity of the store it writes to.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from tinhso.sites.console.supervisor.programs import MARK
from tinhso.sites.console.supervisor.surroundings import Audience, share_of

_SOURCE = Path(__file__).resolve().parents[4]


class UnableToPrepare(RuntimeError):
    """A step failed; the message names it and its log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command that prepares something, and the files it depends on (patterns below ``src``)."""

    name: str
    title: str
    command: tuple[str, ...]
    inputs: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    audience: Audience = "house"
    leaves: str | None = None
    """A file or folder in ``var`` that the step leaves; when it is gone the step is done again."""
    shows_progress: bool = False
    """Whether the indented lines of its log are said while it works, since it takes long."""


def tinhso(*words: str) -> tuple[str, ...]:
    """The command line of a ``tinhso`` subcommand in this interpreter."""
    return (sys.executable, "-m", "tinhso.sites.console.main", *words)


HOUSE_STEPS = (
    Step(
        name="keys",
        title="Tạo khoá mã hoá",
        command=tinhso("keys", "create"),
        leaves="keys",
    ),
    Step(
        name="migrate",
        title="Cập nhật cấu trúc cơ sở dữ liệu",
        command=tinhso("manage", "migrate", "--verbosity", "0"),
        inputs=("tinhso/**/migrations/*.py",),
        packages=("django", "procrastinate"),
        audience="owner",
    ),
    Step(
        name="province",
        title="Nạp lịch làm việc, đơn vị hành chính, cơ quan, cán bộ",
        command=tinhso("province", "load"),
        inputs=("tinhso/registers/agencies/**/*", "tinhso/foundation/calendar/**/*.py"),
    ),
    Step(
        name="catalogue",
        title="Công bố danh mục thủ tục hành chính",
        command=tinhso("catalogue", "publish"),
        inputs=("tinhso/registers/catalogue/**/*",),
    ),
    Step(
        name="findable",
        title="Lập chỉ mục tìm hồ sơ",
        command=tinhso("dossiers", "index"),
        inputs=("tinhso/casework/dossiers/migrations/*.py",),
    ),
)
SANDBOX_STEPS = (
    Step(
        name="sandbox-migrate",
        title="Chuẩn bị hệ thống giả lập",
        command=(sys.executable, "-m", "sandbox", "migrate"),
        inputs=("sandbox/**/migrations/*.py",),
        packages=("django", "django-allauth"),
        audience="sandbox",
        leaves="sandbox/population.sqlite3",
    ),
    Step(
        name="sandbox-seed",
        title="Tạo 5.000 công dân giả lập",
        command=(sys.executable, "-m", "sandbox", "seed"),
        inputs=("sandbox/**/*.py", "sandbox/**/*.csv"),
        audience="sandbox",
        leaves="sandbox/population.sqlite3",
    ),
)
DEMONSTRATION_STEPS = (
    Step(
        name="demonstration",
        title="Tạo tài khoản cán bộ trình diễn",
        command=tinhso("demo", "load", "accounts"),
        leaves="run/demonstration-accounts.json",
        inputs=("tinhso/sites/console/commands/demo.py", "tinhso/registers/agencies/**/*"),
    ),
)
CASE_STEPS = (
    Step(
        name="demonstration-dossiers",
        title="Nạp hồ sơ trình diễn",
        command=tinhso("demo", "load", "dossiers", "--wait", "30"),
        leaves="run/demonstration-dossiers.json",
        inputs=("tinhso/sites/demonstration/**/*.py",),
        shows_progress=True,
    ),
)


@dataclass(slots=True, kw_only=True)
class Preparation:
    """Runs steps in order; ``should_stop`` is asked while a step runs, so that Ctrl-C is quick here too."""

    var: Path
    mark: str
    environment: Mapping[str, str]
    say: Callable[[str], None]
    should_stop: Callable[[], bool]

    def run(self, *chains: Iterable[Step], store: str) -> None:
        """Run chains of steps side by side; ``store`` names the database, so that a new one starts anew."""
        with ThreadPoolExecutor(max_workers=len(chains)) as pool:
            for result in [pool.submit(self._run_chain, chain, store) for chain in chains]:
                result.result()

    def _run_chain(self, chain: Iterable[Step], store: str) -> None:
        for step in chain:
            if self.should_stop():
                return
            digest = _digest(step, store)
            stamp = self.var / "run" / "prepared" / step.name
            if self._is_done(step, stamp, digest):
                continue
            began = time.monotonic()
            self._execute(step)
            if self.should_stop():
                return
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.write_text(digest, encoding="utf-8")
            self.say(f"  {step.title}: xong ({time.monotonic() - began:.1f} giây)")

    def _is_done(self, step: Step, stamp: Path, digest: str) -> bool:
        if step.leaves is not None and not (self.var / step.leaves).exists():
            return False
        return stamp.exists() and stamp.read_text(encoding="utf-8") == digest

    def _execute(self, step: Step) -> None:
        logs = self.var / "log"
        logs.mkdir(parents=True, exist_ok=True)
        log_path = logs / f"{step.name}.log"
        with log_path.open("wb") as log, log_path.open(encoding="utf-8", errors="replace") as written:
            process = subprocess.Popen(
                step.command,
                env={**os.environ, **share_of(self.environment, step.audience), MARK: self.mark},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
            while process.poll() is None:
                if self.should_stop():
                    process.kill()
                if step.shows_progress:
                    self._say_progress(written)
                time.sleep(0.05)
        if process.returncode and not self.should_stop():
            tail = "\n".join(log_path.read_text(encoding="utf-8", errors="replace").splitlines()[-12:])
            raise UnableToPrepare(f"Bước «{step.title}» thất bại. Nhật ký: {log_path}\n{tail}")

    def _say_progress(self, log: TextIO) -> None:
        for line in log:
            if line.startswith("  "):
                self.say(line.rstrip())


def _digest(step: Step, store: str) -> str:
    parts = hashlib.sha256()
    parts.update(json.dumps([step.command, store, [version(name) for name in step.packages]]).encode())
    for pattern in step.inputs:
        for file in sorted(_SOURCE.glob(pattern)):
            if file.is_file() and "__pycache__" not in file.parts:
                parts.update(str(file.relative_to(_SOURCE)).encode())
                parts.update(hashlib.sha256(file.read_bytes()).digest())
    return parts.hexdigest()

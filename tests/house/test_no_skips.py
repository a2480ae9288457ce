"""In CI a test may not skip itself: a missing system package would hide behind a green line."""

import subprocess
import sys
from pathlib import Path

from tests.house.planted_tree import REPOSITORY

TESTS = """
import pytest

def test_passes(): ...

@pytest.mark.skip(reason="no Chromium")
def test_by_mark(): ...

def test_by_call():
    pytest.skip("no Chromium")

@pytest.mark.xfail(reason="known")
def test_expected_failure():
    assert False
"""


def outcome(tmp_path: Path, *options: str) -> str:
    (tmp_path / "test_planted.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, str(tmp_path)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(REPOSITORY), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout.strip().splitlines()[-1]


def test_skips_pass_on_a_desk_and_fail_in_ci(tmp_path: Path) -> None:
    assert "1 passed, 2 skipped, 1 xfailed" in outcome(tmp_path)
    assert "1 failed, 1 passed, 1 xfailed, 1 error" in outcome(tmp_path, "-p", "tools.house.no_skips")

"""Ruff and mypy are set so that they see what the house forbids, where it is forbidden and nowhere else."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.planted_tree import REPOSITORY

RUFF = Path(sys.executable).parent / "ruff"
ROOM = "src/tinhso/casework/dossiers/actions.py"

PLANTS = {
    "a blind except": ("BLE001", "try:\n    x = 1\nexcept Exception:\n    x = 2\n"),
    "a bare except": ("E722", "try:\n    x = 1\nexcept:\n    x = 2\n"),
    "an error swallowed": ("S110", "try:\n    x = 1\nexcept Exception:\n    pass\n"),
    "a time without a zone": ("DTZ001", "import datetime\n\nx = datetime.datetime(2023, 7, 17)\n"),
    "print": ("T201", 'print("x")\n'),
    "datetime.now": ("TID251", "from datetime import UTC, datetime\n\nx = datetime.now(tz=UTC)\n"),
    "today": ("TID251", "import datetime\n\nx = datetime.date.today()\n"),
    "time.time": ("TID251", "import time\n\nx = time.time()\n"),
    "uuid4": ("TID251", "import uuid\n\nx = uuid.uuid4()\n"),
    "random": ("TID251", "import random\n\nx = random.random()\n"),
    "secrets": ("TID251", "import secrets\n\nx = secrets.token_hex()\n"),
    "a query glued together": (
        "S608",
        'def f(x: str) -> str:\n    return f"select * from t where a = {x}"\n',
    ),
    "a relative import of another room": ("TID252", "from ...registers import people\n"),
    "undiacritical camel case": ("N802", "def tiepNhan() -> None: ...\n"),
}


def codes(text: str, file: str) -> set[str]:
    result = subprocess.run(
        [str(RUFF), "check", "--output-format", "concise", "--stdin-filename", file, "-"],
        input=text,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    words = {word.strip("[]*,:") for line in result.stdout.splitlines() for word in line.split()}
    return {word for word in words if word[:1].isupper() and any(letter.isdigit() for letter in word)}


@pytest.mark.parametrize("name", PLANTS)
def test_ruff_sees_a_planted_defect(name: str) -> None:
    code, text = PLANTS[name]
    assert code in codes(text, ROOM)


def test_the_clock_alone_may_look_at_the_clock() -> None:
    text = PLANTS["datetime.now"][1]
    assert "TID251" not in codes(text, "src/tinhso/foundation/clock/service.py")
    assert "TID251" in codes(text, "src/tinhso/foundation/audit/sequencer.py")


def test_vietnamese_letters_are_letters() -> None:
    assert codes('"""Đơn vị hành chính: ổ, ệ, ự."""\n\nx = "Đã tiếp nhận hồ sơ…"\n', ROOM) == set()

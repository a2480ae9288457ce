"""Every check of tools/house catches a planted defect, passes the clean tree, and the house passes it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.planted_tree import CONTRACTS, REPOSITORY, build_tree, write
from tools.house.checks import CHECKS
from tools.house.sources import Tree

DOSSIERS = "src/tinhso/casework/dossiers"
FACES = "face" + "_recognition"
MACHINE = "/" + "root/.cache/wheels"


@dataclass(frozen=True)
class Plant:
    """A defect: the check that must see it, the file it is written to, its text (None: removed)."""

    check: str
    file: str
    text: str | None


PLANTS = {
    "a file of 401 lines": Plant("oversized", f"{DOSSIERS}/actions.py", "x = 1\n" * 400 + "y = 1"),
    "a function of 61 lines": Plant(
        "oversized", f"{DOSSIERS}/actions.py", "def act():\n" + "    x = 1\n" * 60
    ),
    "a method of 61 lines": Plant(
        "oversized", "tests/test_x.py", "class A:\n  def act(self):\n" + "    x = 1\n" * 60
    ),
    "a module called utils": Plant("empty_names", f"{DOSSIERS}/utils.py", ""),
    "a folder called helpers": Plant("empty_names", "tests/helpers/dates.py", ""),
    "a room without a door": Plant("incomplete_rooms", f"{DOSSIERS}/service.py", None),
    "a room without apps.py": Plant("incomplete_rooms", f"{DOSSIERS}/apps.py", None),
    "a room without a README": Plant("incomplete_rooms", f"{DOSSIERS}/README.md", None),
    "a door function that promises nothing": Plant(
        "undocumented_doors",
        f"{DOSSIERS}/service.py",
        '"""Door."""\n\n__all__ = ["act"]\n\n\ndef act() -> None: ...\n',
    ),
    "a re-exported function that promises nothing": Plant(
        "undocumented_doors",
        f"{DOSSIERS}/service.py",
        '"""Door."""\n\nfrom tinhso.casework.dossiers.rules import act\n\n__all__ = ["act"]\n',
    ),
    "a door that does not list what it offers": Plant(
        "undocumented_doors", f"{DOSSIERS}/service.py", '"""Door."""\n'
    ),
    "datetime.now": Plant(
        "looked_at_a_clock", f"{DOSSIERS}/actions.py", "import datetime as d\nd.datetime.now()\n"
    ),
    "uuid4": Plant("looked_at_a_clock", f"{DOSSIERS}/actions.py", "from uuid import uuid4\n"),
    "random": Plant("looked_at_a_clock", f"{DOSSIERS}/actions.py", "import random\n"),
    "secrets": Plant("looked_at_a_clock", f"{DOSSIERS}/actions.py", "from secrets import token_hex\n"),
    "time.time": Plant("looked_at_a_clock", f"{DOSSIERS}/actions.py", "import time\ntime.time()\n"),
    "rules that ask what time it is": Plant(
        "clock_in_rules", f"{DOSSIERS}/rules.py", "from tinhso.foundation.clock.service import legal_now\n"
    ),
    "a model that is no word of the glossary": Plant(
        "undefined_words",
        f"{DOSSIERS}/models.py",
        "from django.db import models\nclass Thing(models.Model): ...\nclass Parcel(models.Model): ...\n",
    ),
    "a model that shares its name with a dataclass": Plant(
        "undefined_words",
        f"{DOSSIERS}/models.py",
        "from django.db import models\nclass Thing(models.Model): ...\nclass Parcel(models.Model): ...\n",
    ),
    "an enum that is no word of the glossary": Plant(
        "undefined_words", f"{DOSSIERS}/types.py", "from enum import StrEnum\nclass Colour(StrEnum): ...\n"
    ),
    "a word whose model is gone": Plant("undefined_words", f"{DOSSIERS}/models.py", ""),
    "a library that reads faces": Plant("read_faces", "requirements.lock", f"{FACES}==1.3.0\n"),
    "a page that promises to read faces": Plant(
        "read_faces", "src/tinhso/sites/portal/a.html", "<p>nhận diện " + "khuôn mặt</p>"
    ),
    "a path of somebody's machine": Plant("leaked_addresses", "docs/notes.md", f"see {MACHINE}\n"),
    "an address of a registry": Plant(
        "leaked_addresses", "package-lock.json", '"resolved": ' + '"https://r/x"'
    ),
    "a private key": Plant("leaked_addresses", "docs/key.txt", "-----BEGIN PRIVATE " + "KEY-----\n"),
    "a password in an address": Plant(
        "leaked_addresses", "docs/notes.md", "postgresql://owner:" + "Tr0ub4dor@db.example\n"
    ),
}


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return build_tree(tmp_path)


def test_the_clean_tree_passes_every_check(clean: Path) -> None:
    found = {name: [str(one) for one in check(Tree(clean))] for name, check in CHECKS.items()}
    assert found == {name: [] for name in CHECKS}


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_defect_is_caught(name: str, clean: Path) -> None:
    plant = PLANTS[name]
    if plant.text is None:
        (clean / plant.file).unlink()
    else:
        write(clean, plant.file, plant.text)
    if "dataclass" in name:
        write(clean, f"{DOSSIERS}/types.py", "class Parcel: ...\n")
    if "re-exported" in name:
        write(clean, f"{DOSSIERS}/rules.py", "def act() -> None: ...\n")
    assert list(CHECKS[plant.check](Tree(clean)))


@pytest.mark.parametrize(
    "folder", ["src/tinhso/sites/portal/actions", f"{DOSSIERS}/filing", f"{DOSSIERS}/actions"]
)
def test_a_room_or_part_past_its_size_is_caught(clean: Path, folder: str) -> None:
    write(clean, ".importlinter", CONTRACTS.read_text(encoding="utf-8"))
    for number in range(7):
        write(clean, f"{folder}/act_{number}.py", "x = 1\n" * 380)
    assert any("room of" in str(one) for one in CHECKS["oversized"](Tree(clean)))


@pytest.mark.parametrize("is_divided", [True, False])
def test_only_a_contract_divides_a_room(clean: Path, *, is_divided: bool) -> None:
    if is_divided:
        write(clean, ".importlinter", CONTRACTS.read_text(encoding="utf-8"))
    for number in range(8):
        part = ("filing", "handling")[number % 2]
        write(clean, f"{DOSSIERS}/{part}/act_{number}.py", "x = 1\n" * 380)
    assert bool(list(CHECKS["oversized"](Tree(clean)))) is not is_divided


def test_a_sentence_that_forbids_reading_faces_may_stand(clean: Path) -> None:
    write(clean, "src/tinhso/sites/portal/a.html", "Hệ thống không nhận diện " + "khuôn mặt.")
    assert list(CHECKS["read_faces"](Tree(clean))) == []


def test_every_check_is_proved_by_a_plant() -> None:
    assert {plant.check for plant in PLANTS.values()} == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_the_house_passes(name: str) -> None:
    assert [str(violation) for violation in CHECKS[name](Tree(REPOSITORY))] == []

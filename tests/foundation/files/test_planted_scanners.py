"""A scanner with one check switched off is found out by the zoo: the check is needed, the zoo can fail."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.foundation.files.test_zoo import ANIMALS, MOST_CPU_S, MOST_MEMORY
from tinhso.foundation.files import inspection
from tinhso.foundation.files.cell import asking, looking
from tinhso.foundation.files.cell.__main__ import TASKS
from tinhso.foundation.files.cell.asking import Ending, Look
from tinhso.foundation.files.rules import jpeg, kinds, pdf
from tinhso.foundation.files.service import UnableToAcceptFile

BY_NAME = {animal.called: animal for animal in ANIMALS}


@dataclass(frozen=True)
class Plant:
    """One name of one module, what it is replaced by, and the animal that must then escape."""

    module: Any
    name: str
    instead: Any
    escapes: str


def never(*_: Any, **__: Any) -> bool:
    return False


def always(value: Any) -> Callable[..., Any]:
    return lambda *_, **__: value


NOTHING = re.compile(rb"(?!)")

PLANTS = {
    "no look at the size": Plant(kinds, "LARGEST", 10**9, "one byte too many"),
    "the name is believed": Plant(kinds, "media_type_of", always("application/pdf"), "a program called PDF"),
    "archives are anything": Plant(kinds, "is_archive", never, "a ZIP called PDF"),
    "pages are anything": Plant(kinds, "is_markup", never, "an SVG called PNG"),
    "no look for a ZIP behind": Plant(kinds, "is_also_archive", never, "PDF and ZIP"),
    "no look for a page inside": Plant(kinds, "hides_another", never, "JPEG and page"),
    "no look for a PDF inside": Plant(kinds, "is_also_pdf", never, "JPEG and PDF"),
    "any number of pixels": Plant(kinds, "MOST_PIXELS", 10**12, "JPEG of 100 Mpx"),
    "any side": Plant(kinds, "LONGEST_SIDE", 10**9, "JPEG of 60,000 x 100"),
    "any number of scans": Plant(jpeg, "_MOST_SCANS", 10**9, "JPEG of 500 scans"),
    "every PDF is plain": Plant(inspection, "plain_pages", always(1), "script at opening, packed away"),
    "escapes are not read": Plant(pdf, "_NAME_ESCAPE", NOTHING, "script behind an escape"),
    "branches may be named twice": Plant(pdf, "_has_each_kid_once", always(True), "10^10 pages in 2 kB"),
    "depth is not looked at": Plant(pdf, "_NESTED", NOTHING, "nested without end"),
    "an unfinished PDF is whole": Plant(inspection, "is_complete_pdf", always(True), "cut off"),
    "packed names are not looked at": Plant(looking, "_SUSPECT", NOTHING, "script at closing, packed away"),
    "attachments are welcome": Plant(looking, "_ATTACHED", frozenset(), "attached file, packed away"),
    "opening is welcome": Plant(
        looking, "_only_turns_to_a_page", always(True), "visit at opening, packed away"
    ),
    "streams are not unpacked": Plant(looking, "_unpacked_size", always(0), "stream of 300 MB"),
    "any number of pages": Plant(looking, "MOST_PAGES", 10**9, "2,000 pages"),
    "any number of objects": Plant(looking, "MOST_OBJECTS", 10**9, "60,000 objects"),
    "any picture inside": Plant(looking, "_refuse_large_picture", always(None), "picture of 900 Mpx inside"),
    "any weight": Plant(inspection, "_MOST_OPENED", 10**12, "colour PNG of 25 Mpx"),
    "lines of a PNG are not counted": Plant(
        looking, "inflated_size", always(4160), "PNG with more lines than told"
    ),
}


def look_here(task: str, content: bytes, **_: Any) -> Look:
    """The child's work without a child, so that something can be planted in it."""
    paper = os.memfd_create("paper")
    try:
        os.write(paper, content)
        os.lseek(paper, 0, os.SEEK_SET)
        return Look(ending=Ending.DONE, found=TASKS[task](paper), cpu_s=0, memory=0)
    finally:
        os.close(paper)


def reason(called: str) -> str | None:
    animal = BY_NAME[called]
    try:
        inspection.inspect(animal.make(), declared_name=animal.declared)
    except UnableToAcceptFile as refused:
        return refused.code.removeprefix("file.")
    return None


@pytest.mark.parametrize("planted", PLANTS)
def test_zoo_finds_out_a_scanner_with_one_check_switched_off(
    planted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant = PLANTS[planted]
    monkeypatch.setattr(inspection, "look_in_cell", look_here)
    assert reason(plant.escapes) == BY_NAME[plant.escapes].reason

    monkeypatch.setattr(plant.module, plant.name, plant.instead)

    assert reason(plant.escapes) != BY_NAME[plant.escapes].reason


def test_zoo_finds_out_a_cell_without_walls() -> None:
    content = BY_NAME["bomb of packed objects"].make()
    walled = asking.look("pdf", content)
    open_to_all = asking.look("pdf", content, memory=2**40, cpu_s=600)

    assert walled.memory <= MOST_MEMORY
    assert walled.cpu_s <= MOST_CPU_S
    assert open_to_all.memory > MOST_MEMORY

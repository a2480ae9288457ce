"""The cell bears whatever happens in it, and the worker that asks lives on."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tests.foundation.files.zoo import bomb_of_packed_objects, many_objects, picture, plain_pdf, saved
from tinhso.foundation.files import inspection
from tinhso.foundation.files.cell import asking
from tinhso.foundation.files.cell.asking import CellIsGone, Ending, end_cell, look
from tinhso.foundation.files.service import UnableToCheckFile


def cells() -> list[psutil.Process]:
    return [
        process
        for process in psutil.Process().children()
        if process.status() != psutil.STATUS_ZOMBIE and "tinhso.foundation.files.cell" in process.cmdline()
    ]


def test_one_cell_serves_a_worker_and_every_paper_has_its_own_child() -> None:
    before = look("pdf", plain_pdf())
    (cell,) = cells()
    again = look("png", picture("PNG"))

    assert before.ending is again.ending is Ending.DONE
    assert cells() == [cell]
    assert cell.children() == []


def test_child_that_takes_too_much_memory_or_time_is_ended_and_the_cell_stays() -> None:
    look("pdf", plain_pdf())
    (cell,) = cells()

    assert look("pdf", many_objects(40_000), memory=2**18).ending is Ending.OUT_OF_MEMORY
    assert look("pdf", bomb_of_packed_objects(), cpu_s=0.05).ending is Ending.OUT_OF_TIME
    assert look("pdf", plain_pdf()).ending is Ending.DONE
    assert cells() == [cell]


def test_worker_asks_a_new_cell_when_the_old_one_was_killed() -> None:
    look("pdf", plain_pdf())
    (cell,) = cells()
    cell.send_signal(signal.SIGKILL)

    assert look("pdf", saved(pages=3)).found == b'{"word": "", "pages": 3}\n'
    assert cells() != [cell]


def test_many_ask_at_once_and_each_gets_its_own_answer() -> None:
    papers = [saved(pages=pages) for pages in range(1, 13)]
    with ThreadPoolExecutor(max_workers=6) as pool:
        found = list(pool.map(lambda paper: inspection.inspect(paper).pages, papers))

    assert found == list(range(1, 13))


def test_cell_ends_with_the_worker_that_asked() -> None:
    look("pdf", plain_pdf())
    (cell,) = cells()
    end_cell()

    assert not psutil.pid_exists(cell.pid)
    assert cells() == []


def test_child_has_no_keys_no_settings_and_no_place_to_write() -> None:
    look("pdf", plain_pdf())
    (cell,) = cells()

    assert cell.environ() == {}
    assert cell.cwd() == "/"
    assert not [
        name
        for name in os.listdir(f"/proc/{cell.pid}/fd")
        if "var" in os.readlink(f"/proc/{cell.pid}/fd/{name}")
    ]
    assert "django" not in Path(f"/proc/{cell.pid}/maps").read_text()


def test_paper_is_not_called_bad_when_no_cell_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    end_cell()
    monkeypatch.setattr(asking.sys, "executable", "/bin/false")
    with pytest.raises(UnableToCheckFile) as refused:
        inspection.inspect(saved())
    with pytest.raises(CellIsGone):
        look("pdf", saved())

    assert refused.value.code == "file.unavailable"
    monkeypatch.undo()
    assert inspection.inspect(saved()).pages == 1

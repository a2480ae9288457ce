"""The shipped files, read once; and a way to plant a defect into a copy of one."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tinhso.registers.catalogue.service import (
    PAYMENTS_FOLDER,
    PROCEDURES_FOLDER,
    ProcedureVersion,
    read_procedure,
)


def first_file(code: str) -> Path:
    """The earliest version of a shipped procedure or payment service: that of mid-2023."""
    return min(
        file for folder in (PROCEDURES_FOLDER, PAYMENTS_FOLDER) for file in folder.glob(f"{code}/*.yaml")
    )


@pytest.fixture(scope="session")
def shipped() -> Callable[[str], ProcedureVersion]:
    """A shipped version of mid-2023 by code."""
    versions: dict[str, ProcedureVersion] = {}

    def read(code: str) -> ProcedureVersion:
        if code not in versions:
            versions[code] = read_procedure(first_file(code))
        return versions[code]

    return read


@pytest.fixture
def plant(tmp_path: Path) -> Callable[..., Path]:
    """Copy a shipped file with each ``old`` text replaced by its ``new`` one (the first place only)."""

    def write(*changes: tuple[str | re.Pattern[str], str], code: str = "1.004194", name: str = "") -> Path:
        file = first_file(code)
        text = file.read_text(encoding="utf-8")
        for old, new in changes:
            place = old if isinstance(old, re.Pattern) else re.compile(re.escape(old))
            text, count = place.subn(new.replace("\\", r"\\"), text, count=1)
            assert count, f"the change no longer fits the file: {old!r}"
        path = tmp_path / code / (name or file.name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write

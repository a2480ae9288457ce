"""What the tests of the gate share."""

import pytest

from tinhso.foundation.files import inspection
from tinhso.foundation.files.cell.asking import Look


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Look]:
    """What the cell's children used."""
    seen: list[Look] = []
    honest = inspection.look_in_cell

    def watched(*arguments: object, **named: object) -> Look:
        seen.append(honest(*arguments, **named))  # type: ignore[arg-type]
        return seen[-1]

    monkeypatch.setattr(inspection, "look_in_cell", watched)
    return seen

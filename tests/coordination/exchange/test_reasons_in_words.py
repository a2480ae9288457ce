"""Why a message, a dossier or a question was not taken is told in words, whoever gave the reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tinhso
from sandbox.national_portal.errors import MESSAGES, SUCCESS
from tests.coordination.exchange.test_words import SANDBOX
from tinhso.coordination.exchange.types import FILE_CHANGED
from tinhso.coordination.lines.service import cause_text
from tinhso.engines.sync.service import Reason
from tinhso.sites.exchange.wording import reason_text

HOUSE = Path(tinhso.__file__).parent
PLACES = (
    HOUSE / "coordination" / "exchange",
    HOUSE / "services" / "verification",
    HOUSE / "casework" / "dossiers" / "crossing",
    SANDBOX / "old_one_stop",
    SANDBOX / "essential_portal" / "updating.py",
)
RAISED = {
    "UnableToReach": "",
    "UnableToReachLine": "",
    "UnableToUnderstand": "",
    "UnableToSendQuestion": "",
    "UnableToTake": "",
    "UnableToEdit": "",
    "_Missing": "",
    "_unable": "outside.",
}
"""Who is called with a reason as the first word, and what stands before it."""
NEVER_SHOWN = frozenset({"da_ton_tai", "khac_phien_ban", "sai_trang"})
"""Answers of the old system that the house acts on by itself."""


def raised() -> Iterator[str]:
    for place in PLACES:
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    before = RAISED.get(node.func.id)
                    first = node.args[0] if node.args else None
                    if before is not None and isinstance(first, ast.Constant):
                        yield f"{before}{first.value}"


FOUND = sorted({*raised(), *(reason.value for reason in Reason), FILE_CHANGED} - NEVER_SHOWN)


def test_reasons_are_found_where_they_are_given() -> None:
    assert {"unreadable_answer", "file_host", "outside.procedure", "sai_ngay", "not_in_schema"} <= set(FOUND)


@pytest.mark.parametrize("word", FOUND)
def test_each_reason_is_told_in_words(word: str) -> None:
    said = reason_text(word, "MaHoSo")
    assert word not in said, said
    assert "lý do khác" not in said, said
    assert said.endswith("(MaHoSo)")


@pytest.mark.parametrize("code", sorted(MESSAGES.keys() - {SUCCESS}))
def test_each_answer_of_the_national_portal_is_told_in_words(code: str) -> None:
    assert f"error_{code}" not in reason_text(f"error_{code}")


def test_a_reason_that_nobody_foresaw_is_told_as_such() -> None:
    assert reason_text("brand_new") == cause_text("brand_new") == "lý do khác, mã brand_new"
    assert cause_text("http_503") == "trả lời lỗi 503"
    assert reason_text("outside.file.locked") == "tệp gửi kèm không nhận được (locked)"

"""A paper is opened by a link that serves one viewer, one file and one purpose, for a few minutes."""

from __future__ import annotations

import re
import time
from urllib.parse import unquote

import pytest
from django.core import signing

from tests.sites.portal.portal_data import PDF, Town, rows, text_of
from tinhso.sites.frame.service import LINK_LASTS


@pytest.fixture
def address(town: Town) -> str:
    """The lasting address of a paper of Tuấn's draft."""
    page = text_of(town.screen("tuan").get(f"/drafts/{town.filled()}/papers"))
    found = re.search(r'href="(/drafts/[^"]+/papers/[^"]+)"', page)
    assert found
    return found[1]


def link_of(town: Town, who: str, address: str) -> str:
    led = town.screen(who).get(address)
    assert led.status_code == 302
    return str(led.headers["Location"])


def readings() -> int:
    return len(rows("select 1 from audit_entry where action = %s and outcome = 'done'", "paper.read"))


def refusals() -> int:
    return len(rows("select 1 from audit_entry where outcome = 'refused' and object_kind = %s", "file"))


def test_link_opens_the_paper_and_names_nobody(town: Town, address: str) -> None:
    link = link_of(town, "tuan", address)

    opened = town.screen("tuan").get(link)

    assert opened.status_code == 200
    assert opened.content == PDF
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert opened.headers["Cache-Control"] == "no-store"
    token = unquote(link.partition("?link=")[2])
    assert re.fullmatch(r"[0-9A-Za-z]{6}:[\w-]{43}", token)
    assert str(town.actors["tuan"].account_id) not in link


def test_paper_is_handed_out_in_parts(town: Town, address: str) -> None:
    link = link_of(town, "tuan", address)

    part = town.screen("tuan").get(link, headers={"Range": "bytes=5-9"})

    assert (part.status_code, part.content) == (206, PDF[5:10])
    assert part.headers["Content-Range"] == f"bytes 5-9/{len(PDF)}"


def test_expired_link_is_gone_and_written_down(
    town: Town, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_of(town, "tuan", address)
    later = time.time() + LINK_LASTS.total_seconds() + 2
    monkeypatch.setattr(signing.time, "time", lambda: later)

    late = town.screen("tuan").get(link)

    assert late.status_code == 410
    assert "đã hết hạn" in text_of(late)
    assert refusals() == 1
    assert town.screen("tuan").get(address, follow=True).content == PDF


def test_link_of_another_person_file_or_purpose_opens_nothing_and_is_written_down(
    town: Town, address: str
) -> None:
    link = link_of(town, "tuan", address)
    token = link.partition("?")[2]
    other_end = "A" if link[-1] != "A" else "B"
    dossier = town.file()
    for who, wrong in (
        ("anh", link),
        ("tuan", f"{address[:-1]}{'0' if address[-1] != '0' else '1'}?{token}"),
        ("tuan", f"{address}/small?{token}"),
        ("tuan", f"/dossiers/{dossier.id}/receipt?{token}"),
        ("tuan", link[:-1] + other_end if link[-1] != "=" else link + "x"),
        ("tuan", f"{address}?link="),
        ("tuan", f"{address}?link=x:y:z"),
    ):
        before = refusals()
        refused = town.screen(who).get(wrong)
        assert refused.status_code == 404, wrong
        assert refusals() == before + 1
        assert b"%PDF" not in refused.content


def test_right_link_still_asks_who_may_see_the_paper(town: Town, address: str) -> None:
    assert town.screen("anh").get(link_of(town, "anh", address)).status_code == 404


def test_every_reading_of_a_filed_paper_is_written_down(town: Town) -> None:
    from tinhso.casework.dossiers.service import get_dossier

    filed = town.file()
    (paper,) = get_dossier(dossier_id=filed.id, actor=town.actors["tuan"], now=town.now).papers
    link = link_of(town, "tuan", f"/dossiers/{filed.id}/papers/{paper.file_id}")
    assert readings() == 0

    for seen in (1, 2):
        assert town.screen("tuan").get(link).status_code == 200
        assert readings() == seen

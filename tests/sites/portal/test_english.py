"""The citizens' pages in English: no text is read in the wrong voice, and Vietnamese stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from django.test import Client

from tests.sites.portal.english import leaks, texts, untranslated
from tests.sites.portal.portal_data import RESIDENCE, Town, text_of
from tinhso.registers.catalogue.service import PROCEDURES_FOLDER
from tinhso.sites.frame.language.service import english_words, is_vietnamese

NO_STUB = "/tracking?code=DP-H09.1-000009"
SAID_TO_CITIZENS = frozenset(
    ("title", "sector", "audience", "introduction", "explanation", "name", "hint", "intro", "label", "text")
)
SAID_TO_OFFICERS = frozenset(("process", "slips", "legal_basis", "vintage", "supplement", "also_called"))
PUBLIC = (
    "/", "/procedures", "/procedures?q=tam+tru", "/procedures?q=zzzz", "/help", "/privacy", "/accessibility",
    "/tracking", "/tracking/x", NO_STUB, "/sign-in", "/nowhere", f"/procedures/{RESIDENCE}", "/feedback",
    "/answers",
)  # fmt: skip
WHOLLY_ENGLISH = frozenset(
    ("/help", "/privacy", "/accessibility", "/tracking", NO_STUB, "/sign-in", "/nowhere")
)


def in_english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def test_public_pages_are_read_in_english(town: Town) -> None:
    screen = in_english(Client())
    for address in PUBLIC:
        answer = screen.get(address)
        assert 'lang="en"' in text_of(answer), address
        assert "Cookie" in answer.headers["Vary"], address
        assert leaks(answer.content) == [], address
        if address in WHOLLY_ENGLISH:
            assert untranslated(answer.content) == [], address


def test_pages_of_somebody_signed_in_are_read_in_english(town: Town) -> None:
    screen = in_english(town.screen("tuan"))
    filed, draft = town.file(), town.draft()
    town.processing(filed)
    town.ask(filed, ("field", "dwelling_kind", "Chọn lại loại chỗ ở."), ("paper", "housing_proof", "Bị mờ."))
    town.clock.advance(timedelta(hours=1))
    own = f"/dossiers/{filed.id}"
    for address in (
        "/dossiers", own, f"{own}/done", f"{own}/supplement", f"{own}/withdraw", f"{own}/payment",
        f"/tracking/{filed.code}", "/my-data", "/messages", "/acting", "/authorisations",
        "/authorisations/new", "/my-papers", f"/rate/{filed.code}", f"/procedures/{RESIDENCE}/apply",
        f"/procedures/{RESIDENCE}/file", f"/drafts/{draft}/papers", f"/drafts/{draft}/review",
        f"/drafts/{draft}/discard",
    ):  # fmt: skip
        answer = screen.get(address, follow=True)
        assert leaks(answer.content) == [], address
        assert "English" not in {text for text, _ in texts(answer.content)}, address


def test_without_the_choice_a_page_is_vietnamese_and_offers_english(town: Town) -> None:
    page = text_of(Client().get("/"))
    assert '<html lang="vi"' in page
    assert 'lang="en" hreflang="en" rel="nofollow">English</a>' in page
    assert "Bản dịch tiếng Anh" not in page


def test_after_a_form_the_switch_leads_back_to_the_page_of_the_form(town: Town) -> None:
    filed = town.file()
    place = f"/dossiers/{filed.id}/withdraw"
    sent = town.screen("tuan").post(
        place, {"note": "x" * 2000}, headers={"Referer": f"http://testserver{place}"}
    )
    assert f"back={quote(place, safe='')}" in text_of(sent)


def test_the_desk_stays_vietnamese(town: Town) -> None:
    page = text_of(in_english(Client()).get("/desk/sign-in/"))
    assert '<html lang="vi"' in page


def test_a_procedure_is_found_by_english_words_too(town: Town) -> None:
    page = text_of(in_english(Client()).get("/procedures", {"q": "temporary resid"}))
    assert "Registration of temporary residence" in page
    assert f"/procedures/{RESIDENCE}" in page
    assert f"/procedures/{RESIDENCE}" not in text_of(Client().get("/procedures", {"q": "temporary resid"}))


def texts_of_a_procedure(said: object) -> Iterator[str]:
    """What a catalogue file says to citizens: the texts under these keys, at any depth."""
    if isinstance(said, dict):
        for key, value in said.items():
            if key in SAID_TO_CITIZENS and isinstance(value, str):
                yield " ".join(value.split())
            elif key not in SAID_TO_OFFICERS:
                yield from texts_of_a_procedure(value)
    elif isinstance(said, list):
        for value in said:
            yield from texts_of_a_procedure(value)


@pytest.mark.parametrize("folder", sorted(PROCEDURES_FOLDER.iterdir()), ids=lambda folder: folder.name)
def test_every_procedure_has_english_words(folder: Path) -> None:
    for version in folder.glob("*.yaml"):
        said = yaml.load(version.read_text(), Loader=yaml.CSafeLoader)
        without = [text for text in texts_of_a_procedure(said) if is_vietnamese(text)]
        assert [text for text in without if text not in english_words()] == []


def test_a_planted_question_without_english_is_found() -> None:
    planted = {"sections": [{"title": "Người nộp hồ sơ", "fields": [{"label": "Câu chưa ai dịch"}]}]}
    found = list(texts_of_a_procedure(planted))
    assert [text for text in found if text not in english_words()] == ["Câu chưa ai dịch"]

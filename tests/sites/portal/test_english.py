"""The citizens' pages in English: no text is read in the wrong voice, and Vietnamese stays as it was."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from django.test import Client

from tests.sites.portal.english import leaks, texts, untranslated
from tests.sites.portal.portal_data import RESIDENCE, Town, text_of

NO_STUB = "/tracking?code=DP-H09.1-000009"
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
        f"/tracking/{filed.code}", "/my-data", "/messages", "/acting", f"/procedures/{RESIDENCE}/apply",
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

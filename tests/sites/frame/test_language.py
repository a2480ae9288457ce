"""English by a switch: words, pages read in English, and the cookie that chooses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.test import Client
from jinja2 import Environment

from tests.sites.portal.english import leaks
from tinhso.sites.frame.language.service import (
    COOKIE,
    FILES,
    Words,
    english_words,
    in_english,
    is_vietnamese,
    messages_in,
    problems_of,
)

SITES = Path(__file__).parents[3] / "src" / "tinhso" / "sites"
FOR_OFFICERS = re.compile(r"desk|inbox|figures|officer|worklist|frame/ended|frame/style")
CITIZENS_TEMPLATES = [
    file
    for site in ("frame", "portal", "representation", "feedback")
    for file in sorted((SITES / site / "jinja2").rglob("*.html"))
    if not FOR_OFFICERS.search(str(file.relative_to(SITES)))
]
_TAGS = re.compile(r"<[^>]*>")
_SPOKEN = re.compile(r'(?:aria-label|alt|title|placeholder)="([^"\x00]*)')
_GAP = "\x00"


def said(*messages: tuple[str, str]) -> Words:
    return Words([Message(vietnamese, english) for vietnamese, english in messages])


def test_every_message_has_english_with_the_same_places() -> None:
    assert [problem for file in FILES.glob("*.po") for problem in problems_of(messages_in(file))] == []


def test_a_planted_message_without_english_and_one_with_a_lost_place_are_found() -> None:
    planted = [Message("Tìm", ""), Message("Bước {n}", "Step"), Message("<1>Xem</1>", "See")]
    assert len(problems_of(planted)) == 3


def words_without_english(template: str, known: str) -> list[str]:
    """Vietnamese stretches of a template that no message holds; tags and expressions are gaps."""
    tokens = list(Environment(autoescape=True).lex(template))
    page = "".join(text if kind == "data" else _GAP for _, kind, text in tokens)
    texts = [*_TAGS.sub(_GAP, page).split(_GAP), *_SPOKEN.findall(page)]
    texts += [text for _, kind, text in tokens if kind == "string"]
    stretches = (" ".join(text.split()).strip("\"' ,.;:()“”") for text in texts)
    return [part for part in stretches if is_vietnamese(part) and part.lower() not in known]


@pytest.fixture(scope="module")
def known() -> str:
    ids = (message.id for file in FILES.glob("*.po") for message in messages_in(file))
    return "\n".join(_TAGS.sub("", text if isinstance(text, str) else text[0]) for text in ids).lower()


@pytest.mark.parametrize("file", CITIZENS_TEMPLATES, ids=lambda file: "/".join(file.parts[-2:]))
def test_every_template_for_citizens_can_be_read_in_english(file: Path, known: str) -> None:
    assert words_without_english(file.read_text(), known) == []


def test_a_planted_stretch_without_english_is_found(known: str) -> None:
    planted = '<p title="{{ x }}">Câu chưa ai dịch</p>{{ button("Nút chưa ai dịch") }}'
    assert words_without_english(planted, known) == ["Câu chưa ai dịch", "Nút chưa ai dịch"]


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("Bước 2 trên 5: Giấy tờ", "Step 2 of 5: Papers"),
        ("1 hồ sơ", "1 application"),
        ("1.200 hồ sơ", "1,200 applications"),
        ("còn 2 ngày làm việc", "2 working days left"),
        ("14:30 ngày 17/07/2023", "14:30 on 17 July 2023"),
        ("135.000 đồng", "135,000 VND"),
        ("Thứ Hai, ngày 17/07/2023", "Monday, 17 July 2023"),
        ("nộp tại quầy: 15.000 đồng", "at the desk: 15,000 VND"),
    ],
)
def test_values_and_numbers_stand_in_english_form(vietnamese: str, english: str) -> None:
    assert in_english(f"<p>{vietnamese}</p>", english_words()) == f"<p>{english}</p>"


def test_what_has_no_english_says_that_it_is_vietnamese() -> None:
    page = in_english("<p>Nguyễn Thị Hoa</p><select><option>Xã Phú Lạ</select>", english_words())
    assert '<span lang="vi">Nguyễn Thị Hoa</span>' in page
    assert '<option lang="vi">Xã Phú Lạ' in page
    assert leaks(f'<html lang="en">{page}') == []


def test_a_planted_leak_is_found() -> None:
    assert leaks('<html lang="en"><p>Nguyễn <b lang="vi">Thị</b></p>') == ["Nguyễn"]


def test_inline_elements_move_with_their_words() -> None:
    words = said(("Bạn <1>đăng nhập</1> trước", "First <1>sign in</1>, please"))
    page = in_english('<p> Bạn <a href="/x?a=1&amp;b=2">đăng nhập</a> trước</p>', words)
    assert page == '<p> First <a href="/x?a=1&amp;b=2">sign in</a>, please</p>'


def test_what_was_typed_stays_and_nothing_becomes_markup() -> None:
    words = said(("Tìm “{own}”", "Search “{own}”"), ("Chào", "Hello"))
    page = in_english("<p>Tìm “Chào”</p><textarea>Chào</textarea><p>&lt;b&gt; {x} &amp;amp;</p>", words)
    assert page == "<p>Search “Chào”</p>".replace("Chào", '<span lang="vi">Chào</span>') + (
        '<textarea lang="vi">Chào</textarea><p>&lt;b&gt; {x} &amp;amp;</p>'
    )


def test_tags_scripts_and_drawings_are_copied_as_they_are() -> None:
    page = '<!DOCTYPE html><svg viewBox="0 0"><path/></svg><script>if (a<b) "Tìm"</script><br><a href=x>7'
    assert in_english(page, english_words()) == page


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "evil", "/\\evil.example", ""])
def test_the_switch_never_leads_to_another_house(back: str) -> None:
    assert Client().get("/language", {"to": "en", "back": back}).headers["Location"] == "/"
    from_elsewhere = Client().get("/language", {"to": "en"}, headers={"Referer": back})
    assert from_elsewhere.headers["Location"] == "/"


def test_the_switch_is_a_cookie_and_comes_back_to_the_page() -> None:
    client = Client()
    page = {"Referer": "http://testserver/procedures?q=tam+tru"}
    chosen = client.get("/language", {"to": "en"}, headers=page)
    assert chosen.headers["Location"] == "/procedures?q=tam+tru"
    assert chosen.headers["Cache-Control"] == "no-store"
    assert client.cookies[COOKIE].value == "en"
    assert client.cookies[COOKIE]["httponly"]
    client.get("/language", {"to": "vi", "back": "/"})
    assert client.cookies[COOKIE].value == ""
    assert client.post("/language", {"to": "en"}).status_code == 405

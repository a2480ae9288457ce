"""The checks for whoever uses only the keyboard find what they are for: one planted defect each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.keyboard import complaints, go_to, mistakes_told

GOOD = """<header><a href="#a">Trang chủ</a></header><main>
<form><p><label for="n">Họ tên</label> <input id="n"></p>
<fieldset><legend>Lý do</legend><input type="radio" name="r" id="r1"><label for="r1">Đi làm</label>
<input type="radio" name="r" id="r2"><label for="r2">Đi học</label></fieldset>
<p><button>Gửi</button></p><p>Xem <a href="#b">hướng dẫn</a> trước khi gửi.</p></form></main>"""

DEFECTS = {
    "without a name": GOOD.replace("<button>Gửi</button>", "<button><svg></svg></button>"),
    "a textbox without a name": GOOD.replace('<label for="n">Họ tên</label>', "Họ tên"),
    "looks the same with and without focus": GOOD + "<style>button:focus{outline:none}</style>",
    "comes before its turn": GOOD.replace("<button>", '<button tabindex="3">'),
    "has the focus and is covered": GOOD
    + '<div style="position:fixed;inset:auto 0 0 0;height:100vh;background:#fff"></div>',
    "is never reached": GOOD
    + """<a href="#trap" id="trap">Bẫy</a><a href="#c">Sau bẫy</a>
<script>trap.addEventListener('keydown', e => { if (e.key === 'Tab') e.preventDefault(); })</script>""",
    "is smaller than 24 pixels": GOOD
    + """<style>.s{display:inline-block;width:12px;height:12px;padding:0}</style>
<div><button class="s" aria-label="Xóa"></button><button class="s" aria-label="Sửa"></button></div>""",
}

SUMMARY = """<div class="govuk-error-summary" tabindex="-1"{role}><a href="#n">Hãy ghi họ tên</a></div>
<label for="n">Họ tên</label><p id="n-error">{text}</p><input id="n" aria-describedby="n-error">
<script>{focus}</script>"""
FOCUS = "document.querySelector('.govuk-error-summary').focus()"


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page(viewport={"width": 1000, "height": 700})
    yield opened
    opened.close()


def shown(page: Page, body: str) -> Page:
    page.goto("about:blank")
    page.set_content(f"<!doctype html><html lang=vi><title>Thử</title><body>{body}")
    return page


def test_a_good_page_has_nothing_to_complain_of(page: Page) -> None:
    assert complaints(shown(page, GOOD)) == []


@pytest.mark.parametrize("finding", DEFECTS)
def test_a_planted_defect_is_found(page: Page, finding: str) -> None:
    found = complaints(shown(page, DEFECTS[finding]))
    assert any(finding in each for each in found), found


def test_what_cannot_be_reached_by_tab_is_an_error(page: Page) -> None:
    go_to(shown(page, GOOD), "button")
    with pytest.raises(AssertionError, match="not reached by Tab"):
        go_to(page, "#nowhere")


@pytest.mark.parametrize(
    ("role", "text", "focus", "finding"),
    [
        (' role="alert"', "Hãy ghi họ tên", FOCUS, ""),
        ("", "Hãy ghi họ tên", FOCUS, "the summary is not announced"),
        (' role="alert"', "Hãy ghi họ tên", "", "the focus is not on the summary"),
        (' role="alert"', "", FOCUS, "is not said at its field"),
    ],
)
def test_mistakes_are_told_in_full(page: Page, role: str, text: str, focus: str, finding: str) -> None:
    found = mistakes_told(shown(page, SUMMARY.format(role=role, text=text, focus=focus)))
    assert (found == []) if not finding else any(finding in each for each in found)

"""The style page in a real browser: accessible, on a phone and on a desk, with and without scripts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.support.browser import violations

ROOT = Path(__file__).parents[3]
PHONE, DESK = 360, 1280
PAGES = ["style/", "style/desk/", "style/error/404/", "style/error/500/"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    assert (ROOT / "frontend" / "dist" / "manifest.json").exists(), (
        "build the front end first: npx vite build"
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.sites.frame.style_server"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    yield server.stdout.readline().strip()
    server.terminate()
    server.wait(10)


def opened(chromium: Browser, width: int, **options: Any) -> BrowserContext:
    is_phone = width == PHONE
    return chromium.new_context(
        viewport={"width": width, "height": 800}, is_mobile=is_phone, has_touch=is_phone, **options
    )


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    with opened(chromium, DESK) as context:
        yield context.new_page()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(
    chromium: Browser, address: str, path: str, width: int
) -> None:
    with opened(chromium, width, bypass_csp=True) as context:
        page = context.new_page()
        page.goto(f"{address}/{path}")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_axe_finds_a_planted_defect(chromium: Browser, address: str) -> None:
    with opened(chromium, DESK, bypass_csp=True) as context:
        page = context.new_page()
        page.goto(f"{address}/style/")
        page.evaluate("document.querySelector('label[for=f-full_name]').remove()")
        assert any(each.startswith("label ") for each in violations(page))


@pytest.mark.parametrize("path", PAGES[:2])
def test_the_strict_policy_breaks_nothing(desk: Page, address: str, path: str) -> None:
    said: list[str] = []
    desk.on("console", lambda message: said.append(message.text))
    desk.on("pageerror", lambda error: said.append(str(error)))
    desk.goto(f"{address}/{path}", wait_until="networkidle")
    assert said == []
    assert desk.evaluate("document.fonts.check('16px \"Noto Sans Variable\"', 'Ộ')")


SEEN = """() => {
    const at = document.activeElement;
    const beside = [at.parentElement, at.previousElementSibling, at.closest(".ts-card, .ts-choice")];
    const marked = [at, ...beside].some((element) => {
        const style = element && getComputedStyle(element);
        return style && (style.boxShadow !== "none" || !["none", "auto"].includes(style.outlineStyle));
    });
    return marked || at === document.body ? "" : at.outerHTML;
}"""


def unseen_stops(page: Page) -> list[str]:
    """Tab through the page; what held the focus without any mark."""
    page.evaluate("document.activeElement.blur()")
    found = []
    for _ in range(70):
        page.keyboard.press("Tab")
        found.append(page.evaluate(SEEN))
    return [element for element in found if element]


def test_every_stop_of_the_keyboard_is_seen(desk: Page, address: str) -> None:
    desk.goto(f"{address}/style/")
    assert unseen_stops(desk) == []


def test_a_hidden_focus_mark_is_noticed(chromium: Browser, address: str) -> None:
    with opened(chromium, DESK, bypass_csp=True) as context:
        page = context.new_page()
        page.goto(f"{address}/style/")
        page.add_style_tag(content="* { outline: none !important; box-shadow: none !important }")
        assert unseen_stops(page)


def test_the_page_works_without_scripts(chromium: Browser, address: str) -> None:
    with opened(chromium, PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/style/")
        assert page.locator("select#f-commune").is_visible()
        assert page.locator("input#f-owner_name").is_visible()
        assert page.locator("input#f-consent_paper").is_visible()


def test_a_commune_is_found_without_accents(desk: Page, address: str) -> None:
    desk.goto(f"{address}/style/")
    desk.get_by_role("combobox", name="Xã, phường, thị trấn nơi đến").fill("thoi hoa")
    desk.keyboard.press("Enter")
    assert desk.input_value("#f-commune") == "Phường Thới Hòa"
    assert desk.eval_on_selector("select[name=commune]", "select => select.value") == "25816"


def test_a_half_typed_commune_is_not_left_standing(desk: Page, address: str) -> None:
    desk.goto(f"{address}/style/")
    desk.fill("#f-commune", "khong co ten nay")
    desk.keyboard.press("Tab")
    assert desk.input_value("#f-commune") == "Phường Định Hoà"


def test_a_question_appears_only_when_it_is_asked(desk: Page, address: str) -> None:
    desk.goto(f"{address}/style/")
    assert desk.locator("#f-owner_name").is_visible()
    desk.get_by_label("Của tôi hoặc gia đình tôi").check()
    assert desk.locator("#f-owner_name").is_hidden()
    assert desk.locator("#f-owner_name").is_disabled()


def test_a_form_is_sent_once_however_often_it_is_pressed(desk: Page, address: str) -> None:
    sent: list[str] = []

    def never_answer(route: Route) -> None:
        sent.append(route.request.method)

    desk.goto(f"{address}/style/desk/")
    desk.route("**/style/desk/", never_answer)
    with desk.expect_request("**/style/desk/"):
        desk.get_by_role("button", name="Trình lãnh đạo ký").evaluate(
            "button => { for (let press = 0; press < 5; press++) button.click(); }"
        )
    desk.wait_for_timeout(200)
    assert sent == ["POST"]


def test_a_file_too_large_is_refused_before_it_is_sent(desk: Page, address: str, tmp_path: Path) -> None:
    large = tmp_path / "to.pdf"
    large.write_bytes(b"%PDF-1.4" + bytes(20 * 1024 * 1024))
    desk.goto(f"{address}/style/")
    desk.set_input_files("#f-proof", large)
    assert desk.get_by_text("to.pdf: lớn quá mức cho phép").is_visible()
    assert desk.eval_on_selector("#f-proof", "input => input.files.length") == 0


def test_a_refusal_is_a_readable_page(desk: Page, address: str) -> None:
    answer = desk.goto(f"{address}/refuse/")
    assert answer is not None
    assert answer.status == 409
    assert desk.get_by_text("Hồ sơ đã được tiếp nhận.").is_visible()


def test_the_chosen_tab_is_in_sight_on_a_phone(chromium: Browser, address: str) -> None:
    """Also where it is the last of a row that is wider than the screen."""
    last = '.ts-queues li:last-child [aria-current="page"]'

    def choose_the_last(route: Route) -> None:
        above, queues = route.fetch().text().split('<ul class="ts-queues">')
        rows, below = queues.split("</ul>", 1)
        *others, chosen = rows.replace(' aria-current="page"', "").rsplit("<a ", 1)
        changed = f'{"".join(others)}<a aria-current="page" {chosen}'
        route.fulfill(body=f'{above}<ul class="ts-queues">{changed}</ul>{below}', content_type="text/html")

    with opened(chromium, PHONE) as context:
        page = context.new_page()
        page.route("**/style/desk/", choose_the_last)
        page.goto(f"{address}/style/desk/")
        assert page.evaluate("document.querySelector('.ts-queues').scrollWidth") > PHONE
        page.wait_for_function(
            "last => { const at = document.querySelector(last).getBoundingClientRect();"
            " return at.left >= 0 && at.right <= window.innerWidth; }",
            arg=last,
        )

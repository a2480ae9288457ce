"""A large photo over a line that breaks: it goes on where it stopped, by itself and on a page opened anew."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Route

from tests.journeys.citizens import TUAN, Citizen
from tests.journeys.forms import attach
from tests.journeys.papers import ChosenFile
from tests.journeys.residence import CONFIRM, PLACE, PROCEDURE, REQUEST
from tests.support.browser import Visitors, assert_accessible
from tests.support.running import House

pytestmark = pytest.mark.journey

PIECE = 256 * 1024


def large_photo() -> ChosenFile:
    """A photo of about two megabytes."""
    grain = random.Random(7).randbytes(1200 * 1600 * 3)
    made = io.BytesIO()
    Image.frombytes("RGB", (1200, 1600), grain).save(made, "JPEG", quality=85)
    return {"name": "hợp đồng.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


class Line:
    """The way between browser and house: notes where each piece begins, and breaks when told."""

    def __init__(self) -> None:
        self.offsets: list[int] = []
        self.breaks_from: float = float("inf")

    def carry(self, route: Route) -> None:
        """One request."""
        if route.request.method != "PATCH":
            return route.continue_()
        offset = int(route.request.headers["upload-offset"])
        if offset >= self.breaks_from:
            return route.abort("connectionreset")
        self.offsets.append(offset)
        return route.continue_()


def test_upload_that_is_cut_goes_on_where_it_stopped(visitors: Visitors, house: House) -> None:
    citizen, line, photo = Citizen(visitors.phone("citizen"), house, TUAN), Line(), large_photo()
    citizen.signs_in()
    citizen.begins(PROCEDURE)
    citizen.fills_in({}, REQUEST, PLACE, CONFIRM)
    page, visitor = citizen.page, citizen.visitor
    citizen.page.context.route("**/uploads/*", line.carry)
    send: Callable[[], None] = lambda: page.get_by_role("button", name="Tải lên").first.click()  # noqa: E731
    assert len(photo["buffer"]) > 5 * PIECE

    line.breaks_from = 2 * PIECE
    attach(visitor, "paper_housing_proof", photo)
    send()
    visitor.sees("Mất kết nối. Phần đã gửi vẫn còn")
    assert_accessible(page)
    assert page.get_by_role("progressbar").get_attribute("value") == str(2 * PIECE)

    visitor.open(
        page.url
    )  # somebody gives up and comes back: the same photo is not sent again from its beginning
    line.breaks_from = 4 * PIECE
    attach(visitor, "paper_housing_proof", photo)
    send()
    visitor.sees("Mất kết nối. Phần đã gửi vẫn còn")
    assert line.offsets == [0, PIECE, 2 * PIECE, 3 * PIECE]

    with page.expect_navigation():
        line.breaks_from = float("inf")
    visitor.look()
    visitor.sees("Đã có 1 tệp")
    visitor.sees("hợp đồng.jpg")
    assert line.offsets == list(range(0, len(photo["buffer"]), PIECE)), "no piece was sent twice"
    shown = page.get_by_role("link", name="hợp đồng.jpg").get_attribute("href")
    kept = Image.open(io.BytesIO(visitor.download(str(shown))))
    assert kept.size == (1200, 1600)
    # The browser complains of the line that broke; nothing else is forgiven.
    visitor.complaints = [one for one in visitor.complaints if "net::ERR_CONNECTION_RESET" not in one]

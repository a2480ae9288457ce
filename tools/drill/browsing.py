"""How the people of a drill reach pages: a request that may be lost, a form sent as a browser sends it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import urljoin

import httpx

from tools.drill.crowd import CSRF

PATIENCE_S = 20.0
AGAIN_S = 0.4
"""Whoever got no answer tries again after so long."""

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_ACTION = re.compile(r'action="([^"]*)"')


def ask(client: httpx.Client, method: str, address: str, **more: Any) -> httpx.Response | None:
    """The answer; None where none came."""
    try:
        return client.request(method, address, **more)
    except httpx.HTTPError:
        return None


def post(
    client: httpx.Client, house: str, path: str, fields: Mapping[str, str], **more: Any
) -> httpx.Response | None:
    """Send a form of the house's own, by somebody whose cookies the client or ``headers`` carries."""
    address = f"{house}{path}"
    headers = {"Origin": house, "Referer": address, **more.pop("headers", {})}
    data = {"csrfmiddlewaretoken": CSRF, **fields}
    return ask(client, "POST", address, data=data, headers=headers, **more)


def send_form(
    client: httpx.Client, page: httpx.Response, mark: str, fields: Mapping[str, str]
) -> httpx.Response | None:
    """Fill in that form of a page in which ``mark`` stands; None where there is none or no answer came."""
    forms = (part.split("</form>")[0] for part in page.text.split("<form")[1:])
    form = next((each for each in forms if mark in each), None)
    if form is None:
        return None
    data: dict[str, Any] = {}
    for name, value in _HIDDEN.findall(form):
        data.setdefault(name, []).append(unescape(value))
    action = _ACTION.search(form.split(">")[0])
    address = urljoin(str(page.url), unescape(action[1]) if action else str(page.url))
    return ask(client, "POST", address, data=data | dict(fields), headers={"Referer": str(page.url)})


def cookie_header(cookies: Mapping[str, str]) -> str:
    """Cookies as a browser sends them."""
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def id_in(location: str) -> str:
    """The id that an address names."""
    parts = location.split("?")[0].split("/")
    return next(str(uuid.UUID(part)) for part in parts if len(part) == 36)


def complaint_in(answer: httpx.Response) -> str:
    """What a page of the house says is wrong with what was sent."""
    found = re.search(r"error-summary__body.*?</ul>", answer.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split())[:200] if found else ""

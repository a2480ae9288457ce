"""Signed-in demonstration citizens, made through the doors of identity, and a browser for each."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from types import SimpleNamespace
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_KEY = re.compile(r'name="idempotency_key" value="([^"]+)"')
_FAMILY = ("Nguyễn Thị Hoa", "Trần Văn Bình", "Lê Minh Châu", "Phạm Quốc Dũng", "Võ Thị Thanh")


@dataclass(slots=True, kw_only=True)
class Browser:
    """One citizen's browser: keeps the connection, the cookies and the form's CSRF token."""

    address: str
    cookies: dict[str, str]
    personal_id: str
    full_name: str
    csrf_token: str = ""
    idempotency_key: str = ""
    _connection: http.client.HTTPConnection | None = field(default=None)

    def get(self, path: str) -> str:
        """Open a page and remember its form's tokens; follows nothing."""
        status, _, body = self._request("GET", path, b"", {})
        if status != 200:
            raise RuntimeError(f"GET {path} answered {status}")
        text = body.decode()
        if found := _TOKEN.search(text):
            self.csrf_token = found[1]
        if found := _KEY.search(text):
            self.idempotency_key = found[1]
        return text

    def post(self, path: str, body: bytes, content_type: str) -> tuple[int, str, str]:
        """Send a form; the status, where it leads, and the page."""
        headers = {"Content-Type": content_type, "Origin": self.address, "Referer": self.address + path}
        status, location, answer = self._request("POST", path, body, headers)
        return status, location, answer.decode(errors="replace")

    def post_form(self, path: str, fields: dict[str, str]) -> str:
        """Send a plain form; where it leads. Anything but a redirect is an error."""
        body = urlencode({"csrfmiddlewaretoken": self.csrf_token, **fields}).encode()
        status, location, page = self.post(path, body, "application/x-www-form-urlencoded")
        return expect_redirect(path, status, location, page)

    def _request(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, str, bytes]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {**headers, "Cookie": cookies}
        try:
            response = self._send(method, path, body, sent)
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server closed a connection that had been idle; browsers open another one, too.
            self._connection = None
            response = self._send(method, path, body, sent)
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return response.status, response.getheader("Location", ""), response.read()

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> http.client.HTTPResponse:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=60)
        self._connection.request(method, path, body or None, headers)
        return self._connection.getresponse()


def expect_redirect(path: str, status: int, location: str, page: str) -> str:
    """Where a form led; an error that shows the page's complaint when it did not lead anywhere."""
    if status != 302:
        complaint = re.search(r"error-summary__body.*?</div>", page, re.S)
        raise RuntimeError(f"POST {path} answered {status}: {complaint[0] if complaint else page[:500]}")
    return location


def signed_in_citizens(address: str, count: int) -> list[Browser]:
    """``count`` citizens at VNeID level 2 with a session each, as the sign-in leaves them."""
    from django.conf import settings

    from tinhso.foundation.clock.service import legal_now
    from tinhso.foundation.identifiers.service import parse_partial_date
    from tinhso.services.identity.service import CitizenClaims, sign_in_citizen
    from tinhso.services.identity.session_store import SessionStore
    from tinhso.sites.frame.service import start_session

    browsers = []
    for number in range(count):
        personal_id, name = f"074190{number + 1:06d}", _FAMILY[number % len(_FAMILY)]
        account = sign_in_citizen(
            claims=CitizenClaims(
                issuer="bench",
                subject=f"bench-{number}",
                personal_id=personal_id,
                full_name=name,
                assurance_level=2,
                birth=parse_partial_date("1990-02-03"),
                sex="female",
                phone="0912345678",
            ),
            now=legal_now(),
        )
        request = SimpleNamespace(session=SessionStore())
        start_session(request, account_id=account.id, name=name)  # type: ignore[arg-type]
        request.session.save()
        cookies = {settings.SESSION_COOKIE_NAME: str(request.session.session_key)}
        browsers.append(Browser(address=address, cookies=cookies, personal_id=personal_id, full_name=name))
    return browsers

"""Signed-in reception officers of many agencies, made through the doors, and a browser for each."""

from __future__ import annotations

import http.client
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from uuid import UUID

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(slots=True, kw_only=True)
class OfficersBrowser:
    """One officer's browser: keeps the connection, the cookies and the pages' CSRF token."""

    address: str
    cookies: dict[str, str]
    csrf_token: str = ""
    _connection: http.client.HTTPConnection | None = field(default=None)

    def get(self, path: str, *, accept: str) -> str:
        """Open an address; anything but 200 is an error."""
        return self._ask("GET", path, None, {"Accept": accept})

    def post(self, path: str, body: bytes) -> str:
        """Send a plain form; anything but 200 is an error."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.address,
            "Referer": self.address + path,
        }
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {**headers, "Cookie": cookies}
        try:
            response = self._send(method, path, body, sent)
        except (http.client.RemoteDisconnected, ConnectionError):
            self._connection = None  # the server closed an idle connection; browsers open another one, too
            response = self._send(method, path, body, sent)
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        text = response.read().decode()
        if response.status != 200:
            raise RuntimeError(f"{method} {path} answered {response.status}: {text[:500]}")
        if found := _TOKEN.search(text):
            self.csrf_token = found[1]
        return text

    def _send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=60)
        self._connection.request(method, path, body, headers)
        return self._connection.getresponse()


def signed_in_officers(address: str, agencies: Sequence[UUID]) -> list[OfficersBrowser]:
    """A reception officer of each agency with a session, as the sign-in leaves it."""
    from django.conf import settings

    from tinhso.foundation.authority.service import Role, system_actor
    from tinhso.foundation.clock.service import legal_day, legal_now
    from tinhso.foundation.unit_of_work.service import unit_of_work
    from tinhso.registers.agencies.service import appoint_officer
    from tinhso.services.identity.service import open_officer_account
    from tinhso.services.identity.session_store import SessionStore
    from tinhso.sites.frame.service import start_session

    now, browsers = legal_now(), []
    for number, agency in enumerate(agencies):
        with unit_of_work(actor=system_actor("bench"), now=now) as work:
            officer_id = appoint_officer(
                work,
                name="Trần Kim Khoa",
                title="Cán bộ tiếp nhận",
                agency_id=agency,
                roles=[Role.RECEPTION_OFFICER],
                valid_from=legal_day(now),
            )
            account = open_officer_account(
                work, officer_id=officer_id, username=f"bench-{number}", password="mot-mat-khau-dai-de-do"
            )
        request = SimpleNamespace(session=SessionStore())
        start_session(request, account_id=account.id, name="Trần Kim Khoa", title="Cán bộ tiếp nhận")  # type: ignore[arg-type]
        request.session.save()
        cookies = {settings.SESSION_COOKIE_NAME: str(request.session.session_key)}
        browsers.append(OfficersBrowser(address=address, cookies=cookies))
    return browsers

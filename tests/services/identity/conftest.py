"""The sandbox's VNeID as our provider, a citizen's browser, and empty caches."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from pytest_django import Settings

from tests.services.identity.staff import Staff, make_staff
from tests.support.sandbox_server import REDIRECT_URI, SandboxServer
from tinhso.foundation.clock.service import frozen
from tinhso.services.identity.service import forget_provider
from tinhso.services.identity.session_store import SessionStore


@dataclass(kw_only=True)
class CitizensBrowser:
    """Walks through VNeID's pages and comes back with the answer's parameters."""

    server: SandboxServer
    http: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False))

    def agree(self, url: str, personal_id: str) -> dict[str, str]:
        """Choose who to be, agree to share, and return what VNeID tells our callback."""
        page = self._follow(self.http.get(url))
        if page.is_redirect:
            return self._answer(page)
        is_known = 'action="/vneid/sign-in/"' not in page.text
        consent = page if is_known else self._submit(page, "/vneid/sign-in/", personal_id=personal_id)
        return self._answer(self._submit(consent, "/vneid/identity/o/authorize", action="grant"))

    def _follow(self, response: httpx.Response) -> httpx.Response:
        while response.is_redirect and not response.headers["Location"].startswith(REDIRECT_URI):
            assert response.next_request is not None
            response = self.http.send(response.next_request)
        return response

    def _answer(self, response: httpx.Response) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(response.headers["Location"]).query))

    def _submit(self, page: httpx.Response, path: str, **fields: str) -> httpx.Response:
        form = next(part for part in page.text.split("<form")[1:] if f'action="{path}"' in part)
        form = form.split("</form>")[0]
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        data: dict[str, str | list[str]] = {k: v.replace("&amp;", "&") for k, v in hidden.items()}
        if scopes := re.findall(r'name="scopes" value="([^"]*)"', form):
            data["scopes"] = scopes
        return self._follow(self.http.post(f"{self.server.base_url}{path}", data=data | fields))


@pytest.fixture
def vneid(dials: SandboxServer, settings: Settings) -> Iterator[SandboxServer]:
    """The sandbox's VNeID, to which this installation is known as a client."""
    settings.TINHSO_VNEID_ISSUER = dials.issuer
    settings.TINHSO_VNEID_CLIENT_ID = dials.secrets["oidc_client_id"]
    settings.TINHSO_VNEID_CLIENT_SECRET = dials.secrets["oidc_client_secret"]
    forget_provider()
    yield dials
    forget_provider()


@pytest.fixture
def browser(vneid: SandboxServer) -> Iterator[CitizensBrowser]:
    walker = CitizensBrowser(server=vneid)
    yield walker
    walker.http.close()


@pytest.fixture
def session(db: None) -> SessionStore:
    """An empty browser session, kept on the server."""
    return SessionStore()


@pytest.fixture
def staff(db: None, legal_moment: dt.datetime, settings: Settings) -> Iterator[Staff]:
    """Two administrators and an officer, on a morning that stands still; passwords cost little."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with frozen(legal_moment, seed=5) as clock:
        yield make_staff(clock)

"""Signing in with the sandbox's VNeID, and every way in which that is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.services.identity.conftest import CitizensBrowser
from tests.sites.portal.portal_data import RESIDENCE, Town, text_of
from tests.support.sandbox_server import SandboxServer
from tinhso.foundation.clock import service as clock
from tinhso.services.identity.service import SignInRefusal, UnableToSignIn, forget_provider
from tinhso.sites.portal.views import signing_in

TUAN = "074085001201"


@pytest.fixture
def vneid(
    town: Town, dials: SandboxServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SandboxServer]:
    # Tokens are dated by the real clock.
    monkeypatch.setattr(clock, "_frozen", [])
    settings.TINHSO_VNEID_ISSUER = dials.issuer
    settings.TINHSO_VNEID_CLIENT_ID = dials.secrets["oidc_client_id"]
    settings.TINHSO_VNEID_CLIENT_SECRET = dials.secrets["oidc_client_secret"]
    settings.TINHSO_PUBLIC_URL = "http://127.0.0.1:8000"
    forget_provider()
    yield dials
    forget_provider()


@pytest.fixture
def walker(vneid: SandboxServer) -> Iterator[CitizensBrowser]:
    made = CitizensBrowser(server=vneid)
    yield made
    made.http.close()


def begin(client: Client, wanted: str = "/") -> str:
    """Press the button; VNeID's address."""
    sent = client.post("/sign-in", {"next": wanted})
    assert sent.status_code == 302, text_of(sent)
    return str(sent.headers["Location"])


def sign_in(client: Client, walker: CitizensBrowser, wanted: str = "/") -> Any:
    """All the way to VNeID and back."""
    return client.get("/sign-in/callback", walker.agree(begin(client, wanted), TUAN))


def test_the_page_says_what_vneid_tells_us(town: Town) -> None:
    page = text_of(Client().get("/sign-in", {"next": "/dossiers"}))
    assert "Tiếp tục với VNeID" in page
    assert 'name="next" value="/dossiers"' in page
    assert "không biết mật khẩu VNeID" in page


def test_signing_in_leads_back_to_where_it_began(walker: CitizensBrowser) -> None:
    client = Client()
    answer = sign_in(client, walker, f"/procedures/{RESIDENCE}/apply")
    assert answer.headers["Location"] == f"/procedures/{RESIDENCE}/apply"
    page = text_of(client.get("/dossiers"))
    assert "Trần Quốc Tuấn" in page
    assert "Đăng xuất" in page


@pytest.mark.parametrize(
    "wanted", ["https://ke.xau/", "//ke.xau", "/\\ke.xau", "javascript:alert(1)", "/a\nb", "dossiers"]
)
def test_signing_in_never_leads_to_another_site(walker: CitizensBrowser, wanted: str) -> None:
    client = Client()
    answer = sign_in(client, walker, wanted)
    assert answer.headers["Location"] == "/"
    again = client.get("/sign-in", {"next": wanted})
    assert urlsplit(again.headers["Location"]).netloc in ("", "testserver")
    assert "ke.xau" not in again.headers["Location"] or again.headers["Location"] == "/"


def test_signing_out_ends_the_session(walker: CitizensBrowser) -> None:
    client = Client()
    sign_in(client, walker)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").headers["Location"] == "/"
    assert client.get("/dossiers").headers["Location"].startswith("/sign-in")


def test_a_callback_serves_once_and_in_its_own_browser(walker: CitizensBrowser) -> None:
    client, thief = Client(), Client()
    params = walker.agree(begin(client), TUAN)
    stolen = thief.get("/sign-in/callback", params)
    assert stolen.status_code == 400
    assert "không bắt đầu từ trình duyệt này" in text_of(stolen)
    assert client.get("/sign-in/callback", params).status_code == 302
    replayed = Client()
    assert replayed.get("/sign-in/callback", params).status_code == 400


def test_when_vneid_is_down_the_page_says_so(vneid: SandboxServer) -> None:
    forget_provider()
    vneid.turn_dial("vneid", "down")
    sent = Client().post("/sign-in", {"next": "/"})
    assert sent.status_code == 503
    assert "VNeID đang không phản hồi" in text_of(sent)
    assert "Đăng nhập lại" in text_of(sent)


def test_not_agreeing_is_no_error_of_the_house(walker: CitizensBrowser) -> None:
    client = Client()
    params = {**walker.agree(begin(client), TUAN), "error": "access_denied"}
    answer = client.get("/sign-in/callback", params)
    assert answer.status_code == 400
    assert "chưa đồng ý" in text_of(answer)


@pytest.mark.parametrize("refusal", list(SignInRefusal), ids=lambda refusal: refusal.name.lower())
def test_every_refusal_is_a_page_that_says_what_to_do(
    town: Town, monkeypatch: pytest.MonkeyPatch, refusal: SignInRefusal
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise UnableToSignIn(refusal)

    monkeypatch.setattr(signing_in, "finish_sign_in", refuse)
    client = Client()
    answer = client.get("/sign-in/callback", {"state": "x"})
    assert answer.status_code in (400, 403, 503)
    page = text_of(answer)
    assert UnableToSignIn(refusal).message in page
    assert "Đăng nhập lại" in page
    assert client.get("/dossiers").status_code == 302


def test_an_officer_is_told_that_these_pages_are_for_citizens(town: Town) -> None:
    from tinhso.foundation.authority.service import Role, system_actor
    from tinhso.foundation.unit_of_work.service import unit_of_work
    from tinhso.services.identity.service import open_officer_account, sign_in_session
    from tinhso.services.identity.session_store import SessionStore

    officer_id = town.officer(Role.SPECIALIST).officer_id
    assert officer_id is not None
    with unit_of_work(actor=system_actor("test"), now=town.now) as work:
        account = open_officer_account(
            work, officer_id=officer_id, username="can-bo-thu", password="mot-mat-khau-dai-cho-kiem-thu"
        )
    session = SessionStore()
    sign_in_session(session, account.id)
    session.save()
    client = Client()
    client.cookies["tinhso_session"] = session.session_key or ""
    answer = client.get("/dossiers")
    assert answer.status_code == 403
    assert "Trang này dành cho người dân" in text_of(answer)

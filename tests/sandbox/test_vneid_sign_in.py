"""Signing in by VNeID without a browser: code flow, PKCE, id token, userinfo."""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tests.support.sandbox_server import HTTP, REDIRECT_URI, SandboxServer

ANH = "074188001202"
KHOI = "074201001301"
UT = "074147001401"
ALL_SCOPES = "openid profile phone email citizen"


@dataclass(kw_only=True)
class Browser:
    """A citizen's browser together with the portal's side of the protocol."""

    server: SandboxServer
    http: httpx.Client
    nonce: str
    state: str
    verifier: str

    def authorize_parameters(self, **changes: str | None) -> dict[str, str]:
        digest = hashlib.sha256(self.verifier.encode("ascii")).digest()
        parameters = {
            "response_type": "code",
            "client_id": self.server.secrets["oidc_client_id"],
            "redirect_uri": REDIRECT_URI,
            "scope": ALL_SCOPES,
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).decode("ascii").rstrip("="),
            "code_challenge_method": "S256",
        }
        return {k: v for k, v in (parameters | changes).items() if v is not None}

    def open(self, **changes: str | None) -> httpx.Response:
        """Go to the authorization endpoint, following redirects inside VNeID only."""
        response = self.http.get(
            self.discovery()["authorization_endpoint"], params=self.authorize_parameters(**changes)
        )
        while response.is_redirect and self.is_inside(response):
            response = self.http.send(response.next_request)  # type: ignore[arg-type]
        return response

    def is_inside(self, response: httpx.Response) -> bool:
        return str(response.next_request.url).startswith(self.server.base_url)  # type: ignore[union-attr]

    def submit(self, page: httpx.Response, path: str, /, **fields: str) -> httpx.Response:
        """Send the form of a page that leads to ``path``, with its hidden fields."""
        form = next(part for part in page.text.split("<form")[1:] if f'action="{path}"' in part).split(
            "</form>"
        )[0]
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        scopes = re.findall(r'name="scopes" value="([^"]*)"', form)
        data: dict[str, Any] = {k: v.replace("&amp;", "&") for k, v in hidden.items()}
        if scopes:
            data["scopes"] = scopes
        response = self.http.post(f"{self.server.base_url}{path}", data=data | fields)
        while response.is_redirect and self.is_inside(response):
            response = self.http.send(response.next_request)  # type: ignore[arg-type]
        return response

    def code(self, personal_id: str) -> str:
        """Sign in as somebody, agree to share, and return the authorization code."""
        consent = self.submit(self.open(), "/vneid/sign-in/", personal_id=personal_id)
        assert "Đồng ý chia sẻ" in consent.text
        answer = self.submit(consent, "/vneid/identity/o/authorize", action="grant")
        query = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert query["state"] == [self.state]
        return query["code"][0]

    def exchange(self, code: str, **changes: str) -> httpx.Response:
        """Swap the code for tokens, as the portal's server does."""
        data = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT_URI,
            "code_verifier": self.verifier,
        } | changes
        known = self.server.secrets
        return HTTP.post(
            self.discovery()["token_endpoint"],
            data=data,
            auth=(known["oidc_client_id"], known["oidc_client_secret"]),
        )

    def claims(self, personal_id: str) -> dict[str, Any]:
        """The verified claims of the id token of somebody who signed in."""
        tokens = self.exchange(self.code(personal_id)).json()
        return self.verified(tokens["id_token"])

    def verified(self, id_token: str) -> dict[str, Any]:
        keys = KeySet.import_key_set(HTTP.get(self.discovery()["jwks_uri"]).json())
        return dict(jwt.decode(id_token, keys, algorithms=["RS256"]).claims)

    def discovery(self) -> dict[str, Any]:
        answer = HTTP.get(f"{self.server.issuer}/.well-known/openid-configuration")
        return dict(answer.json())


@pytest.fixture
def browser(dials: SandboxServer) -> Iterator[Browser]:
    with httpx.Client(verify=False, trust_env=False) as http:
        yield Browser(
            server=dials,
            http=http,
            nonce=secrets.token_urlsafe(),
            state=secrets.token_urlsafe(),
            verifier=secrets.token_urlsafe(48),
        )


def test_discovery_names_the_issuer_under_which_it_was_found(browser: Browser) -> None:
    found = browser.discovery()
    assert found["issuer"] == browser.server.issuer
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["id_token_signing_alg_values_supported"] == ["RS256"]


def test_a_citizen_signs_in_and_the_portal_learns_who_it_is(browser: Browser) -> None:
    claims = browser.claims(ANH)
    assert claims["iss"] == browser.server.issuer
    assert claims["aud"] == browser.server.secrets["oidc_client_id"]
    assert claims["nonce"] == browser.nonce
    assert claims["exp"] > claims["iat"]
    assert claims["citizen_pid"] == ANH
    assert claims["name"] == "Nguyễn Thị Hồng Ánh"
    assert claims["birthdate"] == "1988-11-02"
    assert claims["gender"] == "female"
    assert claims["phone_number"] == "0901000102"
    assert claims["level_of_assurance"] == 2
    assert ANH not in claims["sub"]


def test_level_one_and_a_birth_year_alone_are_told_as_they_are(browser: Browser) -> None:
    assert browser.claims(KHOI)["level_of_assurance"] == 1
    browser.http.cookies.clear()
    assert browser.claims(UT)["birthdate"] == "1947"


def test_userinfo_says_the_same_as_the_id_token(browser: Browser) -> None:
    tokens = browser.exchange(browser.code(ANH)).json()
    answer = HTTP.get(
        browser.discovery()["userinfo_endpoint"],
        headers={"Authorization": f"Bearer {tokens['access_token']}"},
    ).json()
    claims = browser.verified(tokens["id_token"])
    assert {name: claims[name] for name in answer} == answer


def test_only_what_was_agreed_to_is_shared(browser: Browser) -> None:
    page = browser.submit(browser.open(scope="openid"), "/vneid/sign-in/", personal_id=ANH)
    answer = browser.submit(page, "/vneid/identity/o/authorize", action="grant")
    code = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
    claims = browser.verified(browser.exchange(code).json()["id_token"])
    assert claims["level_of_assurance"] == 2
    assert not {"name", "citizen_pid", "phone_number", "email"} & set(claims)


def test_refusing_to_share_sends_the_citizen_back_without_a_code(browser: Browser) -> None:
    consent = browser.submit(browser.open(), "/vneid/sign-in/", personal_id=ANH)
    answer = browser.submit(consent, "/vneid/identity/o/authorize", action="cancel")
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert query == {"error": ["access_denied"], "state": [browser.state]}


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
    ],
)
def test_without_pkce_nothing_is_given(browser: Browser, changes: dict[str, str | None]) -> None:
    answer = browser.open(**changes)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert query["error"] == ["invalid_request"]
    assert query["state"] == [browser.state]


def test_a_foreign_redirect_address_is_shown_and_never_followed(browser: Browser) -> None:
    browser.submit(browser.open(), "/vneid/sign-in/", personal_id=ANH)
    for changes in ({}, {"code_challenge": None}):
        answer = browser.open(redirect_uri="https://other.example/callback", **changes)
        assert not answer.is_redirect
        assert "không hợp lệ" in answer.text


def test_any_loopback_port_may_call_back(browser: Browser) -> None:
    address = REDIRECT_URI.replace(":8000", ":43210")
    consent = browser.submit(browser.open(redirect_uri=address), "/vneid/sign-in/", personal_id=ANH)
    answer = browser.submit(consent, "/vneid/identity/o/authorize", action="grant")
    assert answer.headers["Location"].startswith(f"{address}?")


def test_a_code_works_once_and_only_with_its_verifier(browser: Browser) -> None:
    code = browser.code(ANH)
    wrong = browser.exchange(code, code_verifier="x" * 64)
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")
    browser.http.cookies.clear()
    code = browser.code(ANH)
    assert browser.exchange(code).status_code == 200
    assert browser.exchange(code).json()["error"] == "invalid_grant"


def test_the_portal_must_know_its_secret(browser: Browser) -> None:
    answer = HTTP.post(
        browser.discovery()["token_endpoint"],
        data={"grant_type": "authorization_code", "code": browser.code(ANH)},
        auth=(browser.server.secrets["oidc_client_id"], "wrong"),
    )
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_the_deceased_and_the_unknown_cannot_sign_in(browser: Browser) -> None:
    answer = browser.submit(browser.open(), "/vneid/sign-in/", personal_id="074085999999")
    assert answer.status_code == 422
    assert "Không có tài khoản VNeID" in answer.text


@pytest.mark.parametrize(
    ("variant", "claim"),
    [
        ("bad_audience", "aud"),
        ("expired", "exp"),
        ("another_person", "citizen_pid"),
        ("bad_nonce", "nonce"),
        ("bad_issuer", "iss"),
    ],
)
def test_a_wrong_token_differs_in_what_the_dial_says(browser: Browser, variant: str, claim: str) -> None:
    right = browser.claims(ANH)
    browser.http.cookies.clear()
    browser.server.turn_dial("vneid", "wrong", variant=variant, requests=1)
    wrong = browser.claims(ANH)
    assert wrong[claim] != right[claim]
    if claim == "exp":
        assert wrong["exp"] < right["iat"]


def test_a_token_signed_by_a_stray_key_does_not_verify(browser: Browser) -> None:
    code = browser.code(ANH)
    browser.server.turn_dial("vneid", "wrong", variant="bad_signature", requests=1)
    tokens = browser.exchange(code).json()
    with pytest.raises(JoseError):
        browser.verified(tokens["id_token"])


def test_vneid_can_refuse_or_be_down(browser: Browser) -> None:
    browser.server.turn_dial("vneid", "refusing", requests=1)
    query = parse_qs(urlsplit(browser.open().headers["Location"]).query)
    assert (query["error"], query["state"]) == (["access_denied"], [browser.state])
    browser.server.turn_dial("vneid", "down", requests=1)
    answer = HTTP.get(f"{browser.server.issuer}/.well-known/openid-configuration")
    assert answer.status_code == 503

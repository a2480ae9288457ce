"""The authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636, RFC 9207)."""

from typing import Any

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings

from tinhso.services.identity.adapters.id_token import verify_id_token
from tinhso.services.identity.adapters.provider import TIMEOUT_SECONDS, Provider, provider
from tinhso.services.identity.errors import SignInRefusal, UnableToSignIn
from tinhso.services.identity.types import SignInAttempt

SCOPES = "openid profile citizen phone email organisation"


def authorization_url(attempt: SignInAttempt) -> str:
    """Where the browser is sent; the code verifier stays here, only its S256 digest goes out."""
    with _client() as client:
        url, _ = client.create_authorization_url(
            provider().authorization_endpoint,
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.code_verifier,
            redirect_uri=attempt.redirect_uri,
        )
    return str(url)


def claims_for_code(code: str, attempt: SignInAttempt, *, answering_issuer: str) -> dict[str, Any]:
    """Exchange the code and give the verified claims.

    The claims of the ID token and of the userinfo answer must be about one person: a token that was swapped
    on the way does not fit the access token it came with.
    """
    known = provider()
    if answering_issuer and answering_issuer != known.issuer:
        raise UnableToSignIn(SignInRefusal.TOKEN_OF_ANOTHER_SYSTEM)
    with _client() as client:
        id_token = _exchanged(client, known, code, attempt)
        claims = verify_id_token(
            id_token, provider=known, client_id=settings.TINHSO_VNEID_CLIENT_ID, nonce=attempt.nonce
        )
        more = _userinfo(client, known)
    for name in ("sub", "citizen_pid", "level_of_assurance", "organisations"):
        if more.get(name) is not None and claims.get(name, more[name]) != more[name]:
            raise UnableToSignIn(SignInRefusal.ANOTHER_PERSON)
    if more.get("sub") != claims["sub"]:
        raise UnableToSignIn(SignInRefusal.ANOTHER_PERSON)
    return {**more, **claims}


def _client() -> OAuth2Session:
    client = OAuth2Session(
        client_id=settings.TINHSO_VNEID_CLIENT_ID,
        client_secret=settings.TINHSO_VNEID_CLIENT_SECRET,
        token_endpoint_auth_method="client_secret_basic",  # noqa: S106
        code_challenge_method="S256",
        scope=SCOPES,
    )
    client.trust_env = False
    return client


def _exchanged(client: OAuth2Session, known: Provider, code: str, attempt: SignInAttempt) -> str:
    try:
        tokens = client.fetch_token(
            known.token_endpoint,
            grant_type="authorization_code",
            code=code,
            code_verifier=attempt.code_verifier,
            redirect_uri=attempt.redirect_uri,
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
        )
    except OAuthError as error:
        raise UnableToSignIn(SignInRefusal.CODE_REFUSED) from error
    except requests.RequestException as error:
        raise UnableToSignIn(SignInRefusal.PROVIDER_UNAVAILABLE) from error
    id_token = tokens.get("id_token")
    if not isinstance(id_token, str):
        raise UnableToSignIn(SignInRefusal.TOKEN_UNREADABLE)
    return id_token


def _userinfo(client: OAuth2Session, known: Provider) -> dict[str, Any]:
    try:
        response = client.get(known.userinfo_endpoint, timeout=TIMEOUT_SECONDS, allow_redirects=False)
        response.raise_for_status()
        found = response.json()
    except requests.RequestException as error:
        raise UnableToSignIn(SignInRefusal.PROVIDER_UNAVAILABLE) from error
    if not isinstance(found, dict):
        raise UnableToSignIn(SignInRefusal.CLAIMS_INCOMPLETE)
    return found

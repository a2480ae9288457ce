"""The identity provider's published addresses and keys (OpenID Connect Discovery 1.0, RFC 7517).

Kept in each process for an hour; the keys are fetched again once when a token names a key not among them.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

import requests
from django.conf import settings
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from tinhso.foundation.clock.service import real_now
from tinhso.services.identity.errors import SignInRefusal, UnableToSignIn

TIMEOUT_SECONDS = (3, 5)
_KEEP = dt.timedelta(hours=1)
_FETCH_KEYS_AGAIN_AFTER = dt.timedelta(seconds=30)
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Where the provider is asked for what, and the keys it signs with."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    keys: KeySet
    fetched_at: dt.datetime


_kept: dict[str, Provider] = {}


def provider() -> Provider:
    """The configured provider; raises UnableToSignIn when it cannot be reached or names another issuer."""
    issuer: str = settings.TINHSO_VNEID_ISSUER
    known = _kept.get(issuer)
    if known is None or abs(real_now() - known.fetched_at) >= _KEEP:
        known = _kept[issuer] = _discover(issuer)
    return known


def provider_with_fresh_keys(known: Provider) -> Provider:
    """The provider with its keys fetched again, unless that was done just now."""
    if abs(real_now() - known.fetched_at) >= _FETCH_KEYS_AGAIN_AFTER:
        known = _kept[known.issuer] = _discover(known.issuer)
    return known


def forget_provider() -> None:
    """The next sign-in asks for addresses and keys again."""
    _kept.clear()


def new_http_session() -> requests.Session:
    """A session that takes no proxy or credentials from its surroundings."""
    session = requests.Session()
    session.trust_env = False
    return session


def _discover(issuer: str) -> Provider:
    with new_http_session() as session:
        found = _get_json(session, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        addresses = {name: str(found[name]) for name in _ADDRESSES if found.get(name)}
        if found.get("issuer") != issuer or len(addresses) != len(_ADDRESSES):
            raise UnableToSignIn(SignInRefusal.PROVIDER_UNAVAILABLE)
        try:
            keys = KeySet.import_key_set(cast(KeySetSerialization, _get_json(session, addresses["jwks_uri"])))
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise UnableToSignIn(SignInRefusal.PROVIDER_UNAVAILABLE) from error
    return Provider(issuer=issuer, keys=keys, fetched_at=real_now(), **addresses)


def _get_json(session: requests.Session, address: str) -> dict[str, Any]:
    try:
        response = session.get(address, timeout=TIMEOUT_SECONDS, allow_redirects=False)
        response.raise_for_status()
        found = response.json()
    except requests.RequestException as error:
        raise UnableToSignIn(SignInRefusal.PROVIDER_UNAVAILABLE) from error
    if not isinstance(found, dict):
        raise UnableToSignIn(SignInRefusal.PROVIDER_UNAVAILABLE)
    return found

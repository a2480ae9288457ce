"""An ID token is believed only when every part of it is right."""

import base64
import datetime as dt
import hmac
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from tinhso.foundation.clock.service import VIETNAM, frozen, real_now
from tinhso.services.identity.adapters import provider as provider_module
from tinhso.services.identity.adapters.id_token import verify_id_token
from tinhso.services.identity.adapters.provider import Provider
from tinhso.services.identity.errors import SignInRefusal, UnableToSignIn

ISSUER = "https://vneid.example/oidc"
CLIENT = "tinhso-portal"
NONCE = "nonce-of-this-attempt"
OURS = RSAKey.generate_key(2048, {"kid": "key-1", "use": "sig"})
CURVE = ECKey.generate_key("P-256", {"kid": "key-2", "use": "sig"})
STRAY = RSAKey.generate_key(2048, {"kid": "key-1", "use": "sig"})


def provider_with(*keys: RSAKey | ECKey) -> Provider:
    return Provider(
        issuer=ISSUER,
        authorization_endpoint=f"{ISSUER}/authorize",
        token_endpoint=f"{ISSUER}/token",
        userinfo_endpoint=f"{ISSUER}/userinfo",
        jwks_uri=f"{ISSUER}/jwks",
        keys=KeySet(list(keys)),
        fetched_at=real_now(),
    )


def token(key: Any = OURS, *, header: dict[str, Any] | None = None, **changes: Any) -> str:
    claims = {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "opaque",
        "nonce": NONCE,
        "iat": int(time.time()),
        "exp": int(time.time()) + 300,
    }
    said = {name: value for name, value in (claims | changes).items() if value is not None}
    head = header or {"alg": "RS256", "kid": "key-1"}
    return jwt.encode(head, said, key, algorithms=["RS256", "ES256", "HS256", "RS512"])


def by_hand(header: dict[str, str], sign: Callable[[bytes], bytes]) -> str:
    """A token that a library would refuse to make."""

    def part(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).decode().rstrip("=")

    body = token().split(".")[1]
    signed = f"{part(json.dumps(header).encode())}.{body}"
    return f"{signed}.{part(sign(signed.encode()))}"


def verify(text: str, provider: Provider | None = None) -> dict[str, Any]:
    return verify_id_token(
        text, provider=provider or provider_with(OURS, CURVE), client_id=CLIENT, nonce=NONCE
    )


def refusal_of(text: str) -> SignInRefusal:
    with pytest.raises(UnableToSignIn) as refused:
        verify(text)
    assert "nonce" not in refused.value.message
    return refused.value.refusal


def test_a_token_for_us_and_this_attempt_is_believed() -> None:
    assert verify(token())["sub"] == "opaque"
    assert verify(token(CURVE, header={"alg": "ES256", "kid": "key-2"}))["sub"] == "opaque"
    assert verify(token(aud=[CLIENT]))["sub"] == "opaque"
    assert verify(token(aud=[CLIENT, "another"], azp=CLIENT))["sub"] == "opaque"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"exp": int(time.time()) - 3600}, SignInRefusal.TOKEN_EXPIRED),
        ({"exp": None}, SignInRefusal.TOKEN_UNREADABLE),
        ({"iat": None}, SignInRefusal.TOKEN_UNREADABLE),
        ({"sub": None}, SignInRefusal.TOKEN_UNREADABLE),
        ({"iat": int(time.time()) + 3600}, SignInRefusal.TOKEN_UNREADABLE),
        ({"nbf": int(time.time()) + 3600}, SignInRefusal.TOKEN_UNREADABLE),
        ({"aud": "another-system"}, SignInRefusal.TOKEN_OF_ANOTHER_SYSTEM),
        ({"aud": None}, SignInRefusal.TOKEN_OF_ANOTHER_SYSTEM),
        ({"aud": [CLIENT, "another"]}, SignInRefusal.TOKEN_OF_ANOTHER_SYSTEM),
        ({"aud": [CLIENT, "another"], "azp": "another"}, SignInRefusal.TOKEN_OF_ANOTHER_SYSTEM),
        ({"iss": "https://vneid.example"}, SignInRefusal.TOKEN_OF_ANOTHER_SYSTEM),
        ({"nonce": "nonce-of-an-older-attempt"}, SignInRefusal.TOKEN_REPLAYED),
        ({"nonce": None}, SignInRefusal.TOKEN_REPLAYED),
        ({"nonce": ["nonce-of-this-attempt"]}, SignInRefusal.TOKEN_REPLAYED),
    ],
)
def test_a_token_with_one_wrong_claim_is_refused(changes: dict[str, Any], refusal: SignInRefusal) -> None:
    assert refusal_of(token(**changes)) is refusal


@pytest.mark.parametrize(
    "text",
    [
        token(STRAY),
        token(OctKey.import_key(b"x" * 32), header={"alg": "HS256", "kid": "key-1"}),
        token(OURS, header={"alg": "RS512", "kid": "key-1"}),
        by_hand({"alg": "none"}, lambda _: b""),
        token()[:-8] + "AAAAAAAA",
        "not.a.token",
        "",
    ],
    ids=["another key", "shared key", "other algorithm", "no signature", "changed", "noise", "empty"],
)
def test_a_token_without_the_providers_signature_is_refused(text: str) -> None:
    assert refusal_of(text) is SignInRefusal.TOKEN_UNREADABLE


def test_the_public_key_does_not_serve_as_a_shared_key() -> None:
    public = OURS.as_pem(private=False)
    forged = by_hand({"alg": "HS256", "kid": "key-1"}, lambda text: hmac.digest(public, text, "sha256"))
    assert refusal_of(forged) is SignInRefusal.TOKEN_UNREADABLE


class TestNewKeys:
    @pytest.fixture
    def fetched(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
        asked: list[str] = []

        def discover(issuer: str) -> Provider:
            asked.append(issuer)
            return provider_with(CURVE)

        monkeypatch.setattr(provider_module, "_discover", discover)
        yield asked
        provider_module.forget_provider()

    def test_an_unknown_key_makes_us_fetch_the_keys_once_more(self, fetched: list[str]) -> None:
        with frozen(dt.datetime.now(tz=VIETNAM)) as clock:
            known = provider_with(OURS)
            clock.advance(dt.timedelta(seconds=31))
            text = token(CURVE, header={"alg": "ES256", "kid": "key-2"})
            assert verify(text, known)["sub"] == "opaque"
        assert fetched == [ISSUER]

    def test_forged_tokens_do_not_make_us_ask_the_provider_again_and_again(self, fetched: list[str]) -> None:
        with frozen(dt.datetime.now(tz=VIETNAM)):
            known = provider_with(OURS)
            for _ in range(3):
                with pytest.raises(UnableToSignIn):
                    verify(token(CURVE, header={"alg": "ES256", "kid": "key-2"}), known)
        assert fetched == []

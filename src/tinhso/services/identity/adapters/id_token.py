"""Checking an ID token (OpenID Connect Core 1.0, §3.1.3.7): signature, issuer, audience, time, nonce."""

import hmac
from typing import Any

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, InvalidKeyIdError, JoseError

from tinhso.foundation.clock.service import real_now
from tinhso.services.identity.adapters.provider import Provider, provider_with_fresh_keys
from tinhso.services.identity.errors import SignInRefusal, UnableToSignIn

ALGORITHMS = ["RS256", "PS256", "ES256"]
"""Only asymmetric signatures; ``none`` and shared-key algorithms are refused whatever the token says."""

_LEEWAY_SECONDS = 30


def verify_id_token(token: str, *, provider: Provider, client_id: str, nonce: str) -> dict[str, Any]:
    """The claims of a token that this provider signed for us, for this attempt, and that is still valid.

    Raises UnableToSignIn naming what is wrong. Times are compared with the real clock.
    """
    claims = _signed_claims(token, provider)
    _check_audience(claims, client_id)
    _check_issuer_and_time(claims, provider)
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise UnableToSignIn(SignInRefusal.TOKEN_REPLAYED)
    return claims


def _signed_claims(token: str, provider: Provider) -> dict[str, Any]:
    try:
        return _decoded(token, provider)
    except InvalidKeyIdError:
        renewed = provider_with_fresh_keys(provider)
    except (JoseError, ValueError) as error:
        raise UnableToSignIn(SignInRefusal.TOKEN_UNREADABLE) from error
    try:
        return _decoded(token, renewed)
    except (JoseError, ValueError) as error:
        raise UnableToSignIn(SignInRefusal.TOKEN_UNREADABLE) from error


def _decoded(token: str, provider: Provider) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, provider.keys, algorithms=ALGORITHMS).claims
    return claims


def _check_audience(claims: dict[str, Any], client_id: str) -> None:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    party = claims.get("azp", client_id if len(audiences) == 1 else None)
    if client_id not in audiences or party != client_id:
        raise UnableToSignIn(SignInRefusal.TOKEN_OF_ANOTHER_SYSTEM)


def _check_issuer_and_time(claims: dict[str, Any], provider: Provider) -> None:
    registry = jwt.JWTClaimsRegistry(
        now=int(real_now().timestamp()),
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": provider.issuer},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        registry.validate(claims)
    except ExpiredTokenError as error:
        raise UnableToSignIn(SignInRefusal.TOKEN_EXPIRED) from error
    except InvalidClaimError as error:
        wrong_issuer = error.claim == "iss"
        refusal = SignInRefusal.TOKEN_OF_ANOTHER_SYSTEM if wrong_issuer else SignInRefusal.TOKEN_UNREADABLE
        raise UnableToSignIn(refusal) from error
    except JoseError as error:
        raise UnableToSignIn(SignInRefusal.TOKEN_UNREADABLE) from error

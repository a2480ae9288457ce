"""Where a client gets its token: OAuth 2.0, the client credentials grant (RFC 6749, sections 2.3.1, 4.4, 5).

Authlib reads the credentials and says the errors; which client, secret and purpose is right, the room says.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.foundation.guessing.service import TooManyTries, place_from
from tinhso.services.integration.service import UnableToGrantPurposes, UnableToLetClientIn, issue_token
from tinhso.sites.open_api.interface import guarded, problem, trace_id_of

_LONGEST = 200


@guarded
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A short token for an id and a secret, in the header (Basic) or in the form; never both."""
    from authlib.oauth2.rfc6749 import (
        InvalidClientError,
        InvalidRequestError,
        InvalidScopeError,
        OAuth2Error,
        UnsupportedGrantTypeError,
    )

    try:
        grant_type = _one(request, "grant_type")
        if grant_type != "client_credentials":
            raise UnsupportedGrantTypeError("other") if grant_type else InvalidRequestError("grant_type")
        client_id, secret = _credentials(request)
        try:
            issued = issue_token(
                client_id=client_id,
                secret=secret,
                purposes=_one(request, "scope"),
                place=place_from(request.META),
                now=legal_now(),
                real=real_now(),
                trace_id=trace_id_of(request),
            )
        except UnableToLetClientIn as refusal:
            raise InvalidClientError(description=refusal.code, status_code=401) from refusal
        except UnableToGrantPurposes as refusal:
            raise InvalidScopeError(description=refusal.code) from refusal
    except TooManyTries as refusal:
        response = problem(request, 429, "too_many_requests", refusal.message)
        response.headers["Retry-After"] = str(refusal.wait_s)
        return response
    except OAuth2Error as error:
        return _error(error)
    answer = {
        "access_token": issued.token,
        "token_type": "Bearer",
        "expires_in": issued.lasts_s,
        "scope": " ".join(sorted(issued.purposes)),
    }
    return _unkept(JsonResponse(answer))


def _credentials(request: HttpRequest) -> tuple[str, str]:
    from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError
    from authlib.oauth2.rfc6749.util import extract_basic_authorization

    try:
        client_id, secret = extract_basic_authorization(request.headers)
    except UnicodeDecodeError as unreadable:
        raise InvalidClientError(status_code=401) from unreadable
    in_form = _one(request, "client_id"), _one(request, "client_secret")
    if client_id and secret:
        if any(in_form):
            raise InvalidRequestError("credentials twice")
        return client_id[:_LONGEST], secret[:_LONGEST]
    if not all(in_form):
        raise InvalidClientError(description="credentials are missing", status_code=401)
    return in_form


def _one(request: HttpRequest, name: str) -> str:
    """A parameter of the form; none may stand there twice (RFC 6749, 3.2), and none is long."""
    from authlib.oauth2.rfc6749 import InvalidRequestError

    given = request.POST.getlist(name)
    if len(given) > 1 or any(len(each) > _LONGEST for each in given):
        raise InvalidRequestError(f"'{name}' twice, or too long")
    return str(given[0]) if given else ""


def _error(error: Any) -> HttpResponse:
    status, body, headers = error()
    response = JsonResponse(dict(body), status=status)
    for name, value in headers:
        response.headers[name] = value
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="tinhso"'
    return _unkept(response)


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Type"] = "application/json"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Pragma"] = "no-cache"
    return response

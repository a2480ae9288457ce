"""The choice of a language: a cookie of its own, chosen by a link that works without scripts."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

COOKIE = "language"
LASTS_S = 365 * 24 * 3600
_ENGLISH, _VIETNAMESE = "en", "vi"


def is_english_chosen(request: HttpRequest) -> bool:
    """Whether the visitor has asked for English; Vietnamese for everybody who has not."""
    return request.COOKIES.get(COOKIE) == _ENGLISH


def offer_language(request: HttpRequest | None) -> dict[str, str]:
    """The way to the other language, for a page that can be read in both; only such a page is translated."""
    if request is None:
        return {}
    request.is_read_in_english = True  # type: ignore[attr-defined]
    asked = {"to": _VIETNAMESE if is_english_chosen(request) else _ENGLISH}
    if request.method == "POST":
        # The address of a sent form may not open by itself: back to the page that the form stood on.
        asked["back"] = _page_before(request)
    return {"language": asked["to"], "url": f"{reverse('language:choose')}?{urlencode(asked)}"}


def _page_before(request: HttpRequest) -> str:
    """The page of this house that led here, the home page when the browser does not tell."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the language asked for and go back to the page; never to another house.

    A page does not write its own address into the link: what may not be seen looks like what does not exist.
    """
    back = request.GET.get("back") or _page_before(request)
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    response.headers["Cache-Control"] = "no-store"
    if request.GET.get("to") == _ENGLISH:
        response.set_cookie(
            COOKIE,
            _ENGLISH,
            max_age=LASTS_S,
            httponly=True,
            samesite="Lax",
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


app_name = "language"
urlpatterns = [path("", choose, name="choose")]

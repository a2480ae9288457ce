"""Pages go out in the language that the visitor has chosen."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from tinhso.sites.frame.language.pages import in_english
from tinhso.sites.frame.language.switch import is_english_chosen
from tinhso.sites.frame.language.words import english_words
from tinhso.sites.frame.viewer import viewer_of


class LanguageMiddleware:
    """Reads a citizen's page, and parts of it that scripts ask for, in English; the desk stays Vietnamese."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not _is_for_citizens(request, response):
            return response
        patch_vary_headers(response, ("Cookie",))
        if is_english_chosen(request):
            page = response.content.decode(response.charset or "utf-8")
            response.content = in_english(page, english_words()).encode(response.charset or "utf-8")
            response.headers["Content-Language"] = "en"
        return response


def _is_for_citizens(request: HttpRequest, response: HttpResponse) -> bool:
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return False
    if getattr(request, "is_read_in_english", False):
        return True
    return request.headers.get("HX-Request") == "true" and not viewer_of(request).is_officer

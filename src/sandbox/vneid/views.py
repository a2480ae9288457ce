"""The pages of VNeID: choose who you are, and agree to share."""

from typing import Any
from urllib.parse import urlencode

from allauth.idp.oidc.internal.clientkit import is_redirect_uri_allowed
from allauth.idp.oidc.models import Client
from allauth.idp.oidc.views import AuthorizationView
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from sandbox.dials.modes import Mode
from sandbox.dials.service import take
from sandbox.population.generator.demonstration import DEMONSTRATION_CITIZENS
from sandbox.vneid.adapter import CLAIM_LABELS
from sandbox.vneid.models import Account
from sandbox.vneid.organisations import organisations_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
NOT_FOUND = "Không có tài khoản VNeID nào mang số định danh này."


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Offer the demonstration citizens and a search by personal id; sign in whom was chosen."""
    if request.method == "GET":
        return _sign_in_page(request)
    personal_id = request.POST.get("personal_id", "").strip()
    account = Account.objects.filter(personal_id=personal_id, is_active=True).first()
    if account is None:
        return _sign_in_page(request, wish=personal_id, problem=NOT_FOUND, status=422)
    login(request, account, backend=BACKEND)
    return redirect(_next_address(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session at VNeID."""
    logout(request)
    return redirect(_next_address(request))


class ConsentView(AuthorizationView):
    """The authorization endpoint: PKCE with S256 is required of every client."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        problem = _problem_with(request)
        if problem:
            return _send_back(request, *problem)
        if take("vneid", {Mode.REFUSING}):
            return _send_back(request, "access_denied", "VNeID từ chối yêu cầu.")
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        account = Account.objects.get(pk=self.request.user.pk)
        context["account"] = account
        context["shared"] = [CLAIM_LABELS[scope] for scope in self._scopes if scope in CLAIM_LABELS]
        context["organisations"] = organisations_of(account.personal_id)
        context["scopes"] = self._scopes
        context["address"] = self.request.get_full_path()
        return context


def _problem_with(request: HttpRequest) -> tuple[str, str] | None:
    challenge = request.GET.get("code_challenge", "")
    if not challenge or request.GET.get("code_challenge_method") != "S256":
        return "invalid_request", "PKCE (S256) is required."
    return None


def _send_back(request: HttpRequest, error: str, description: str) -> HttpResponse:
    address = request.GET.get("redirect_uri", "")
    client = Client.objects.filter(id=request.GET.get("client_id", "")).first()
    if client is None or not is_redirect_uri_allowed(address, client.get_redirect_uris(), False):
        return render(request, "idp/oidc/error.html", {"error": {"description": description}}, status=400)
    answer = {"error": error, "error_description": description}
    if state := request.GET.get("state"):
        answer["state"] = state
    glue = "&" if "?" in address else "?"
    return HttpResponseRedirect(f"{address}{glue}{urlencode(answer)}")


def _next_address(request: HttpRequest) -> str:
    address = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return address
    return "/vneid/"


def _sign_in_page(
    request: HttpRequest, *, wish: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    ids = [citizen.personal_id for citizen in DEMONSTRATION_CITIZENS]
    accounts = {a.personal_id: a for a in Account.objects.filter(personal_id__in=ids)}
    choices = [
        {"account": accounts[citizen.personal_id], "story": citizen.story}
        for citizen in DEMONSTRATION_CITIZENS
        if citizen.personal_id in accounts
    ]
    context = {
        "choices": choices,
        "wish": wish,
        "problem": problem,
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "current": request.user if request.user.is_authenticated else None,
    }
    return render(request, "sandbox/vneid_sign_in.html", context, status=status)

"""After the password: the code of the app, or a recovery code."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.services.identity.service import half_signed_in
from tinhso.services.second_factor.service import PassedStep, UnableToPassSecondStep, pass_second_step
from tinhso.sites.frame.service import Field, begin_officer_session, current_trace_id
from tinhso.sites.onestop.sign_in import safe_next

_APP = Field(
    key="typed",
    label="Mã 6 số",
    type="one_time_code",
    hint="Mở ứng dụng xác thực trên điện thoại và nhập mã đang hiện.",
)
_RECOVERY = Field(
    key="typed",
    label="Mã dự phòng",
    type="code",
    hint="Một trong mười mã bạn đã lưu khi bật bước này. Mỗi mã dùng một lần.",
)
_FEW = 3


@sensitive_post_parameters("typed")
@csrf_protect
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The page for the code; only a right one opens the session."""
    half, after = half_signed_in(request.session), safe_next(request)
    if half is None or half[0].officer_id is None:
        return HttpResponseRedirect(f"{reverse('onestop:sign-in')}?{urlencode({'next': after})}")
    account, _ = half
    if request.method == "GET":
        return _page(request, after)
    try:
        passed = pass_second_step(
            officer_id=half[0].officer_id,
            typed=request.POST.get("typed", ""),
            actor=system_actor(current_trace_id()),
            now=legal_now(),
        )
    except UnableToPassSecondStep as refusal:
        status = 403 if refusal.fields else 429
        return _page(request, after, errors=dict(refusal.fields) or {"": refusal.message}, status=status)
    answer = begin_officer_session(request, account, after=after, second_step=True)
    _tell(request, passed)
    return answer


def _tell(request: HttpRequest, passed: PassedStep) -> None:
    if passed.failed_before:
        messages.warning(
            request,
            f"Trước lần này đã có {passed.failed_before} lần nhập sai mã. Nếu không phải bạn, có người biết "
            "mật khẩu của bạn: hãy đổi mật khẩu ngay ở trang Bảo mật tài khoản.",
        )
    if passed.by_recovery_code:
        left = passed.recovery_codes_left
        more = " Hãy tạo mã mới ở trang Bảo mật tài khoản." if left < _FEW else ""
        messages.info(request, f"Bạn vừa dùng một mã dự phòng; còn {left} mã.{more}")


def _page(
    request: HttpRequest, after: str, *, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    by_recovery = (request.POST.get("way") or request.GET.get("way")) == "recovery"
    here = reverse("onestop:second-step")
    other = {"next": after} if by_recovery else {"next": after, "way": "recovery"}
    context = {
        "field": _RECOVERY if by_recovery else _APP,
        "way": "recovery" if by_recovery else "app",
        "other_way_url": f"{here}?{urlencode(other)}",
        "after": after,
        "errors": errors or {},
    }
    response = render(request, "onestop/second_step.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response

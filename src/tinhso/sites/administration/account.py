"""One officer's account: what it is, what can be done to it, what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tinhso.foundation.authority.service import NotPermitted, NotVisible, Role
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import Post, get_agency, officer_names, posts_of
from tinhso.services.identity.service import (
    AccountEvent,
    AccountState,
    IssuedCode,
    LockReason,
    OfficerAccount,
    PlannedTransfer,
    account_history,
    end_account_sessions,
    get_officer_account,
    issue_code,
    lock_account,
    planned_transfer,
    unlock_account,
)
from tinhso.services.second_factor.service import (
    FactorStanding,
    is_required_of,
    reset_factor,
    standing_for_administration,
)
from tinhso.sites.administration.accounts import administrators_only
from tinhso.sites.administration.visits import show, status_of
from tinhso.sites.administration.wording import ACTIONS, LOCK_REASONS, STATES, role_names
from tinhso.sites.frame.service import Field, Option, SummaryRow, TimelineEvent, Visit, ago, day, moment

_REASONS = {reason.value: label for reason, label in LOCK_REASONS.items()}
_BY_THE_HOUSE = frozenset({"identity.signed_in", "second_factor.passed"})
_ONE_DAY = timedelta(days=1)
_LOCK_FIELD = Field(
    key="reason",
    label="Lý do khóa",
    type="radio",
    options=tuple(Option(value=reason.value, label=label) for reason, label in LOCK_REASONS.items()),
)


@require_safe
@administrators_only
def account(request: HttpRequest, visit: Visit, account_id: UUID) -> HttpResponse:
    """The account, its officer's posts, its history."""
    return page(request, visit, account_id)


@require_POST
@administrators_only
def lock(request: HttpRequest, visit: Visit, account_id: UUID) -> HttpResponse:
    """Lock the account for a reason."""
    reason = request.POST.get("reason", "")
    if reason not in {one.value for one in LockReason}:
        return page(
            request, visit, account_id, errors={"reason": "Hãy chọn lý do khóa tài khoản."}, status=400
        )

    def act() -> None:
        lock_account(account_id=account_id, reason=LockReason(reason), actor=visit.actor, now=visit.now)

    return _done_or_again(request, visit, account_id, act, "Đã khóa tài khoản. Mọi phiên đã kết thúc.")


@require_POST
@administrators_only
def unlock(request: HttpRequest, visit: Visit, account_id: UUID) -> HttpResponse:
    """Open the account again."""

    def act() -> None:
        unlock_account(account_id=account_id, actor=visit.actor, now=visit.now)

    return _done_or_again(request, visit, account_id, act, "Đã mở khóa. Cán bộ đăng nhập lại được ngay.")


@require_POST
@administrators_only
def end_sessions(request: HttpRequest, visit: Visit, account_id: UUID) -> HttpResponse:
    """End every session of the account."""

    def act() -> None:
        end_account_sessions(account_id=account_id, actor=visit.actor, now=visit.now)

    return _done_or_again(request, visit, account_id, act, "Đã kết thúc mọi phiên đăng nhập.")


@require_POST
@administrators_only
def reset(request: HttpRequest, visit: Visit, account_id: UUID) -> HttpResponse:
    """Take away the second step of an officer who has lost phone and recovery codes; sessions end."""
    shown = get_officer_account(account_id=account_id, actor=visit.actor, now=visit.now)

    def act() -> None:
        with unit_of_work(actor=visit.actor, now=visit.now):
            reset_factor(officer_id=shown.officer_id, actor=visit.actor, now=visit.now)
            end_account_sessions(account_id=account_id, actor=visit.actor, now=visit.now)

    done = "Đã gỡ bước xác nhận thứ hai. Mọi phiên đã kết thúc; cán bộ được báo khi đăng nhập lại."
    return _done_or_again(request, visit, account_id, act, done)


@require_POST
@administrators_only
def code(request: HttpRequest, visit: Visit, account_id: UUID) -> HttpResponse:
    """Issue a one-time code in place of a forgotten password, and show it this once."""
    try:
        issued = issue_code(account_id=account_id, actor=visit.actor, now=visit.now)
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refusal:
        return page(request, visit, account_id, refusal=refusal.message, status=status_of(refusal))
    return code_page(request, visit, issued)


def code_page(request: HttpRequest, visit: Visit, issued: IssuedCode) -> HttpResponse:
    """The code, to be handed over in person; nothing keeps this page."""
    shown = get_officer_account(account_id=issued.account_id, actor=visit.actor, now=visit.now)
    response = show(request, "code.html", {"issued": issued, "account": shown})
    response.headers["Cache-Control"] = "no-store"
    return response


def page(
    request: HttpRequest,
    visit: Visit,
    account_id: UUID,
    *,
    refusal: str = "",
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The account's page, with what was refused."""
    shown = get_officer_account(account_id=account_id, actor=visit.actor, now=visit.now)
    posts = posts_of([shown.officer_id]).get(shown.officer_id, ())
    factor = standing_for_administration(officer_id=shown.officer_id, actor=visit.actor, now=visit.now)
    history = account_history(account_id=account_id, actor=visit.actor, now=visit.now)
    state, tone = STATES[shown.state]
    context = {
        "account": shown,
        "state": {"label": state, "tone": tone},
        "summary": [*_summary(shown), _factor(factor, shown)],
        "has_factor": factor.is_enabled,
        "posts": [_post(post, visit) for post in posts],
        "history": [_event(event) for event in history],
        "planned": _planned(planned_transfer(account_id=account_id, actor=visit.actor, now=visit.now)),
        "is_own": shown.officer_id == visit.actor.officer_id,
        "is_locked": shown.state is AccountState.LOCKED,
        "can_unlock": shown.state in (AccountState.LOCKED, AccountState.GUESSED),
        "is_leader": Role.LEADER in shown.roles,
        "has_post": shown.agency_id is not None,
        "lock_field": _LOCK_FIELD,
        "refusal": refusal,
        "errors": errors or {},
    }
    return show(request, "account.html", context, status=status)


def _done_or_again(
    request: HttpRequest, visit: Visit, account_id: UUID, act: Callable[[], object], done: str
) -> HttpResponse:
    try:
        act()
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refusal:
        return page(request, visit, account_id, refusal=refusal.message, status=status_of(refusal))
    messages.success(request, done)
    return HttpResponseRedirect(reverse("administration:account", args=[account_id]))


def _summary(one: OfficerAccount) -> list[SummaryRow]:
    rows = [
        SummaryRow(key="Tên đăng nhập", value=one.username),
        SummaryRow(
            key="Mã tài khoản",
            value=str(one.id),
            note="Hệ thống khác ghi mã này khi tra cứu thay cán bộ qua giao diện lập trình.",
        ),
        SummaryRow(key="Cơ quan", value=get_agency(one.agency_id).name if one.agency_id else ""),
        SummaryRow(key="Chức danh", value=one.title),
        SummaryRow(key="Vai trò", value=role_names(one.roles)),
        SummaryRow(key="Đăng nhập gần nhất", value=ago(one.last_login, real_now())),
    ]
    if one.locked_at is not None:
        reason = LOCK_REASONS[one.lock_reason] if one.lock_reason else "không ghi"
        rows.append(SummaryRow(key="Bị khóa", value=moment(one.locked_at), lines=(f"Lý do: {reason}",)))
    if one.guessed_until is not None:
        rows.append(
            SummaryRow(
                key="Tạm dừng đăng nhập",
                value="Không quá 15 phút, vì nhập sai mật khẩu nhiều lần",
                note="Phiên đang mở không bị ảnh hưởng.",
            )
        )
    return rows


def _factor(factor: FactorStanding, one: OfficerAccount) -> SummaryRow:
    if factor.enabled_at is None:
        needed = "Bắt buộc; sẽ phải bật khi đăng nhập lần tới." if is_required_of(one.roles) else ""
        return SummaryRow(key="Bước xác nhận thứ hai", value="Chưa bật", note=needed)
    left = f"Còn {factor.recovery_codes_left} mã dự phòng"
    return SummaryRow(
        key="Bước xác nhận thứ hai", value=f"Đã bật từ {moment(factor.enabled_at)}", lines=(left,)
    )


def _planned(planned: PlannedTransfer | None) -> str:
    if planned is None:
        return ""
    return f"Từ {day(planned.effective_date)} cán bộ chuyển đến {get_agency(planned.to_agency_id).name}."


def _post(post: Post, visit: Visit) -> SummaryRow:
    until = f"đến hết {day(post.valid_to - _ONE_DAY)}" if post.valid_to else "đến nay"
    if post.valid_from > visit.today:
        until = "sắp bắt đầu"
    return SummaryRow(
        key=f"Từ {day(post.valid_from)}",
        value=f"{post.title}, {get_agency(post.agency_id).name}",
        lines=(role_names(post.roles), until),
    )


def _event(event: AccountEvent) -> TimelineEvent:
    title, tone = ACTIONS.get((event.action, event.outcome), (event.action, "neutral"))
    parts = []
    if reason := event.details.get("reason"):
        parts.append(_REASONS.get(str(reason), ""))
    if roles := event.details.get("roles"):
        parts.append(role_names(Role(role) for role in str(roles).split(",")))
    if (agency := event.details.get("agency_id")) and event.action != "officer.duties_changed":
        parts.append(get_agency(UUID(str(agency))).name)
    if other := event.details.get("other_officer_id"):
        name = officer_names([UUID(str(other))]).get(UUID(str(other)), "")
        parts.append(f"cho {name}" if event.details.get("as_leader") else f"của {name}")
    if event.details.get("by_recovery_code"):
        parts.append("bằng mã dự phòng")
    if event.action == "officer.work_moved":
        parts.append(
            f"{event.details['to_colleague']} việc cho đồng nghiệp, "
            f"{event.details['to_pool']} việc về hàng việc chung"
        )
    return TimelineEvent(
        title=title,
        at=event.at,
        text=" · ".join(part for part in parts if part),
        actor=event.by or ("Hệ thống" if event.action in _BY_THE_HOUSE else ""),
        tone=tone,  # type: ignore[arg-type]
    )

"""What an administrator does to officers' accounts; nobody administers the own account."""

import base64
import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.contrib.auth.hashers import make_password

from tinhso.foundation.authority.service import Actor, Permission, Resource, Role, require
from tinhso.foundation.clock.service import legal_day, new_token, real_now
from tinhso.foundation.identifiers.service import DomainError, clean_text
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.agencies.service import appoint_officer
from tinhso.registers.agencies.service import change_duties as change_post
from tinhso.services.identity import models
from tinhso.services.identity.actions import accounts
from tinhso.services.identity.errors import UnableToKeepAccount
from tinhso.services.identity.rules import CODE_LASTS, canonical_username, is_username, one_time_code
from tinhso.services.identity.types import AccountKind, IssuedCode, LockReason, SessionEnd

_LONGEST = 120


def create_officer_account(
    *,
    username: str,
    name: str,
    title: str,
    agency_id: UUID,
    roles: Collection[Role],
    valid_from: dt.date,
    actor: Actor,
    now: dt.datetime,
) -> IssuedCode:
    """Enter an officer with a first post and give them an account, opened by the code that is returned.

    Refuses a name that is taken or unreadable, an empty field, no role, an agency that does not exist on that
    day, and a post that would begin in the past.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require_administration(work)
        login = canonical_username(username)
        check_entries(login=login, name=name, title=title, roles=roles)
        check_day(valid_from, now)
        code = _new_code()
        officer_id = appoint_officer(
            work, name=name, title=title, agency_id=agency_id, roles=roles, valid_from=valid_from
        )
        account = accounts.open_officer_account(work, officer_id=officer_id, username=login, password=code)
        expires_at = _set_code(account.id, code)
    return IssuedCode(account_id=account.id, username=login, code=code, expires_at=expires_at)


def change_duties(
    *,
    account_id: UUID,
    title: str,
    roles: Collection[Role],
    valid_from: dt.date,
    expected_post: UUID,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Change an officer's title or roles at the same agency, from that day on; counts from the next request.

    Refuses the own account, no role, a day in the past, and a post that somebody else has changed since.
    """
    with unit_of_work(actor=actor, now=now) as work:
        row = of_another(work, account_id)
        check_entries(login=row.username or "", name="–", title=title, roles=roles)
        check_day(valid_from, now)
        change_post(
            work,
            officer_id=officer_of(row),
            title=title,
            roles=roles,
            valid_from=valid_from,
            expected_post=expected_post,
        )


def lock_account(*, account_id: UUID, reason: LockReason, actor: Actor, now: dt.datetime) -> None:
    """Lock an officer's account; its sessions end at once. Refuses the own account."""
    with unit_of_work(actor=actor, now=now) as work:
        row = of_another(work, account_id)
        accounts.disable_account(work, account_id=row.id, reason=reason)


def unlock_account(*, account_id: UUID, actor: Actor, now: dt.datetime) -> None:
    """Open a locked account, or one closed to sign-ins after guesses, again. Refuses the own account."""
    with unit_of_work(actor=actor, now=now) as work:
        row = of_another(work, account_id)
        accounts.enable_account(work, account_id=row.id)


def end_account_sessions(*, account_id: UUID, actor: Actor, now: dt.datetime) -> None:
    """End every session of an officer's account at once. Refuses the own account: there one signs out."""
    with unit_of_work(actor=actor, now=now) as work:
        row = of_another(work, account_id)
        accounts.end_sessions(work, account_id=row.id)


def issue_code(*, account_id: UUID, actor: Actor, now: dt.datetime) -> IssuedCode:
    """Replace a forgotten password by a one-time code; sessions end, and the next sign-in asks for a new one.

    The code is kept only as its hash. Refuses the own account and a locked one.
    """
    with unit_of_work(actor=actor, now=now) as work:
        row = of_another(work, account_id)
        if row.disabled_at is not None:
            raise UnableToKeepAccount(
                "identity.account_locked", "Tài khoản đang bị khóa. Hãy mở khóa trước khi cấp mã."
            )
        code = _new_code()
        expires_at = _set_code(row.id, code)
        work.record(action="identity.code_issued", object_kind="account", object_id=row.id)
    return IssuedCode(account_id=row.id, username=row.username or "", code=code, expires_at=expires_at)


def officer_of(row: models.Account) -> UUID:
    """The officer of an officer's account."""
    assert row.officer_id is not None  # noqa: S101 - the table's shape
    return row.officer_id


def require_administration(work: UnitOfWork, account_id: UUID | None = None) -> None:
    """Ask authority for the administration of this account, or of accounts."""
    require(
        actor=work.actor,
        permission=Permission.ACCOUNT_ADMINISTER,
        resource=Resource(kind="account", id=account_id),
    )


def of_another(work: UnitOfWork, account_id: UUID) -> models.Account:
    """The locked row of another officer's account, for an administrator; refuses the own one."""
    require_administration(work, account_id)
    row = models.Account.objects.select_for_update().filter(id=account_id, kind=AccountKind.OFFICER).first()
    if row is None:
        raise UnableToKeepAccount("identity.account_unknown.not_found", "Không có tài khoản cán bộ này.")
    if row.id == work.actor.account_id or row.officer_id == work.actor.officer_id:
        raise UnableToKeepAccount(
            "identity.own_account",
            "Không ai tự quản trị tài khoản của chính mình. Bạn hãy nhờ một quản trị viên khác.",
        )
    return row


def _set_code(account_id: UUID, code: str) -> dt.datetime:
    expires_at = real_now() + CODE_LASTS
    models.Account.objects.filter(id=account_id).update(
        password=make_password(code),
        must_change_password=True,
        code_expires_at=expires_at,
        **accounts.sessions_ended(SessionEnd.PASSWORD),
        **accounts.NO_FAILURES,
    )
    accounts.forget_guesses(account_id)
    return expires_at


def _new_code() -> str:
    return one_time_code(base64.urlsafe_b64decode(new_token(32) + "="))


def check_entries(*, login: str, name: str, title: str, roles: Collection[Role]) -> None:
    """Refuse what cannot be a user name, a name or a title, and a post without a role; all at once."""
    wrong: dict[str, str] = {}
    if not is_username(login):
        wrong["username"] = (
            "Tên đăng nhập gồm 3 đến 60 chữ cái không dấu, chữ số, dấu chấm, gạch nối; "
            "bắt đầu và kết thúc bằng chữ hoặc số."
        )
    for key, text, missing in (
        ("name", name, "Hãy ghi họ tên cán bộ."),
        ("title", title, "Hãy ghi chức danh."),
    ):
        wrong.update(_unreadable(key, text, missing))
    if not roles:
        wrong["roles"] = "Hãy chọn ít nhất một vai trò."
    if wrong:
        raise UnableToKeepAccount("identity.entries_wrong", "Có chỗ cần sửa.", wrong)


def _unreadable(key: str, text: str, missing: str) -> dict[str, str]:
    try:
        return {} if clean_text(text, _LONGEST) else {key: missing}
    except DomainError as refusal:
        return {key: refusal.message}


def check_day(valid_from: dt.date, now: dt.datetime) -> None:
    """Refuse a day before today."""
    if valid_from < legal_day(now):
        message = "Ngày bắt đầu không được ở trước hôm nay: việc đã qua không sửa lại."
        raise UnableToKeepAccount("identity.day_past", message, {"valid_from": message})

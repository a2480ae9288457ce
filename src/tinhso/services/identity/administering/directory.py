"""Officers' accounts as administrators see them: lists, one account, and its history."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.audit.service import history_of
from tinhso.foundation.authority.service import Actor, NotVisible, Permission, Resource, Role, require
from tinhso.foundation.clock.service import legal_day, real_now
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import (
    ACTING_OFFICER_VIEW,
    find_officers_named,
    officer_names,
    posts_of,
)
from tinhso.services.identity.rules import canonical_username
from tinhso.services.identity.types import (
    AccountEvent,
    AccountList,
    AccountState,
    LockReason,
    OfficerAccount,
)

PAGE = 25
_MOST_COUNTED = 1000

_FROM = f"""
 from identity_account a
 left join {ACTING_OFFICER_VIEW} o on o.officer_id = a.officer_id
   and o.valid_from <= %(day)s and (o.valid_to is null or o.valid_to > %(day)s)
 where a.kind = 'officer'
"""
_COLUMNS = (
    "select a.id, a.username, a.officer_id, o.agency_id, o.roles, a.disabled_at, a.disabled_reason,"
    " a.locked_until, a.must_change_password, a.last_login, a.created_at"
)


def list_officer_accounts(
    *, agency_id: UUID | None = None, sought: str = "", after: str = "", actor: Actor, now: dt.datetime
) -> AccountList:
    """Accounts by user name, 25 a page: of one agency, and of whom ``sought`` names.

    ``sought`` is the beginning of a user name, or whole words of the officer's name, accents or not.
    """
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.ACCOUNT_ADMINISTER)
        where, values = _where(agency_id, sought, now)
        with connection.cursor() as cursor:
            cursor.execute(
                f"select count(*) from (select 1 {_FROM} {where} limit {_MOST_COUNTED + 1}) counted",  # noqa: S608
                values,
            )
            total = cursor.fetchone()[0]
            cursor.execute(
                f"{_COLUMNS} {_FROM} {where} and a.username > %(after)s order by a.username limit {PAGE + 1}",
                {**values, "after": after},
            )
            rows = cursor.fetchall()
        shown = _accounts(rows[:PAGE], now)
    return AccountList(
        rows=shown,
        total=min(total, _MOST_COUNTED),
        capped=total > _MOST_COUNTED,
        next_after=shown[-1].username if len(rows) > PAGE else "",
    )


def get_officer_account(*, account_id: UUID, actor: Actor, now: dt.datetime) -> OfficerAccount:
    """One officer's account; raises NotVisible for an unknown one and for a citizen's."""
    with unit_of_work(actor=actor, now=now):
        _require(actor, account_id)
        with connection.cursor() as cursor:
            cursor.execute(f"{_COLUMNS} {_FROM} and a.id = %(id)s", {"day": legal_day(now), "id": account_id})
            rows = cursor.fetchall()
        if not rows:
            raise NotVisible(
                object_kind="account", object_id=account_id, permission=Permission.ACCOUNT_ADMINISTER
            )
        return _accounts(rows, now)[0]


def account_history(
    *, account_id: UUID, actor: Actor, now: dt.datetime, limit: int = 50
) -> tuple[AccountEvent, ...]:
    """What was done to the account and its officer, and when it signed in; newest first."""
    account = get_officer_account(account_id=account_id, actor=actor, now=now)
    with unit_of_work(actor=actor, now=now, as_system=True):
        entries = history_of([account.id, account.officer_id], limit=limit)
        names = officer_names({entry.actor_id for entry in entries if entry.actor_id})
    return tuple(
        AccountEvent(
            at=entry.at,
            action=entry.action,
            outcome=entry.outcome,
            by=names.get(entry.actor_id, "") if entry.actor_id else "",
            details=entry.details,
        )
        for entry in entries
    )


def _require(actor: Actor, account_id: UUID) -> None:
    require(
        actor=actor,
        permission=Permission.ACCOUNT_ADMINISTER,
        resource=Resource(kind="account", id=account_id),
    )


def _where(agency_id: UUID | None, sought: str, now: dt.datetime) -> tuple[str, dict[str, Any]]:
    where = ""
    values: dict[str, Any] = {"day": legal_day(now)}
    if agency_id is not None:
        where += " and o.agency_id = %(agency)s"
        values["agency"] = agency_id
    if sought.strip():
        where += " and (a.officer_id = any(%(named)s) or starts_with(a.username, %(begins)s))"
        values["named"] = find_officers_named(sought)
        values["begins"] = canonical_username(sought) or "\x7f"
    return where, values


def _accounts(rows: Sequence[Sequence[Any]], now: dt.datetime) -> tuple[OfficerAccount, ...]:
    officers = [row[2] for row in rows]
    names, posts = officer_names(officers), posts_of(officers)
    day = legal_day(now)
    titles = {
        officer_id: next((post.title for post in held if post.is_held_on(day)), "")
        for officer_id, held in posts.items()
    }
    return tuple(_account(row, names, titles) for row in rows)


def _account(row: Sequence[Any], names: dict[UUID, str], titles: dict[UUID, str]) -> OfficerAccount:
    account_id, username, officer_id, agency_id, roles, disabled_at, reason, locked_until, *rest = row
    must_change, last_login, created_at = rest
    guessed_until = locked_until if locked_until and locked_until > real_now() else None
    return OfficerAccount(
        id=account_id,
        username=username,
        officer_id=officer_id,
        name=names.get(officer_id, ""),
        title=titles.get(officer_id, ""),
        agency_id=agency_id,
        roles=frozenset(Role(role) for role in roles or ()),
        state=_state(disabled_at, agency_id, guessed_until, must_change),
        lock_reason=LockReason(reason) if disabled_at and reason else None,
        locked_at=disabled_at,
        guessed_until=guessed_until,
        last_login=last_login,
        created_at=created_at,
    )


def _state(
    disabled_at: dt.datetime | None,
    agency_id: UUID | None,
    guessed_until: dt.datetime | None,
    must_change: bool,
) -> AccountState:
    if disabled_at is not None:
        return AccountState.LOCKED
    if agency_id is None:
        return AccountState.WITHOUT_POST
    if guessed_until is not None:
        return AccountState.GUESSED
    return AccountState.WAITING_CHANGE if must_change else AccountState.ACTIVE

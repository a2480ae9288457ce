"""An administrator of the province, and officers of a commune to be administered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import Actor, Role, system_actor
from tinhso.foundation.clock.service import FrozenClock
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import (
    appoint_officer,
    competent_agency,
    forget_directory,
    list_agencies,
    load_province,
    posts_of,
)
from tinhso.services.identity.service import (
    Account,
    AccountState,
    IssuedCode,
    actor_of,
    create_officer_account,
    get_officer_account,
    open_officer_account,
    sign_in_session,
)
from tinhso.services.identity.session_store import SessionStore

PASSWORD = "một mật khẩu đủ dài"
COMMUNE, OTHER_COMMUNE = "25747", "25813"
_BEGAN = dt.date(2023, 6, 1)


@dataclass
class Staff:
    """The people, and what they most often do."""

    clock: FrozenClock
    police: UUID
    other_police: UUID
    administrator: Actor
    second_administrator: Actor
    officer: Account

    @property
    def now(self) -> dt.datetime:
        return self.clock.moment

    @property
    def today(self) -> dt.date:
        return self.now.date()

    def by(self, actor: Actor | None = None) -> dict[str, Any]:
        """Who acts, and when."""
        return {"actor": actor or self.administrator, "now": self.now}

    def post_id(self, account: Account | None = None) -> UUID:
        officer_id = (account or self.officer).officer_id
        assert officer_id is not None
        return posts_of([officer_id])[officer_id][0].id

    def actor(self, account: Account | None = None) -> Actor:
        return actor_of((account or self.officer).id, trace_id="staff")

    def session(self, account: Account | None = None, *, second_step: bool = True) -> SessionStore:
        """A browser session in which the account is signed in now, with its second step unless said."""
        session = SessionStore()
        sign_in_session(session, (account or self.officer).id, second_step=second_step)
        session.save()
        return session


def open_post(
    username: str, roles: list[Role], agency_id: UUID, now: dt.datetime, *, name: str = "Trần Thị Mẫu"
) -> Account:
    """An officer at that agency since June, with an account."""
    with unit_of_work(actor=system_actor(), now=now) as work:
        officer_id = appoint_officer(
            work, name=name, title="Cán bộ", agency_id=agency_id, roles=roles, valid_from=_BEGAN
        )
        return open_officer_account(work, officer_id=officer_id, username=username, password=PASSWORD)


def make_staff(clock: FrozenClock) -> Staff:
    """Province, two administrators, one officer of the commune's police."""
    now = clock.moment
    forget_directory()
    load_province(now=now)
    police = competent_agency(competence="commune_police", commune_code=COMMUNE, on=now.date()).id
    other = competent_agency(competence="commune_police", commune_code=OTHER_COMMUNE, on=now.date()).id
    centre = next(one.id for one in list_agencies(on=now.date()) if one.kind == "provincial_one_stop")
    chief = open_post("quan-tri", [Role.ADMINISTRATOR], centre, now, name="Lý Công Quản")
    second = open_post("quan-tri-2", [Role.ADMINISTRATOR], centre, now, name="Đinh Thị Trị")
    officer = open_post("mau-25747", [Role.SPECIALIST], police, now, name="Nguyễn Thị Hồng Ánh")
    return Staff(
        clock=clock,
        police=police,
        other_police=other,
        administrator=actor_of(chief.id, trace_id="staff"),
        second_administrator=actor_of(second.id, trace_id="staff"),
        officer=officer,
    )


def audited(action: str, outcome: str = "done") -> int:
    """How many entries of this action the log holds."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(
            "select count(*) from audit_entry where action = %s and outcome = %s", [action, outcome]
        )
        count: int = cursor.fetchone()[0]
        cursor.execute("select set_config('tinhso.scope', '', true)")
        return count


def create(staff: Staff, **changes: Any) -> IssuedCode:
    """A new officer of the commune's police, or with ``changes``."""
    wanted: dict[str, Any] = {
        "username": "Moi.25747",
        "name": "Võ Thị Út",
        "title": "Cán bộ tiếp nhận hồ sơ",
        "agency_id": staff.police,
        "roles": [Role.RECEPTION_OFFICER],
        "valid_from": staff.today,
        **staff.by(),
    }
    return create_officer_account(**{**wanted, **changes})


def state_of(staff: Staff) -> AccountState:
    """What the officer's account can do now."""
    return get_officer_account(account_id=staff.officer.id, **staff.by()).state

"""Officers whose agency has ended: a post at the successor, or none."""

import datetime as dt
from uuid import UUID

from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies.service import Post, open_posts_at, release_officer, transfer_officer
from tinhso.services.identity import models
from tinhso.services.identity.actions import accounts
from tinhso.services.identity.administering.accounts import require_administration
from tinhso.services.identity.types import SessionEnd


def follow_agency(*, from_agency: UUID, to_agency: UUID | None, actor: Actor, now: dt.datetime) -> int:
    """Give every officer of an agency that has ended the same post at ``to_agency``, or none; how many.

    From today on: sessions and delegations end. What they were given by name stays theirs. Idempotent, each
    officer in a transaction of their own.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require_administration(work)
        posts = open_posts_at(from_agency)
    return sum(_follow(post, to_agency, actor, now) for post in posts)


def _follow(post: Post, to_agency: UUID | None, actor: Actor, now: dt.datetime) -> bool:
    with unit_of_work(actor=actor, now=now) as work:
        with acting_as_system(work):
            account = (
                models.Account.objects.select_for_update()
                .filter(officer_id=post.officer_id)
                .values_list("id", flat=True)
                .first()
            )
            if post not in open_posts_at(post.agency_id):
                return False
            _change_post(work, post, to_agency, legal_day(now))
            if account is not None:
                accounts.end_sessions(work, account_id=account, reason=SessionEnd.TRANSFERRED)
        return True


def _change_post(work: UnitOfWork, post: Post, to_agency: UUID | None, today: dt.date) -> None:
    if to_agency is None:
        release_officer(work, officer_id=post.officer_id, valid_to=today)
    else:
        transfer_officer(
            work,
            officer_id=post.officer_id,
            title=post.title,
            agency_id=to_agency,
            roles=post.roles,
            valid_from=today,
        )

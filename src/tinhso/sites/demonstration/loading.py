"""Loading the demonstration: each story once, in a transaction of its own, whatever interrupts it."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import claim_key, unit_of_work
from tinhso.sites.demonstration.authorisations import authorisations, tell_authorisation
from tinhso.sites.demonstration.by_post import by_post, tell_by_post
from tinhso.sites.demonstration.cash import close_past_days
from tinhso.sites.demonstration.delegations import delegate_once
from tinhso.sites.demonstration.drafts import drafts, write_draft
from tinhso.sites.demonstration.feedback import (
    FeedbackStory,
    feedback_stories,
    rate_told,
    tell_feedback,
)
from tinhso.sites.demonstration.further import further_stories, late_draft
from tinhso.sites.demonstration.kept import kept_stories, tell_kept
from tinhso.sites.demonstration.moments import OfficeHours
from tinhso.sites.demonstration.officers import TRACE, Officers
from tinhso.sites.demonstration.people import People
from tinhso.sites.demonstration.plan import Story, plan
from tinhso.sites.demonstration.power_cut import power_cut, tell_power_cut
from tinhso.sites.demonstration.telling import Teller

_SAY_EVERY = 25


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What one load added, and what was there before."""

    dossiers: int = 0
    drafts: int = 0
    feedback: int = 0
    authorisations: int = 0
    known: int = 0
    by_procedure: Counter[str] = field(default_factory=Counter)


def load_stories(people: People, *, now: datetime, say: Callable[[str], None]) -> Loaded:
    """Tell every story that has not been told, up to the legal moment ``now``.

    Repeating adds nothing; an interrupted load goes on where it stopped. Announcements stay in the outbox
    for the worker; only what a paid fee sets in motion is delivered here, since later steps need it.
    """
    hours = OfficeHours.before(now, working_calendar(now=now))
    people = people.afresh()
    stories = [*plan(people, hours), *further_stories(people, hours)]
    loaded = Loaded()
    teller = Teller(Officers())
    for number, story in enumerate(stories, start=1):
        if _tell_once(teller, story):
            loaded.dossiers += 1
            loaded.by_procedure[story.procedure] += 1
        else:
            loaded.known += 1
        if number % _SAY_EVERY == 0 or number == len(stories):
            say(f"  Hồ sơ trình diễn: {number}/{len(stories)}")
    _write_drafts([*drafts(people, hours), *late_draft(people, hours)], loaded)
    for told in authorisations(people, hours):
        is_new = _once(told.story, partial(tell_authorisation, told))
        loaded.authorisations += is_new
        if told.how == "used":  # a dossier was filed under it
            loaded.dossiers += is_new
            loaded.known += not is_new
            loaded.by_procedure[told.story.procedure] += is_new
    officers = Officers()
    for kept in kept_stories(people, hours):
        is_new = _once(kept.story, partial(tell_kept, kept, teller, officers))
        loaded.dossiers += is_new
        loaded.known += not is_new
        loaded.by_procedure[kept.story.procedure] += is_new
    posted = by_post(people, hours)
    if _once(posted[0], partial(tell_by_post, posted, teller, officers, hours)):
        loaded.dossiers += len(posted)
        loaded.by_procedure[posted[0].procedure] += len(posted)
    else:
        loaded.known += len(posted)
    close_past_days(teller.took_cash, officers, now=now)
    for case in feedback_stories(people, hours):
        loaded.feedback += _once(case, partial(tell_feedback, case, officers))
    stub = power_cut(people, hours)
    loaded.dossiers += _once(stub, partial(tell_power_cut, stub, officers, hours))
    say(f"  Phản ánh, kiến nghị trình diễn: {loaded.feedback}")
    delegate_once(now=now)
    return loaded


def _tell_once(teller: Teller, story: Story) -> bool:
    """Tell the story unless its mark is there; mark and story commit together."""
    with transaction.atomic():
        mark = new_id()
        with unit_of_work(actor=system_actor(TRACE), now=story.filed_at) as work:
            key = f"demonstration:{story.key}"
            first = claim_key(
                work, key=key, request_digest=hashlib.sha256(key.encode()).digest(), result_id=mark
            )
        if first != mark:
            return False
        rate_told(story, teller.tell(story))
    return True


def _once(story: Story | FeedbackStory, tell: Callable[[], object]) -> bool:
    """As `_tell_once`; the story's key is its mark."""
    with transaction.atomic():
        mark = new_id()
        with unit_of_work(actor=system_actor(TRACE), now=story.filed_at) as work:
            key = f"demonstration:{story.key}"
            digest = hashlib.sha256(key.encode()).digest()
            if claim_key(work, key=key, request_digest=digest, result_id=mark) != mark:
                return False
        tell()
    return True


def tell_once(story: Story, tell: Callable[[], object]) -> bool:
    """Tell a story of another room, unless its mark is there; mark and story commit together."""
    return _once(story, tell)


def _write_drafts(stories: Iterable[Story], loaded: Loaded) -> None:
    for story in stories:
        if write_draft(story):
            loaded.drafts += 1
        else:
            loaded.known += 1

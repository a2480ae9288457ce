"""A handful of cases of procedures beside the four: motorcycles these days, the exam in its window of May."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from tinhso.foundation.calendar.service import working_calendar
from tinhso.registers.catalogue.service import UnableToFindProcedure, get_procedure
from tinhso.sites.demonstration.citizens import CITIZENS
from tinhso.sites.demonstration.endings import GAPS
from tinhso.sites.demonstration.forms import EXAM, MOTORCYCLES
from tinhso.sites.demonstration.moments import OfficeHours
from tinhso.sites.demonstration.people import People, SamplePerson
from tinhso.sites.demonstration.plan import MY_PHUOC, PHU_CUONG, Story

_TAKEN = "receive hand_over"
_WAYS: tuple[tuple[str, float], ...] = (
    ("", 2.0),
    (_TAKEN, 3.0),
    (f"{_TAKEN} ask_supplement", 4.0),
    (f"{_TAKEN} draft", 1.0),
    (f"{_TAKEN} draft approve", 1.0),
    (f"{_TAKEN} draft approve deliver", 20.0),
)
"""Steps taken, and how many working hours ago the last one was."""
_EXAM_WAYS: tuple[tuple[str, float], ...] = (
    (f"{_TAKEN} draft approve deliver", 34.0),
    (f"{_TAKEN} draft approve deliver", 36.0),
    (f"{_TAKEN} draft approve deliver", 38.0),
    ("refuse deliver_back", 44.0),
    ("ask_withdraw grant_withdraw deliver_back", 44.0),
)
_EXAM_SETTLED = (5, 22)
"""Everything of the exam was settled before this day of May; its steps are counted back from there."""


def further_stories(people: People, hours: OfficeHours) -> Iterator[Story]:
    """Each kind of motorcycle registration at each stage; the exam's registrations, all settled."""
    for procedure in MOTORCYCLES:
        for number, (steps, age) in enumerate(_WAYS):
            yield _story(f"{procedure}.further.{number}", procedure, steps, age, people, hours)
    may = _hours_of_may(hours.now)
    if may is not None:
        for number, (steps, age) in enumerate(_EXAM_WAYS):
            yield _story(f"{EXAM}.further.{number}", EXAM, steps, age, people, may)


def late_draft(people: People, hours: OfficeHours) -> Iterator[Story]:
    """A registration for the exam that its citizen began in time and never sent."""
    may = _hours_of_may(hours.now)
    person = people.demonstration.get(CITIZENS[0].personal_id)
    if may is not None and person is not None:
        yield _story(f"{EXAM}.draft", EXAM, "", 50.0, people, may, person=person)


def _hours_of_may(now: datetime) -> OfficeHours | None:
    """The working days up to the settling of the exam, where that lies behind and its window was open."""
    month, day = _EXAM_SETTLED
    settled = now.replace(month=month, day=day, hour=0, minute=0, second=0, microsecond=0)
    try:
        windows = get_procedure(EXAM, on=settled.date()).windows
    except UnableToFindProcedure:
        return None
    if settled >= now or not windows:
        return None
    return OfficeHours.before(settled, working_calendar(now=now))


def _story(
    key: str,
    procedure: str,
    steps: str,
    age: float,
    people: People,
    hours: OfficeHours,
    *,
    person: SamplePerson | None = None,
) -> Story:
    random = Random(f"plan {key}")  # noqa: S311 - invented, not a secret
    taken = tuple(steps.split())
    commune = (PHU_CUONG, MY_PHUOC)[random.randrange(2)]
    return Story(
        key=key,
        procedure=procedure,
        commune=commune,
        person=person or people.draw(commune, at_home=True),
        other=people.draw(commune),
        steps=taken,
        moments=hours.script([random.uniform(*GAPS[step]) for step in taken], age=age, random=random),
        is_online=True,
    )

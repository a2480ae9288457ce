"""Which cases there are: so many of each ending, most of them in Phú Cường and Bến Cát."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any

from tinhso.sites.demonstration.citizens import CITIZENS
from tinhso.sites.demonstration.endings import ENDINGS, GAPS, Ending
from tinhso.sites.demonstration.forms import BIRTH, FORMS, LICENCE, LINKED_BIRTH, RESIDENCE
from tinhso.sites.demonstration.moments import OfficeHours
from tinhso.sites.demonstration.people import People, SamplePerson

PHU_CUONG, MY_PHUOC = "25747", "25813"
COMMUNES = {
    PHU_CUONG: 12,
    MY_PHUOC: 6,
    "25741": 2,
    "25942": 2,
    "25966": 2,
    "25888": 1,
    "25777": 1,
    "25822": 1,
}
"""Phường Phú Cường, Mỹ Phước, Hiệp Thành, Dĩ An, Lái Thiêu, Uyên Hưng; thị trấn Dầu Tiếng, Lai Uyên."""
_WRONG_FACTS = 0.12
_ELSEWHERE = {RESIDENCE: 0.15, LICENCE: 0.5}
"""How many of those who come themselves come to a desk that takes in for the agency that decides."""
_IN_THE_EVENING = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One case: who, what, where, and when each step was taken (the filing first)."""

    key: str
    procedure: str
    commune: str
    person: SamplePerson
    other: SamplePerson
    steps: tuple[str, ...]
    moments: tuple[datetime, ...]
    is_online: bool
    at_another_desk: bool = False
    wishes: dict[str, Any] = field(default_factory=dict)

    @property
    def filed_at(self) -> datetime:
        """When the dossier was filed."""
        return self.moments[0]

    def random(self) -> Random:
        """The chance of this story alone: another story changes nothing in it."""
        return Random(f"answers {self.key}")  # noqa: S311 - invented answers, not a secret


def plan(people: People, hours: OfficeHours) -> list[Story]:
    """All stories in the order in which their dossiers were filed."""
    stories = [*_crowd(people, hours), *_known_citizens(people, hours)]
    return sorted(stories, key=lambda story: (story.filed_at, story.key))


def _crowd(people: People, hours: OfficeHours) -> Iterator[Story]:
    for ending in ENDINGS:
        for procedure, count in ending.counts.items():
            for number in range(count):
                key = f"{procedure}.{ending.name}.{number}"
                random = Random(f"plan {key}")  # noqa: S311
                commune = _commune(number, random)
                yield _story(key, ending, procedure, commune, people, hours, random)


def _commune(number: int, random: Random) -> str:
    """The first of each ending in Phú Cường, the second in Mỹ Phước, so that their desks miss nothing."""
    if number < 2:
        return (PHU_CUONG, MY_PHUOC)[number]
    return random.choices(list(COMMUNES), list(COMMUNES.values()))[0]


def _story(
    key: str,
    ending: Ending,
    procedure: str,
    commune: str,
    people: People,
    hours: OfficeHours,
    random: Random,
) -> Story:
    form = FORMS[procedure]
    person = people.draw(
        commune, at_home=form.applicant_lives_there, married=procedure in (BIRTH, LINKED_BIRTH)
    )
    is_online = random.random() < 0.55 if ending.is_online is None else ending.is_online
    if not is_online and random.random() < _WRONG_FACTS:
        person = with_wrong_birth(person)
    return Story(
        key=key,
        procedure=procedure,
        commune=commune,
        person=person,
        other=people.draw(commune),
        steps=ending.steps,
        moments=_moments(ending, hours, random, is_online=is_online),
        is_online=is_online,
        at_another_desk=random.random() < _ELSEWHERE.get(procedure, 0.0),
    )


def _moments(ending: Ending, hours: OfficeHours, random: Random, *, is_online: bool) -> tuple[datetime, ...]:
    gaps = [random.uniform(*GAPS[step]) for step in ending.steps]
    moments = hours.script(gaps, age=random.uniform(*ending.ages), random=random)
    if not (is_online and random.random() < _IN_THE_EVENING):
        return moments
    reference = moments[0] if ending.steps else hours.now
    return (hours.evening_before(reference, random), *moments[1:])


def with_wrong_birth(person: SamplePerson) -> SamplePerson:
    """The same person with a slip of the pen in the day of birth, as the register will notice."""
    if len(person.birth) == 4:
        return replace(person, birth=str(int(person.birth) + 1))
    day = int(person.birth[-2:])
    return replace(person, birth=f"{person.birth[:-2]}{day % 28 + 1:02d}")


def _known_citizens(people: People, hours: OfficeHours) -> Iterator[Story]:
    for known in CITIZENS:
        person = people.demonstration.get(known.personal_id)
        if person is None:
            continue
        for number, case in enumerate(known.cases):
            key = f"{known.personal_id}.{number}"
            random = Random(f"plan {key}")  # noqa: S311
            gaps = [random.uniform(*GAPS[step]) for step in case.steps]
            yield Story(
                key=key,
                procedure=case.procedure,
                commune=case.commune,
                person=replace(person, full_name=case.written_name or person.full_name),
                other=people.draw(case.commune),
                steps=case.steps,
                moments=hours.script(gaps, age=case.age, random=random),
                is_online=case.is_online,
                wishes=dict(case.wishes),
            )

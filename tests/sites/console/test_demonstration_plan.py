"""When and about whom the demonstration's stories are; and what happens when nobody can be asked."""

import io
import socket
import time
from datetime import date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tinhso.foundation.calendar.service import WorkingCalendar
from tinhso.foundation.clock.service import VIETNAM
from tinhso.sites.demonstration.citizens import CITIZENS
from tinhso.sites.demonstration.moments import WORKING_DAYS, OfficeHours
from tinhso.sites.demonstration.papers import scanned_paper
from tinhso.sites.demonstration.people import People, SamplePerson, ask_for_people
from tinhso.sites.demonstration.plan import plan, with_wrong_birth

MONDAY = datetime(2023, 7, 17, 7, 30, 20, tzinfo=VIETNAM)
CALENDAR = WorkingCalendar()


def person(number: int, **facts: object) -> SamplePerson:
    known = {
        "personal_id": f"0740900{number:05d}", "full_name": "Trần Thị Mẫu", "birth": "1990-02-28",
        "sex": "female", "commune": "25747", "level": 2,
    }  # fmt: skip
    return SamplePerson(**{**known, **facts})  # type: ignore[arg-type]


def crowd() -> People:
    spouse = person(99_999, sex="male")
    known = {each.personal_id: person(0, personal_id=each.personal_id) for each in CITIZENS}
    return People(demonstration=known, by_commune={}, anywhere=[person(n, spouse=spouse) for n in range(300)])


def test_the_first_morning_looks_back_on_the_two_weeks_from_the_third_of_july() -> None:
    hours = OfficeHours.before(MONDAY, CALENDAR)
    assert hours.slots[0] == datetime(2023, 7, 3, 7, 30, tzinfo=VIETNAM)
    assert hours.slots[-1] == datetime(2023, 7, 14, 16, 55, tzinfo=VIETNAM)
    assert len({slot.date() for slot in hours.slots}) == WORKING_DAYS


@given(
    gaps=st.lists(st.floats(0.1, 60), max_size=8),
    age=st.floats(0, 70),
    hour=st.integers(0, 400),
    seed=st.integers(),
)
def test_steps_follow_each_other_in_office_hours_and_never_in_the_future(
    gaps: list[float], age: float, hour: int, seed: int
) -> None:
    now = MONDAY + timedelta(hours=hour)
    moments = OfficeHours.before(now, CALENDAR).script(gaps, age=age, random=Random(seed))
    assert len(moments) == len(gaps) + 1
    assert list(moments) == sorted(set(moments))
    assert moments[-1] < now
    for moment in moments:
        sessions = CALENDAR.sessions(moment.date())
        assert any(session.opens <= moment.time() < session.closes for session in sessions)


def test_the_same_people_and_moment_give_the_same_stories_in_order_of_filing() -> None:
    hours = OfficeHours.before(MONDAY, CALENDAR)
    stories = plan(crowd(), hours)
    assert stories == plan(crowd(), hours)
    assert [story.filed_at for story in stories] == sorted(story.filed_at for story in stories)
    assert all(date(2023, 7, 3) <= story.filed_at.date() < date(2023, 7, 17) for story in stories)
    assert {each.personal_id for each in CITIZENS} <= {story.person.personal_id for story in stories}


def test_a_slip_of_the_pen_is_still_a_date() -> None:
    assert with_wrong_birth(person(1)).birth == "1990-02-01"
    assert with_wrong_birth(person(1, birth="1990-12-31")).birth == "1990-12-04"
    assert with_wrong_birth(person(1, birth="1947")).birth == "1948"


def test_people_are_used_once_until_all_have_been() -> None:
    people = crowd()
    first = [people.draw("25747").personal_id for _ in range(300)]
    assert len(set(first)) == 300
    assert people.draw("25747").personal_id in first


def test_papers_can_be_opened_and_are_the_same_each_time() -> None:
    words = {"title": "Giấy chứng sinh", "name": "Nguyễn Thị Mẫu", "dated": MONDAY}
    photograph = scanned_paper(**words)  # type: ignore[arg-type]
    with Image.open(io.BytesIO(photograph)) as image:
        assert image.format == "JPEG"
    assert photograph == scanned_paper(**words)  # type: ignore[arg-type]
    assert scanned_paper(**words, as_pdf=True).startswith(b"%PDF")  # type: ignore[arg-type]


def test_without_the_sandbox_nobody_is_invented_and_nobody_waits() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{probe.getsockname()[1]}"
    began = time.monotonic()
    assert ask_for_people(closed, ["25747"]) is None
    assert time.monotonic() - began < 2

"""When things happened: office hours of the last ten working days, counted back from now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from tinhso.foundation.calendar.service import WorkingCalendar

WORKING_DAYS = 10
_STEP = timedelta(minutes=5)
_PER_HOUR = 12
_EVENING = (18, 22)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """Every five minutes in which offices were open, oldest first, all before ``now``."""

    now: datetime
    slots: tuple[datetime, ...]

    @classmethod
    def before(cls, now: datetime, calendar: WorkingCalendar) -> "OfficeHours":
        """The last ten working days before the day of ``now``, and that day so far."""
        days: list[date] = []
        day = now.date()
        while len(days) < WORKING_DAYS:
            day -= timedelta(days=1)
            if calendar.is_working_day(day):
                days.append(day)
        slots = [slot for day in [*reversed(days), now.date()] for slot in _slots(day, calendar, now)]
        return cls(now=now, slots=tuple(slots))

    def script(self, gaps: Sequence[float], *, age: float, random: Random) -> tuple[datetime, ...]:
        """Moments of a filing and the steps after it, in order.

        ``age`` is how many working hours ago the last one was, ``gaps`` the working hours before each step.
        """
        place = len(self.slots) - 1 - round(age * _PER_HOUR)
        places = [place]
        for gap in reversed(gaps):
            place -= max(1, round(gap * _PER_HOUR))
            places.append(place)
        places.reverse()
        in_window = [max(place, number) for number, place in enumerate(places)]
        return tuple(
            self.slots[place] + timedelta(seconds=random.randrange(int(_STEP.total_seconds())))
            for place in in_window
        )

    def evening_before(self, moment: datetime, random: Random) -> datetime:
        """An hour at home the day before, when offices are closed; never before the first of the days."""
        hour, minute = random.randrange(*_EVENING), random.randrange(60)
        earlier = (moment - timedelta(days=1)).replace(hour=hour, minute=minute)
        return earlier if earlier.date() >= self.slots[0].date() else moment


def _slots(day: date, calendar: WorkingCalendar, now: datetime) -> list[datetime]:
    found = []
    for session in calendar.sessions(day):
        moment = datetime.combine(day, session.opens, tzinfo=now.tzinfo)
        closes = datetime.combine(day, session.closes, tzinfo=now.tzinfo)
        while moment + _STEP <= min(closes, now):
            found.append(moment)
            moment += _STEP
    return found

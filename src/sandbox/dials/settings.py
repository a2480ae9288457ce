"""Settings beside a dial: how many requests a second a system takes, and its habits.

A rate is what the system agreed to; who asks more often is answered 429. Habits are how a system is even
when nothing is wrong with it (times without a zone, names in capitals); each has its default.
"""

import threading
import time
from collections.abc import Mapping

from sandbox.dials.models import Setting
from sandbox.dials.service import UnableToTurnDial
from sandbox.dials.systems import SYSTEMS

RATE = "rate"
LARGEST_RATE = 100_000


def settings_of(system: str) -> dict[str, float | bool | None]:
    """The rate (None: no limit) and every habit of a system."""
    stored = dict(Setting.objects.filter(system=system).values_list("name", "value"))
    habits = {
        name: bool(stored.get(name, habit.by_default)) for name, habit in SYSTEMS[system].habits.items()
    }
    return {RATE: stored.get(RATE), **habits}


def has_habit(system: str, name: str) -> bool:
    """Whether the system is like that now."""
    stored = Setting.objects.filter(system=system, name=name).values_list("value", flat=True).first()
    return SYSTEMS[system].habits[name].by_default if stored is None else bool(stored)


def change_settings(system: str, wishes: Mapping[str, object]) -> dict[str, float | bool | None]:
    """Set what is named, leave the rest; refuses what the system does not know."""
    checked = {name: _value(system, name, wish) for name, wish in wishes.items()}
    for name, value in checked.items():
        if value is None:
            Setting.objects.filter(system=system, name=name).delete()
        else:
            Setting.objects.update_or_create(system=system, name=name, defaults={"value": value})
    return settings_of(system)


def _value(system: str, name: str, wish: object) -> float | None:
    if name in SYSTEMS[system].habits and isinstance(wish, bool):
        return float(wish)
    if name != RATE:
        raise UnableToTurnDial(f"Hệ thống này không có thiết lập: {name[:40]}.")
    if wish is None:
        return None
    if isinstance(wish, bool) or not isinstance(wish, int | float) or not 0 < wish <= LARGEST_RATE:
        raise UnableToTurnDial("Số yêu cầu mỗi giây phải là số dương.")
    return float(wish)


class Throttle:
    """Lets a system's agreed number of requests a second pass; a second's worth may come at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def lets_pass(self, system: str) -> bool:
        """Count one request; False when the system was asked more often than it agreed to."""
        rate = Setting.objects.filter(system=system, name=RATE).values_list("value", flat=True).first()
        if rate is None:
            return True
        most, now = max(rate, 1.0), time.monotonic()
        with self._lock:
            left, seen = self._left.get(system, (most, now))
            left = min(most, left + (now - seen) * rate)
            passes = left >= 1
            self._left[system] = (left - 1 if passes else left, now)
        return passes

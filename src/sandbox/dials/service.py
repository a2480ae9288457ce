"""Reading, turning and using up the dials; the only way in for the simulated systems."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from sandbox.dials.models import Dial, Setting
from sandbox.dials.modes import Mode
from sandbox.dials.systems import SYSTEMS

__all__ = [
    "DialPosition",
    "UnableToTurnDial",
    "dial_positions",
    "normalise_dials",
    "peek",
    "take",
    "turn_dial",
]

MAX_SECONDS = 3600
MAX_REQUESTS = 1_000_000


class UnableToTurnDial(Exception):
    """The wished position makes no sense for that system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialPosition:
    """How a system behaves; ``requests`` counts down, None means until turned off."""

    system: str
    mode: Mode
    variant: str
    seconds: float
    requests: int | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"mode": self.mode.value}


def _position(dial: Dial) -> DialPosition:
    return DialPosition(
        system=dial.system,
        mode=Mode(dial.mode),
        variant=dial.variant,
        seconds=dial.seconds,
        requests=dial.remaining,
    )


def dial_positions() -> list[DialPosition]:
    """The position of every dial, in the order of the systems."""
    known = {dial.system: dial for dial in Dial.objects.all()}
    return [_position(known.get(name) or Dial(system=name)) for name in SYSTEMS]


def turn_dial(
    *,
    system: str,
    mode: str,
    variant: str = "",
    seconds: float = 0,
    requests: int | None = None,
) -> DialPosition:
    """Make a system misbehave (or behave); refuses what the system does not know."""
    dials = SYSTEMS.get(system)
    if dials is None:
        raise UnableToTurnDial("Không có hệ thống này.")
    if mode not in {known.value for known in dials.modes}:
        raise UnableToTurnDial("Hệ thống này không có chế độ đó.")
    if mode == Mode.WRONG:
        variant = variant or dials.default_variant
        if variant not in dials.variants:
            raise UnableToTurnDial("Hệ thống này không có kiểu trả lời sai đó.")
    else:
        variant = ""
    if not 0 <= seconds <= MAX_SECONDS:
        raise UnableToTurnDial("Số giây phải từ 0 đến 3600.")
    if requests is not None and not 1 <= requests <= MAX_REQUESTS:
        raise UnableToTurnDial("Số yêu cầu phải là số nguyên dương.")
    dial, _ = Dial.objects.update_or_create(
        system=system,
        defaults={"mode": mode, "variant": variant, "seconds": seconds, "remaining": requests},
    )
    return _position(dial)


def normalise_dials() -> None:
    """Turn every dial back to normal, and every setting to its default."""
    Dial.objects.all().delete()
    Setting.objects.all().delete()


def peek(system: str) -> DialPosition | None:
    """How the system stands, without using anything up; None when it behaves."""
    dial = Dial.objects.filter(system=system).exclude(mode=Mode.NORMAL).first()
    return None if dial is None else _position(dial)


def take(system: str, modes: Collection[Mode], *, but_variants: Collection[str] = ()) -> DialPosition | None:
    """Use up one request of the system's dial if it stands on one of these modes.

    ``but_variants`` names the wrong answers that this request has nothing to do with.
    Returns the position that applies to this request, or None when the system behaves.
    """
    concerned = Dial.objects.filter(system=system, mode__in=modes).exclude(variant__in=but_variants)
    dial = concerned.first()
    if dial is None:
        return None
    if dial.remaining is None:
        return _position(dial)
    with transaction.atomic(using="dials"):
        dial = concerned.filter(remaining__gt=0).first()
        if dial is None or dial.remaining is None:
            return None
        position = _position(dial)
        dial.remaining -= 1
        if dial.remaining:
            dial.save(update_fields=["remaining", "changed_at"])
        else:
            dial.delete()
    return position

"""How the old system writes what it knows: its habits decide (see ``dials/systems.py``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from sandbox.dials.settings import settings_of
from sandbox.old_one_stop.editing import MOMENTS
from sandbox.old_one_stop.models import LocalStatus

AHEAD = timedelta(minutes=7)
INVENTED_ID = "000000001"


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits as they are set now."""

    local_times: bool
    capital_names: bool
    words_only: bool
    invented_ids: bool
    clock_ahead: bool


def current_habits() -> Habits:
    """Read once per answer."""
    values = settings_of("old_one_stop")
    return Habits(**{name: bool(values[name]) for name in Habits.__slots__})


def write(values: Mapping[str, Any], habits: Habits) -> dict[str, Any]:
    """A dossier's plain values as they go out."""
    word = LocalStatus(values["maTinhTrang"]).label
    told = dict(values) | {"tinhTrang": word}
    for name in (*MOMENTS, "ngaySua"):
        told[name] = _moment(values[name], habits)
    if habits.capital_names:
        told["nguoiNop"] = values["nguoiNop"].upper()
    if habits.invented_ids and not values["soGiayTo"]:
        told["soGiayTo"] = INVENTED_ID
    if habits.words_only:
        del told["maTinhTrang"]
        told["tinhTrang"] = f" {word.upper()} "
    return told


def _moment(text: str | None, habits: Habits) -> str:
    if text is None:
        return ""
    moment = timezone.localtime(datetime.fromisoformat(text))
    if habits.clock_ahead:
        moment += AHEAD
    return moment.strftime("%d/%m/%Y %H:%M") if habits.local_times else moment.isoformat()

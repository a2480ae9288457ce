"""Days and moments as callers write them: RFC 3339 alone, never a number of seconds."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _written_as_day(given: object) -> object:
    if isinstance(given, str) and not _DAY.fullmatch(given):
        raise ValueError("not a day as RFC 3339 writes it")
    return given


def _begins_with_day(given: object) -> object:
    if isinstance(given, str) and not _DAY.match(given):
        raise ValueError("not a moment as RFC 3339 writes it")
    return given


Day = Annotated[date, BeforeValidator(_written_as_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_begins_with_day)]

"""The moment of the outside world: the real one, or shifted as the file of ``SANDBOX_CLOCK_FILE`` says.

The demonstration plays in the summer of 2023, so dossiers that citizens file outside must be of that
summer too. The file holds ``{"offset_seconds": n}``; tokens and retries always use real time.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def outside_now() -> datetime:
    """Now, by Việt Nam's clock, in the time that the outside world plays in."""
    return timezone.localtime() + _offset()


def stamp(moment: datetime) -> str:
    """A moment as the national portal writes it: yyyyMMddHHmmss of Việt Nam's clock."""
    return timezone.localtime(moment).strftime("%Y%m%d%H%M%S")


def _offset() -> timedelta:
    if not settings.CLOCK_FILE or not Path(settings.CLOCK_FILE).exists():
        return timedelta()
    return timedelta(seconds=json.loads(Path(settings.CLOCK_FILE).read_text("utf-8"))["offset_seconds"])

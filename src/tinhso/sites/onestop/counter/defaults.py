"""What a desk mostly writes, as first values of the counter's form: the officer changes what differs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from tinhso.foundation.clock.service import legal_day, months_later
from tinhso.registers.agencies.service import Agency
from tinhso.registers.catalogue.service import ProcedureVersion

_USUAL: Mapping[str, Mapping[str, str]] = {
    "1.004194": {
        "registration_kind": "individual",
        "stay_from": "today",
        "stay_until": "in 12 months",
        "result_form": "electronic",
    },
    "1.004222": {"registration_kind": "individual", "fee_group": "none", "result_form": "electronic"},
    "2.001159": {"place_kind": "home", "stay_from": "today"},
    "1.001193": {"has_birth_certificate": "yes"},
}
_COMMUNE_CODE_LENGTH = 5


def usual_answers(version: ProcedureVersion, agency: Agency, *, now: datetime) -> dict[str, str]:
    """First values by field: the desk's own commune, today's dates, the choice made nearly always.

    Only fields that the version still has; nothing that only the applicant can know.
    """
    today = legal_day(now)
    moments = {"today": today.isoformat(), "in 12 months": _last_day(today, 12).isoformat()}
    known = {field.key for field in version.fields}
    usual = {
        key: moments.get(value, value) for key, value in _USUAL.get(version.code, {}).items() if key in known
    }
    if len(agency.unit_code) == _COMMUNE_CODE_LENGTH:
        usual[version.agency.commune_field] = agency.unit_code
    return usual


def _last_day(start: date, months: int) -> date:
    """The day before the same day so many months on: a stay of 12 months from 17/07 ends on 16/07."""
    return months_later(start, months) - timedelta(days=1)

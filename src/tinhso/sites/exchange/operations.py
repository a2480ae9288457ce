"""What operators did lately, in words: who, when, with which line, why."""

from __future__ import annotations

from tinhso.coordination.exchange.service import SYSTEM_TITLES, latest_operations
from tinhso.registers.agencies.service import officer_names
from tinhso.services.verification.service import TITLES
from tinhso.sites.exchange.wording import ACTS
from tinhso.sites.frame.service import Visit, moment


def operations(visit: Visit, *, system: str = "", act: str = "") -> list[dict[str, str]]:
    """The latest acts, the newest first; of one line, or of one kind."""
    found = latest_operations(actor=visit.actor)
    names = officer_names([row.officer_id for row in found if row.officer_id])
    return [
        {
            "at": moment(row.at),
            "who": names.get(row.officer_id, "") if row.officer_id else "",
            "act": ACTS.get(row.act, row.act),
            "system": SYSTEM_TITLES.get(row.system) or TITLES.get(row.system, row.system),
            "reason": row.reason,
        }
        for row in found
        if row.system == (system or row.system) and row.act == (act or row.act)
    ]

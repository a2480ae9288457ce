"""What the codes of a dossier are called, and which agency a code of another system means."""

from __future__ import annotations

from datetime import date, datetime

from tinhso.coordination.exchange.types import Names
from tinhso.engines.sync.service import Replica
from tinhso.foundation.clock.service import legal_day, legal_now
from tinhso.registers.agencies.service import Agency, agencies_coded, unit_and_above
from tinhso.registers.catalogue.service import UnableToFindProcedure, get_procedure


def agency_of(code: str, *, on: date | None = None) -> Agency | None:
    """The agency with this code on a day (today), as it is written now (H09.21.11) or was (000.11.21.H09)."""
    return next(iter(agencies_coded(code, on=on or legal_day(legal_now()))), None)


def names_of(replica: Replica) -> Names:
    """The names behind the codes; empty where the house does not know one.

    An agency is called as on the day of filing, so that what is told again says the same; one that came
    later, as it is called today.
    """
    code = _text(replica, "agency")
    agency = agency_of(code, on=_day(replica)) or agency_of(code)
    procedure, sector_code, sector = "", _text(replica, "sector_code"), ""
    try:
        version = get_procedure(_text(replica, "procedure_code"), on=_day(replica))
        procedure, sector = version.title, version.sector
    except UnableToFindProcedure:
        pass
    return Names(
        procedure=procedure, sector_code=sector_code, sector=sector, agency=agency.name if agency else ""
    )


def is_in_district(agency_code: str, district: str) -> bool:
    """Whether the agency works in that district."""
    agency = agency_of(agency_code)
    if agency is None or not agency.unit_code or not district:
        return False
    today = legal_day(legal_now())
    return any(unit.code == district for unit in unit_and_above(agency.unit_code, today))


def _day(replica: Replica) -> date:
    submitted = _text(replica, "submitted_at")
    return legal_day(datetime.fromisoformat(submitted) if submitted else legal_now())


def _text(replica: Replica, name: str) -> str:
    field = replica.fields.get(name)
    return str(field.value) if field and field.value else ""

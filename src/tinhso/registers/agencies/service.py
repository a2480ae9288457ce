"""The door of the register of agencies: dated units, who succeeded whom, competent agencies, officers.

Units and agencies are answered from memory and cost no SQL. Every question about a code carries a day, since
codes are used again: 24 of the 36 codes of July 2025 named another unit in 2023.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from tinhso.engines.text.service import vietnamese_sort_key
from tinhso.foundation.clock.service import legal_day, legal_now
from tinhso.registers.agencies.actions.agency_changes import add_agency, agency_details, change_agency
from tinhso.registers.agencies.actions.agency_endings import (
    agency_ending,
    announce_endings,
    check_ending,
    end_agency,
    get_ending,
    withdraw_ending,
)
from tinhso.registers.agencies.actions.competences import (
    competences_given,
    end_competence,
    give_competence,
)
from tinhso.registers.agencies.actions.load_province import load_province
from tinhso.registers.agencies.conversions import ConvertedUnit, UnitConversion
from tinhso.registers.agencies.conversions import unit_conversion as converted
from tinhso.registers.agencies.directory import Directory
from tinhso.registers.agencies.errors import (
    UnableToAssignOfficer,
    UnableToChangeAgency,
    UnableToDelegate,
    UnableToEndAgency,
    UnableToFindAdministrativeUnit,
    UnableToFindAgency,
    UnableToFindCompetentAgency,
    UnableToFindOfficer,
    UnableToGiveCompetence,
)
from tinhso.registers.agencies.queries import directory, directory_with, forget_directory
from tinhso.registers.agencies.staffing.appointing import (
    appoint_officer,
    change_duties,
    release_officer,
    transfer_officer,
    withdraw_planned_post,
)
from tinhso.registers.agencies.staffing.delegating import (
    delegate,
    end_delegation,
    end_delegations_of,
)
from tinhso.registers.agencies.staffing.delegations import Delegation, DelegationEnd, DelegationState
from tinhso.registers.agencies.staffing.demonstration import (
    demonstration_posts,
    load_demonstration_officers,
)
from tinhso.registers.agencies.staffing.finding import (
    find_officers_named,
    officer_names,
    open_posts_at,
    posts_of,
)
from tinhso.registers.agencies.staffing.holding import (
    ACTING_OFFICER_VIEW,
    get_officer,
    get_officers,
    officers_of,
)
from tinhso.registers.agencies.staffing.name_words import index_officer_names
from tinhso.registers.agencies.staffing.posts import DemonstrationPost, Officer, Post
from tinhso.registers.agencies.staffing.standing_in import (
    ACTING_DELEGATION_VIEW,
    count_delegations,
    list_delegations,
    still_stands_in,
)
from tinhso.registers.agencies.trees import AgencyNode, UnitNode
from tinhso.registers.agencies.trees import agency_tree as tree_of_agencies
from tinhso.registers.agencies.trees import unit_tree as tree_of_units
from tinhso.registers.agencies.types import (
    Agency,
    AgencyDetail,
    AgencyEnding,
    AgencyKind,
    CompetencePeriod,
    Coverage,
    Successor,
    Unit,
    UnitKind,
    UnitLevel,
)

__all__ = [
    "ACTING_DELEGATION_VIEW",
    "ACTING_OFFICER_VIEW",
    "Agency",
    "AgencyDetail",
    "AgencyEnding",
    "AgencyKind",
    "AgencyNode",
    "CompetencePeriod",
    "ConvertedUnit",
    "Coverage",
    "Delegation",
    "DelegationEnd",
    "DelegationState",
    "DemonstrationPost",
    "Officer",
    "Post",
    "Successor",
    "UnableToAssignOfficer",
    "UnableToChangeAgency",
    "UnableToDelegate",
    "UnableToEndAgency",
    "UnableToFindAdministrativeUnit",
    "UnableToFindAgency",
    "UnableToFindCompetentAgency",
    "UnableToFindOfficer",
    "UnableToGiveCompetence",
    "Unit",
    "UnitConversion",
    "UnitKind",
    "UnitLevel",
    "UnitNode",
    "add_agency",
    "agencies_coded",
    "agency_and_above",
    "agency_and_below",
    "agency_details",
    "agency_ending",
    "agency_tree",
    "announce_endings",
    "appoint_officer",
    "change_agency",
    "change_duties",
    "check_ending",
    "competences_given",
    "competent_agency",
    "count_delegations",
    "delegate",
    "demonstration_posts",
    "end_agency",
    "end_competence",
    "end_delegation",
    "end_delegations_of",
    "endings_in_force",
    "find_officers_named",
    "find_units_named",
    "forget_directory",
    "get_agencies",
    "get_agency",
    "get_ending",
    "get_officer",
    "get_officers",
    "get_unit",
    "give_competence",
    "have_ended",
    "index_officer_names",
    "last_known_change",
    "list_agencies",
    "list_communes",
    "list_delegations",
    "list_districts",
    "load_demonstration_officers",
    "load_province",
    "officer_names",
    "officers_of",
    "open_posts_at",
    "posts_of",
    "predecessors",
    "release_officer",
    "search_units",
    "standing_for",
    "still_stands_in",
    "successors",
    "transfer_officer",
    "unit_and_above",
    "unit_conversion",
    "unit_tree",
    "who_is_competent",
    "withdraw_ending",
    "withdraw_planned_post",
]


def get_unit(code: str, on: dt.date) -> Unit:
    """The unit that had ``code`` on that day; raises UnableToFindAdministrativeUnit when none is known."""
    return directory().unit(code, on)


def unit_and_above(code: str, on: dt.date) -> tuple[Unit, ...]:
    """The unit, then its district if it had one on that day, then its province."""
    return tuple(directory().unit_and_above(code, on))


def list_districts(on: dt.date) -> list[Unit]:
    """Districts on that day in Vietnamese order; none after 30 June 2025."""
    return directory().units_on(UnitLevel.DISTRICT, on)


def list_communes(*, on: dt.date, district: str | None = None) -> list[Unit]:
    """Communes on that day in Vietnamese order, of one district if its code is given."""
    return directory().units_on(UnitLevel.COMMUNE, on, district)


def search_units(
    text: str, *, on: dt.date, level: UnitLevel = UnitLevel.COMMUNE, limit: int = 10
) -> list[Unit]:
    """Units whose names begin with the words typed, with or without accents, closest first."""
    return directory().search(text, level, on, limit)


def find_units_named(
    name: str, *, on: dt.date, level: UnitLevel = UnitLevel.COMMUNE, parent_code: str | None = None
) -> list[Unit]:
    """Units of exactly this full name (``Phường Hòa Phú``), wherever its tone marks are placed (``Hoà``)."""
    return directory().named(name, level, on, parent_code)


def successors(code: str, on: dt.date, *, until: dt.date = dt.date.max) -> tuple[Successor, ...]:
    """Who holds on ``until`` the area of the unit that had ``code`` on ``on``.

    By default as far as is known; the unit itself if it still stands. Exactly one is the default target;
    none is left of the districts that ended on 1 July 2025.
    """
    return directory().successors(code, on, until)


def last_known_change() -> dt.date:
    """The latest day on which a unit that we know of begins; raises ValueError where nothing is loaded."""
    return max(unit.valid_from for unit in directory().by_name)


def unit_conversion(*, on: dt.date, until: dt.date | None = None) -> UnitConversion:
    """The communes of a day with those that hold their areas on a later one, as far as is known by default.

    Only tells: nothing is moved. What has no successor, no predecessor or no one default target is named.
    """
    return converted(directory(), on, last_known_change() if until is None else until)


def unit_tree(*, on: dt.date, sought: str = "") -> tuple[UnitNode, ...]:
    """Provinces, districts and communes of that day as a tree; with words only what leads to their units.

    A name is sought by the beginnings of its words, accents or not, a code as a whole.
    """
    return tree_of_units(directory(), on, sought.strip())


def agency_tree(*, on: dt.date, sought: str = "") -> tuple[AgencyNode, ...]:
    """Agencies of that day under those they belong to; sought as ``unit_tree`` does."""
    return tree_of_agencies(directory(), on, sought.strip())


def predecessors(code: str, on: dt.date) -> tuple[tuple[Unit, Coverage], ...]:
    """The units whose area, or a part of it, became that of the unit with ``code`` on ``on``."""
    register = directory()
    return tuple(register.predecessors(register.unit(code, on)))


def competent_agency(
    *, competence: str, commune_code: str, on: dt.date, code_as_of: dt.date | None = None
) -> Agency:
    """The agency that holds ``competence`` for a commune on that day.

    The code is read as of ``on``; a case that kept a code of an earlier day names it in ``code_as_of`` and
    the default succession is followed. Raises UnableToFindCompetentAgency where the data names nobody.
    """
    return directory().competent_agency(competence, commune_code, on, code_as_of)


def who_is_competent(*, competence: str, on: dt.date) -> dict[str, Agency | None]:
    """For every commune of that day, by code in Vietnamese order, who holds the competence; None is a gap."""
    register = directory()
    found: dict[str, Agency | None] = {}
    for commune in register.units_on(UnitLevel.COMMUNE, on):
        try:
            found[commune.code] = register.competent_agency(competence, commune.code, on, None)
        except UnableToFindCompetentAgency:
            found[commune.code] = None
    return found


def get_agency(agency_id: UUID) -> Agency:
    """The agency with this id, whatever its period, as it is called today; raises UnableToFindAgency."""
    register = directory_with(agency_id)
    return _today(register, register.agency(agency_id))


def get_agencies(agency_ids: Iterable[UUID]) -> dict[UUID, Agency]:
    """Agencies by id; unknown ids raise UnableToFindAgency."""
    register = directory()
    return {agency_id: _today(register, register.agency(agency_id)) for agency_id in agency_ids}


def _today(register: Directory, agency: Agency) -> Agency:
    # Few agencies were ever changed: for the others nobody asks what day it is.
    return register.called(agency, legal_day(legal_now())) if agency.id in register.details else agency


def agency_and_above(agency_id: UUID) -> tuple[Agency, ...]:
    """The agency, the one it belongs to, and so on up to the province; raises UnableToFindAgency."""
    register = directory()
    return tuple(_today(register, agency) for agency in register.agency_and_above(agency_id))


def agency_and_below(agency_id: UUID) -> tuple[Agency, ...]:
    """The agency and all that belong to it, of whatever period, itself first; raises UnableToFindAgency."""
    register = directory()
    return tuple(_today(register, agency) for agency in register.agency_and_below(agency_id))


def list_agencies(*, on: dt.date, kinds: Collection[AgencyKind] = ()) -> list[Agency]:
    """Agencies that exist on that day in Vietnamese order, of these kinds if any are named."""
    register = directory()
    found = (
        register.called(agency, on)
        for agency in register.agencies.values()
        if agency.is_valid_on(on) and (not kinds or agency.kind in kinds)
    )
    return sorted(found, key=lambda agency: (vietnamese_sort_key(agency.name), agency.code))


def agencies_coded(code: str, *, on: dt.date) -> list[Agency]:
    """Agencies of this code, in the house's notation or the nation's, that exist on that day."""
    register = directory()
    return [
        register.called(agency, on) for agency in register.by_code.get(code, ()) if agency.is_valid_on(on)
    ]


def standing_for(*, kinds: Collection[AgencyKind], on: dt.date) -> list[Agency]:
    """Agencies of these kinds on that day, or whoever took over from those that ended."""
    return directory().standing_for(kinds, on)


def endings_in_force(on: dt.date) -> tuple[AgencyEnding, ...]:
    """Every agency that has ended by decision on or before that day, earliest first."""
    found = (ending for ending in directory().endings.values() if ending.ends_on <= on)
    return tuple(sorted(found, key=lambda ending: (ending.ends_on, ending.id)))


def have_ended(agency_ids: Collection[UUID], *, looks_again: bool = False) -> frozenset[UUID]:
    """Which of the agencies have ended by decision, today; costs nothing where none ever did.

    ``looks_again`` where another process may have heard of an ending that this one has not.
    """
    endings = directory(looks_again=looks_again).endings
    planned = [endings[agency_id] for agency_id in agency_ids if agency_id in endings]
    if not planned:
        return frozenset()
    today = legal_day(legal_now())
    return frozenset(ending.agency_id for ending in planned if ending.ends_on <= today)

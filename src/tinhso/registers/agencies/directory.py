"""The whole register of units and agencies as one frozen value: every question is answered from memory.

A province has some hundred units and agencies that change once in years, so each process keeps them all and
the hot path costs no SQL. How it is loaded and renewed stands in ``queries``.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from tinhso.engines.text.service import same_commune_name, vietnamese_sort_key, words
from tinhso.registers.agencies.errors import (
    UnableToFindAdministrativeUnit,
    UnableToFindAgency,
    UnableToFindCompetentAgency,
)
from tinhso.registers.agencies.rules import closest_first, matches_words
from tinhso.registers.agencies.types import (
    Agency,
    AgencyDetail,
    AgencyEnding,
    AgencyKind,
    CompetencePeriod,
    Coverage,
    Succession,
    Successor,
    Unit,
    UnitLevel,
)


@dataclass(frozen=True, slots=True)
class Directory:
    """Units, successions and agencies, indexed for the questions that are asked."""

    units: Mapping[str, Sequence[Unit]]
    by_name: Sequence[Unit]
    successions: Mapping[tuple[str, dt.date], Sequence[Succession]]
    agencies: Mapping[UUID, Agency]
    by_place: Mapping[tuple[AgencyKind, str], Sequence[Agency]]
    by_code: Mapping[str, Sequence[Agency]]
    details: Mapping[UUID, Sequence[AgencyDetail]]
    competences: Mapping[tuple[str, UUID], Sequence[CompetencePeriod]]
    endings: Mapping[UUID, AgencyEnding]

    @classmethod
    def of(
        cls,
        units: Iterable[Unit],
        successions: Iterable[Succession],
        agencies: Iterable[Agency],
        details: Iterable[AgencyDetail] = (),
        competences: Iterable[CompetencePeriod] = (),
        endings: Iterable[AgencyEnding] = (),
    ) -> "Directory":
        """Index the rows of the register; an agency that ends by decision is shown as ending then."""
        coded_units: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            coded_units[unit.code].append(unit)
        by_old: dict[tuple[str, dt.date], list[Succession]] = defaultdict(list)
        for succession in successions:
            by_old[succession.old_code, succession.old_from].append(succession)
        ended = {ending.agency_id: ending for ending in endings}
        by_id = {agency.id: _until(agency, ended.get(agency.id)) for agency in agencies}
        by_place: dict[tuple[AgencyKind, str], list[Agency]] = defaultdict(list)
        for agency in by_id.values():
            by_place[agency.kind, agency.unit_code].append(agency)
        by_code: dict[str, list[Agency]] = defaultdict(list)
        for agency in sorted(by_id.values(), key=lambda one: (vietnamese_sort_key(one.name), one.code)):
            for code in {agency.code, agency.national_code} - {""}:
                by_code[code].append(agency)
        noted: dict[UUID, list[AgencyDetail]] = defaultdict(list)
        for detail in sorted(details, key=lambda one: (one.valid_from, one.noted_at)):
            noted[detail.agency_id].append(detail)
        given: dict[tuple[str, UUID], list[CompetencePeriod]] = defaultdict(list)
        for period in competences:
            given[period.competence, period.unit_id].append(period)
        return cls(
            units=dict(coded_units),
            by_name=_in_vietnamese_order(coded_units),
            successions=dict(by_old),
            agencies=by_id,
            by_place=dict(by_place),
            by_code=dict(by_code),
            details=dict(noted),
            competences=dict(given),
            endings=ended,
        )

    def unit(self, code: str, on: dt.date) -> Unit:
        """The unit that had ``code`` on that day."""
        for unit in self.units.get(code, ()):
            if unit.is_valid_on(on):
                return unit
        raise UnableToFindAdministrativeUnit(code, on)

    def units_on(self, level: UnitLevel, on: dt.date, parent_code: str | None = None) -> list[Unit]:
        """Units of a level on that day, in the Vietnamese order of their names."""
        return [
            unit
            for unit in self.by_name
            if unit.level is level and unit.is_valid_on(on) and parent_code in (None, unit.parent_code)
        ]

    def unit_and_above(self, code: str, on: dt.date) -> Iterator[Unit]:
        """The unit, its district if it has one, and its province, on that day."""
        unit = self.unit(code, on)
        yield unit
        while unit.parent_code:
            unit = self.unit(unit.parent_code, on)
            yield unit

    def successors(self, code: str, on: dt.date, until: dt.date) -> tuple[Successor, ...]:
        """Who holds on ``until`` the area of the unit that had ``code`` on ``on``.

        The unit itself if it still stands; nobody if it ended and nothing took its place, as districts did.
        """
        start = Successor(unit=self.unit(code, on), coverage=Coverage.WHOLE, default_target=True)
        return tuple(self._followed(start, until))

    def predecessors(self, unit: Unit) -> list[tuple[Unit, Coverage]]:
        """The units whose area, or a part of it, became this one's, in the order of their codes."""
        found = [
            (self.unit(step.old_code, step.old_from), step.coverage)
            for steps in self.successions.values()
            for step in steps
            if (step.new_code, step.new_from) == (unit.code, unit.valid_from)
        ]
        return sorted(found, key=lambda one: one[0].code)

    def _followed(self, from_: Successor, until: dt.date) -> Iterator[Successor]:
        steps = [
            step
            for step in self.successions.get((from_.unit.code, from_.unit.valid_from), ())
            if step.effective <= until
        ]
        if not steps and (from_.unit.valid_to is None or until < from_.unit.valid_to):
            yield from_
        for step in steps:
            both_whole = Coverage.WHOLE is from_.coverage is step.coverage
            yield from self._followed(
                Successor(
                    unit=self.unit(step.new_code, step.new_from),
                    coverage=Coverage.WHOLE if both_whole else Coverage.PARTIAL,
                    default_target=from_.default_target and step.default_target,
                ),
                until,
            )

    def search(self, text: str, level: UnitLevel, on: dt.date, limit: int) -> list[Unit]:
        """Units whose names begin with the words typed, accents or not, closest first."""
        query = words(text)
        if not query:
            return []
        candidates = self.units_on(level, on)
        return closest_first(query, (unit for unit in candidates if matches_words(query, unit.name)))[:limit]

    def named(self, name: str, level: UnitLevel, on: dt.date, parent_code: str | None) -> list[Unit]:
        """Units of exactly this name, whichever way its tone marks are placed."""
        candidates = self.units_on(level, on, parent_code)
        return [unit for unit in candidates if same_commune_name(unit.name, name)]

    def agency(self, agency_id: UUID) -> Agency:
        """The agency with this id, of whatever period."""
        try:
            return self.agencies[agency_id]
        except KeyError:
            raise UnableToFindAgency(agency_id) from None

    def detail(self, agency_id: UUID, on: dt.date) -> AgencyDetail | None:
        """What was last noted about the agency for that day; None where only the data set speaks."""
        held = [one for one in self.details.get(agency_id, ()) if one.valid_from <= on]
        return held[-1] if held else None

    def called(self, agency: Agency, on: dt.date) -> Agency:
        """The agency under the name that it has on that day."""
        detail = self.detail(agency.id, on)
        return agency if detail is None else replace(agency, name=detail.name)

    def heir(self, agency: Agency, on: dt.date) -> Agency:
        """Who does this agency's work on that day: itself, or whoever took over from those that ended."""
        ending = self.endings.get(agency.id)
        while ending is not None and ending.ends_on <= on:
            agency = self.agency(ending.successor_id)
            ending = self.endings.get(agency.id)
        return agency

    def agency_and_above(self, agency_id: UUID) -> Iterator[Agency]:
        """The agency, the one that it belongs to, and so on up to the province."""
        agency = self.agency(agency_id)
        yield agency
        while agency.parent_id is not None:
            agency = self.agency(agency.parent_id)
            yield agency

    def agency_and_below(self, agency_id: UUID) -> Iterator[Agency]:
        """The agency and every one that belongs to it, directly or through others."""
        yield self.agency(agency_id)
        children: dict[UUID | None, list[UUID]] = defaultdict(list)
        for agency in self.agencies.values():
            children[agency.parent_id].append(agency.id)
        waiting = list(children[agency_id])
        while waiting:
            child = waiting.pop()
            yield self.agency(child)
            waiting += children[child]

    def competent_agency(
        self, competence: str, commune_code: str, on: dt.date, code_as_of: dt.date | None
    ) -> Agency:
        """The agency of that competence for the commune, its district or its province on that day."""
        if competence not in AgencyKind.__members__.values():
            raise UnableToFindCompetentAgency(competence, commune_code, on)
        if code_as_of is not None:
            commune_code = self._default_successor(commune_code, code_as_of, on).code
        for unit in self.unit_and_above(commune_code, on):
            given = self.competence_given(competence, unit, on)
            if given is not None:
                agency = self.heir(self.agency(given.agency_id), on)
                if agency.is_valid_on(on):
                    return self.called(agency, on)
                break  # who was named by decision is gone: nobody is put in their place
            placed = self.by_place.get((AgencyKind(competence), unit.code), ())
            for agency in (*placed, *self._heirs(placed, on)):
                if agency.is_valid_on(on):
                    return self.called(agency, on)
        raise UnableToFindCompetentAgency(competence, commune_code, on)

    def competence_given(self, competence: str, unit: Unit, on: dt.date) -> CompetencePeriod | None:
        """The decision by which an agency holds the competence for this unit on that day, if there is one."""
        periods = self.competences.get((competence, unit.id), ())
        return next((one for one in periods if one.is_valid_on(on)), None)

    def _heirs(self, agencies: Sequence[Agency], on: dt.date) -> Iterator[Agency]:
        """Who took over from those of the agencies that ended by decision."""
        return (self.heir(agency, on) for agency in agencies if agency.id in self.endings)

    def standing_for(self, kinds: Collection[AgencyKind], on: dt.date) -> list[Agency]:
        """Agencies of these kinds on that day, or whoever took over from them; each once."""
        of_kind = [agency for agency in self.agencies.values() if agency.kind in kinds]
        found = {one.id: one for one in (*of_kind, *self._heirs(of_kind, on)) if one.is_valid_on(on)}
        return [self.called(one, on) for one in found.values()]

    def _default_successor(self, code: str, on: dt.date, until: dt.date) -> Unit:
        for successor in self.successors(code, on, until):
            if successor.default_target:
                return successor.unit
        raise UnableToFindAdministrativeUnit(code, until)


def _until(agency: Agency, ending: AgencyEnding | None) -> Agency:
    return agency if ending is None else replace(agency, valid_to=ending.ends_on)


def _in_vietnamese_order(by_code: Mapping[str, Sequence[Unit]]) -> tuple[Unit, ...]:
    units = (unit for periods in by_code.values() for unit in periods)
    return tuple(sorted(units, key=lambda unit: (vietnamese_sort_key(unit.name), unit.code)))

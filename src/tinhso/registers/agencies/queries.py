"""Reading the register, which is kept in each process.

The directory is renewed after a load in this process, and otherwise when the loaded data set differs from the
one in memory, which is looked up once a minute.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from tinhso.foundation.clock.service import real_now
from tinhso.registers.agencies import models
from tinhso.registers.agencies.directory import Directory
from tinhso.registers.agencies.types import (
    Agency,
    AgencyDetail,
    AgencyEnding,
    AgencyKind,
    CompetencePeriod,
    Coverage,
    Succession,
    Unit,
    UnitKind,
    UnitLevel,
)

_LOOK_AGAIN_AFTER = dt.timedelta(minutes=1)
PROVINCE = "province"
CHANGES = "changes"
"""The name under which `LoadedData` says that the register was changed on the page."""


@dataclass(frozen=True, slots=True)
class _Kept:
    directory: Directory
    digest: str
    looked_at: dt.datetime


_memory: dict[str, _Kept] = {}


def directory(*, looks_again: bool = False) -> Directory:
    """The register of units and agencies, from memory; at most one look at the database a minute.

    ``looks_again`` asks at once whether it has changed: for what memory does not know yet.
    """
    now = real_now()
    kept = _memory.get(PROVINCE)
    if kept and not looks_again and abs(now - kept.looked_at) < _LOOK_AGAIN_AFTER:
        return kept.directory
    digest = _stamp()
    register = kept.directory if kept and digest == kept.digest else load_directory()
    if register.units:
        _memory[PROVINCE] = _Kept(register, digest, now)
    return register


def directory_with(agency_id: UUID) -> Directory:
    """The register; looked at again at once for an agency that another process may have added just now."""
    register = directory()
    return register if agency_id in register.agencies else directory(looks_again=True)


def forget_directory() -> None:
    """The next question reads the register from the database again."""
    _memory.clear()


def loaded_digest(name: str = PROVINCE) -> str:
    """The digest of the data set in the database; empty when nothing was loaded."""
    return models.LoadedData.objects.filter(name=name).values_list("digest", flat=True).first() or ""


def _stamp() -> str:
    """What changes with the data set, and with whatever was changed on the page since."""
    rows = models.LoadedData.objects.filter(name__in=(PROVINCE, CHANGES)).order_by("name")
    return " ".join(rows.values_list("digest", flat=True))


def load_directory() -> Directory:
    """The register as the database says it now, for a decision that no other may overtake."""
    return Directory.of(
        (_unit(row) for row in models.AdministrativeUnit.objects.order_by("code", "valid_from")),
        (_succession(row) for row in models.Succession.objects.order_by("old_code", "new_code")),
        (_agency(row) for row in models.Agency.objects.order_by("code", "valid_from")),
        (detail_from(row) for row in models.AgencyDetail.objects.all()),
        (
            competence_from(row)
            for row in models.CompetencePeriod.objects.select_related("unit").order_by("valid_from")
        ),
        (ending_from(row) for row in models.AgencyEnding.objects.filter(withdrawn_at=None)),
    )


def _unit(row: models.AdministrativeUnit) -> Unit:
    return Unit(
        id=row.id,
        code=row.code,
        name=row.name,
        level=UnitLevel(row.level),
        kind=UnitKind(row.kind),
        parent_code=row.parent_code,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
    )


def _succession(row: models.Succession) -> Succession:
    return Succession(
        old_code=row.old_code,
        old_from=row.old_from,
        new_code=row.new_code,
        new_from=row.new_from,
        coverage=Coverage(row.coverage),
        default_target=row.default_target,
        effective=row.effective,
    )


def detail_from(row: models.AgencyDetail) -> AgencyDetail:
    """A row as it crosses the door, without its reason."""
    return AgencyDetail(
        agency_id=row.agency_id,
        valid_from=row.valid_from,
        name=row.name,
        telephone=row.telephone,
        address=row.address,
        noted_by=row.noted_by,
        noted_at=row.noted_at,
    )


def competence_from(row: models.CompetencePeriod) -> CompetencePeriod:
    """A row as it crosses the door."""
    return CompetencePeriod(
        id=row.id,
        competence=row.competence,
        unit_id=row.unit_id,
        unit_code=row.unit.code,
        agency_id=row.agency_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def ending_from(row: models.AgencyEnding) -> AgencyEnding:
    """A row as it crosses the door."""
    return AgencyEnding(
        id=row.id,
        agency_id=row.agency_id,
        successor_id=row.successor_id,
        ends_on=row.ends_on,
        officers_follow=row.officers_follow,
        is_announced=row.announced_at is not None,
    )


def _agency(row: models.Agency) -> Agency:
    return Agency(
        id=row.id,
        code=row.code,
        national_code=row.national_code,
        name=row.name,
        kind=AgencyKind(row.kind),
        unit_code=row.unit_code,
        parent_id=row.parent_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        code_verified=row.code_verified,
    )

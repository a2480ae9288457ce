"""A competence for a unit given to an agency by decision, from a day on; else kinds of agencies decide."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import legal_day, new_id
from tinhso.foundation.crypto.service import open_text, seal_text
from tinhso.foundation.identifiers.service import UnableToReadText, clean_text
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies import models
from tinhso.registers.agencies.actions.agency_changes import one_at_a_time, written
from tinhso.registers.agencies.directory import Directory
from tinhso.registers.agencies.errors import (
    UnableToFindAdministrativeUnit,
    UnableToFindAgency,
    UnableToGiveCompetence,
)
from tinhso.registers.agencies.queries import competence_from, load_directory
from tinhso.registers.agencies.types import AgencyKind, CompetencePeriod, Unit

REASON = "agencies_competence_period.sealed_reason"
_LONGEST_REASON = 500


def give_competence(
    *,
    competence: AgencyKind,
    unit_code: str,
    agency_id: UUID,
    valid_from: dt.date,
    valid_to: dt.date | None,
    reason: str,
    actor: Actor,
    now: dt.datetime,
) -> UUID:
    """Let an agency hold a competence for a unit from that day on, until ``valid_to`` if given.

    A decision without end gives way to a later one without end. What was filed before stays where it is.
    Refuses by field a day in the past, an end that is not after the beginning, a time that overlaps another
    decision, a unit or an agency that does not stand all that time, and a missing reason.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        said = _reason(reason)
        one_at_a_time()
        register = load_directory()
        _check_days(valid_from, valid_to, legal_day(now))
        unit = _unit(register, unit_code, valid_from, valid_to)
        _check_agency(register, agency_id, valid_from, valid_to)
        _make_room(register, competence, unit, valid_from, valid_to)
        assert actor.officer_id is not None  # noqa: S101 - an administrator is an officer
        row = models.CompetencePeriod(
            id=new_id(),
            competence=competence.value,
            unit_id=unit.id,
            agency_id=agency_id,
            valid_from=valid_from,
            valid_to=valid_to,
            noted_by=actor.officer_id,
            noted_at=now,
        )
        row.sealed_reason = seal_text(said, owner=row.id, field=REASON)
        row.save(force_insert=True)
        written(work, "agency.competence_given", agency_id, valid_from)
        return row.id


def end_competence(*, period_id: UUID, valid_to: dt.date, actor: Actor, now: dt.datetime) -> None:
    """Let a decision end on that day; on its first day or before it has begun, it is taken back whole.

    From then on the kinds of agencies decide again. Refuses a day in the past, a day before it begins, and a
    decision that ends no later already.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        one_at_a_time()
        row = models.CompetencePeriod.objects.filter(id=period_id).first()
        if row is None or row.valid_to == row.valid_from:
            message = "Không có quyết định này, hoặc đã được rút."
            raise UnableToGiveCompetence("agencies.competence_unknown.not_found", message)
        if valid_to < row.valid_from:
            begins = f"{row.valid_from:%d/%m/%Y}"
            raise _refused("competence_ends_before", f"Ngày kết thúc phải từ {begins}.", "valid_to")
        if valid_to < legal_day(now):
            raise _refused("day_past", "Ngày kết thúc phải từ hôm nay trở đi.", "valid_to")
        if row.valid_to is not None and row.valid_to <= valid_to:
            until = f"{row.valid_to:%d/%m/%Y}"
            raise _refused("competence_ended", f"Quyết định này đã kết thúc từ {until}.", "valid_to")
        row.valid_to = valid_to
        row.save(update_fields=["valid_to"])
        written(work, "agency.competence_ended", row.agency_id, valid_to)


def competences_given(*, actor: Actor, now: dt.datetime) -> tuple[tuple[CompetencePeriod, str], ...]:
    """Every decision with its reason, latest first; those taken back are left out."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.AGENCY_ADMINISTER)
        rows = models.CompetencePeriod.objects.select_related("unit").order_by("-valid_from", "id")
        return tuple(
            (competence_from(row), open_text(row.sealed_reason, owner=row.id, field=REASON))
            for row in rows
            if row.valid_to != row.valid_from
        )


def _check_days(valid_from: dt.date, valid_to: dt.date | None, today: dt.date) -> None:
    if valid_from < today:
        raise _refused("day_past", "Ngày bắt đầu phải từ hôm nay trở đi.", "valid_from")
    if valid_to is not None and valid_to <= valid_from:
        raise _refused("competence_ends_before", "Ngày kết thúc phải sau ngày bắt đầu.", "valid_to")


def _unit(register: Directory, unit_code: str, valid_from: dt.date, valid_to: dt.date | None) -> Unit:
    try:
        unit = register.unit(unit_code, valid_from)
    except UnableToFindAdministrativeUnit as no:
        raise _refused("unit", no.message, "unit_code") from no
    if valid_to is not None and unit.valid_to is not None and unit.valid_to < valid_to:
        raise _refused(
            "unit_ends_before", f"{unit.name} chỉ còn đến trước {unit.valid_to:%d/%m/%Y}.", "valid_to"
        )
    return unit


def _check_agency(
    register: Directory, agency_id: UUID, valid_from: dt.date, valid_to: dt.date | None
) -> None:
    try:
        agency = register.agency(agency_id)
    except UnableToFindAgency as no:
        raise _refused("agency", "Hãy chọn cơ quan.", "agency") from no
    if not agency.is_valid_on(valid_from):
        raise _refused("not_standing", f"{agency.name} không hoạt động vào ngày bắt đầu.", "agency")
    if valid_to is not None and agency.valid_to is not None and agency.valid_to < valid_to:
        until = f"{agency.valid_to:%d/%m/%Y}"
        raise _refused("not_standing", f"{agency.name} chỉ hoạt động đến trước {until}.", "valid_to")


def _make_room(
    register: Directory, competence: AgencyKind, unit: Unit, valid_from: dt.date, valid_to: dt.date | None
) -> None:
    for other in register.competences.get((competence.value, unit.id), ()):
        if other.valid_to is None is valid_to and other.valid_from < valid_from:
            models.CompetencePeriod.objects.filter(id=other.id).update(valid_to=valid_from)
            continue
        begins_before_other_ends = other.valid_to is None or valid_from < other.valid_to
        ends_after_other_begins = valid_to is None or other.valid_from < valid_to
        if begins_before_other_ends and ends_after_other_begins and other.valid_from != other.valid_to:
            until = f" đến trước {other.valid_to:%d/%m/%Y}" if other.valid_to else ""
            raise _refused(
                "competence_overlaps",
                f"Từ {other.valid_from:%d/%m/%Y}{until} thẩm quyền này đã giao cho "
                f"{register.agency(other.agency_id).name}.",
                "valid_from",
            )


def _reason(reason: str) -> str:
    try:
        said = clean_text(reason, _LONGEST_REASON)
    except UnableToReadText as no:
        raise _refused("reason", no.message, "reason") from no
    if not said:
        raise _refused("reason_missing", "Phải ghi lý do, căn cứ.", "reason")
    return said


def _refused(code: str, message: str, field: str) -> UnableToGiveCompetence:
    return UnableToGiveCompetence(f"agencies.{code}", message, {field: message})

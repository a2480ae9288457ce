"""Finding officers by name, and the posts they held, hold and will hold."""

from collections.abc import Iterable
from uuid import UUID

from tinhso.foundation.authority.service import Role
from tinhso.foundation.crypto.service import open_text
from tinhso.registers.agencies import models
from tinhso.registers.agencies.staffing.holding import OFFICER_NAME_FIELD, OFFICER_NAMES
from tinhso.registers.agencies.staffing.posts import Post


def find_officers_named(name: str, *, limit: int = 200) -> list[UUID]:
    """Officers whose names contain every whole word of ``name``, accents or not; none for no word."""
    return OFFICER_NAMES.find(name, limit=limit)


def officer_names(officer_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names by id, also of officers who hold no post; unknown ids are left out. One statement."""
    rows = models.Officer.objects.filter(id__in=list(officer_ids)).values_list("id", "name_sealed")
    return {
        officer_id: open_text(sealed, owner=officer_id, field=OFFICER_NAME_FIELD)
        for officer_id, sealed in rows
    }


def posts_of(officer_ids: Iterable[UUID]) -> dict[UUID, tuple[Post, ...]]:
    """Every post of these officers, latest first; officers without any are left out. One statement."""
    rows = models.Assignment.objects.filter(officer_id__in=list(officer_ids)).order_by("-valid_from")
    found: dict[UUID, tuple[Post, ...]] = {}
    for row in rows:
        found[row.officer_id] = (*found.get(row.officer_id, ()), post_from(row))
    return found


def open_posts_at(agency_id: UUID) -> tuple[Post, ...]:
    """The posts without end at an agency, in the order of their officers."""
    rows = models.Assignment.objects.filter(agency_id=agency_id, valid_to=None).order_by("officer_id")
    return tuple(post_from(row) for row in rows)


def post_from(row: models.Assignment) -> Post:
    """A row as it crosses the door."""
    return Post(
        id=row.id,
        officer_id=row.officer_id,
        agency_id=row.agency_id,
        title=row.title,
        roles=frozenset(Role(role) for role in row.roles),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )

"""The synthetic officers of the demonstration."""

import datetime as dt

from django.db import transaction

from tinhso.foundation.authority.service import set_scope, system_actor
from tinhso.foundation.crypto.service import seal_text
from tinhso.registers.agencies import models
from tinhso.registers.agencies.actions.load_province import note_loaded
from tinhso.registers.agencies.adapters.agency_files import read_agencies
from tinhso.registers.agencies.adapters.data_files import digest_of_everything
from tinhso.registers.agencies.adapters.unit_files import read_units
from tinhso.registers.agencies.queries import loaded_digest
from tinhso.registers.agencies.staffing.demonstration_files import read_demonstration_posts
from tinhso.registers.agencies.staffing.holding import OFFICER_NAME_FIELD, OFFICER_NAMES
from tinhso.registers.agencies.staffing.posts import DemonstrationPost

_OFFICERS = "demonstration_officers"


def load_demonstration_officers(*, now: dt.datetime) -> bool:
    """Fill the posts of the demonstration with synthetic officers; False when they are there already.

    An officer who was transferred meanwhile is left where they are.
    """
    if loaded_digest(_OFFICERS) == digest_of_everything():
        return False
    posts = demonstration_posts()
    with transaction.atomic():
        models.Officer.objects.bulk_create(
            [
                models.Officer(
                    id=post.officer_id,
                    name_sealed=seal_text(post.name, owner=post.officer_id, field=OFFICER_NAME_FIELD),
                    created_at=now,
                )
                for post in posts
            ],
            ignore_conflicts=True,
        )
        set_scope(system_actor())
        OFFICER_NAMES.write({post.officer_id: post.name for post in posts})
        models.Assignment.objects.bulk_create([_assignment(post) for post in posts], ignore_conflicts=True)
        note_loaded(_OFFICERS, now)
    return True


def demonstration_posts() -> tuple[DemonstrationPost, ...]:
    """The posts of the demonstration, with the agency and the short name of each post."""
    return read_demonstration_posts(
        agency for agency in read_agencies(read_units().units) if agency.valid_to is not None
    )


def _assignment(post: DemonstrationPost) -> models.Assignment:
    return models.Assignment(
        id=post.assignment_id,
        officer_id=post.officer_id,
        agency_id=post.agency.id,
        title=post.title,
        roles=[role.value for role in post.roles],
        valid_from=post.agency.valid_from,
    )

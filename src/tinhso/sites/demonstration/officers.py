"""The demonstration's officers as actors: who sits in which post of which agency."""

from uuid import UUID

from tinhso.foundation.authority.service import Actor, ActorKind, Role
from tinhso.registers.agencies.service import demonstration_posts

TRACE = "demonstration"


class Officers:
    """Finds the officer of an agency who holds a role; always the same one of two."""

    def __init__(self) -> None:
        self._by_place: dict[tuple[UUID, Role], Actor] = {}
        for post in demonstration_posts():
            actor = Actor(
                kind=ActorKind.OFFICER,
                officer_id=post.officer_id,
                agency_id=post.agency.id,
                roles=frozenset(post.roles),
                trace_id=TRACE,
            )
            for role in post.roles:
                self._by_place.setdefault((post.agency.id, role), actor)

    def of(self, agency_id: UUID, role: Role | str) -> Actor:
        """The officer with that role there; KeyError where the demonstration has none."""
        return self._by_place[agency_id, Role(role)]


def citizen(person_id: UUID) -> Actor:
    """The person acting for themselves, at level 2."""
    return Actor(
        kind=ActorKind.CITIZEN,
        account_id=person_id,
        person_id=person_id,
        assurance_level=2,
        trace_id=TRACE,
    )

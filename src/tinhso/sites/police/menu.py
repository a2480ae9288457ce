"""The entry of the police in the navigation of officers."""

from tinhso.casework.cleaning.service import REVIEWERS
from tinhso.foundation.authority.service import Actor, ActorKind, Role
from tinhso.registers.agencies.service import get_agency
from tinhso.sites.frame.service import NavigationItem


def reviews_people(actor: Actor) -> bool:
    """Whether the officer's agency is one that such tasks come to."""
    return actor.agency_id is not None and get_agency(actor.agency_id).kind in REVIEWERS


ENTRIES = (
    NavigationItem(
        place="desk",
        route="police:cleaning",
        label="Làm sạch dữ liệu dân cư",
        icon="shield",
        order=45,
        kinds=frozenset({ActorKind.OFFICER}),
        roles=frozenset({Role.SPECIALIST, Role.LEADER}),
        fits=reviews_people,
    ),
)

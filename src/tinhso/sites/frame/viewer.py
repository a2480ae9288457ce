"""Who looks at the page, as far as the page must say it. Permission is never decided here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from tinhso.foundation.authority.service import ActorKind
from tinhso.sites.frame.acting import Acting


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """What the header shows: the own name, and for officers the agency and the duty."""

    kind: ActorKind = ActorKind.ANONYMOUS
    name: str = ""
    agency_name: str = ""
    title: str = ""
    assurance_level: int = 0
    acting: Acting | None = None

    @property
    def is_signed_in(self) -> bool:
        """Whether anybody has signed in."""
        return self.kind is not ActorKind.ANONYMOUS

    @property
    def is_officer(self) -> bool:
        """Whether an officer has signed in."""
        return self.kind is ActorKind.OFFICER


ANONYMOUS = Viewer()


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer that the sign-in middleware put on the request as ``request.viewer``; nobody otherwise."""
    viewer = getattr(request, "viewer", ANONYMOUS)
    return viewer if isinstance(viewer, Viewer) else ANONYMOUS

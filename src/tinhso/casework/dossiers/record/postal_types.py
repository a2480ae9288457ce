"""Words of the post that cross the door with a dossier."""

from enum import StrEnum


class PostalState(StrEnum):
    """Where a result is that goes, or was to go, by post."""

    WANTED = "wanted"
    LISTED = "listed"
    SENT = "sent"
    DELIVERED = "delivered"
    CAME_BACK = "came_back"
    DESK = "desk"
    COLLECTED = "collected"


class ParcelOutcome(StrEnum):
    """What became of one parcel; none while it waits to be sent or is on its way."""

    DELIVERED = "delivered"
    CAME_BACK = "came_back"
    TAKEN_OFF = "taken_off"

"""Where a module stands in the house: which floor, which room, behind which name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A module seen as package / floor / room / what is behind the room's name."""

    floor: str
    room: str
    inside: str

    @property
    def dotted_room(self) -> str:
        return f"tinhso.{self.floor}.{self.room}"


def place_of(module: str) -> Place | None:
    """The place of ``tinhso.<floor>.<room>[.<inside>…]``; None above the rooms and outside the house."""
    package, *names = module.split(".")
    if package != "tinhso" or len(names) < 2:
        return None
    return Place(floor=names[0], room=names[1], inside=".".join(names[2:]))

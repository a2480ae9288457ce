"""Which room stands above which: read from the layers in .importlinter, so that it stands once."""

import configparser
from pathlib import Path


class Order:
    """The rank of each room; a room may know rooms of a higher rank number only (further down)."""

    def __init__(self, config: Path) -> None:
        parser = configparser.ConfigParser()
        parser.read(config, encoding="utf-8")
        self._layers: dict[str, list[set[str]]] = {}
        for section in parser.values():
            containers = section.get("containers", "").split()
            if section.get("type") == "layers" and len(containers) == 1 and "*" not in containers[0]:
                lines = [line for line in section["layers"].splitlines() if line.strip()]
                self._layers[containers[0]] = [
                    {name.strip().strip("()") for name in line.split("|")} for line in lines
                ]

    def is_below(self, lower: str, upper: str) -> bool:
        """May ``upper`` ("floor.room") point at ``lower``?"""
        lower_floor, lower_room = lower.split(".")
        upper_floor, upper_room = upper.split(".")
        if lower_floor != upper_floor:
            return self._rank("tinhso", lower_floor) > self._rank("tinhso", upper_floor)
        container = f"tinhso.{lower_floor}"
        return self._rank(container, lower_room) > self._rank(container, upper_room)

    def _rank(self, container: str, name: str) -> int:
        for rank, layer in enumerate(self._layers[container]):
            if name in layer:
                return rank
        raise KeyError(f"{container}.{name} has no layer in .importlinter")

"""A small copy of the house with every planned room, clean, into which one defect at a time is planted."""

import configparser
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
CONTRACTS = REPOSITORY / ".importlinter"

_DOOR = '''"""The door of this room."""

__all__ = ["look"]


def look() -> int:
    """What can be seen from here."""
    return 1
'''
_MODELS = '''"""Tables of this room."""

from django.db import models


class Thing(models.Model):
    """A thing."""
'''


def planned_rooms() -> dict[str, list[str]]:
    """Every room on every floor, as .importlinter plans them."""
    parser = configparser.ConfigParser()
    parser.read(CONTRACTS, encoding="utf-8")
    rooms: dict[str, list[str]] = {}
    for section in parser.values():
        container = section.get("containers", "").strip()
        if container.startswith("tinhso.") and container.count(".") == 1:
            text = section["layers"].replace("|", " ").replace("(", " ").replace(")", " ")
            rooms[container.removeprefix("tinhso.")] = text.split()
    return rooms


def build_tree(root: Path) -> Path:
    """Write the clean tree below ``root`` and return it."""
    glossary = ["# Glossary", "", "| Vietnamese | English | room | source |", "|---|---|---|---|"]
    for package in ("tinhso", "tinhso/config", "sandbox", "sandbox/population"):
        write(root, f"src/{package}/__init__.py", "")
    for floor, rooms in planned_rooms().items():
        write(root, f"src/tinhso/{floor}/__init__.py", "")
        for room in rooms:
            folder = f"src/tinhso/{floor}/{room}"
            for name, text in _room_files(floor).items():
                write(root, f"{folder}/{name}", text)
            if floor != "engines":
                glossary.append(f"| vật | thing (`Thing`) | {floor}/{room} | |")
    write(root, "docs/glossary.md", "\n".join(glossary) + "\n")
    return root


def _room_files(floor: str) -> dict[str, str]:
    files = {
        "__init__.py": "",
        "service.py": _DOOR,
        "rules.py": '"""Pure rules."""\n\nfrom datetime import date  # noqa: F401\n',
        "README.md": "# A room\n",
    }
    if floor != "engines":
        files |= {"apps.py": "", "models.py": _MODELS}
    return files


def write(root: Path, name: str, text: str) -> None:
    """Write one file, with the folders it needs."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

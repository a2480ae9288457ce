"""What the checks look at: a checkout, its Python files and its rooms."""

import ast
import configparser
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FLOORS = ("sites", "coordination", "casework", "services", "registers", "foundation", "engines")


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule at one place, readable as it stands."""

    rule: str
    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Room:
    """One room of the house and its folder."""

    floor: str
    name: str
    folder: Path

    def python_files(self) -> list[Path]:
        return sorted(file for file in self.folder.rglob("*.py") if "migrations" not in file.parts)


@dataclass(frozen=True)
class Tree:
    """A checkout of the house, or a planted copy of one."""

    root: Path

    @cached_property
    def _parsed(self) -> dict[Path, ast.Module]:
        return {}

    @cached_property
    def _walked(self) -> dict[Path, tuple[ast.AST, ...]]:
        return {}

    def relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def module(self, file: Path) -> ast.Module:
        """The file as Python reads it; several checks ask, it is read once."""
        if file not in self._parsed:
            self._parsed[file] = ast.parse(file.read_text(encoding="utf-8"))
        return self._parsed[file]

    def nodes(self, file: Path) -> tuple[ast.AST, ...]:
        """Everything that stands in the file, at any depth; walked once."""
        if file not in self._walked:
            self._walked[file] = tuple(ast.walk(self.module(file)))
        return self._walked[file]

    @cached_property
    def python_files(self) -> list[Path]:
        """Every Python file that a person wrote: product, sandbox, tests, tools, benchmarks."""
        folders = [self.root / name for name in ("src", "tests", "tools", "bench")]
        return sorted(
            file for folder in folders for file in folder.rglob("*.py") if "migrations" not in file.parts
        )

    @cached_property
    def product_files(self) -> list[Path]:
        return [file for file in self.python_files if file.is_relative_to(self.root / "src" / "tinhso")]

    @cached_property
    def rooms(self) -> list[Room]:
        return list(self._find_rooms())

    def _find_rooms(self) -> Iterator[Room]:
        for floor in FLOORS:
            for folder in sorted((self.root / "src" / "tinhso" / floor).glob("*/")):
                if any(folder.glob("*.py")):
                    yield Room(floor=floor, name=folder.name, folder=folder)

    def parts(self, room: Room) -> list[Path]:
        """Folders that ``room`` is divided into: those that a layers contract keeps apart (.importlinter)."""
        parser = configparser.ConfigParser()
        parser.read(self.root / ".importlinter", encoding="utf-8")
        container = f"tinhso.{room.floor}.{room.name}"
        names = {
            name.strip(" ()")
            for section in parser.values()
            if section.get("containers", "").strip() == container
            for name in section["layers"].replace("|", "\n").split("\n")
        }
        return sorted(folder for folder in room.folder.glob("*/") if folder.name in names)

    def tracked_files(self) -> list[Path]:
        """Every file of the checkout that git tracks or would track; all files where there is no git."""
        if not (self.root / ".git").exists():
            return sorted(file for file in self.root.rglob("*") if file.is_file())
        listing = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
            cwd=self.root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        files = (self.root / name for name in listing.split("\0") if name)
        return sorted(file for file in files if file.is_file())

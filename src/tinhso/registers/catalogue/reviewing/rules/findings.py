"""What a check has found: a path into the file, the rule, and a sentence for the person who wrote it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule at one place of a procedure."""

    path: Path
    rule: str
    message: str


def twice(keys: Iterable[tuple[Path, str]], *, rule: str, what: str) -> Iterator[Finding]:
    """A finding at each place where a key appears that was used before."""
    seen: set[str] = set()
    for path, key in keys:
        if key in seen:
            yield Finding(path, rule, f"{what} “{key}” được khai báo hai lần.")
        seen.add(key)

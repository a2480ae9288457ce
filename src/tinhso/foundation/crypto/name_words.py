"""Names found by whole accent-free words: the blind indexes of the words, kept in a room's own table."""
# ruff: noqa: S608 - statements made of the table's and columns' names, which rooms write in their code

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.crypto.sealing import name_words_index

_COUNTED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWordIndex:
    """A table with the column ``word_index`` and that of the ``owner`` of the name.

    ``within`` is a further column where one name is kept apart for each of several (an agency, say), so that
    each finds among its own and pays for no other. The primary key begins with it, then word and owner.
    """

    table: str
    owner: str
    within: str = ""

    def write(self, names: Mapping[UUID, str]) -> None:
        """Index these names; what is there already stays. One statement."""
        pairs = [(word, owner) for owner, name in names.items() for word in name_words_index(name)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"insert into {self.table} (word_index, {self.owner})"
                " select * from unnest(%s::bytea[], %s::uuid[]) on conflict do nothing",
                [[word for word, _ in pairs], [owner for _, owner in pairs]],
            )

    def replace(self, owner: UUID, name: str) -> None:
        """Index the name that holds now; the words of an earlier one find its owner no more."""
        with connection.cursor() as cursor:
            cursor.execute(f"delete from {self.table} where {self.owner} = %s", [owner])
        self.write({owner: name})

    def find(
        self, name: str, *, limit: int, within: UUID | None = None, before: UUID | None = None
    ) -> list[UUID]:
        """Owners whose names hold every whole word typed, accents or not; none for no word.

        No part of a word is ever matched. In descending order of ids, below ``before``: the latest first,
        since ids are made in order of time. The rarest word leads, so that "Nguyễn" costs nothing beside a
        rarer word.
        """
        words = name_words_index(name)
        if not words or (self.within and within is None):
            return []
        scope = [within] if self.within else []
        lead, *others = self._rarest_first(words, scope)
        holds = (
            f" and (select true from {self.table} o where {self._apart('o')}o.word_index = %s"
            f" and o.{self.owner} = f.{self.owner})"
        )
        parameters: list[Any] = [*scope, lead]
        for word in others:
            parameters += [*scope, word]
        with connection.cursor() as cursor:
            cursor.execute(
                f"select f.{self.owner} from {self.table} f where {self._apart('f')}f.word_index = %s"
                + holds * len(others)
                + (f" and f.{self.owner} < %s" if before else "")
                + f" order by f.{self.owner} desc limit %s",
                [*parameters, *([before] if before else []), limit],
            )
            return [owner for (owner,) in cursor.fetchall()]

    def _apart(self, alias: str) -> str:
        return f"{alias}.{self.within} = %s and " if self.within else ""

    def _rarest_first(self, words: list[bytes], scope: list[UUID | None]) -> list[bytes]:
        """The words by how many names hold them, counted up to a thousand."""
        if len(words) == 1:
            return words
        seen = f"select 1 from {self.table} n where {self._apart('n')}n.word_index = word limit {_COUNTED}"
        with connection.cursor() as cursor:
            cursor.execute(
                f"select word from unnest(%s::bytea[]) as word"
                f" order by (select count(*) from ({seen}) as seen), word",
                [words, *scope],
            )
            return [bytes(word) for (word,) in cursor.fetchall()]

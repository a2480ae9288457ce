"""By what an agency finds a dossier it takes part in: words of the applicant's name, the end of its code."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction

from tinhso.casework.dossiers.record import sealing
from tinhso.foundation.authority.service import set_scope, system_actor
from tinhso.foundation.crypto.service import NameWordIndex, name_words_index, open_text

APPLICANT_NAMES = NameWordIndex(table="dossiers_name_word", owner="dossier_id", within="agency_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """What stands beside an agency's line: blind indexes of the name's words, the code's end backwards."""

    name_words: list[bytes] = field(repr=False)
    code_tail: str

    @classmethod
    def of(cls, *, applicant_name: str, code: str) -> Findable:
        """The same for each agency."""
        return cls(name_words=name_words_index(applicant_name), code_tail=code_tail(code))


def code_tail(code: str) -> str:
    """Day and running number of a code, read backwards, so that its last digits come first.

    Both notations of a code end alike: ``H09.1-230717-0042`` gives ``2400-717032``.
    """
    return "-".join(code.split("-")[-2:])[::-1]


def forget_name_words(*, dossier_id: UUID, agencies: Collection[UUID], old: str, new: str) -> None:
    """What only the name before a correction held finds the dossier no more; needs the system's scope."""
    gone = set(name_words_index(old)) - set(name_words_index(new))
    if not gone:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """delete from dossiers_name_word
               where agency_id = any(%s) and word_index = any(%s) and dossier_id = %s""",
            [list(agencies), list(gone), dossier_id],
        )


def make_findable(*, at_once: int = 500) -> int:
    """Let dossiers be found that were entered before there was a search; returns how many lines. Idempotent.

    Each portion is a transaction of its own, so that it may be interrupted, and two may run side by side.
    """
    done = 0
    while lines := _portion(at_once):
        done += lines
    return done


def _portion(at_once: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        set_scope(system_actor())
        cursor.execute(
            """select w.dossier_id, w.agency_id, d.code, d.sealed_applicant_name
               from dossiers_worklist w join dossiers_dossier d on d.id = w.dossier_id
               where w.code_tail is null limit %s for update of w skip locked""",
            [at_once],
        )
        rows = cursor.fetchall()
        words = [
            (agency_id, word, dossier_id)
            for dossier_id, agency_id, _, sealed in rows
            for word in name_words_index(open_text(sealed, owner=dossier_id, field=sealing.APPLICANT_NAME))
        ]
        cursor.execute(
            """with names as (
                 insert into dossiers_name_word (agency_id, word_index, dossier_id)
                 select * from unnest(%s::uuid[], %s::bytea[], %s::uuid[]) on conflict do nothing)
               update dossiers_worklist w set code_tail = line.tail
               from unnest(%s::uuid[], %s::uuid[], %s::text[]) as line(dossier, agency, tail)
               where w.dossier_id = line.dossier and w.agency_id = line.agency""",
            [
                *([row[column] for row in words] for column in range(3)),
                [row[0] for row in rows],
                [row[1] for row in rows],
                [code_tail(row[2]) for row in rows],
            ],
        )
    return len(rows)

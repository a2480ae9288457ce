"""Who waited for the register while its line stood still."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from django.db import connection

from tinhso.casework.cleaning.types import DelayedCleaning
from tinhso.foundation.ledger.service import Stop
from tinhso.services.verification.service import LINE

_DELAYED = """
select s.number, q.agency_id, count(distinct q.task_id)
from jsonb_to_recordset(%s::jsonb) as s(number int, began_at timestamptz, ended_at timestamptz)
join cleaning_question q on q.asked_at < coalesce(s.ended_at, 'infinity')
  and coalesce(q.answered_at, 'infinity') > s.began_at
group by 1, 2 order by 1, 2"""


def delayed_tasks(stops: Sequence[Stop]) -> tuple[DelayedCleaning, ...]:
    """Tasks whose question was asked before a stop ended and was not answered when it began, by agency.

    Counted for the agency that asked, each task once for each stop; only the population line is asked.
    Of every agency, so only for whoever may operate lines: the caller judges that, in a scope of the system.
    """
    told = [
        {"number": number, "began_at": stop.began_at, "ended_at": stop.ended_at}
        for number, stop in enumerate(stops)
        if stop.line == LINE
    ]
    if not told:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_DELAYED, [msgspec.json.encode(told).decode()])
        return tuple(
            DelayedCleaning(stop=row[0], agency_id=row[1], tasks=row[2]) for row in cursor.fetchall()
        )

"""What officers look up at the provincial gateway during a drill, and what must become of it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.drill.scene import Scene
from tools.drill.stores import complaint, first_column, outside

_SUBJECTS = 40
_NUMBERS = {
    "business": "select code from gateway_business where length(code) = 10 order by code",
    "insurance": "select number from gateway_insured_person order by number",
    "budget": "select code from gateway_budget_unit order by code",
}

WAITING = "select count(*) from verification_look_up where state = 'waiting'"
"""How many look-ups have no answer yet."""


def known_subjects(scene: Scene) -> list[tuple[str, str]]:
    """Registers with numbers that they know, one register after the other."""
    columns = [
        [(register, str(row[0])) for row in outside(scene, "gateway", f"{query} limit {_SUBJECTS}")]
        for register, query in _NUMBERS.items()
    ]
    return [each for together in zip(*columns, strict=True) for each in together]


_FORGOTTEN = """
select l.id from verification_look_up l join ledger_question q on q.id = l.question_id
where l.state = 'waiting' and q.state <> 'asked' and q.sealed_answer is null"""
_UNKNOWN = "select id from verification_look_up where state not in ('waiting', 'found')"
_UNLIKE_THE_LEDGER = """
select l.id from verification_look_up l join ledger_question q on q.id = l.question_id
left join verification_looked_up_answer a on a.question_id = q.id
where l.state = 'found' and (q.state <> 'answered' or q.sealed_answer is null or a.question_id is null)"""
_NOT_ONCE = """
select l.id from verification_look_up l where l.state <> 'waiting' and (
  (select count(*) from outbox_event o where o.subject_id = l.case_id
     and o.name = 'verification.look_up_answered' and o.payload->>'look_up_id' = l.id::text) <> 1
  or (select count(*) from audit_entry a where a.object_id = l.case_id
     and a.action = 'verification.' || l.register || '_answered'
     and a.details->>'look_up' = l.id::text) <> 1)"""


def look_ups_violated(scene: Scene, acknowledged: set[str]) -> Iterator[str]:
    """Every acknowledged look-up has its one answer, announced and written down once."""
    there = first_column(scene, "select id from verification_look_up")
    yield from complaint("acknowledged look-ups are lost", acknowledged - there)
    yield from complaint("look-ups wait and nobody asks any more", first_column(scene, _FORGOTTEN))
    # The drill's officers name only what the registers know.
    yield from complaint("look-ups were not answered as the register knows", first_column(scene, _UNKNOWN))
    yield from complaint("look-ups have no answer in the ledger", first_column(scene, _UNLIKE_THE_LEDGER))
    yield from complaint("look-ups were not answered exactly once", first_column(scene, _NOT_ONCE))

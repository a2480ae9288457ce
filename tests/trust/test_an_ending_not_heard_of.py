"""An agency has ended, and a process that keeps the register in memory for a minute has not heard of it."""

from __future__ import annotations

from dataclasses import replace

from tests.trust.test_agency_ends import asked, forgotten, order, the_day_comes
from tinhso.casework.dossiers import service as dossiers
from tinhso.foundation.authority.service import Role
from tinhso.foundation.clock.service import real_now
from tinhso.registers.agencies import queries

__all__ = ["forgotten"]


def test_a_step_of_the_successor_leaves_nothing_at_the_agency_that_ended(stage):
    filed = stage.file()
    stage.deliver_all()
    queries.directory(looks_again=True)
    not_heard = dict(queries._memory)
    order(stage)
    the_day_comes(stage)
    assert dossiers.take_over_from_ended() == 1

    queries._memory.update({name: replace(kept, looked_at=real_now()) for name, kept in not_heard.items()})
    stage.step(filed, "receive", stage.officer(Role.RECEPTION_OFFICER, agency="other"))
    left = "select queue from dossiers_worklist where dossier_id = %s and agency_id = %s"
    assert asked(left, filed.id, stage.agencies["commune_police"]) == ["closed"]

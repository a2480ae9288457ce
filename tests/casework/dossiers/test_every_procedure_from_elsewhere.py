"""Every procedure that ships, filed at another portal with the little that its form asks, to its result.

What is missing is asked for by the desk and answered once here, by the applicant who signs in, and once
there, from where only a note and papers come, so that the desk writes down what they say.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.filled_forms import COMMUNE, FACTS, filled
from tests.support.procedure_walk import Walk, first_legal_moment, needed_papers, province_on
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Filed, OutsideFiling, Queue, Status, SupplementItem
from tinhso.foundation.authority.service import Actor, Role, system_actor
from tinhso.registers.agencies.service import competent_agency
from tinhso.registers.catalogue.service import (
    PROCEDURES_FOLDER,
    ProcedureVersion,
    case_for,
    fee_for,
    get_version,
    read_procedure,
)

pytestmark = pytest.mark.django_db

FILES = sorted(PROCEDURES_FOLDER.glob("*/*.yaml"))
EXCHANGE = system_actor("exchange")


@pytest.fixture
def alone(tmp_path: Path) -> Callable[[Path], Path]:
    """A catalogue in which one code stands alone."""

    def copied(file: Path) -> Path:
        shutil.copytree(file.parent, tmp_path / file.parent.name)
        return tmp_path

    return copied


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_what_was_filed_with_the_least_is_completed_and_ends_with_its_result(
    file: Path, alone: Callable[[Path], Path]
) -> None:
    version = read_procedure(file)
    with province_on(first_legal_moment(version), catalogue=alone(file)) as walk:
        answers = filled(version, on=walk.now.date())
        for number, complete in enumerate((_by_its_applicant, _from_elsewhere), start=1):
            filed = _taken_in(walk, version, number)
            _ask_for_everything(walk, version, filed)
            complete(walk, version, filed, answers)
            view = walk.look(filed)
            assert (view.status, [item.label for item in view.outside.lacking]) == (Status.NEW, [])
            case = case_for(version, channel="online", answers=view.raw_answers)
            assert view.fee_amount == fee_for(case, answers=view.raw_answers)
            walk.to_its_result(version, filed)
            outline = dossiers.outline_of(filed.id, actor=EXCHANGE, now=walk.now)
            assert outline.statuses[-1].status == Status.RETURNED
            assert len(outline.results) == 1


def _desk(walk: Walk, version: ProcedureVersion) -> Actor:
    return walk.officer(version.agency.lead, Role.RECEPTION_OFFICER.value)


def _taken_in(walk: Walk, version: ProcedureVersion, number: int) -> Filed:
    agency = competent_agency(competence=version.agency.lead, commune_code=COMMUNE, on=walk.now.date())
    filing = OutsideFiling(
        system="essential_portal",
        code=f"G01.99-230717-{number:06d}",
        procedure_code=f"{version.code}.000.00.00.H09",
        agency_code=agency.national_code or agency.code,
        full_name=FACTS["population.full_name"],
        personal_id=FACTS["population.personal_id"],
        applicant_kind="1",
        email="",
        phone="",
        summary="Đề nghị giải quyết",
        papers=(),
        by_post=False,
        filed_at=walk.now,
    )
    filed = dossiers.take_in(filing=filing, actor=EXCHANGE, now=walk.now)
    desk = _desk(walk, version)
    assert desk.agency_id == agency.id
    rows = dossiers.work_list(queue=Queue.TO_RECEIVE.value, actor=desk, now=walk.now).rows
    assert filed.id in {row.dossier_id for row in rows}
    assert filed.id in {row.id for row in dossiers.own_dossiers(actor=walk.citizen, now=walk.now)}
    view = walk.look(filed, desk)
    assert get_version(view.procedure_code, view.procedure_version).version == version.version
    return filed


def _ask_for_everything(walk: Walk, version: ProcedureVersion, filed: Filed) -> None:
    lacking = walk.look(filed, _desk(walk, version)).outside.lacking
    assert lacking
    items = [
        SupplementItem(target=item.target, key=item.key, label="", rule="", message="Chưa có.")
        for item in lacking
    ]
    dossiers.ask_supplement(
        dossier_id=filed.id,
        items=items,
        expected_version=None,
        actor=_desk(walk, version),
        now=walk.now,
    )


def _by_its_applicant(walk: Walk, version: ProcedureVersion, filed: Filed, answers: dict[str, Any]) -> None:
    dossiers.answer_supplement(
        dossier_id=filed.id,
        answers=answers,
        papers=needed_papers(version, {**walk.look(filed).raw_answers, **answers}),
        expected_version=None,
        actor=walk.citizen,
        now=walk.now,
    )


def _from_elsewhere(walk: Walk, version: ProcedureVersion, filed: Filed, answers: dict[str, Any]) -> None:
    given: dict[str, Any] = {
        "dossier_id": filed.id,
        "key": f"TD-{filed.id}",
        "note": "Xem giấy tờ kèm theo",
        "papers": needed_papers(version, answers),
        "at": walk.now,
        "actor": EXCHANGE,
        "now": walk.now,
    }
    assert dossiers.answer_from_outside(**given) == dossiers.answer_from_outside(**given)
    dossiers.enter_answers(
        dossier_id=filed.id,
        answers=answers,
        expected_version=None,
        actor=_desk(walk, version),
        now=walk.now,
    )

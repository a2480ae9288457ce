"""Every procedure that ships, from filing to the result in the applicant's hands, in each of its cases.

Made from the files themselves: a new file is walked without a line here.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.filled_forms import asked_about, reached
from tests.support.procedure_walk import DoesNotEnd, Walk, first_legal_moment, province_on
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Channel, FeeState, Status
from tinhso.registers.catalogue.service import (
    PROCEDURES_FOLDER,
    ProcedureCase,
    ProcedureVersion,
    case_for,
    check_file,
    fee_for,
    read_procedure,
)
from tinhso.services.personal_store.service import own_store

pytestmark = pytest.mark.django_db

FILES = sorted(PROCEDURES_FOLDER.glob("*/*.yaml"))
THROUGH_A_DOOR = (Channel.ONLINE, Channel.COUNTER)


@pytest.fixture
def alone(tmp_path: Path) -> Callable[[Path], Path]:
    """A catalogue in which one code stands alone."""

    def copied(file: Path) -> Path:
        shutil.copytree(file.parent, tmp_path / file.parent.name)
        return tmp_path

    return copied


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_dossier_of_each_case_ends_with_its_result(file: Path, alone: Callable[[Path], Path]) -> None:
    version = read_procedure(file)
    with province_on(first_legal_moment(version), catalogue=alone(file)) as walk:
        for case in version.cases:
            if Channel(case.channel) in THROUGH_A_DOOR:
                end_with_a_result(walk, version, case)


def end_with_a_result(walk: Walk, version: ProcedureVersion, case: ProcedureCase) -> None:
    about = {key for each in version.cases for key in asked_about(each.when)}
    answers = reached(
        version,
        lambda given: case_for(version, channel=case.channel, answers=given) == case,
        *about,
        on=walk.now.date(),
    )
    filed = walk.file(version, Channel(case.channel), answers, key=case.key)
    fee = fee_for(case, answers=answers)
    new = walk.look(filed)
    assert (new.procedure_version, new.status, new.fee_amount) == (version.version, Status.NEW, fee)
    passed = walk.to_its_result(version, filed)
    assert passed[0] == version.process.initial
    assert {version.process.state(state).status for state in passed} >= {2, 4, 9, 10}
    end = walk.look(filed)
    assert end.fee_state is (FeeState.PAID if fee else FeeState.NONE)
    assert end.first_due_at is not None
    assert end.delivered_at == walk.now
    assert end.tasks == ()
    result = dossiers.open_result(dossier_id=filed.id, actor=walk.owner_of(filed), now=walk.now)
    assert result.content.startswith(b"%PDF")
    kept = [each.case_id for each in own_store(actor=walk.owner_of(filed), now=walk.now)]
    first = next(each for each in version.results if not each.refusal)
    assert (filed.id in kept) is (first.form != "paper"), "an electronic result goes into its owner's store"


SIGNED_BEFORE_SIGNING = (
    "completes: approve,\n       guards: [draft_present]",
    "completes: approve,\n       guards: [draft_present, signed]",
)
LEFT_TO_THE_CITIZEN = (
    "from_states: [received], to: processing,\n       who: reception_officer",
    "from_states: [received], to: processing,\n       who: citizen",
)
RETURNED_FOR_EVER = (
    "from_states: [drafted], to: processing, who: leader,\n       needs_note: true",
    "from_states: [drafted], to: processing, who: leader,\n       button_kind: primary",
)
ONE_AGENCY_NEVER_FINISHES = (
    "to: null, who: specialist, completes: issue_health_card",
    "to: null, who: citizen, completes: issue_health_card",
)


@pytest.mark.parametrize(
    ("code", "defect"),
    [
        ("1.004194", SIGNED_BEFORE_SIGNING),
        ("1.004194", LEFT_TO_THE_CITIZEN),
        ("1.004194", RETURNED_FOR_EVER),
        ("2.000986", ONE_AGENCY_NEVER_FINISHES),
    ],
)
def test_a_process_that_cannot_end_is_found(
    code: str, defect: tuple[str, str], alone: Callable[[Path], Path]
) -> None:
    old, new = defect
    shipped = PROCEDURES_FOLDER / code / "2023-06-01.yaml"
    folder = alone(shipped)
    planted = folder / code / shipped.name
    text = shipped.read_text(encoding="utf-8")
    assert old in text
    planted.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert check_file(planted) == []
    version = read_procedure(planted)
    with (
        province_on(first_legal_moment(version), catalogue=folder) as walk,
        pytest.raises(DoesNotEnd),
    ):
        for case in version.cases:
            end_with_a_result(walk, version, case)

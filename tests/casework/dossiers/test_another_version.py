"""A version begins while drafts are open and dossiers run: nothing is lost, nothing promised moves."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.casework.dossiers.test_life_of_a_dossier import ANSWERS, paper
from tests.support.procedure_walk import Walk, province_on
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.record import version_fit
from tinhso.casework.dossiers.service import (
    Filed,
    Misfit,
    UnableToFileDossier,
    UnableToMoveDossiers,
    VersionMovePlan,
)
from tinhso.foundation.authority.service import Actor, NotPermitted, Role, set_scope, system_actor
from tinhso.foundation.clock.service import VIETNAM
from tinhso.registers.catalogue.service import PROCEDURES_FOLDER, get_version, publish_folder

pytestmark = pytest.mark.django_db
CODE, FIRST, SECOND = "1.004194", "2023-06-01", "2023-07-24"
MONDAY = datetime.combine(datetime(2023, 7, 17).date(), time(9), VIETNAM)
NEXT = datetime.combine(datetime(2023, 7, 24).date(), time(9), VIETNAM)
Change = Callable[[str], str]


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    shutil.copytree(PROCEDURES_FOLDER / CODE, tmp_path / CODE)
    with province_on(MONDAY, catalogue=tmp_path) as walk:
        yield walk


@pytest.fixture
def publish(walk: Walk, tmp_path: Path) -> Callable[..., None]:
    """Publish a second version: the first with these changes."""

    def _publish(change: Change = lambda text: text) -> None:
        text = (tmp_path / CODE / f"{FIRST}.yaml").read_text()
        text = text.replace(f'version: "{FIRST}"', f'version: "{SECOND}"')
        text = change(text.replace(f"valid_from: {FIRST}", f"valid_from: {SECOND}"))
        (tmp_path / CODE / f"{SECOND}.yaml").write_text(text)
        publish_folder(tmp_path, now=walk.now)

    return _publish


def administrator(walk: Walk) -> Actor:
    desk = walk.officer("commune_police", "reception_officer")
    return replace(desk, roles=frozenset({Role.ADMINISTRATOR}))


def replaced(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


def file(walk: Walk, **changes: object) -> Filed:
    return dossiers.file_online(
        procedure_code=CODE,
        answers={**ANSWERS, "personal_id": "074190001234", **changes},
        papers=[paper()],
        key=str(uuid4()),
        actor=walk.citizen,
        now=walk.now,
    )


def receive(walk: Walk, filed: Filed) -> None:
    desk = walk.officer("commune_police", "reception_officer")
    dossiers.take_step(dossier_id=filed.id, action="receive", expected_version=1, actor=desk, now=walk.now)


def plan(walk: Walk, before: str = FIRST, after: str = SECOND, actor: Actor | None = None) -> VersionMovePlan:
    return dossiers.plan_version_move(
        procedure_code=CODE,
        from_version=before,
        to_version=after,
        actor=actor or administrator(walk),
        now=walk.now,
    )


def move(walk: Walk, planned: VersionMovePlan, move_id: UUID, reason: str = "Ghi sai mẫu kết quả"):
    return dossiers.move_to_version(
        move_id=move_id, plan=planned, reason=reason, actor=administrator(walk), now=walk.now
    )


def row(filed: Filed) -> tuple[object, ...]:
    set_scope(system_actor())
    with connection.cursor() as cursor:
        cursor.execute(
            """select procedure_version, state, status, due_at, sealed_answers::text, fee_amount, version
               from dossiers_dossier where id = %s""",
            [filed.id],
        )
        return cursor.fetchone()


def versions_of_events(filed: Filed) -> list[tuple[int, str]]:
    set_scope(system_actor())
    with connection.cursor() as cursor:
        cursor.execute(
            "select version, action from dossiers_event where dossier_id = %s order by version", [filed.id]
        )
        return cursor.fetchall()


def test_move_changes_the_version_and_nothing_else_and_is_undone(walk: Walk, publish) -> None:
    waiting, received = file(walk), file(walk, new_address="Số 14")
    receive(walk, received)
    publish(replaced("title: Đăng ký tạm trú", "title: Đăng ký tạm trú (đã sửa)"))
    before = [row(each) for each in (waiting, received)]
    assert dossiers.running_by_version(procedure_code=CODE, actor=administrator(walk), now=walk.now) == {
        FIRST: 2
    }

    planned, move_id = plan(walk), uuid4()
    assert (planned.count, planned.staying) == (2, {})
    assert [row(each) for each in (waiting, received)] == before, "a look changes nothing"
    assert move(walk, planned, move_id).moved == 2
    assert move(walk, planned, move_id).moved == 2, "sent again, it does nothing more"

    for old, each in zip(before, (waiting, received), strict=True):
        new = row(each)
        assert new == (SECOND, *old[1:6], old[6] + 1)
        assert versions_of_events(each)[-1] == (new[6], "version_moved")
    seen = dossiers.get_dossier(dossier_id=received.id, actor=walk.citizen, now=walk.now)
    assert seen.title == "Đăng ký tạm trú (đã sửa)"
    assert "ngày hẹn trả không đổi" in seen.timeline[-1].text

    undone = dossiers.undo_version_move(move_id=move_id, actor=administrator(walk), now=walk.now)
    assert (undone.moved, undone.moved_back) == (2, 2)
    for old, each in zip(before, (waiting, received), strict=True):
        assert row(each) == (FIRST, *old[1:6], old[6] + 2)
    (listed,) = dossiers.version_moves(procedure_code=CODE, actor=administrator(walk), now=walk.now)
    assert listed.undone_at == walk.now
    assert listed.reason == "Ghi sai mẫu kết quả"


@pytest.mark.parametrize(
    ("change", "misfit", "who_stays"),
    [
        (replaced("duration: {amount: 3, unit: working_day}", "duration: {amount: 2, unit: working_day}"),
         Misfit.TIME, {"received"}),
        (replaced("amount_vnd: 7000", "amount_vnd: 9000"), Misfit.FEE, {"waiting", "received"}),
    ],
    ids=["another time", "another fee"],
)  # fmt: skip
def test_what_was_promised_holds_a_dossier_back(
    walk: Walk, publish, change: Change, misfit: Misfit, who_stays: set[str]
) -> None:
    filed = {"waiting": file(walk), "received": file(walk, new_address="Số 14")}
    receive(walk, filed["received"])
    publish(change)

    planned = plan(walk)
    assert {reason for _, reason in planned.staying} == {misfit}
    assert sum(planned.staying.values()) == len(who_stays)
    if planned.count:
        move(walk, planned, uuid4())
    stayed = {name for name, each in filed.items() if row(each)[0] == FIRST}
    assert stayed == who_stays


def test_form_that_asks_more_holds_a_dossier_back(walk: Walk, publish) -> None:
    file(walk)
    question = "      - {key: floor, label: Tầng, type: text, required: true}\n"
    publish(replaced("      - key: result_form\n", f"{question}      - key: result_form\n"))

    assert plan(walk).staying == {("submitted", Misfit.ANSWERS): 1}


def test_ended_dossiers_are_left_alone(walk: Walk, publish) -> None:
    filed = file(walk)
    desk = walk.officer("commune_police", "reception_officer")
    dossiers.take_step(
        dossier_id=filed.id,
        action="refuse",
        expected_version=1,
        note="Không đúng nơi",
        actor=desk,
        now=walk.now,
    )
    publish()
    assert plan(walk).count == 0
    with pytest.raises(UnableToMoveDossiers, match="Không có hồ sơ nào"):
        move(walk, plan(walk), uuid4())


def test_plan_that_no_longer_holds_is_looked_at_again(walk: Walk, publish) -> None:
    file(walk)
    publish()
    planned = plan(walk)
    file(walk, new_address="Số 20")
    with pytest.raises(UnableToMoveDossiers, match="xem lại"):
        move(walk, planned, uuid4())
    with pytest.raises(UnableToMoveDossiers, match="lý do"):
        move(walk, plan(walk), uuid4(), reason="  ")


def test_dossier_that_went_on_meanwhile_is_judged_again_before_it_goes_back(
    walk: Walk, publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = file(walk)
    publish(replaced("duration: {amount: 3, unit: working_day}", "duration: {amount: 2, unit: working_day}"))
    move_id = uuid4()
    move(walk, plan(walk), move_id)
    desk = walk.officer("commune_police", "reception_officer")
    dossiers.take_step(dossier_id=filed.id, action="receive", expected_version=2, actor=desk, now=walk.now)

    undone = dossiers.undo_version_move(move_id=move_id, actor=administrator(walk), now=walk.now)
    assert (undone.moved, undone.moved_back) == (1, 0), (
        "its date was promised by the version it was received under"
    )
    assert row(filed)[0] == SECOND

    # Planted: a judgement that looks at nothing would take the promise back.
    monkeypatch.setattr(
        "tinhso.casework.dossiers.moving.version_moves.misfit_of_process", lambda *_, **__: None
    )
    assert (
        dossiers.undo_version_move(move_id=move_id, actor=administrator(walk), now=walk.now).moved_back == 1
    )


def test_each_reason_is_said_and_only_administrators_move(walk: Walk, publish) -> None:
    assert set(version_fit.MISFIT_TEXTS) == set(Misfit)
    publish()
    desk = walk.officer("commune_police", "reception_officer")
    for actor in (walk.citizen, desk):
        for act in (
            lambda actor=actor: plan(walk, actor=actor),
            lambda actor=actor: dossiers.running_by_version(procedure_code=CODE, actor=actor, now=walk.now),
            lambda actor=actor: dossiers.version_moves(procedure_code=CODE, actor=actor, now=walk.now),
            lambda actor=actor: dossiers.undo_version_move(move_id=uuid4(), actor=actor, now=walk.now),
        ):
            with pytest.raises(NotPermitted):
                act()


def test_draft_of_a_former_version_is_not_filed_and_goes_on_under_the_new_one(walk: Walk, publish) -> None:
    draft = dossiers.start_draft(procedure_code=CODE, actor=walk.citizen, now=walk.now)
    version = dossiers.review_draft(draft_id=draft.id, actor=walk.citizen, now=walk.now)
    assert not version.is_former
    for section in get_version(CODE, FIRST).sections:
        dossiers.save_section(
            draft_id=draft.id, section=section.key, answers=ANSWERS, actor=walk.citizen, now=walk.now
        )
    dossiers.attach_paper(
        draft_id=draft.id,
        paper_key="housing_proof",
        name="nhà.pdf",
        content=paper().content,
        actor=walk.citizen,
        now=walk.now,
    )
    publish()
    walk.clock.moment = NEXT
    later = NEXT + timedelta(minutes=1)

    assert dossiers.review_draft(draft_id=draft.id, actor=walk.citizen, now=later).is_former
    with pytest.raises(UnableToFileDossier) as refused:
        dossiers.submit_draft(draft_id=draft.id, actor=walk.citizen, now=later)
    assert refused.value.code == "former_version"

    renewed = dossiers.renew_draft(draft_id=draft.id, actor=walk.citizen, now=later)
    assert renewed.procedure_version == SECOND
    assert renewed.answers["new_address"] == ANSWERS["new_address"]
    assert [each.key for each in renewed.papers] == ["housing_proof"]
    filed = dossiers.submit_draft(draft_id=draft.id, actor=walk.citizen, now=later)
    assert row(filed)[0] == SECOND

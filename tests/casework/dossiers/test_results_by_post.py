"""Results by post: a checked address, the process's own step, and who sees what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.support.results_by_post import NUMBERS, WRITTEN, Desk, as_owner, clock_of
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import (
    ChosenDossier,
    CountedDossiers,
    Figure,
    PostalState,
    ReturnReason,
    Status,
    UnableToPost,
)
from tinhso.foundation.authority.service import NotPermitted, NotVisible, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(province: Any) -> Desk:
    return Desk(province)


def test_what_an_older_form_took_in_one_line_is_where_the_checked_address_begins(post: Desk) -> None:
    dossier_id = post.ready()
    choice = post.choice(dossier_id)
    assert (choice.state, choice.address, choice.written) == (
        PostalState.WANTED, None, WRITTEN["delivery_address"],
    )  # fmt: skip
    assert choice.suggested == {
        "recipient": "Nguyễn Thị Hoa", "phone": "0987654321", "commune": "25747",
        "street": "Số 7, đường Bạch Đằng, phường Phú Cường",
    }  # fmt: skip
    assert post.queue(PostalState.WANTED) == [dossier_id]
    made = dossiers.make_postal_list(dossier_ids=[dossier_id], key="a", **post.by)
    assert made.list_id is None and "chưa được kiểm tra" in made.outcomes[0].message
    post.choose(dossier_id)
    address = post.choice(dossier_id).address
    assert address is not None
    assert address.text.startswith("Số 12/3, đường Yersin, khu phố 2, Phường Phú Cường, ")
    assert address.text.endswith("Tỉnh Bình Dương")
    sealed = as_owner("select sealed_address from dossiers_postal")[0][0]
    assert b"Yersin" not in bytes(sealed)


@pytest.mark.parametrize(
    ("changes", "part", "said"),
    [
        ({"recipient": ""}, "recipient", "Hãy điền"),
        ({"recipient": "<b>"}, "recipient", "Tên người nhận"),
        ({"phone": "123"}, "phone", "điện thoại"),
        ({"commune": "99999"}, "commune", "trong danh sách"),
        ({"commune": ""}, "commune", "Hãy điền"),
        ({"street": "12"}, "street", "ít nhất 5"),
        ({"street": "Số 12 <script>"}, "street", "Địa chỉ chỉ gồm"),
        ({"commune": "00000"}, "elsewhere", "Hãy điền"),
    ],
)
def test_each_part_of_an_address_is_judged_and_nothing_changes(
    post: Desk, changes: dict[str, str], part: str, said: str
) -> None:
    dossier_id = post.ready()
    before = post.view(dossier_id).version
    with pytest.raises(UnableToPost) as refusal:
        post.choose(dossier_id, **changes)
    assert list(refusal.value.fields) == [part] and said in refusal.value.fields[part]
    assert post.view(dossier_id).version == before and post.choice(dossier_id).address is None


def test_a_place_outside_the_province_is_written_out(post: Desk) -> None:
    dossier_id = post.ready()
    place = "Phường Linh Trung, thành phố Thủ Đức, Thành phố Hồ Chí Minh"
    post.choose(dossier_id, commune=dossiers.ELSEWHERE, elsewhere=place)
    choice = post.choice(dossier_id)
    assert choice.address is not None and choice.address.place == place
    assert choice.suggested["elsewhere"] == place


def test_sending_by_post_returns_the_dossier_once_and_every_figure_stays(post: Desk) -> None:
    dossier_id = post.ready()
    post.choose(dossier_id)
    post.tell()
    sent_on = post.now
    parcel_id = post.sent(dossier_id)
    view = post.view(dossier_id)
    assert (view.status, view.delivered_at, view.postal) == (Status.RETURNED, sent_on, PostalState.SENT)
    assert "đang trên đường" in view.public_text
    assert [row.text for row in view.timeline][-2:] == [
        "Kết quả được trả qua bưu chính", "Kết quả đã được gửi qua bưu chính",
    ]  # fmt: skip
    assert view.timeline[-1].note == f"Số bưu gửi: {NUMBERS[0]}"
    assert post.tell() == ["posted"]

    def figures() -> Any:
        of = CountedDossiers(
            agencies=(post.province.police,), since=sent_on - timedelta(days=30), at=post.now
        )
        controller = post.province.officer(post.province.police, Role.CONTROLLER)
        return {
            figure: len(dossiers.counted_dossiers(of=of, figure=figure, actor=controller, now=post.now).rows)
            for figure in Figure
        }

    dates = (view.received_at, view.first_due_at, view.due_at, view.finished_at, view.delivered_at)
    post.pass_days(3)
    before, clock = figures(), clock_of(dossier_id)
    dossiers.parcel_came_back(
        parcel_id=parcel_id, on=post.now.date(), reason=ReturnReason.ABSENT, note="Gọi hai lần.", **post.by
    )
    again = post.view(dossier_id)
    assert (
        again.received_at,
        again.first_due_at,
        again.due_at,
        again.finished_at,
        again.delivered_at,
    ) == dates
    assert again.status is Status.RETURNED and figures() == before
    assert clock_of(dossier_id) == clock


def test_a_choice_is_open_until_it_leaves(post: Desk) -> None:
    dossier_id = post.ready(delivery="desk")
    assert post.queue(PostalState.WANTED) == [] and post.choice(dossier_id).state is None
    post.choose(dossier_id)
    (parcel,) = post.listed(dossier_id)
    dossiers.enter_parcel_number(parcel_id=parcel.id, number=NUMBERS[0], **post.by)
    with pytest.raises(UnableToPost, match="danh sách gửi"):
        post.choose(dossier_id)
    dossiers.choose_desk(dossier_id=dossier_id, actor=post.citizen, now=post.now)
    (refused,) = dossiers.send_parcels(parcel_ids=[parcel.id], **post.by)
    assert "tại quầy" in refused.message and post.view(dossier_id).status is Status.DONE
    post.choose(dossier_id)
    post.sent(dossier_id, NUMBERS[0])  # the number was free again
    with pytest.raises(UnableToPost, match="đã gửi"):
        dossiers.choose_desk(dossier_id=dossier_id, actor=post.citizen, now=post.now)


def test_somebody_at_the_counter_gets_it_there_and_it_leaves_the_list(post: Desk) -> None:
    dossier_id = post.ready()
    post.choose(dossier_id)
    (parcel,) = post.listed(dossier_id)
    version = post.view(dossier_id).version
    (bulk,) = dossiers.take_step_on_each(
        verb="deliver", chosen=[ChosenDossier(id=dossier_id, version=version)], **post.by
    )
    assert "bưu chính" in bulk.message and post.view(dossier_id).status is Status.DONE
    (button,) = [each for each in post.view(dossier_id, post.officer).actions if each.key == "deliver"]
    assert "qua bưu chính" in button.warning
    dossiers.take_step(dossier_id=dossier_id, action="deliver", expected_version=version, **post.by)
    assert post.view(dossier_id).postal is PostalState.COLLECTED
    assert "bưu chính" not in post.view(dossier_id).timeline[-1].text
    (refused,) = dossiers.send_parcels(parcel_ids=[parcel.id], **post.by)
    assert "tại quầy" in refused.message
    assert "delivered" in post.tell()


def test_other_agencies_and_other_citizens_see_and_do_nothing(post: Desk) -> None:
    dossier_id = post.ready()
    post.choose(dossier_id)
    (parcel,) = post.listed(dossier_id)
    other = {
        "actor": post.province.officer(post.province.committee, Role.RECEPTION_OFFICER), "now": post.now,
    }  # fmt: skip
    stranger = {"actor": post.province.other_citizen, "now": post.now}
    attempts = (
        lambda: dossiers.return_choice(dossier_id=dossier_id, **other),
        lambda: dossiers.choose_desk(dossier_id=dossier_id, **other),
        lambda: dossiers.postal_list(list_id=parcel.list_id, **other),
        lambda: dossiers.open_postal_sheet(list_id=parcel.list_id, **other),
        lambda: dossiers.enter_parcel_number(parcel_id=parcel.id, number=NUMBERS[0], **other),
        lambda: dossiers.take_off_postal_list(parcel_id=parcel.id, reason="Không phải", **other),
        lambda: dossiers.return_choice(dossier_id=dossier_id, **stranger),
        lambda: dossiers.choose_desk(dossier_id=dossier_id, **stranger),
    )
    for attempt in attempts:
        with pytest.raises(NotVisible):
            attempt()
    (unseen,) = dossiers.send_parcels(parcel_ids=[parcel.id], **other)
    assert (unseen.code, unseen.is_done) == ("", False)
    assert dossiers.postal_queue(state=PostalState.LISTED, **other).rows == ()
    assert dossiers.find_parcel(number=NUMBERS[0], **other) is None
    specialist = replace(post.officer, roles=frozenset({Role.SPECIALIST}))
    with pytest.raises(NotPermitted):
        dossiers.postal_queue(state=PostalState.LISTED, actor=specialist, now=post.now)
    with pytest.raises(NotPermitted):
        dossiers.choose_desk(
            dossier_id=dossier_id, actor=replace(post.citizen, assurance_level=1), now=post.now
        )


def test_whoever_only_holds_the_code_learns_where_it_is_and_no_address(post: Desk) -> None:
    dossier_id = post.ready()
    post.choose(dossier_id)
    post.sent(dossier_id)
    code = post.view(dossier_id).code
    tracked = dossiers.track_dossier(code=code, trace_id="t", now=post.now)
    assert "đang trên đường" in tracked.public_text
    assert not any(row.note for row in tracked.steps)


def test_every_reading_of_an_address_is_written_down_for_its_owner(post: Desk) -> None:
    dossier_id = post.ready()
    post.choose(dossier_id)
    (parcel,) = post.listed(dossier_id)
    post.choice(dossier_id, post.officer)
    post.queue(PostalState.LISTED)
    dossiers.postal_list(list_id=parcel.list_id, **post.by)
    dossiers.open_postal_sheet(list_id=parcel.list_id, **post.by)
    seen = as_owner(
        "select action from audit_entry where %s = any(subjects) and actor_kind = 'officer'",
        post.citizen.person_id,
    )
    assert {"dossier.postal_read", "dossier.postal_list", "dossier.postal_sheet_printed"} <= {
        row[0] for row in seen
    }


def test_results_that_were_ready_before_there_was_a_list_are_found_once(
    post: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("tinhso.casework.dossiers.handling.advance.remember_wish", lambda *_, **__: None)
        wished = post.ready("a")
    post.ready("b", delivery="desk")
    assert post.queue(PostalState.WANTED) == []
    assert dossiers.remember_wishes(at_once=1) == 1
    assert dossiers.remember_wishes() == 0
    assert post.queue(PostalState.WANTED) == [wished]

"""Parcels: lists for the post office, their numbers, and what became of each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction

from tests.support.pdf import text_of_pdf
from tests.support.results_by_post import ADDRESS, NUMBERS, Desk, as_owner
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import (
    ParcelOutcome,
    PostalState,
    Queue,
    ReturnReason,
    Status,
    UnableToPost,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(province: Any) -> Desk:
    return Desk(province)


def test_what_came_back_is_a_task_of_the_desk_and_is_sent_again_to_a_corrected_address(post: Desk) -> None:
    dossier_id = post.ready()
    post.choose(dossier_id)
    first = post.sent(dossier_id)
    post.pass_days(20)
    post.tell()
    dossiers.parcel_came_back(parcel_id=first, on=post.now.date(), reason=ReturnReason.NOT_FOUND, **post.by)
    assert post.tell() == ["parcel_came_back"]
    (own,) = dossiers.own_dossiers(actor=post.citizen, now=post.now)
    assert own.needs_citizen and "chọn cách nhận lại" in own.public_text
    (line,) = dossiers.work_list(queue=Queue.TO_DELIVER.value, **post.by).rows
    assert (line.dossier_id, line.due_at) == (dossier_id, None)
    assert dossiers.work_list(queue="late", **post.by).rows == (), "no time runs, however late it is"
    (task,) = post.view(dossier_id, post.officer).tasks
    assert task.name == "Kết quả gửi bưu chính bị trả lại"
    assert post.queue(PostalState.CAME_BACK) == [dossier_id]

    post.choose(dossier_id, street="Số 12/3A, đường Yersin, khu phố 2")
    assert post.queue(PostalState.WANTED) == [dossier_id]
    second = post.sent(dossier_id, NUMBERS[1])
    assert post.view(dossier_id, post.officer).tasks == ()
    dossiers.parcel_arrived(parcel_id=second, on=post.now.date(), **post.by)
    view = post.view(dossier_id)
    assert [row.action for row in view.timeline if row.action == "deliver"] == ["deliver"], "returned once"
    assert view.timeline[-1].text == "Bưu chính đã giao kết quả"
    parcels = post.choice(dossier_id).parcels
    assert [(each.number, each.outcome) for each in parcels] == [
        (NUMBERS[0], ParcelOutcome.CAME_BACK), (NUMBERS[1], ParcelOutcome.DELIVERED),
    ]  # fmt: skip
    assert "3A" in parcels[1].address.street and "3A" not in parcels[0].address.street
    assert sorted(post.tell()) == ["delivered", "posted"]
    for change in ("outcome = null", "sent_at = null", "place = 9"):
        with pytest.raises(ProgrammingError, match="stay as they are"), transaction.atomic():
            as_owner(f"update dossiers_parcel set {change} where id = %s", first)


def test_what_came_back_may_be_fetched_at_the_desk(post: Desk) -> None:
    dossier_id = post.ready()
    post.choose(dossier_id)
    parcel_id = post.sent(dossier_id)
    with pytest.raises(UnableToPost):
        dossiers.hand_over_returned(dossier_id=dossier_id, **post.by)
    dossiers.parcel_came_back(
        parcel_id=parcel_id, on=post.now.date(), reason=ReturnReason.OTHER, note="Chợ đóng cửa", **post.by
    )
    assert post.view(dossier_id).timeline[-1].note == "Chợ đóng cửa"
    dossiers.choose_desk(dossier_id=dossier_id, actor=post.citizen, now=post.now)
    assert "tại bộ phận một cửa" in post.view(dossier_id).public_text
    dossiers.hand_over_returned(dossier_id=dossier_id, **post.by)
    assert post.view(dossier_id, post.officer).tasks == ()
    assert not post.choice(dossier_id).is_open
    with pytest.raises(UnableToPost):
        post.choose(dossier_id)


def test_a_list_takes_what_can_go_and_says_why_the_rest_cannot(post: Desk) -> None:
    good, unchecked = post.ready("a"), post.ready("b")
    post.choose(good)
    elsewhere = uuid4()
    made = dossiers.make_postal_list(dossier_ids=[unchecked, good, elsewhere], key="k", **post.by)
    assert [each.is_done for each in made.outcomes] == [False, True, False]
    assert made.outcomes[2].code == ""
    repeated = dossiers.make_postal_list(dossier_ids=[unchecked, good, elsewhere], key="k", **post.by)
    assert repeated.list_id == made.list_id, "the same form sent twice is one list"
    assert as_owner("select count(*) from dossiers_postal_list") == [(1,)]
    again = dossiers.make_postal_list(dossier_ids=[good], key="other", **post.by)
    assert again.list_id is None and "danh sách gửi" in again.outcomes[0].message
    assert made.list_id is not None
    (parcel,) = dossiers.postal_list(list_id=made.list_id, **post.by).parcels
    text = text_of_pdf(dossiers.open_postal_sheet(list_id=made.list_id, **post.by))
    assert all(part in " ".join(text.split()) for part in ("BC-000001", parcel.code, ADDRESS["phone"]))
    dossiers.take_off_postal_list(parcel_id=parcel.id, reason="Thiếu con dấu", **post.by)
    assert set(post.queue(PostalState.WANTED)) == {good, unchecked}
    with pytest.raises(UnableToPost):
        dossiers.take_off_postal_list(parcel_id=parcel.id, reason="Lần nữa", **post.by)


def test_a_number_is_given_once_and_a_mistake_is_mended_with_a_reason(post: Desk) -> None:
    first_id, second_id = post.ready("a"), post.ready("b")
    for each in (first_id, second_id):
        post.choose(each)
    first, second = post.listed(first_id, second_id)

    def enter(parcel: Any, number: str, **more: Any) -> str:
        return dossiers.enter_parcel_number(parcel_id=parcel.id, number=number, **more, **post.by)

    with pytest.raises(UnableToPost, match="kiểm tra"):
        enter(first, "EB123456789VN")
    assert enter(first, " eb 123 456 785 vn ") == enter(first, NUMBERS[0]) == NUMBERS[0]
    with pytest.raises(UnableToPost, match=first.code):
        enter(second, NUMBERS[0])
    with pytest.raises(UnableToPost, match="đã mang số"):
        enter(first, NUMBERS[1])
    with pytest.raises(UnableToPost, match="lý do"):
        dossiers.change_parcel_number(parcel_id=first.id, number=NUMBERS[1], reason="", **post.by)
    dossiers.change_parcel_number(parcel_id=first.id, number="", reason="Quét nhầm bưu gửi", **post.by)
    assert enter(second, NUMBERS[0]) == NUMBERS[0]
    assert enter(first, "tdm-0001", is_local=True) == "TDM-0001"
    shown = dossiers.postal_list(list_id=first.list_id, **post.by).parcels[0]
    assert (shown.number, shown.is_standard, shown.withdrawn) == ("TDM-0001", False, (NUMBERS[0],))
    assert dossiers.find_parcel(number="tdm-0001", **post.by) == first_id
    assert all(each.is_done for each in dossiers.send_parcels(parcel_ids=[first.id, second.id], **post.by))
    with pytest.raises(UnableToPost, match="phải có số"):
        dossiers.change_parcel_number(parcel_id=first.id, number="", reason="Nhầm rồi", **post.by)
    post.tell()
    dossiers.change_parcel_number(parcel_id=first.id, number=NUMBERS[2], reason="Ghi nhầm", **post.by)
    assert NUMBERS[2] in post.view(first_id).timeline[-1].note
    assert post.tell() == ["parcel_number_changed"]
    (repeated, _) = dossiers.send_parcels(parcel_ids=[first.id, second.id], **post.by)
    assert "đã gửi" in repeated.message


def test_without_a_number_nothing_leaves_and_days_are_days_on_which_it_can_have_arrived(post: Desk) -> None:
    dossier_id = post.ready()
    post.choose(dossier_id)
    (parcel,) = post.listed(dossier_id)
    (refused,) = dossiers.send_parcels(parcel_ids=[parcel.id], **post.by)
    assert "chưa có số" in refused.message and post.view(dossier_id).status is Status.DONE
    with pytest.raises(UnableToPost, match="chưa được ghi là đã gửi"):
        dossiers.parcel_arrived(parcel_id=parcel.id, on=post.now.date(), **post.by)
    dossiers.enter_parcel_number(parcel_id=parcel.id, number=NUMBERS[0], **post.by)
    dossiers.send_parcels(parcel_ids=[parcel.id], **post.by)
    for days in (-1, 1):
        with pytest.raises(UnableToPost, match="từ ngày gửi"):
            dossiers.parcel_arrived(parcel_id=parcel.id, on=post.now.date() + timedelta(days=days), **post.by)

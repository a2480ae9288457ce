"""Many dossiers at once: each result told, one refusal holds up no other, nobody reaches further."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from tests.sites.onestop.conftest import Screens
from tests.sites.onestop.desk_data import Commune
from tinhso.casework.dossiers import printouts
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import MOST_AT_ONCE, Filed, Status
from tinhso.foundation.printing.service import qr_svg, render_pdf


def chosen(commune: Commune, *filed: Filed) -> list[str]:
    """What ticking these dossiers sends, as they stand now."""
    return [f"{each.id}.{view(commune, each).version}" for each in filed]


def view(commune: Commune, filed: Filed) -> dossiers.DossierView:
    return dossiers.get_dossier(dossier_id=filed.id, actor=commune.desk, now=commune.now)


def ticked(page: str) -> list[str]:
    return re.findall(r'name="chosen" value="([^"]+)"[^>]* checked', page)


def test_everything_ticked_is_received_and_each_result_is_told(commune: Commune, reception: Client) -> None:
    filed = [commune.file(who=who) for who in range(3)]
    page = reception.get("/desk/queues/to_receive/?all=yes").content.decode()
    assert sorted(ticked(page)) == sorted(chosen(commune, *filed))

    answer = reception.post("/desk/queues/to_receive/bulk/", {"chosen": ticked(page)})

    assertContains(answer, "Đã xong 3 hồ sơ")
    for each in filed:
        assertContains(answer, each.code)
        assert view(commune, each).status is Status.ACCEPTED


def test_one_refusal_holds_up_no_other(commune: Commune, reception: Client) -> None:
    first, second = commune.file(), commune.file(who=1)
    sent = chosen(commune, first, second)
    commune.take(first, "receive", commune.desk)

    answer = reception.post("/desk/queues/to_receive/bulk/", {"chosen": sent})

    assertContains(answer, "Đã xong 1 hồ sơ")
    assertContains(answer, "Chưa thực hiện được: 1 hồ sơ")
    assertContains(answer, "Người khác vừa xử lý hồ sơ này trước bạn")
    assert view(commune, second).status is Status.ACCEPTED
    assert [each.action for each in view(commune, first).timeline].count("receive") == 1


def test_a_dossier_ticked_twice_is_taken_once(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    assertContains(
        reception.post("/desk/queues/to_receive/bulk/", {"chosen": chosen(commune, filed) * 2}),
        "Đã xong 1 hồ sơ",
    )


def test_another_agencys_dossier_stays_unseen_and_the_rest_goes_on(
    commune: Commune, reception: Client, screen: Screens
) -> None:
    filed = commune.file()
    stranger = screen("reception", unit="25741")
    answer = stranger.post("/desk/queues/to_receive/bulk/", {"chosen": chosen(commune, filed)})
    assertContains(answer, "Cơ quan của bạn không có hồ sơ này")
    assert filed.code not in answer.content.decode()
    assert view(commune, filed).status is Status.NEW
    sheet = stranger.post("/desk/hand-over.pdf", {"chosen": chosen(commune, filed)})
    assert sheet.status_code == 404


def test_nothing_too_many_and_nonsense_are_refused_in_words(commune: Commune, reception: Client) -> None:
    address = "/desk/queues/to_receive/bulk/"
    many = [f"{UUID(int=number)}.1" for number in range(MOST_AT_ONCE + 1)]
    for sent in ([], ["nonsense", f"{UUID(int=1)}.x", "1.1"], many):
        answer = reception.post(address, {"chosen": sent})
        assert answer.status_code == 422
        assertContains(answer, "Chưa thực hiện được", status_code=422)


def test_only_whose_step_it_is_finds_the_button(
    commune: Commune, specialist: Client, reception: Client
) -> None:
    commune.file()
    assert 'name="chosen"' not in specialist.get("/desk/queues/to_receive/").content.decode()
    assert specialist.post("/desk/queues/to_receive/bulk/", {}).status_code == 404
    assert reception.post("/desk/queues/to_approve/bulk/", {}).status_code == 404
    assert reception.get("/desk/queues/to_receive/bulk/").status_code == 405


def test_the_leader_approves_a_pile(commune: Commune, screen: Screens) -> None:
    filed = [commune.processing(who=who) for who in range(2)]
    for each in filed:
        dossiers.draft_result(
            dossier_id=each.id,
            text="Đồng ý.",
            expected_version=None,
            actor=commune.specialist,
            now=commune.now,
        )
    answer = screen("leader").post("/desk/queues/to_approve/bulk/", {"chosen": chosen(commune, *filed)})
    assertContains(answer, "Đã xong 2 hồ sơ")
    assert all(view(commune, each).result_file_id for each in filed)


TO_APPROVE = "/desk/queues/to_approve/bulk/"


def drafted(commune: Commune, *, people: int) -> list[Filed]:
    """Dossiers whose drafts wait for the leader."""
    return [commune.drafted(who=who) for who in range(people)]


def returns(commune: Commune, filed: Filed) -> list[str]:
    """The reasons with which this dossier's draft was returned."""
    return [each.note for each in view(commune, filed).timeline if each.action == "return_draft"]


def test_the_leader_returns_a_pile_with_one_reason(commune: Commune, screen: Screens) -> None:
    filed = drafted(commune, people=3)
    leader, moved = screen("leader"), filed[2]
    sent = {"verb": "return_draft", "note": " Ghi rõ căn cứ. ", "chosen": chosen(commune, *filed)}
    assert 'value="return_draft"' in leader.get("/desk/queues/to_approve/").content.decode()
    commune.take(moved, "return_draft", commune.leader, note="Sai họ tên.")

    answer = leader.post(TO_APPROVE, sent)

    assertContains(answer, "Đã xong 2 hồ sơ")
    assertContains(answer, "Người khác vừa xử lý hồ sơ này trước bạn")
    for each in filed[:2]:
        assert view(commune, each).status is Status.PROCESSING
        assert returns(commune, each) == ["Ghi rõ căn cứ."]
    assert returns(commune, moved) == ["Sai họ tên."]
    again = leader.post(TO_APPROVE, sent)
    assertContains(again, "Chưa thực hiện được: 3 hồ sơ")
    assert [len(returns(commune, each)) for each in filed] == [1, 1, 1]


def test_a_return_without_a_reason_or_by_others_changes_nothing(
    commune: Commune, reception: Client, screen: Screens
) -> None:
    (filed,) = drafted(commune, people=1)
    sent = {"verb": "return_draft", "chosen": chosen(commune, filed)}
    leader = screen("leader")
    for note in ({}, {"note": "  "}):
        answer = leader.post(TO_APPROVE, {**sent, **note})
        assertContains(answer, "Bạn hãy ghi lý do trả lại", status_code=422)
    reasoned = {**sent, "note": "Sai."}
    assertContains(
        screen("leader", unit="25741").post(TO_APPROVE, reasoned), "Cơ quan của bạn không có hồ sơ này"
    )
    assert reception.post(TO_APPROVE, reasoned).status_code == 404
    assert leader.post(TO_APPROVE, {**reasoned, "verb": "stop"}).status_code == 404
    assert returns(commune, filed) == []


def test_returning_a_pile_costs_few_statements(
    commune: Commune, screen: Screens, django_assert_max_num_queries: Any
) -> None:
    filed = drafted(commune, people=4)
    leader = screen("leader")
    first, *rest = chosen(commune, *filed)
    leader.post(TO_APPROVE, {"verb": "return_draft", "note": "Sai.", "chosen": [first]})
    with django_assert_max_num_queries(80):
        leader.post(TO_APPROVE, {"verb": "return_draft", "note": "Sai.", "chosen": rest})
    assert all(returns(commune, each) == ["Sai."] for each in filed)


def test_handed_over_in_a_pile_with_one_sheet(
    commune: Commune, reception: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = [commune.file(who=who) for who in range(2)]
    for each in filed:
        commune.take(each, "receive", commune.desk)
    answer = reception.post("/desk/queues/to_process/bulk/", {"chosen": chosen(commune, *filed)})
    assertContains(answer, "In danh sách bàn giao")
    assert all(view(commune, each).status is Status.PROCESSING for each in filed)

    printed: list[dict[str, Any]] = []

    def print_and_look(template: str, data: dict[str, Any], **how: Any) -> bytes:
        printed.append(data)
        return render_pdf(template, data, **how)

    monkeypatch.setattr(printouts, "render_pdf", print_and_look)
    sheet = reception.post("/desk/hand-over.pdf", {"chosen": [f"{each.id}.0" for each in filed]})
    assert sheet["Content-Type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF")
    lines = printed[0]["lines"]
    assert [line["code"] for line in lines] == [each.code for each in filed]
    assert [line["qr"] for line in lines] == [qr_svg(each.code) for each in filed]
    assert [line["papers"] for line in lines] == [1, 1]

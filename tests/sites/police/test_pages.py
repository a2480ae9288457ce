"""The police's pages as officers use them: what is offered, what is taken, what is refused and to whom."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.casework.cleaning.conftest import NOTE, Review, ids, review  # noqa: F401 - a fixture
from tests.services.identity.staff import open_post
from tests.services.verification.population_line import TUAN
from tests.trust.everywhere.town import screen
from tests.trust.stage import seen_by_system
from tinhso.casework.cleaning.service import CleaningState
from tinhso.foundation.authority.service import Role
from tinhso.sites.portal.access_words import act_text

pytestmark = pytest.mark.django_db
FACTS = {
    "full_name": TUAN.full_name,
    "personal_id": TUAN.personal_id,
    "birth": "02/04/1986",
    "sex": "male",
}


def browser(review: Review, *roles: Role, agency: str = "commune_police") -> Client:  # noqa: F811
    name = f"{'-'.join(roles)}-{agency}"
    account = open_post(name, list(roles), review.stage.agencies[agency], review.now, name="Cán bộ")
    return screen(account.id, "Cán bộ")


def page(client: Client, task_id: UUID) -> str:
    answer = client.get(reverse("police:cleaning-task", args=[task_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def send(review: Review, client: Client, task_id: UUID, action: str, **typed: object) -> int:  # noqa: F811
    with seen_by_system() as cursor:
        cursor.execute("select version from cleaning_task where id = %s", [task_id])
        (version,) = cursor.fetchone()
    data = {f"{key}-{action}": value for key, value in typed.items()}
    answer = client.post(
        reverse("police:cleaning-step", args=[task_id, action]), {"expected_version": version, **data}
    )
    return answer.status_code


def test_a_task_from_the_list_to_the_printed_proposal(review: Review) -> None:  # noqa: F811
    task_id = review.raised()
    specialist, leader = browser(review, Role.SPECIALIST), browser(review, Role.LEADER)
    listed = specialist.get(reverse("police:cleaning")).content.decode()
    assert "RS-230717-" in listed
    assert TUAN.full_name not in listed, "no name stands in a list"
    assert "Hỏi lại CSDL quốc gia về dân cư" in page(specialist, task_id)
    assert send(review, specialist, task_id, "collect", paper="passport", **{**FACTS, "birth": "x"}) == 400
    assert send(review, specialist, task_id, "collect", paper="passport", note=NOTE, **FACTS) == 302
    shown = page(specialist, task_id)
    assert "khác hồ sơ" in shown
    assert NOTE in shown
    assert "Lập đề nghị sửa" not in shown, "the register has not been asked about it"
    assert send(review, specialist, task_id, "compare") == 302
    assert "Câu trả lời tự về" in page(specialist, task_id)
    review.settle()
    given = {"old_birth": "21/3/1985", "basis": "Giấy khai sinh"}
    assert send(review, specialist, task_id, "propose", **given) == 400, "nothing was ticked"
    assert send(review, specialist, task_id, "propose", fields=["birth"], **given) == 302
    assert "Duyệt đề nghị sửa" in page(leader, task_id)
    proposal = reverse("police:cleaning-proposal", args=[task_id])
    assert specialist.get(proposal, follow=True).status_code == 409
    assert send(review, leader, task_id, "approve") == 302
    assert "21/3/1985 → <strong>02/04/1986</strong>" in page(specialist, task_id)
    printed = specialist.get(proposal, follow=True)
    assert printed["Content-Type"] == "application/pdf"
    assert send(review, specialist, task_id, "verify") == 302
    review.settle()
    assert review.state(task_id) is CleaningState.APPROVED


def test_another_agencys_task_does_not_exist_and_the_try_is_written_down(
    review: Review,  # noqa: F811
) -> None:
    task_id = review.raised()
    neighbour = browser(review, Role.SPECIALIST, agency="other")
    before = refusals(task_id)
    assert neighbour.get(reverse("police:cleaning-task", args=[task_id])).status_code == 404
    assert neighbour.post(reverse("police:cleaning-step", args=[task_id, "compare"])).status_code == 404
    assert refusals(task_id) == before + 2
    assert review.state(task_id) is CleaningState.NEW
    assert "RS-" not in neighbour.get(reverse("police:cleaning")).content.decode()


def refusals(task_id: UUID) -> int:
    with seen_by_system() as cursor:
        cursor.execute(
            "select count(*) from audit_entry where outcome = 'refused' and object_id = %s", [task_id]
        )
        return int(cursor.fetchone()[0])


def test_a_page_that_is_stale_changes_nothing(review: Review) -> None:  # noqa: F811
    task_id = review.raised()
    specialist = browser(review, Role.SPECIALIST)
    address = reverse("police:cleaning-step", args=[task_id, "compare"])
    assert specialist.post(address, {"expected_version": "7"}).status_code == 409
    assert specialist.post(address).status_code == 409
    assert review.state(task_id) is CleaningState.NEW


def test_transfer_leads_back_to_the_list(review: Review) -> None:  # noqa: F811
    task_id = review.raised()
    specialist = browser(review, Role.SPECIALIST)
    assert send(review, specialist, task_id, "transfer", agency="x", note=NOTE) == 400
    other = str(review.stage.agencies["other"])
    assert send(review, specialist, task_id, "transfer", agency=other, note=NOTE) == 302
    assert specialist.get(reverse("police:cleaning-task", args=[task_id])).status_code == 404
    assert "Nơi khác chuyển đến" in page(browser(review, Role.SPECIALIST, agency="other"), task_id)


@pytest.mark.parametrize(
    ("role", "agency", "is_led"),
    [
        (Role.SPECIALIST, "commune_police", True),
        (Role.LEADER, "commune_police", True),
        (Role.RECEPTION_OFFICER, "commune_police", False),
        (Role.SPECIALIST, "commune_committee", False),
    ],
)
def test_the_navigation_leads_there_whoever_reviews_people(
    review: Review,  # noqa: F811
    role: Role,
    agency: str,
    is_led: bool,
) -> None:
    home = browser(review, role, agency=agency).get(reverse("onestop:home"), follow=True)
    assert (f'href="{reverse("police:cleaning")}"' in home.content.decode()) is is_led


def test_the_person_reads_in_their_log_what_was_done_in_words(review: Review) -> None:  # noqa: F811
    task_id = review.raised()
    review.approved(task_id)
    review.view(task_id)
    with seen_by_system() as cursor:
        cursor.execute("select distinct action from audit_entry where object_kind = 'cleaning'")
        found = {row[0] for row in cursor.fetchall()}
    assert {"cleaning.read", "cleaning.raise", "cleaning.approve"} <= found
    assert not [action for action in found if act_text(action) == act_text("unknown.act")]

"""An agency's queues: one look at the numbers, one at the page, and nothing that is not on them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.dossiers.test_life_of_a_dossier import file, in_processing, view
from tinhso.casework.dossiers import service as dossiers
from tinhso.foundation.authority.service import Role, set_scope, system_actor

pytestmark = pytest.mark.django_db

LISTS = [
    "to_receive",
    "to_process",
    "to_approve",
    "to_deliver",
    "waiting_citizen",
    "waiting_agency",
    "closed",
    "late",
    "due_today",
    "late_tomorrow",
    "to_apologise",
    "unverified",
]


@pytest.fixture
def desk(province):
    return province.officer(province.police, Role.RECEPTION_OFFICER, Role.SPECIALIST)


def test_the_first_queue_that_holds_anything_opens(province, desk):
    filed = file(province)
    opened = dossiers.open_queue(among=("to_deliver", "to_receive"), actor=desk, now=province.now)
    assert (opened.queue, [row.dossier_id for row in opened.found.rows]) == ("to_receive", [filed.id])
    nothing = dossiers.open_queue(among=("to_deliver", "to_approve"), actor=desk, now=province.now)
    assert (nothing.queue, nothing.found.rows) == ("to_deliver", ())


def test_every_list_shows_as_many_as_its_number_says(province, desk):
    for number in range(3):
        file(province, key=f"new {number}")
    in_processing(province)
    for days in (0, 2, 3, 10):
        now = province.now + timedelta(days=days)
        counts = {each.queue: each.count for each in dossiers.queue_counts(actor=desk, now=now)}
        for queue in LISTS:
            found = dossiers.work_list(queue=queue, actor=desk, now=now)
            assert len(found.rows) == found.total == counts.get(queue, found.total), (queue, days)
    assert counts["late"] == 4
    assert counts["unverified"] == 4


@pytest.mark.parametrize("queue", ["to_receive", "unverified", "due_today"])
def test_pages_follow_each_other_without_a_gap(province, desk, queue):
    filed = {file(province, key=str(number)).id for number in range(5)}
    seen, key = [], ""
    for _ in range(3):
        page = dossiers.work_list(queue=queue, actor=desk, now=province.now, page_key=key, page_size=2)
        seen += [row.dossier_id for row in page.rows]
        key = page.next_key
    assert (set(seen), len(seen), key) == (filed, 5, "")


def test_a_line_without_access_is_shown_to_nobody(province):
    """The planted defect: a line at an agency that has no part in the dossier."""
    file(province)
    with connection.cursor() as cursor:
        set_scope(system_actor())
        cursor.execute(
            """insert into dossiers_worklist (dossier_id, agency_id, queue, sort_at)
               select dossier_id, %s, queue, sort_at from dossiers_worklist""",
            [province.committee],
        )
    stranger = province.officer(province.committee, Role.RECEPTION_OFFICER)
    assert dossiers.work_list(queue="to_receive", actor=stranger, now=province.now).rows == ()


def test_a_confirmed_applicant_leaves_the_list_of_the_unverified(province, desk):
    filed = file(province)
    with connection.cursor() as cursor:
        set_scope(system_actor())
        cursor.execute("update dossiers_dossier set check_state = 'match' where id = %s", [filed.id])
    dossiers.take_step(
        dossier_id=filed.id, action="receive", expected_version=1, actor=desk, now=province.now
    )
    assert view(province, filed, desk).check.value == "match"
    assert dossiers.work_list(queue="unverified", actor=desk, now=province.now).total == 0


@pytest.mark.usefixtures("no_news")
def test_a_queue_with_all_numbers_costs_at_most_five_statements(province, desk):
    file(province)
    with CaptureQueriesContext(connection) as captured:
        dossiers.open_queue(among=("to_receive",), actor=desk, now=province.now)
    assert len([each for each in captured if "SAVEPOINT" not in each["sql"]]) <= 4


@pytest.mark.parametrize("queue", LISTS)
def test_pages_and_numbers_are_read_in_the_order_of_an_index(province, desk, queue):
    """No list sorts what it does not show: each has an index from the agency on, in the order shown."""
    with CaptureQueriesContext(connection) as captured:
        dossiers.work_list(queue=queue, actor=desk, now=province.now)
    (page,) = [each["sql"] for each in captured if each["sql"].lstrip().startswith("with page")]
    with connection.cursor() as cursor:
        set_scope(desk)
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("set local enable_bitmapscan = off")
        cursor.execute("set local enable_sort = off")
        cursor.execute("explain " + page.replace("%", "%%"))
        plan = "\n".join(row[0] for row in cursor.fetchall())
    inner = plan.split("CTE page", 1)[1].split("CTE Scan", 1)[0]
    assert "Sort" not in inner, plan
    assert "worklist_" in inner, plan

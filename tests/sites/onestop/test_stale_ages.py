"""From which age an answer of a register is old: read and set by whoever operates the lines."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.sites.onestop.conftest import Screens, text_of
from tests.sites.onestop.desk_data import Commune

pytestmark = pytest.mark.django_db

ADDRESS = "/desk/exchange/stale-ages/"
GOOD = {
    "register": "business",
    "days": "45",
    "valid_from-day": "1",
    "valid_from-month": "8",
    "valid_from-year": "2023",
    "source": "Quyết định số 12/QĐ-UBND",
}


def rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(statement)
        found = cursor.fetchall()
        cursor.execute("select set_config('tinhso.scope', '', true)")
    return found


def kept() -> list[tuple[object, ...]]:
    return rows(
        """select valid_from::text, days from verification_stale_policy
           where register = 'business' order by 1"""
    )


def audited() -> list[tuple[object, ...]]:
    return rows("select details ->> 'days' from audit_entry where action = 'verification.stale_policy_set'")


def test_an_age_is_set_for_a_day_to_come_with_its_source_and_what_holds_stays(
    commune: Commune, screen: Screens
) -> None:
    administrator = screen("administrator", kind="provincial_one_stop", unit="74")
    before = text_of(administrator.get(ADDRESS))
    assert (before.count("Đang áp dụng<"), before.count("Sắp áp dụng<")) == (4, 0)
    assert administrator.post(ADDRESS, GOOD).status_code == 302
    assert administrator.post(ADDRESS, {**GOOD, "days": "60"}).status_code == 302
    assert kept() == [("2023-01-01", 30), ("2023-08-01", 60)]
    assert sorted(audited()) == [("45",), ("60",)]
    page = text_of(administrator.get(ADDRESS))
    assert (page.count("Đang áp dụng<"), page.count("Sắp áp dụng<")) == (4, 1)
    assert "45 ngày, từ 01/08/2023. Quyết định số 12/QĐ-UBND" in page, "also what was set first is told"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"register": "elsewhere"}, "Hãy chọn cơ sở dữ liệu."),
        ({"days": "3651"}, "Số ngày phải là số nguyên từ 1 đến 3650."),
        ({"days": "²"}, "Số ngày phải là số nguyên từ 1 đến 3650."),
        ({"valid_from-day": "17", "valid_from-month": "7"}, "Ngày bắt đầu phải sau hôm nay, 17/07/2023"),
        ({"valid_from-day": "31", "valid_from-month": "9"}, "Hãy ghi đủ ngày, tháng, năm bắt đầu."),
        ({"source": "  "}, "Hãy ghi căn cứ của mức này."),
    ],
)
def test_a_wrong_entry_is_told_beside_its_field_and_nothing_is_set(
    commune: Commune, screen: Screens, typed: dict[str, str], said: str
) -> None:
    administrator = screen("administrator", kind="provincial_one_stop", unit="74")
    answer = administrator.post(ADDRESS, {**GOOD, **typed})
    page = text_of(answer)
    assert answer.status_code == 400
    assert page.count(said) == 2, "above, and beside the field"
    assert (kept(), audited()) == ([("2023-01-01", 30)], [])


def test_nobody_else_sets_or_reads_it(commune: Commune, screen: Screens) -> None:
    leader = screen("leader")
    assert leader.get(ADDRESS).status_code == 403
    assert leader.post(ADDRESS, GOOD).status_code == 403
    assert kept() == [("2023-01-01", 30)]

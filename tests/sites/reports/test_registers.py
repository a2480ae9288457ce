"""The use of the four registers: counted by agency and month, adding up, the same in CSV and XLSX."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client

from tests.sites.onestop.conftest import Screens, text_of
from tests.sites.onestop.desk_data import Commune
from tinhso.casework.dossiers.service import look_up_for_dossier
from tinhso.coordination.statistics.service import (
    Narrowing,
    PeriodKind,
    RegisterLine,
    RegisterReport,
    UseFigure,
    period_of,
    register_report,
)
from tinhso.foundation.authority.service import Actor, NotPermitted, Role
from tinhso.services.verification.service import Register

pytestmark = pytest.mark.django_db
HERE = "/desk/reports/registers/"


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(statement, list(values))
        cursor.execute("select set_config('tinhso.scope', '', true)")


@pytest.fixture
def asked(commune: Commune) -> Commune:
    """Five questions about a business: found in 10 s and 30 s (an old copy); none; not permitted; waiting."""
    filed = commune.processing()
    found: list[tuple[str, int | None, datetime | None]] = [
        ("found", 10, commune.now),
        ("found", 30, commune.now - timedelta(days=31)),
        ("not_found", 60, commune.now),
        ("not_permitted", 90, None),
        ("waiting", None, None),
    ]
    for state, waited, as_of in found:
        look_up_id = look_up_for_dossier(
            dossier_id=filed.id,
            register=Register.BUSINESS,
            number="3702345674",
            actor=commune.specialist,
            now=commune.now,
        )
        if waited is not None:
            sql(
                """update verification_look_up set state = %s, as_of = %s,
                     answered_at = asked_at + make_interval(secs => %s) where id = %s""",
                state, as_of, waited, look_up_id,
            )  # fmt: skip
    return commune


def reported(commune: Commune, actor: Actor, **narrowed: Any) -> RegisterReport:
    return register_report(
        period=period_of(PeriodKind.MONTH, commune.now.date()),
        narrowed=Narrowing(**narrowed),
        actor=actor,
        now=commune.now + timedelta(minutes=5),
    )


def counts(line: RegisterLine) -> dict[str, int]:
    return {figure.value: line.counts[figure] for figure in UseFigure}


def test_every_question_is_counted_once_and_the_sums_are_equal(asked: Commune) -> None:
    report = reported(asked, asked.leader)
    of = {line.register: line for line in report.registers}
    assert counts(of["business"]) == {
        "asked": 5, "answered": 4, "found": 2, "not_found": 1, "not_permitted": 1, "waiting": 1, "stale": 1,
    }  # fmt: skip
    assert of["business"].median_wait_s == 45.0
    assert counts(of["population"])["asked"] == 1
    assert of["population"].median_wait_s is None
    assert counts(of["budget"])["asked"] == 0
    for line in (*report.registers, *report.rows):
        told = counts(line)
        assert told["answered"] + told["waiting"] == told["asked"]
        assert told["found"] + told["not_found"] + told["not_permitted"] == told["answered"]
    for figure in UseFigure:
        assert sum(line.counts[figure] for line in report.rows) == sum(
            line.counts[figure] for line in report.registers
        )
    assert {(line.register, str(line.month)) for line in report.rows} == {
        ("business", "2023-07-01"),
        ("population", "2023-07-01"),
    }


def test_another_month_has_no_line_and_another_agency_is_refused(asked: Commune) -> None:
    before = register_report(
        period=period_of(PeriodKind.MONTH, asked.now.date().replace(month=6)),
        narrowed=Narrowing(),
        actor=asked.leader,
        now=asked.now,
    )
    assert before.rows == ()
    assert all(line.counts[UseFigure.ASKED] == 0 for line in before.registers)
    with pytest.raises(NotPermitted):
        reported(asked, asked.leader, agency=asked.committee)
    with pytest.raises(NotPermitted):
        reported(asked, asked.officer(asked.police, Role.SPECIALIST))


def test_the_province_sees_what_belongs_to_it(asked: Commune, screen: Screens) -> None:
    controller = screen("controller", kind="provincial_committee", unit="74")
    page = text_of(controller.get(HERE))
    assert "đăng ký doanh nghiệp" in page
    assert "07/2023" in page
    assert "Cách tính các con số" in page


def test_page_and_files_say_the_same(asked: Commune, screen: Screens) -> None:
    leader: Client = screen("leader")
    page = text_of(leader.get(HERE))
    for word in ("dân cư", "đăng ký doanh nghiệp", "về bảo hiểm", "quan hệ với ngân sách"):
        assert word in page
    saved = leader.get("/desk/reports/registers.csv?period=month&on=2023-07-17")
    assert saved["Content-Disposition"].startswith("attachment")
    content = b"".join(saved.streaming_content) if saved.streaming else saved.content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=_delimiter(content)))
    business = [row for row in rows if row and "doanh nghiệp" in row[0] and "Cả kỳ" in row]
    assert [row[3:10] for row in business] == [["5", "4", "2", "1", "1", "1", "1"]]
    sheet = leader.get("/desk/reports/registers.xlsx?period=month&on=2023-07-17")
    content = b"".join(sheet.streaming_content) if sheet.streaming else sheet.content
    assert "xl/workbook.xml" in ZipFile(io.BytesIO(content)).namelist()
    assert leader.get("/desk/reports/registers.pdf").status_code == 404
    sql("select 1")
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute("select count(*) from audit_entry where action = 'statistics.exported'")
        assert cursor.fetchone() == (2,)


def _delimiter(content: bytes) -> str:
    head = content.decode("utf-8-sig").splitlines()
    return ";" if any(line.count(";") > 5 for line in head) else ","

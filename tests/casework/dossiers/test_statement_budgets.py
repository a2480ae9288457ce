"""How many SQL statements the main requests may cost; measured, so that nobody adds one unseen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.dossiers.test_life_of_a_dossier import ANSWERS, PDF, paper
from tinhso.casework.dossiers import service as dossiers
from tinhso.foundation.authority.service import Role

pytestmark = pytest.mark.django_db


def _statements(captured):
    """Statements without the savepoints that the test's own transaction adds."""
    return [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]


def _file(province, key):
    """File with a name and a paper that nobody has seen before, as most dossiers do."""
    return dossiers.file_online(
        procedure_code="1.004194",
        answers={**ANSWERS, "full_name": f"Nguyễn Thị {key}"},
        papers=[paper(content=PDF + key.encode() + b"\n%%EOF\n")],
        key=key,
        actor=province.citizen,
        now=province.now,
    )


@pytest.mark.usefixtures("no_news")
def test_filing_costs_at_most_nine_statements_after_the_session_and_the_actor(province):
    _file(province, "Ấm")
    with CaptureQueriesContext(connection) as captured:
        _file(province, "Đo")
    statements = _statements(captured)
    assert len(statements) <= 9


@pytest.mark.usefixtures("no_news")
def test_work_list_costs_at_most_four_statements(province):
    _file(province, "Một")
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    with CaptureQueriesContext(connection) as captured:
        dossiers.work_list(queue="to_receive", actor=desk, now=province.now)
    statements = _statements(captured)
    assert len(statements) <= 4

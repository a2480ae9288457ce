"""Dossiers of the own agency found by the end of a code, a personal id, or whole words of a name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.casework.dossiers.test_life_of_a_dossier import (
    ANSWERS,
    ask_for_a_clear_scan,
    file,
    in_processing,
    paper,
    view,
)
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.handling import supplement
from tinhso.casework.dossiers.record.findable import code_tail
from tinhso.casework.dossiers.service import SoughtBy, UnableToSearch
from tinhso.foundation.audit.service import entries_about
from tinhso.foundation.authority.service import NotPermitted, Role, set_scope, system_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(province):
    return province.officer(province.police, Role.RECEPTION_OFFICER)


def search(province, actor, text, **how):
    return dossiers.search_dossiers(text=text, actor=actor, now=province.now, **how)


def found(province, actor, text):
    return [row.dossier_id for row in search(province, actor, text).rows]


def file_named(province, name, key):
    return file(province, key=key, full_name=name).id


@pytest.mark.parametrize("typed", ["nguyen thi hoa", "Hoà", "HÒA", "hoa Nguyễn", "  hoa ", "hoa, thi", "Hoà"])
def test_whole_words_of_the_name_find_it_with_or_without_accents(province, desk, typed):
    filed = file(province)
    assert found(province, desk, typed) == [filed.id]


@pytest.mark.parametrize("typed", ["ho", "nguye", "hoang", "hoa binh", "thi thi ha", "ngu yen"])
def test_parts_of_words_and_words_that_are_missing_find_nobody(province, desk, typed):
    file(province)
    assert found(province, desk, typed) == []


def test_the_latest_come_first_and_every_page_goes_on_where_the_last_ended(province, desk):
    filed = []
    for number, name in enumerate(("Trần Hoa", "Lê Văn Bình", "Nguyễn Thị Hoa", "Hoa Hoa", "Phạm Hoa")):
        province.clock.moment = province.now + timedelta(minutes=number)
        filed.append(file_named(province, name, str(number)))
    del filed[1]
    first = search(province, desk, "hoa", page_size=3)
    then = search(province, desk, "hoa", page_size=3, page_key=first.next_key)
    assert [row.dossier_id for row in (*first.rows, *then.rows)] == filed[::-1]
    assert then.next_key == ""


def test_a_rare_word_leads_past_many_common_ones(province, desk):
    for number in range(8):
        file_named(province, "Nguyễn Văn " + "ABCDEGHI"[number], str(number))
    wanted = file_named(province, "Nguyễn Văn Quý", "quy")
    assert found(province, desk, "nguyen van quy") == [wanted]
    assert len(found(province, desk, "van nguyen")) == 9


def test_last_digits_in_either_notation_and_with_or_without_the_day(province, desk):
    filed = file(province)
    code = view(province, filed).code
    day, number = code.split("-")[-2:]
    for typed in (number, number[-2:], f"{day}-{number}", f"20{day}-{number}", f"{day[-2:]}-{number}"):
        result = search(province, desk, typed)
        assert (result.by, [row.dossier_id for row in result.rows]) == (SoughtBy.CODE_TAIL, [filed.id])
        assert code.endswith(result.code_tail), "what matched is an end of the code"
    assert found(province, desk, "98") == []
    assert found(province, desk, f"010101-{number}") == []


def test_a_whole_code_and_a_personal_id(province, desk):
    filed = file(province)
    for typed in (
        view(province, filed).code,
        view(province, filed).dotted_code,
        "074190001234",
        "0741 9000 1234",
    ):
        assert found(province, desk, typed) == [filed.id]
    assert found(province, desk, "074190001235") == []


@pytest.mark.parametrize(
    "typed", ["", "  ", "7", "?!", "-", "12345678901234", "%", "x" * 121, "' or 1=1 --" * 20]
)
def test_what_can_mean_nothing_is_refused_with_a_word_what_to_type(province, desk, typed):
    with pytest.raises(UnableToSearch):
        search(province, desk, typed)


@pytest.mark.parametrize("typed", ["hoa", "nguyen thi hoa", "074190001234", "0001"])
def test_another_agency_finds_nothing_and_nobody_is_shown_as_seen(province, typed):
    file(province)
    stranger = province.officer(province.committee, Role.RECEPTION_OFFICER)
    assert found(province, stranger, typed) == []
    assert "dossier.search" not in acts_about(province)


@pytest.mark.parametrize("typed", ["hoa", "074190001234", "0001"])
def test_without_an_access_row_words_and_lines_find_nothing(province, typed):
    """The planted defect: words and a line at an agency that has no part in the dossier."""
    file(province)
    as_system("insert into dossiers_name_word select %s, word_index, dossier_id from dossiers_name_word",
              province.committee)  # fmt: skip
    as_system(
        """insert into dossiers_worklist (dossier_id, agency_id, queue, sort_at, code_tail)
           select dossier_id, %s, queue, sort_at, code_tail from dossiers_worklist""",
        province.committee,
    )
    stranger = province.officer(province.committee, Role.RECEPTION_OFFICER)
    assert found(province, stranger, typed) == []
    assert "dossier.search" not in acts_about(province)


def test_whoever_is_shown_sees_the_search_with_its_purpose_and_whoever_is_not_does_not(province, desk):
    file(province)
    search(province, desk, "binh")
    assert "dossier.search" not in acts_about(province)
    search(province, desk, "hoa")
    (entry,) = [each for each in entries_of(province) if each.action == "dossier.search"]
    assert entry.purpose.startswith("Tìm hồ sơ")
    assert entry.details == {"by": "name", "count": 1}, "what was typed stands nowhere"


def test_a_search_that_shows_nobody_is_recorded_all_the_same(province, desk):
    search(province, desk, "khong co ai")
    assert as_system("select subjects::text, details::text from audit_entry where action = 'dossier.search'")


def test_only_who_may_see_lists_may_search(province):
    administrator = province.officer(province.police, Role.ADMINISTRATOR)
    with pytest.raises(NotPermitted):
        search(province, administrator, "hoa")


def test_a_desk_that_took_a_dossier_in_for_another_agency_finds_it_too(province, desk):
    filed = dossiers.register_at_counter(
        procedure_code="1.004194",
        answers={**ANSWERS, "new_commune": "25741"},
        papers=[paper()],
        key="counter",
        actor=desk,
        now=province.now,
    )
    assert found(province, desk, "hoa") == [filed.id]


def test_a_name_corrected_in_a_supplement_finds_by_the_new_name_only(province, desk, monkeypatch):
    """No published procedure lets a name be typed over; this one would."""
    filed = in_processing(province)
    ask_for_a_clear_scan(province, filed)
    real = supplement._corrected_answers
    monkeypatch.setattr(
        supplement,
        "_corrected_answers",
        lambda *given: {**real(*given), "full_name": "Nguyễn Thị Hòe"},
    )
    dossiers.answer_supplement(
        dossier_id=filed.id,
        answers={},
        papers=[paper()],
        expected_version=None,
        actor=province.citizen,
        now=province.now,
    )
    assert found(province, desk, "hoa") == []
    assert found(province, desk, "nguyen thi hoe") == [filed.id]
    assert view(province, filed).applicant_name == "Nguyễn Thị Hòe"


def test_dossiers_from_before_there_was_a_search_are_made_findable_once(province, desk):
    filed = [file_named(province, "Trần Thị Hoa", str(number)) for number in range(5)]
    as_system("delete from dossiers_name_word")
    as_system("update dossiers_worklist set code_tail = null")
    assert found(province, desk, "hoa") == found(province, desk, "0001") == []
    assert dossiers.make_findable(at_once=2) == 5
    assert sorted(found(province, desk, "hoa")) == sorted(filed)
    assert len(found(province, desk, "0001")) == 1
    assert dossiers.make_findable() == 0


def test_an_agency_that_joins_later_finds_the_dossier(province, desk):
    """A step writes the words again for every agency with access: one that had none has them then."""
    filed = file(province)
    as_system("delete from dossiers_name_word")
    dossiers.take_step(
        dossier_id=filed.id, action="receive", expected_version=1, actor=desk, now=province.now
    )
    assert found(province, desk, "hoa") == [filed.id]


@pytest.mark.usefixtures("no_news")
@pytest.mark.parametrize("typed", ["nguyen thi hoa", "074190001234", "0001"])
def test_a_search_costs_at_most_five_statements(province, desk, typed):
    file(province)
    with CaptureQueriesContext(connection) as captured:
        assert found(province, desk, typed)
    assert len([each for each in captured if "SAVEPOINT" not in each["sql"]]) <= 5


@given(
    st.from_regex(r"[A-Z][0-9]{2}(\.[0-9]{1,3}){0,3}-[0-9]{6}-[0-9]{4,7}", fullmatch=True), st.integers(1, 12)
)
def test_the_end_of_a_code_backwards_begins_with_every_end_of_the_code_backwards(code, length):
    assert code_tail(code).startswith(code[-min(length, len(code_tail(code))) :][::-1])


def acts_about(province):
    return {entry.action for entry in entries_of(province)}


def entries_of(province):
    set_scope(province.citizen)
    return entries_about(province.citizen.person_id, now=province.now)


def as_system(statement, *values):
    with connection.cursor() as cursor:
        set_scope(system_actor())
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []

"""Published versions in a real PostgreSQL: added once, never changed, found by what people call things."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import Error, connection, transaction

from tinhso.registers.catalogue import queries
from tinhso.registers.catalogue.models import PublishedProcedure
from tinhso.registers.catalogue.service import (
    PAYMENTS_FOLDER,
    PROCEDURES_FOLDER,
    ProcedureVersion,
    UnableToFindProcedure,
    UnableToPublish,
    get_procedure,
    get_version,
    publish_folder,
    search_procedures,
)

pytestmark = pytest.mark.django_db
TODAY = date(2023, 7, 17)
Plant = Callable[..., Path]


@pytest.fixture
def published(legal_moment: datetime) -> None:
    queries.forget_versions()
    publish_folder(now=legal_moment)


def _audited() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_entry where action = 'procedure.published'")
        return int(cursor.fetchone()[0])


def test_publishing_twice_adds_once(legal_moment: datetime) -> None:
    first = publish_folder(now=legal_moment)
    second = publish_folder(now=legal_moment)
    assert len(first.added) == len([*PROCEDURES_FOLDER.glob("*/*.yaml"), *PAYMENTS_FOLDER.glob("*/*.yaml")])
    assert second.added == ()
    assert second.unchanged == first.added
    assert _audited() == len(first.added)


def test_what_was_published_is_read_back_as_it_was_written(
    published: None, shipped: Callable[[str], ProcedureVersion]
) -> None:
    for code in ("1.004194", "1.000894", "3.000347", "2.000986"):
        found = get_procedure(code, on=TODAY)
        assert found == shipped(code)
        assert found.digest == shipped(code).digest
        assert get_version(code, found.version) is found


def test_a_pinned_version_costs_no_query_once_known(
    published: None, django_assert_num_queries: Callable
) -> None:
    version = get_procedure("1.004194", on=TODAY)
    with django_assert_num_queries(0):
        assert get_version("1.004194", version.version) is version
        assert get_procedure("1.004194", on=TODAY) is version
    queries.forget_versions()
    with django_assert_num_queries(2):
        get_procedure("1.004194", on=TODAY)


def test_a_published_version_cannot_say_something_else(
    published: None, plant: Plant, legal_moment: datetime
) -> None:
    changed = plant(("amount_vnd: 7000", "amount_vnd: 8000"))
    plant(("title: Đăng ký khai sinh", "title: Khai sinh"), code="1.001193")
    before, audited = PublishedProcedure.objects.count(), _audited()
    with pytest.raises(UnableToPublish) as refusal:
        publish_folder(changed.parent.parent, now=legal_moment)
    assert refusal.value.code == "catalogue.version_is_fixed"
    assert (PublishedProcedure.objects.count(), _audited()) == (before, audited)


def test_one_wrong_file_publishes_nothing(plant: Plant, legal_moment: datetime) -> None:
    folder = plant(("services: [4]", "services: [99]")).parent.parent
    plant(code="1.001193")
    with pytest.raises(UnableToPublish) as refusal:
        publish_folder(folder, now=legal_moment)
    assert [problem.rule for problem in refusal.value.problems] == ["unknown_service"]
    assert not PublishedProcedure.objects.exists()
    assert _audited() == 0


def test_an_empty_folder_is_not_a_catalogue(tmp_path: Path, legal_moment: datetime) -> None:
    with pytest.raises(UnableToPublish):
        publish_folder(tmp_path, now=legal_moment)


@pytest.mark.parametrize(
    "statement",
    [
        "update catalogue_procedure set body = '{}'",
        "update catalogue_procedure set valid_to = '2024-01-01' where code = '1.004194'",
        "delete from catalogue_procedure",
    ],
)
def test_the_database_itself_refuses_to_change_a_version(published: None, statement: str) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert PublishedProcedure.objects.filter(code="1.004194", valid_to=None).exists()


def test_the_day_decides_which_version_holds(published: None) -> None:
    assert get_procedure("3.000347", on=date(2023, 11, 30)).version == "2023-06-01"
    assert get_procedure("3.000347", on=date(2023, 12, 1)).version == "2023-12-01"
    assert get_procedure("2.000986", on=date(2024, 7, 1)).version == "2024-07-01"


def test_a_procedure_does_not_exist_before_it_holds(published: None) -> None:
    for code, on in (("1.004194", date(2023, 5, 31)), ("9.999999", TODAY)):
        with pytest.raises(UnableToFindProcedure):
            get_procedure(code, on=on)
    with pytest.raises(UnableToFindProcedure):
        get_version("1.004194", "1999-01-01")
    assert search_procedures(text="", on=date(2023, 4, 30)) == []


def test_a_procedure_ends_after_its_last_day(plant: Plant, legal_moment: datetime) -> None:
    path = plant(
        ('code: "1.004194"', 'code: "1.004999"'),
        ("local_code: 1.004194", "local_code: 1.004999"),
        ("valid_from: 2023-06-01\n", "valid_from: 2023-06-01\nvalid_to: 2023-07-31\n"),
    )
    path.parent.rename(path.parent.with_name("1.004999"))
    publish_folder(path.parent.parent, now=legal_moment)
    assert get_procedure("1.004999", on=date(2023, 7, 31)).code == "1.004999"
    with pytest.raises(UnableToFindProcedure):
        get_procedure("1.004999", on=date(2023, 8, 1))
    assert search_procedures(text="tạm trú", on=date(2023, 8, 1)) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tạm trú", "1.004194"),
        ("tam tru", "1.004194"),
        ("TAM  TRÚ", "1.004194"),
        ("đổi bằng lái", "3.000347"),
        ("doi bang lai xe", "3.000347"),
        ("đổi GPLX", "3.000347"),
        ("mất bằng lái", "3.000348"),
        ("cấp lại bằng lái", "3.000348"),
        ("lam lai bang lai", "3.000348"),
        ("đổi giấy phép lái xe", "3.000347"),
        ("khai sinh", "1.001193"),
        ("lien thong khai sinh", "2.000986"),
        ("BHYT cho tre", "2.000986"),
        ("1.004194", "1.004194"),
        ("ở trọ", "1.004194"),
        ("KT3", "1.004194"),
        ("đăng ký tạ", "1.004194"),
        ("phạt nguội", "0.000008"),
        ("nop phat giao thong", "0.000008"),
        ("thi đại học", "1.005142"),
        ("cà vẹt xe nhập khẩu", "1.013066"),
    ],
)
def test_people_find_a_procedure_by_what_they_call_it(published: None, text: str, first: str) -> None:
    assert search_procedures(text=text, on=TODAY)[0].code == first


@pytest.mark.parametrize("text", ["bằng lái", "GPLX", "giấy phép lái"])
def test_a_licence_in_hand_and_a_lost_one_are_both_offered(published: None, text: str) -> None:
    assert {row.code for row in search_procedures(text=text, on=TODAY)[:2]} == {"3.000347", "3.000348"}


@pytest.mark.parametrize(
    "text", ["kính thiên văn", "xyz", "tạm trú kính thiên văn", "'; drop table", "zz & | ! ( :*"]
)
def test_words_that_fit_nothing_find_nothing(published: None, text: str) -> None:
    assert search_procedures(text=text, on=TODAY) == []


def test_an_empty_search_lists_all_by_title_once(published: None) -> None:
    for text in ("", "  ", "?!"):
        rows = search_procedures(text=text, on=date(2024, 8, 1))
        assert sorted(row.code for row in rows) == sorted(
            folder.name for kept in (PROCEDURES_FOLDER, PAYMENTS_FOLDER) for folder in kept.iterdir()
        )
    titles = [row.title for row in rows]
    assert (
        titles.index("Đăng ký khai sinh")
        < titles.index("Đăng ký tạm trú")
        < titles.index("Đổi giấy phép lái xe")
    )
    by_code = {row.code: row for row in rows}
    assert by_code["3.000347"].version == "2023-12-01"
    assert by_code["1.001193"].channels == ("online", "post", "counter")

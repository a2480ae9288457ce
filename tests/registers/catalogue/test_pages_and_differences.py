"""The review pages in docs/procedures, and what a reviewer reads about a new version."""

from collections.abc import Callable
from pathlib import Path

from tinhso.registers.catalogue.service import (
    PROCEDURES_FOLDER,
    ProcedureVersion,
    diff_versions,
    read_procedure,
    write_pages,
)

PAGES = Path(__file__).resolve().parents[3] / "docs" / "procedures"
Shipped = Callable[[str], ProcedureVersion]
Plant = Callable[..., Path]


def test_the_committed_pages_are_those_the_files_make() -> None:
    pages = write_pages()
    assert {path.name for path in PAGES.glob("*.md")} == set(pages)
    for name, text in pages.items():
        assert (PAGES / name).read_text(encoding="utf-8") == text, f"make docs: {name} is out of date"


def test_a_page_shows_the_picture_the_fees_and_what_is_not_verified() -> None:
    page = write_pages()["1.004194.md"]
    assert "stateDiagram-v2" in page
    assert "5.000 đồng mỗi người" in page
    assert "chưa xác minh" in page
    assert "“Đăng ký cho” là Nhiều người theo danh sách" in page


def test_a_version_does_not_differ_from_itself(shipped: Shipped) -> None:
    assert diff_versions(shipped("1.004194"), shipped("1.004194")) == []


def test_a_reviewer_reads_each_change_in_words(shipped: Shipped, plant: Plant) -> None:
    changed = read_procedure(
        plant(
            ("amount_vnd: 7000", "amount_vnd: 9000"),
            ("duration: {amount: 3, unit: working_day}", "duration: {amount: 2, unit: working_day}"),
            (
                "      - key: email\n        label: Thư điện tử\n",
                "      - key: mail\n        label: Hộp thư\n",
            ),
        )
    )
    changes = {change.path: change for change in diff_versions(shipped("1.004194"), changed)}
    assert changes["cases[online].fee.amount_vnd"].text_vi.endswith("“7000” → “9000”")
    assert changes["cases[online_list].duration"].text_vi.endswith("“3 ngày làm việc” → “2 ngày làm việc”")
    assert changes["sections[applicant].fields[email]"].kind == "removed"
    assert "Hộp thư" in changes["sections[applicant].fields[mail]"].text_vi
    assert len(changes) == 4


def test_a_new_order_of_cases_is_a_change(shipped: Shipped, plant: Plant) -> None:
    changed = read_procedure(
        plant(
            ("  - key: ct01\n", "  - key: ct01 # a\n"),
            ("  - kind: apology\n    form: Mẫu số 04\n", "  - kind: apology\n    form: Mẫu 4\n"),
        )
    )
    assert [change.path for change in diff_versions(shipped("1.004194"), changed)] == ["slips[apology].form"]


def test_later_versions_say_what_changed() -> None:
    folder = PROCEDURES_FOLDER / "2.000986"
    before, after = (read_procedure(path) for path in sorted(folder.glob("*.yaml")))
    texts = [change.text_vi for change in diff_versions(before, after)]
    assert any("“20 ngày” → “4 ngày làm việc”" in text for text in texts)

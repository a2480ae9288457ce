"""Every rule of the catalogue is broken once in a copy of a real file, and caught on the right line."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.registers.catalogue.planted import DEFECTS, Defect
from tinhso.registers.catalogue.service import (
    PROCEDURES_FOLDER,
    UnableToPublish,
    check_file,
    check_folder,
    read_procedure,
)

ROOM = PROCEDURES_FOLDER.parent
YAML_READER = ROOM.parents[1] / "engines" / "text" / "plain_yaml.py"
RULE_PLACE = {"Finding": 1, "UnreadableYaml": 0}
ELSEWHERE = {"file_size", "encoding", "yaml_empty", "another_procedure"}
Plant = Callable[..., Path]


def test_nothing_is_wrong_with_the_shipped_files() -> None:
    assert check_folder() == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.rule}:{defect.line[:30].strip()}")
def test_a_planted_defect_is_caught_on_its_line(defect: Defect, plant: Plant) -> None:
    path = plant((defect.old, defect.new), code=defect.code)
    lines = [
        number
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(keepends=True), start=1)
        if defect.line in text
    ]

    problems = check_file(path)

    found = [problem.line for problem in problems if problem.rule == defect.rule]
    assert found, f"not caught; found {[(each.line, each.rule) for each in problems]}"
    assert set(found) & set(lines), f"caught on {found}, expected one of {lines}"
    assert all(problem.file == f"{defect.code}/{path.name}" for problem in problems)
    assert all(problem.message_vi for problem in problems)


def test_every_rule_in_the_code_has_a_planted_defect() -> None:
    files = [*ROOM.rglob("*.py"), YAML_READER]
    rules = {rule for file in files for rule in _rules_in(file)}
    planted = {defect.rule for defect in DEFECTS}
    assert len(rules) > 40
    assert rules - planted - ELSEWHERE == set()


def _rules_in(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        place = RULE_PLACE.get(node.func.id)
        named = [word.value for word in node.keywords if word.arg == "rule"]
        for value in [*named, *(node.args[place : place + 1] if place is not None else [])]:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found.add(value.value)
    return found


@pytest.mark.parametrize(
    ("content", "rule", "line"),
    [
        (b"", "yaml_empty", 1),
        (b"a: 1\nb: \xff\n", "encoding", 2),
        (b"# x\n" * 100_000, "file_size", 1),
        (b"a: 1\n--- \nb: 2\n", "yaml_syntax", 2),
        (b"a: &x [1]\nb: &y [*x, *x]\nc: [*y, *y]\n", "yaml_alias", 1),
        (b"[1, 2]\n", "wrong_type", 1),
    ],
)
def test_a_file_that_is_no_procedure_is_refused(content: bytes, rule: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "1.004194" / "2023-06-01.yaml"
    path.parent.mkdir()
    path.write_bytes(content)
    assert [(problem.rule, problem.line) for problem in check_file(path)] == [(rule, line)]


def test_words_of_old_yaml_stay_what_they_look_like(plant: Plant) -> None:
    path = plant(
        ("{value: work, label: Lao động}", "{value: no, label: 12:30}"),
        ("{value: study, label: Học tập}", "{value: on, label: 1.10}"),
    )
    field = next(field for field in read_procedure(path).fields if field.key == "reason")
    assert [(option.value, option.label) for option in field.options[:2]] == [("no", "12:30"), ("on", "1.10")]


def test_several_problems_of_one_file_come_in_the_order_of_its_lines(plant: Plant) -> None:
    path = plant(("services: [4]", "services: [26]"), ("to: drafted", "to: nowhere"))
    assert [problem.rule for problem in check_file(path)] == ["unknown_service", "unknown_state"]


def test_reading_a_wrong_file_says_what_is_wrong(plant: Plant) -> None:
    with pytest.raises(UnableToPublish) as refusal:
        read_procedure(plant(("services: [4]", "services: [26]")))
    assert [problem.rule for problem in refusal.value.problems] == ["unknown_service"]


def test_comments_and_layout_do_not_change_the_digest(plant: Plant) -> None:
    path = plant(("services: [4]", "# một lời ghi chú\nservices:\n  - 4"))
    shipped = read_procedure(PROCEDURES_FOLDER / "1.004194" / "2023-06-01.yaml")
    assert read_procedure(path).digest == shipped.digest
    assert read_procedure(plant((" 5000", " 5001"))).digest != shipped.digest

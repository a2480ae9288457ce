"""Reading a reviewed file: what it says, or everything that is wrong with it, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from tinhso.engines.text.service import Plain, UnreadableYaml, YamlText, read_yaml
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.process.service import Duration
from tinhso.registers.catalogue.adapters.trees import build_entry
from tinhso.registers.catalogue.reviewing.rules import findings_of
from tinhso.registers.catalogue.reviewing.rules.findings import Finding
from tinhso.registers.catalogue.reviewing.types import Problem
from tinhso.registers.catalogue.types import CatalogueEntry

Place = tuple[str | int, ...]
_WRONG_WORD = {
    "lead": "unknown_agency",
    "competence": "unknown_agency",
    "fact": "unknown_register",
    "prefill": "unknown_prefill",
    "type": "unknown_type",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """One file read: the tree and the data it was built from, where nothing is wrong with it."""

    path: Path
    version: CatalogueEntry | None
    body: Any
    problems: tuple[Problem, ...]


def procedure_files(folder: Path) -> list[Path]:
    """The files of a catalogue, ``<code>/<valid_from>.yaml``, in order."""
    return sorted(folder.glob("*/*.yaml"))


def read_file(path: Path) -> ReadFile:
    """Read one file and judge it by every rule."""
    return read_text(path.read_bytes(), path, is_named=True)


def read_text(content: bytes, path: Path, *, is_named: bool) -> ReadFile:
    """The same for the text of a file; one that is not yet ``is_named`` cannot have a wrong name."""
    try:
        source = read_yaml(content)
    except UnreadableYaml as fault:
        return _failed(path, [_problem(path, fault.line, fault.rule, fault.message)])
    try:
        version = build_entry(source.data)
    except ValidationError as error:
        return _failed(path, list(_shape_problems(path, source, error)))
    except DomainError as error:
        # a duration that its unit does not allow: pydantic lets that refusal pass without a place
        line = next((source.line_of(place) for place in _impossible_durations(source.data, ())), 1)
        return _failed(path, [_problem(path, line, error.code, error.message)])
    problems = [
        _problem(path, source.line_of(finding.path), finding.rule, finding.message)
        for finding in (*(_misplaced(path, version) if is_named else ()), *findings_of(version))
    ]
    problems.sort(key=lambda problem: problem.line)
    return ReadFile(path=path, version=version, body=source.data, problems=tuple(problems))


def _failed(path: Path, problems: list[Problem]) -> ReadFile:
    return ReadFile(path=path, version=None, body=None, problems=tuple(problems))


def _problem(path: Path, line: int, rule: str, message: str) -> Problem:
    return Problem(file=f"{path.parent.name}/{path.name}", line=line, rule=rule, message_vi=message)


def _misplaced(path: Path, version: CatalogueEntry) -> Iterator[Finding]:
    if path.parent.name != version.code:
        message = f"Tệp nằm trong thư mục “{path.parent.name}” nhưng mã thủ tục là “{version.code}”."
        yield Finding(("code",), "folder_name", message)
    if path.stem != version.valid_from.isoformat():
        message = f"Tên tệp phải là ngày có hiệu lực: {version.valid_from.isoformat()}.yaml."
        yield Finding(("valid_from",), "file_name", message)


def _shape_problems(path: Path, source: YamlText, error: ValidationError) -> Iterator[Problem]:
    seen: set[tuple[int, str]] = set()
    for detail in sorted(error.errors(), key=lambda each: source.line_of(_place(source, each))):
        rule, message = _explain(detail)
        line = source.line_of(_place(source, detail))
        if (line, rule) not in seen:
            seen.add((line, rule))
            yield _problem(path, line, rule, message)


def _place(source: YamlText, detail: ErrorDetails) -> Place:
    """The location without what pydantic adds for the members of a union."""
    place = detail["loc"]
    while place and place not in source.lines and place[:-1] not in source.lines:
        place = place[:-1]
    return place


def _explain(detail: ErrorDetails) -> tuple[str, str]:
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    kind = detail["type"]
    if kind in {"missing", "missing_argument", "missing_keyword_only_argument"}:
        if name == "duration":
            return "case_without_time", "Trường hợp này chưa ghi thời hạn giải quyết (duration)."
        return "missing_key", f"Thiếu mục bắt buộc “{name}”."
    if kind == "unexpected_keyword_argument":
        return "unknown_key", f"Không có mục nào tên là “{name}”."
    if kind in {"literal_error", "enum"}:
        rule = _WRONG_WORD.get(name, "unknown_value")
        allowed = str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "")
        return rule, f"Giá trị của “{name}” không có trong danh sách: {allowed}."
    return "wrong_type", f"Giá trị của “{name}” không đúng kiểu."


def _impossible_durations(value: Plain, place: Place) -> Iterator[Place]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _impossible_durations(item, (*place, number))
    if not isinstance(value, dict):
        return
    if value.keys() == {"amount", "unit"} and not _is_duration(value):
        yield place
    for key, item in value.items():
        yield from _impossible_durations(item, (*place, key))


def _is_duration(value: dict[str, Plain]) -> bool:
    try:
        TypeAdapter(Duration).validate_python(value)
    except (DomainError, ValidationError):
        return False
    return True

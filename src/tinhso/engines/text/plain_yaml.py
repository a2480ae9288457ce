"""YAML narrowed to what a legal text needs: maps, lists, text, whole numbers, true/false and days.

No anchors or aliases (loops, "billion laughs"), no tags, no merge keys, no duplicate keys, no surprises of
YAML 1.1 (``no`` is a word, ``15:00`` a time, ``1.001193`` a code); size and depth are limited.
Every value keeps its line.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

import yaml

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
MAX_NODES = 20_000

Path = tuple[str | int, ...]
Plain = str | int | bool | dt.date | None | list["Plain"] | dict[str, "Plain"]

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class UnreadableYaml(Exception):
    """The text breaks a rule of this reader; carries the rule, the line and a Vietnamese message."""

    def __init__(self, rule: str, line: int, message: str) -> None:
        super().__init__(rule, line, message)
        self.rule, self.line, self.message = rule, line, message


@dataclass(frozen=True, slots=True)
class YamlText:
    """The data of a file and the line (from 1) on which each of its paths begins."""

    data: Plain
    lines: dict[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """The line of a path, or of the nearest place above it that the file holds."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(content: bytes) -> YamlText:
    """Read one document; raises ``UnreadableYaml`` at the first broken rule."""
    if len(content) > MAX_BYTES:
        raise UnreadableYaml("file_size", 1, f"Tệp lớn hơn {MAX_BYTES // 1024} KB.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableYaml("encoding", line, "Tệp không phải là văn bản UTF-8.") from error
    try:
        _inspect(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _syntax_problem(error) from error
    read = YamlText(data=None)
    return YamlText(data=_plain(node, (), read.lines), lines=read.lines)


def _syntax_problem(error: yaml.YAMLError) -> UnreadableYaml:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    return UnreadableYaml("yaml_syntax", line, "Tệp không đúng cú pháp YAML ở dòng này.")


def _inspect(text: str) -> None:
    """Refuse what must not even be built: aliases, anchors, tags, depth, number of nodes."""
    depth = 0
    for nodes, event in enumerate(yaml.parse(text, Loader=_Loader), start=1):
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise UnreadableYaml("yaml_alias", line, "Không dùng neo (&) và bí danh (*) của YAML.")
        if getattr(event, "tag", None):
            raise UnreadableYaml("yaml_tag", line, "Không dùng nhãn kiểu (!) của YAML.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise UnreadableYaml("yaml_depth", line, f"Lồng nhau quá {MAX_DEPTH} tầng.")
        if nodes > MAX_NODES:
            raise UnreadableYaml("yaml_nodes", line, f"Quá {MAX_NODES} giá trị trong một tệp.")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _plain(node: yaml.Node | None, path: Path, lines: dict[Path, int]) -> Plain:
    if node is None:
        raise UnreadableYaml("yaml_empty", 1, "Tệp trống.")
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, path, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, place), lines) for place, item in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode):
        return _plain_scalar(node)
    raise UnreadableYaml("yaml_syntax", 1, "Tệp không đúng cú pháp YAML.")


def _plain_mapping(node: yaml.MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, Plain]:
    values: dict[str, Plain] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if key is None or key == "<<":
            raise UnreadableYaml("yaml_key", line, "Tên mục phải là một từ.")
        if key in values:
            raise UnreadableYaml("duplicate_key", line, f"Mục “{key}” được ghi hai lần.")
        lines[(*path, key)] = line
        values[key] = _plain(value_node, (*path, key), lines)
    return values


def _plain_scalar(node: yaml.ScalarNode) -> Plain:
    value = str(node.value)
    if node.style:  # quoted or block text is always text
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _WHOLE_NUMBER.fullmatch(value):
        return int(value)
    if _DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError as error:
            line = node.start_mark.line + 1
            raise UnreadableYaml("yaml_day", line, f"Ngày “{value}” không có trong lịch.") from error
    return value

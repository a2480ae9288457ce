"""Reading a JSON body from outside, suspicious of every byte: length, depth, double names, odd numbers."""

import json
from typing import Any

from django.http import HttpRequest

LARGEST_BODY = 256 * 1024
DEEPEST = 12


class UnreadableBody(Exception):
    """The body is no acceptable JSON object; ``status`` is the HTTP status that says so."""

    def __init__(self, code: str, message: str, *, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status


def read_object(request: HttpRequest, *, largest: int = LARGEST_BODY) -> dict[str, Any]:
    """The JSON object of a request; raises UnreadableBody for anything else."""
    content = _limited(request, largest)
    try:
        value = json.loads(
            content.decode("utf-8"), object_pairs_hook=_without_doubles, parse_constant=_refuse
        )
    except UnreadableBody:
        raise
    except (ValueError, RecursionError):
        raise UnreadableBody("malformed", "Nội dung không phải JSON hợp lệ (UTF-8).") from None
    if not isinstance(value, dict):
        raise UnreadableBody("malformed", "Nội dung phải là một đối tượng JSON.")
    if _depth(value) > DEEPEST:
        raise UnreadableBody("too_deep", "Nội dung lồng nhau quá sâu.")
    _refuse_half_characters(value)
    return value


def _limited(request: HttpRequest, largest: int) -> bytes:
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if announced > largest:
        raise UnreadableBody("too_large", "Nội dung vượt quá dung lượng cho phép.", status=413)
    return request.read(largest + 1)[: largest + 1]


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise UnreadableBody("malformed", "Một đối tượng JSON có trường lặp lại.")
    return value


def _refuse(constant: str) -> None:
    raise UnreadableBody("malformed", "Số không hợp lệ.")


def _refuse_half_characters(value: dict[str, Any]) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise UnreadableBody("malformed", "Nội dung có ký tự không hợp lệ.") from None


def _depth(value: object) -> int:
    level, waiting = 0, [value]
    while waiting and level <= DEEPEST:
        level += 1
        waiting = [
            inner
            for each in waiting
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return level

"""The English words of the house: PO files whose message ids are the Vietnamese sentences themselves.

A message id may hold values in braces, and inline elements in numbered tags: ``Bước {n} trên {total}:
{step}``, ``Bạn <1>đăng nhập</1> để xem``. A value that must be told from words has its shape in its name:
``n…`` is a number, ``code…`` has no space, ``date…`` and ``time…`` are what the house writes, ``label…``
holds no quotation mark, ``own…`` is what somebody typed and stays as it is. An entry with a plural chooses
by ``n``. Files are read once per process, so that nothing compiled needs keeping.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

FILES = Path(__file__).parent / "po"
_OPENS, _CLOSES = 0xE000, 0xE800
"""Inline elements inside a text are single characters of the private area, which no writing uses."""
_PRIVATE = "\ue000-\uf8ff"
_TAG = re.compile(r"<(/?)(\d{1,3})(/?)>")
_VALUE = re.compile(r"\{([a-z_]+\d?)\}")
_SHAPES = (
    (re.compile(r"n(_|\d|$)"), r"\d+(?:\.\d{3})*(?:,\d+)?"),
    (re.compile(r"code"), rf"[^\s{_PRIVATE}]+"),
    (re.compile(r"date"), r"\d{1,2}/\d{1,2}/\d{4}"),
    (re.compile(r"time"), r"\d{1,2}:\d{2}"),
    (re.compile(r"label"), rf"[^“”{_PRIVATE}]+"),
)
_ANYTHING = rf"(?:(?! · )[^{_PRIVATE}])+?"


class BrokenWords(ValueError):
    """A PO file holds a message that cannot be used; ``problems`` says which and why."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Found:
    """A Vietnamese text that has English words: the words, and what stood where they leave a place."""

    english: str
    values: Mapping[str, str]

    def pieces(self) -> Iterable[tuple[str, str]]:
        """``text``, ``value`` (to be read on), ``own`` (never translated) and ``mark``, in English order."""
        for part in re.split(rf"(\{{[a-z_]+\d?\}}|[{_PRIVATE}])", self.english):
            if not part:
                continue
            value = _VALUE.fullmatch(part)
            if value:
                name = value.group(1)
                yield "own" if name.startswith("own") else "value", self.values[name]
            elif opens(part) or closes(part):
                yield "mark", part
            else:
                yield "text", part


@dataclass(frozen=True, slots=True)
class _Sentence:
    pattern: re.Pattern[str]
    literal: str
    english: tuple[str, ...]


class Words:
    """Vietnamese texts and their English."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self._exact: dict[str, str] = {}
        self._sentences: list[_Sentence] = []
        for message in messages:
            self._learn(message)
        self._sentences.sort(key=lambda one: -len(one.literal))

    def _learn(self, message: Message) -> None:
        vietnamese, english = _both(message)
        if not vietnamese or not all(english):
            return
        vietnamese, english = marked(vietnamese), tuple(marked(text) for text in english)
        if not _VALUE.search(vietnamese):
            self._exact.setdefault(vietnamese, english[0])
            return
        literal = max(_VALUE.split(vietnamese)[::2], key=len)
        self._sentences.append(_Sentence(_pattern(vietnamese), literal, english))

    def find(self, text: str) -> Found | None:
        """The English of a whole text; None when nobody has written it."""
        exact = self._exact.get(text)
        if exact is not None:
            return Found(exact, {})
        for one in self._sentences:
            if one.literal in text and (match := one.pattern.fullmatch(text)):
                values = match.groupdict()
                return Found(_by_number(one.english, values.get("n", "")), values)
        if text[:1].islower():
            upper = self._exact.get(text[0].upper() + text[1:])
            if upper is not None:
                return Found(upper if upper[1:2].isupper() else upper[0].lower() + upper[1:], {})
        return None

    def __contains__(self, text: str) -> bool:
        return self.find(text) is not None


def opens(mark: str) -> int:
    """The number of the element that this character begins; 0 for any other text."""
    return ord(mark) - _OPENS if len(mark) == 1 and _OPENS < ord(mark) < _CLOSES else 0


def closes(mark: str) -> int:
    """The number of the element that this character ends; 0 for any other text."""
    return ord(mark) - _CLOSES if len(mark) == 1 and _CLOSES < ord(mark) <= 0xF8FF else 0


def begin(number: int) -> str:
    """The character for the beginning of an inline element."""
    return chr(_OPENS + number)


def finish(number: int) -> str:
    """The character for the end of an inline element."""
    return chr(_CLOSES + number)


def marked(text: str) -> str:
    """``<1>…</1>`` and ``<2/>`` as the characters that stand for them."""

    def mark(tag: re.Match[str]) -> str:
        number = int(tag.group(2))
        if tag.group(3):
            return begin(number) + finish(number)
        return finish(number) if tag.group(1) else begin(number)

    return _TAG.sub(mark, text)


def problems_of(messages: Iterable[Message]) -> list[str]:
    """Messages without English, and English that has not the values and elements of its Vietnamese."""
    found = []
    for message in messages:
        vietnamese, english = _both(message)
        if not vietnamese:
            continue
        if not all(english):
            found.append(f"no English: {vietnamese}")
        elif any(_places(text) != _places(vietnamese) for text in english):
            found.append(f"other values: {vietnamese} → {english}")
        elif any(_tags(text) != _tags(vietnamese) for text in english):
            found.append(f"other elements: {vietnamese} → {english}")
    return found


def messages_in(file: Path) -> list[Message]:
    """Every message of a PO file."""
    with file.open("rb") as opened:
        return list(read_po(opened, locale="en"))


@lru_cache(maxsize=1)
def english_words() -> Words:
    """All PO files of the house; BrokenWords when a message cannot be used."""
    messages = [message for file in sorted(FILES.glob("*.po")) for message in messages_in(file)]
    problems = problems_of(messages)
    if problems:
        raise BrokenWords(problems)
    return Words(messages)


def _both(message: Message) -> tuple[str, tuple[str, ...]]:
    """The Vietnamese of a message and its English: one text, or one for one and one for several."""
    vietnamese = message.id if isinstance(message.id, str) else message.id[0]
    english = message.string or ""
    return vietnamese, (english,) if isinstance(english, str) else tuple(english)


def _places(text: str) -> set[str]:
    return set(_VALUE.findall(text))


def _tags(text: str) -> list[str]:
    return sorted(match.group(0) for match in _TAG.finditer(text))


def _pattern(vietnamese: str) -> re.Pattern[str]:
    parts = _VALUE.split(vietnamese)
    for at in range(0, len(parts), 2):
        parts[at] = re.escape(parts[at])
    for at in range(1, len(parts), 2):
        parts[at] = f"(?P<{parts[at]}>{_shape(parts[at])})"
    return re.compile("".join(parts))


def _shape(name: str) -> str:
    return next((shape for named, shape in _SHAPES if named.match(name)), _ANYTHING)


def _by_number(english: tuple[str, ...], n: str) -> str:
    return english[0] if len(english) == 1 or n in ("1", "01") else english[1]

"""A finished page in English: every text between its tags, and those attributes that are read aloud.

Works on the markup that goes out, so that nobody who writes a page has to think of it, and nothing can be
forgotten: a text without English words is wrapped in ``lang="vi"``, whatever it came from. Tags are copied as
they are. What was typed, what is marked ``translate="no"`` and what already says its language are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from tinhso.sites.frame.language.texts import Piece, as_markup, as_text, is_vietnamese, pieces_of
from tinhso.sites.frame.language.words import Found, Words, begin, closes, finish, opens

_INLINE = frozenset(("a", "abbr", "b", "code", "em", "i", "q", "small", "span", "strong", "time"))
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"))
_READ_ALOUD = frozenset(("alt", "aria-description", "aria-label", "data-label", "placeholder", "title"))
_TEXT_ONLY = frozenset(("option", "title"))
_UNTOUCHED = frozenset(("script", "style", "svg", "template", "textarea"))
_EDGE = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


@dataclass(slots=True)
class Part:
    """What stands between block tags: a text, an inline element and what is in it, or a copy."""

    text: str = ""
    before: str = ""
    after: str = ""
    inside: list[Part] = field(default_factory=list)
    is_opaque: bool = False

    @property
    def is_element(self) -> bool:
        return bool(self.before)

    @property
    def has_words(self) -> bool:
        """Whether any text stands here."""
        return any(part.has_words for part in self.inside) if self.is_element else bool(self.text.strip())


def in_english(page: str, words: Words) -> str:
    """The page with its language, texts and spoken attributes in English."""
    reader = _Reader(words)
    reader.feed(page)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    """Copies tags; gathers what stands between block tags and says it in English."""

    def __init__(self, words: Words) -> None:
        super().__init__(convert_charrefs=True)
        self.words = words
        self.out: list[str] = []
        self.run: list[Part] = []
        self.open: list[tuple[str, Part]] = []
        self.opaque: Part | None = None
        self.opaque_tags: list[str] = []
        self.text_only = ""

    # What the parser says -------------------------------------------------------------------------------

    def handle_decl(self, decl: str) -> None:
        self._raw(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:
        self._raw(f"<!--{data}-->")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs, is_closed=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs, is_closed=tag in _VOID)

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]], *, is_closed: bool) -> None:
        raw = self.get_starttag_text() or ""
        if self.opaque is not None:
            self.opaque.before += raw
            if not is_closed:
                self.opaque_tags.append(tag)
            return
        given = dict(attrs)
        if tag == "html":
            self._raw(raw.replace('lang="vi"', 'lang="en"', 1))
        elif not is_closed and (tag in _UNTOUCHED or "lang" in given or given.get("translate") == "no"):
            is_own = "lang" not in given and (tag == "textarea" or given.get("translate") == "no")
            self.opaque = Part(before=f'{raw[:-1]} lang="vi">' if is_own else raw, is_opaque=True)
            self.opaque_tags = [tag]
        elif tag in _TEXT_ONLY:
            self._flush()
            self.text_only = self._spoken(raw, tag, attrs)
        elif tag in _INLINE and not is_closed:
            element = Part(before=self._spoken(raw, tag, attrs), after=f"</{tag}>")
            self._here().append(element)
            self.open.append((tag, element))
        else:
            self._raw(self._spoken(raw, tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        if self.opaque is not None:
            self._end_opaque(tag)
        elif self.open and self.open[-1][0] == tag:
            self.open.pop()
        else:
            self._raw(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.opaque is not None:
            script = self.opaque_tags[-1] in ("script", "style")
            self.opaque.before += data if script else escape(data, quote=False)
        elif self.text_only:
            self._text_only(data)
        else:
            self._here().append(Part(text=data))

    # What is made of it ---------------------------------------------------------------------------------

    def finished(self) -> str:
        self._flush()
        return "".join(self.out)

    def _here(self) -> list[Part]:
        return self.open[-1][1].inside if self.open else self.run

    def _end_opaque(self, tag: str) -> None:
        element = self.opaque
        if element is None:
            return
        element.before += f"</{tag}>"
        if tag in self.opaque_tags:
            while self.opaque_tags.pop() != tag:
                pass
        if not self.opaque_tags:
            self.opaque = None
            self._here().append(element)

    def _text_only(self, data: str) -> None:
        pieces = pieces_of(data, self.words)
        tag = self.text_only
        # No element can stand in an option: what is not wholly English stays wholly Vietnamese.
        is_mixed = tag.startswith("<option") and any(piece.is_vietnamese for piece in pieces)
        if is_mixed or (pieces and pieces[0].is_vietnamese):
            tag = f'{tag[:-1]} lang="vi">'
        self.out += [tag, escape(data if is_mixed else as_text(pieces), quote=False)]
        self.text_only = ""

    def _raw(self, raw: str) -> None:
        self._flush()
        self.out.append(raw)

    def _flush(self) -> None:
        """Say what was gathered; an element that a block tag cuts open is copied tag by tag."""
        if self.text_only:
            self.out.append(self.text_only)
            self.text_only = ""
        for _, element in self.open:
            element.after = ""
        self.out.append(self._said(self.run))
        self.run, self.open = [], []

    def _spoken(self, raw: str, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        """The start tag with the attributes in English that are read aloud."""
        changed = False
        written = []
        for name, value in attrs:
            if value and (name in _READ_ALOUD or (tag, name) == ("optgroup", "label")):
                english = as_text(pieces_of(value, self.words))
                changed = changed or english != value
                value = english
            written.append(name if value is None else f'{name}="{escape(value)}"')
        if not changed:
            return raw
        return f"<{' '.join([tag, *written])}{' /' if raw.endswith('/>') else ''}>"

    def _said(self, parts: Sequence[Part]) -> str:
        """A run of texts and inline elements: as one sentence if there are words for it, else one by one."""
        first, last = 0, len(parts)
        while first < last and not parts[first].has_words:
            first += 1
        while last > first and not parts[last - 1].has_words:
            last -= 1
        inner = parts[first:last]
        said = self._as_sentence(inner) if len(inner) > 1 else None
        if said is None:
            said = "".join(self._one(part) for part in inner)
        before, after = (map(self._one, parts[:first]), map(self._one, parts[last:]))
        return "".join((*before, said, *after))

    def _one(self, part: Part) -> str:
        if part.is_opaque:
            return part.before
        if part.is_element:
            return part.before + self._said(part.inside) + part.after
        before, text, after = _EDGE.match(part.text).groups()  # type: ignore[union-attr]
        return before + as_markup(pieces_of(text, self.words)) + after if text else part.text

    def _as_sentence(self, parts: Sequence[Part]) -> str | None:
        elements: list[Part] = []
        key = "".join(_key(part, elements) for part in parts)
        text = " ".join(key.split())
        if not any(not part.is_element and part.text.strip() for part in parts):
            return None
        found = self.words.find(text)
        if found is None:
            return None
        before, after = key[: len(key) - len(key.lstrip())], key[len(key.rstrip()) :]
        return before + self._written(found, elements) + after

    def _written(self, found: Found, elements: Sequence[Part]) -> str:
        out = []
        for kind, part in found.pieces():
            if kind == "text":
                out.append(escape(part, quote=False))
            elif kind == "value":
                out.append(as_markup(pieces_of(part, self.words)))
            elif kind == "own":
                out.append(as_markup([Piece(part, is_vietnamese(part))]))
            elif opens(part):
                out.append(elements[opens(part) - 1].before)
            elif closes(part):
                out.append(elements[closes(part) - 1].after)
        return "".join(out)


def _key(part: Part, elements: list[Part]) -> str:
    if not part.is_element:
        return part.text
    elements.append(part)
    number = len(elements)
    inside = "" if part.is_opaque else "".join(_key(one, elements) for one in part.inside)
    return begin(number) + inside + finish(number)

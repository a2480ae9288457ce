"""What a page says in which language, text by text, as a screen reader would take it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html

from tinhso.sites.frame.language.service import is_vietnamese

# A window's title can hold no element: its language is that of its first words.
_NOT_READ = frozenset(("script", "style", "svg", "noscript", "title"))
_SPOKEN = ("aria-label", "alt", "placeholder", "title", "data-label")


def texts(page: bytes | str) -> Iterator[tuple[str, str]]:
    """Each text of the page with the language that the nearest element says."""
    yield from _texts(html.document_fromstring(page if isinstance(page, str) else page.decode()), "")


def _texts(element: html.HtmlElement, language: str) -> Iterator[tuple[str, str]]:
    if not isinstance(element.tag, str):
        return
    language = element.get("lang", language)
    if element.tag not in _NOT_READ:
        yield from ((element.text.strip(), language),) if element.text and element.text.strip() else ()
        yield from ((value, language) for name in _SPOKEN if (value := element.get(name, "")))
        for inner in element:
            yield from _texts(inner, language)
            if inner.tail and inner.tail.strip():
                yield inner.tail.strip(), language


def leaks(page: bytes | str) -> list[str]:
    """Vietnamese texts that a screen reader would read aloud in English."""
    return [text for text, language in texts(page) if language == "en" and is_vietnamese(text)]


def untranslated(page: bytes | str) -> list[str]:
    """What an English page leaves in Vietnamese, other than the way back to Vietnamese."""
    return [text for text, language in texts(page) if language == "vi" and text != "Tiếng Việt"]

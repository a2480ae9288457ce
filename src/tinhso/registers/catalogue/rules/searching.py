"""Searching without accents: whole words, the beginning of the last, and what people call things."""

from collections.abc import Iterator, Mapping, Sequence

from tinhso.engines.text.service import words
from tinhso.registers.catalogue.types import CatalogueEntry, ProcedureVersion

MAX_WORDS = 12


def title_words(version: CatalogueEntry) -> str:
    """The folded words that count most: title, other names, code."""
    return " ".join(_words((version.title, *version.also_called, version.code)))


def search_words(version: CatalogueEntry) -> str:
    """All folded words by which a procedure or a payment service should be found."""
    if isinstance(version, ProcedureVersion):
        results = [result.name for result in version.results if not result.refusal]
    else:
        results = list(version.needs)
    texts = (version.title, *version.also_called, version.code, version.sector)
    return " ".join(_words((*texts, version.audience, *results)))


def query_text(text: str, synonyms: Mapping[str, Sequence[str]]) -> str:
    """A PostgreSQL tsquery: every word of the text, or of a wording with a synonym put in; "" finds all.

    The last word may be unfinished, since people search while they type. The words hold only letters
    and digits, so nothing typed can change the meaning of the query.
    """
    typed = words(text)[:MAX_WORDS]
    wordings = [typed, *_reworded(typed, synonyms)]
    return " | ".join(f"({_all_of(wording)})" for wording in wordings if wording)


def _words(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(word for text in texts for word in words(text)))


def _all_of(wording: Sequence[str]) -> str:
    return " & ".join(wording) + ":*"


def _reworded(typed: list[str], synonyms: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    for phrase, meanings in synonyms.items():
        said = phrase.split()
        for place in range(len(typed) - len(said) + 1):
            if typed[place : place + len(said)] == said:
                for meaning in meanings:
                    yield [*typed[:place], *words(meaning), *typed[place + len(said) :]]

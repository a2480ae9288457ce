"""What other parts of the frame, and tests, ask of the English reading of a page."""

from tinhso.sites.frame.language.pages import in_english
from tinhso.sites.frame.language.switch import COOKIE, is_english_chosen, offer_language
from tinhso.sites.frame.language.texts import is_vietnamese
from tinhso.sites.frame.language.words import FILES, Words, english_words, messages_in, problems_of


def is_said_in_english(vietnamese: str, english: str) -> bool:
    """Whether every English word is in, or begins a word in, the English of a Vietnamese text."""
    found = english_words().find(vietnamese)
    words = found.english.lower().replace(",", " ").split() if found else []
    return all(any(word.startswith(sought) for word in words) for sought in english.lower().split())


__all__ = [
    "COOKIE",
    "FILES",
    "Words",
    "english_words",
    "in_english",
    "is_english_chosen",
    "is_said_in_english",
    "is_vietnamese",
    "messages_in",
    "offer_language",
    "problems_of",
]

"""What officers type, in its one spelling."""

from __future__ import annotations

from tinhso.casework.feedback.errors import UnableToActOnFeedback
from tinhso.foundation.identifiers.service import UnableToReadText, clean_text

_LONGEST_NOTE, _LONGEST_TEXT, _LEAST_TEXT = 1000, 8000, 20


def clean_note(note: str) -> str:
    """A typed reason, which may be empty; raises UnableToActOnFeedback."""
    return _clean(note, _LONGEST_NOTE, "note")


def clean_body(text: str, *, field: str) -> str:
    """A typed answer or its public wording; raises UnableToActOnFeedback naming ``field``."""
    clean = _clean(text, _LONGEST_TEXT, field)
    if len(clean) < _LEAST_TEXT:
        raise _refused("text_missing", f"Cần ít nhất {_LEAST_TEXT} ký tự.", field)
    return clean


def _clean(text: str, longest: int, field: str) -> str:
    try:
        return clean_text(text, longest, multiline=True)
    except UnableToReadText as refusal:
        raise _refused(refusal.code, refusal.message, field) from None


def _refused(code: str, message: str, field: str) -> UnableToActOnFeedback:
    return UnableToActOnFeedback(code=code, message=message, fields={field: message})

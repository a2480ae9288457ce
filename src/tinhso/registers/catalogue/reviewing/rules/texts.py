"""Every text of a file is NFC and written in letters that are what they look like."""

import dataclasses
import unicodedata
from collections.abc import Iterator

from tinhso.engines.text.service import confusable_letters
from tinhso.registers.catalogue.reviewing.rules.findings import Finding, Path
from tinhso.registers.catalogue.types import CatalogueEntry


def check(version: CatalogueEntry) -> Iterator[Finding]:
    """Texts that would not be found again by a search, or that deceive the eye."""
    for path, text in _texts(version, ()):
        if unicodedata.normalize("NFC", text) != text:
            message = "Chữ ở đây viết bằng dấu rời (NFD); hãy gõ lại bằng Unicode dựng sẵn (NFC)."
            yield Finding(path, "text_not_nfc", message)
        if strange := confusable_letters(text):
            codes = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in strange)
            yield Finding(path, "confusable_letters", f"Có chữ chỉ giống chữ Việt: {codes}.")


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple | list):
        for place, item in enumerate(value):
            yield from _texts(item, (*path, place))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for member in dataclasses.fields(value):
            yield from _texts(getattr(value, member.name), (*path, member.name))

"""The shared list of what people call things."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from tinhso.engines.text.service import fold
from tinhso.registers.catalogue.adapters.yaml_text import read_yaml

_FILE = Path(__file__).resolve().parent.parent / "synonyms.yaml"


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Folded phrase → what procedures call it."""
    data = read_yaml(_FILE.read_bytes()).data
    if not isinstance(data, dict):
        raise TypeError(f"{_FILE.name} must map phrases to lists")
    return {
        fold(phrase): tuple(str(meaning) for meaning in meanings)
        for phrase, meanings in data.items()
        if isinstance(meanings, list)
    }

"""The room's word lists: what people call things, and Vietnamese for the closed lists."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from tinhso.engines.text.service import Plain, fold, read_yaml

_ROOM = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Folded phrase → what procedures call it."""
    said = _mapping(read_yaml((_ROOM / "synonyms.yaml").read_bytes()).data)
    return {fold(phrase): tuple(map(str, meant)) for phrase, meant in said.items() if isinstance(meant, list)}


@lru_cache(maxsize=1)
def vietnamese_words() -> Mapping[str, Mapping[str, str]]:
    """List ("channels") → value ("online") → Vietnamese ("trực tuyến")."""
    lists = _mapping(read_yaml((_ROOM / "words.yaml").read_bytes()).data)
    return {name: {key: str(word) for key, word in _mapping(words).items()} for name, words in lists.items()}


def _mapping(data: Plain) -> dict[str, Plain]:
    if not isinstance(data, dict):
        raise TypeError("a word list must be a mapping")
    return data

"""Which words of a text were meant by whoever typed them without accents."""

import re
from collections.abc import Collection, Iterator

from tinhso.engines.text.folding import words

_RUN = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")


def marked_words(text: str, wanted: Collection[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, in order, each with whether it is one of the accent-free words ``wanted``.

    Only whole words are marked, and the pieces joined are the text: for ``hoa`` "Hoà" is marked, "Hoàng" not.
    """
    end = 0
    for run in _RUN.finditer(text):
        found = words(run[0])
        if found and all(word in wanted for word in found):
            if run.start() > end:
                yield text[end : run.start()], False
            yield run[0], True
            end = run.end()
    if end < len(text):
        yield text[end:], False

"""Names that say nothing, and words that must not appear in this house."""

import re
from collections.abc import Iterator

from tools.house.sources import Tree, Violation

EMPTY_NAMES = frozenset({"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"})

# A machine here never recognises a person by the face (DESIGN §3.10). Written in pieces, so that
# this file does not find itself.
FACE_WORDS = re.compile(
    "|".join(
        (
            "face[_ -]?" + "recogn",
            "facial[_ -]" + "recogn",
            "face[_-]?(?:embedding|encod|id|match|detect)",
            "(?:insight|deep|arc|retina)" + "face",
            "face" + "net",
            "haarcascade_" + "frontal",
            "nhận (?:dạng|diện) " + "khuôn mặt",
        )
    ),
    re.IGNORECASE,
)

_SEARCHED = {".py", ".toml", ".txt", ".lock", ".json", ".ts", ".js", ".html", ".yaml", ".yml"}
_SAYS_NO = re.compile(r"\b(?:no|never|without|không)\b", re.IGNORECASE)


def empty_names(tree: Tree) -> Iterator[Violation]:
    """Modules and folders called utils, helpers, manager, common or misc."""
    for file in tree.python_files:
        for part in file.relative_to(tree.root).with_suffix("").parts:
            if part in EMPTY_NAMES:
                yield Violation("name", tree.relative(file), f"'{part}' does not say what is inside")


def read_faces(tree: Tree) -> Iterator[Violation]:
    """Libraries, models and words of machines that read faces, in code, pages, data and dependencies.

    A sentence that forbids it ("no …", "không …") may stand.
    """
    for file in tree.tracked_files():
        if file.suffix not in _SEARCHED:
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        if not FACE_WORDS.search(text):
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            found = FACE_WORDS.search(line)
            if found and not _SAYS_NO.search(line[: found.start()]):
                yield Violation("no-faces", f"{tree.relative(file)}:{number}", f"'{found.group()}' appears")

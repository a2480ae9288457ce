"""Nothing of one machine, one registry or one secret in a tracked file."""

import re
from collections.abc import Iterator

from tools.house.sources import Tree, Violation

# Patterns are written in pieces where this file would find itself.
_FORBIDDEN = {
    "machine path": re.compile(r"(?:^|[^.\w])/(?:work|root|home/\w+|Users/\w+)/[A-Za-z.]"),
    "registry address": re.compile(
        r"--(?:extra-)?index-" + r'url|"resolved": *"http|registry ?[:=] ?["\']?http', re.IGNORECASE
    ),
    "private key": re.compile("-----BEGIN (?:[A-Z]+ )?PRIVATE " + "KEY-----"),
    "access key": re.compile(
        r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-[0-9A-Za-z-]{20,})\b"
    ),
    "password in an address": re.compile(r"\b[a-z+]+://[^\s:/@{}'\"<>$]+:[^\s:/@{}'\"<>$]{6,}@[\w.]"),
}
_BINARY = {
    ".png",
    ".jpg",
    ".jpeg",
    ".pdf",
    ".woff2",
    ".ttf",
    ".otf",
    ".ico",
    ".svg",
    ".mp4",
    ".onnx",
    ".docx",
}


def leaked_addresses(tree: Tree) -> Iterator[Violation]:
    """Machine paths, registry addresses, keys and passwords in files that git tracks."""
    for file in tree.tracked_files():
        if file.suffix in _BINARY or file.name == "uv.lock":
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        suspected = {what: pattern for what, pattern in _FORBIDDEN.items() if pattern.search(text)}
        if not suspected:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            for what, pattern in suspected.items():
                if pattern.search(line):
                    yield Violation("secrecy", f"{tree.relative(file)}:{number}", f"{what} in a tracked file")

"""Reading a printed paper as a person would: its text, and a picture of each page."""

from __future__ import annotations

from pathlib import Path

import pypdfium2


def text_of_pdf(content: bytes) -> str:
    """The words of all pages in reading order, with single spaces."""
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


def keep_pictures(content: bytes, target: Path) -> list[Path]:
    """Each page as a PNG beside ``target``."""
    paths = []
    for number, page in enumerate(pypdfium2.PdfDocument(content), start=1):
        path = target.with_name(f"{target.stem}-{number}.png")
        page.render(scale=1.4).to_pil().save(path)
        paths.append(path)
    return paths

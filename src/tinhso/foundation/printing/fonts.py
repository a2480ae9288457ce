"""Noto Sans (SIL Open Font Licence) from ``pymupdf-fonts``: every Vietnamese letter in four styles.

The fonts inside typst will not do: Libertinus Serif sets the marks of its bold letters wrongly and loses
ơ and ư in bold italic. Typst reads fonts from a folder, so they are unpacked once beside the other
run-time data.
"""

from functools import lru_cache
from importlib import import_module
from pathlib import Path

import typst
from django.conf import settings

from tinhso.foundation.clock.service import new_token

FACES = ("NotoSans_Regular", "NotoSans_Bold", "NotoSans_Italic", "NotoSans_BoldItalic")


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts that papers may use, and no other."""
    folder = unpack_fonts(Path(settings.TINHSO_VAR_DIR) / "fonts")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def unpack_fonts(folder: Path) -> Path:
    """Make sure that ``folder`` holds the faces; processes may do so at the same time."""
    folder.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        content: bytes = import_module(f"pymupdf_fonts.{face}").fontbuffer
        path = folder / f"{face}.ttf"
        if not path.exists() or path.stat().st_size != len(content):
            aside = path.with_suffix(f".{new_token(6)}")
            aside.write_bytes(content)
            aside.replace(path)
    return folder

"""Typst, closed in: own fonts and packages only, data as JSON, no date of the machine in the file."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import typst

from tinhso.foundation.printing.errors import UnableToPrint
from tinhso.foundation.printing.fonts import fonts

_PACKAGES = Path(__file__).parent / "typst_packages"


def render_pdf(
    template: str, data: Mapping[str, Any], *, folder: Path, dated: datetime | None = None
) -> bytes:
    """Print ``folder/template`` with ``data``; the same data and date always give the same bytes.

    With ``dated``, the legal moment of the paper, the result is PDF/A-2a, which archives want; without it
    the file carries no date at all. A template starts with ``#import "@tinhso/paper:1.0.0": *`` and finds its
    values in ``data``; they are content and cannot act as markup. It reads no file outside ``folder``.
    Refuses as UnableToPrint.
    """
    source = folder / template
    if not source.is_file():
        raise UnableToPrint("printing.no_template", f"Không có mẫu in {template}.")
    inputs = {
        "data": msgspec.json.encode(data, order="deterministic").decode(),
        "dated": "" if dated is None else "yes",
    }
    try:
        printed = typst.Compiler(
            source,
            root=folder,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            package_path=_PACKAGES,
            package_cache_path=_PACKAGES,
        ).compile(
            format="pdf",
            pdf_standards="1.7" if dated is None else "a-2a",
            timestamp=0 if dated is None else _with_fixed_offset(dated),
        )
    except typst.TypstError as error:
        raise UnableToPrint(
            "printing.template", f"Mẫu in {template} không dùng được với dữ liệu này."
        ) from error
    if not isinstance(printed, bytes):
        raise TypeError("typst gives one file for a PDF")
    return printed


def _with_fixed_offset(moment: datetime) -> datetime:
    """Typst knows offsets, not zones."""
    return moment.replace(microsecond=0, tzinfo=timezone(moment.utcoffset() or timedelta()))

"""The booklet on paper: numbered stubs in two parts, one for the citizen and one that the desk keeps."""

from __future__ import annotations

from pathlib import Path

from tinhso.casework.dossiers.reserve.types import ReserveBatchRow
from tinhso.foundation.printing.service import qr_svg, render_pdf

_TEMPLATES = Path(__file__).parent.parent / "templates"


def print_booklet(batch: ReserveBatchRow, *, agency: str, tracking_url: str) -> bytes:
    """Every number of the booklet as a blank stub, as PDF; the same bytes whenever it is printed again.

    The desk's part carries the number as QR, for the scanner; the citizen's the public page of the number.
    """
    return render_pdf(
        "reserve_booklet.typ",
        {
            "name": "Quyển số dự phòng",
            "agency": agency,
            "first": batch.first,
            "last": batch.last,
            "printed": f"{batch.printed_at:%H:%M ngày %d/%m/%Y}",
            "stubs": [
                {
                    "number": each.number,
                    "desk": qr_svg(each.number),
                    "citizen": qr_svg(tracking_url.format(number=each.number)),
                }
                for each in batch.numbers
            ],
        },
        folder=_TEMPLATES,
    )

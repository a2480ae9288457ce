"""QR codes as SVG, for pages and for papers."""

import io

import segno


def qr_svg(text: str) -> str:
    """A QR code (error level M, four modules of quiet zone) as one SVG element that scales to its place."""
    buffer = io.BytesIO()
    segno.make_qr(text, error="m").save(
        buffer, kind="svg", border=4, xmldecl=False, svgns=True, nl=False, omitsize=True, unit=None
    )
    return buffer.getvalue().decode()

"""The door of printing: PDF papers from typst templates, and QR codes."""

from tinhso.foundation.printing.codes import qr_svg
from tinhso.foundation.printing.errors import UnableToPrint
from tinhso.foundation.printing.rendering import render_pdf

__all__ = ["UnableToPrint", "qr_svg", "render_pdf"]

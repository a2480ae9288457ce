"""What is printed for dossiers besides the slips: that it was sent, the result, the sheet of a hand-over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.types import Representation
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.printing.service import qr_svg, render_pdf
from tinhso.registers.agencies.service import get_agency

_TEMPLATES = Path(__file__).parent / "templates"
_CHANNELS = {"online": "Trực tuyến", "counter": "Trực tiếp tại quầy", "post": "Bưu chính công ích"}


def print_acknowledgement(
    dossier: LoadedDossier, *, filed_by: Representation | None, tracking_url: str, printed_at: datetime
) -> bytes:
    """That the dossier was sent and waits to be received, as PDF: no legal form, no date of return."""
    return render_pdf(
        "acknowledgement.typ",
        {
            "name": "Xác nhận đã gửi hồ sơ",
            "agency": get_agency(dossier.agency_id).name,
            "code": dossier.code,
            "procedure": dossier.procedure.title,
            "applicant": dossier.applicant_name,
            "filed_by": f"{filed_by.name}, {filed_by.right}" if filed_by else "",
            "channel": _CHANNELS[dossier.channel.value],
            "submitted": _moment(dossier.submitted_at),
            "fee": f"{dossier.fee_amount:,}".replace(",", ".") if dossier.fee_amount else "",
            "fee_state": dossier.fee_state.value,
            "tracking_url": tracking_url,
            "qr": qr_svg(tracking_url),
            "printed": _moment(printed_at),
        },
        folder=_TEMPLATES,
    )


def print_result(dossier: LoadedDossier, *, text: str, approved_at: datetime) -> bytes:
    """The result as PDF: what the specialist drafted and the leader approved. Not yet signed."""
    result = next(each for each in dossier.procedure.results if not each.refusal)
    return render_pdf(
        "result.typ",
        {
            "agency": get_agency(dossier.agency_id).name,
            "name": result.name,
            "code": dossier.code,
            "procedure": dossier.procedure.title,
            "applicant": dossier.applicant_name,
            "paragraphs": [line for line in text.split("\n") if line.strip()],
            "approved": _moment(approved_at),
        },
        folder=_TEMPLATES,
        dated=approved_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """One line of a hand-over sheet."""

    code: str
    procedure: str
    applicant: str
    due_at: datetime | None
    papers: int


def print_hand_over(lines: Sequence[HandedOver], *, agency: str, printed_at: datetime) -> bytes:
    """The list that goes with a pile of dossiers, as PDF; each code can be scanned at the desk."""
    return render_pdf(
        "hand_over.typ",
        {
            "name": "Danh sách bàn giao hồ sơ",
            "agency": agency,
            "printed": _moment(printed_at),
            "lines": [
                {
                    "code": line.code,
                    "qr": qr_svg(line.code),
                    "procedure": line.procedure,
                    "applicant": line.applicant,
                    "due": _moment(line.due_at) or "chưa tính",
                    "papers": line.papers,
                }
                for line in lines
            ],
        },
        folder=_TEMPLATES,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Consigned:
    """One line of a list for the post office."""

    code: str
    procedure: str
    recipient: str
    phone: str
    address: str
    number: str


def print_postal_list(
    lines: Sequence[Consigned], *, number: str, agency: str, made_at: datetime, printed_at: datetime
) -> bytes:
    """The list that goes with parcels to the post office, as PDF: each code to scan, room to sign."""
    return render_pdf(
        "postal_list.typ",
        {
            "name": "Danh sách gửi bưu chính",
            "agency": agency,
            "number": number,
            "made": _moment(made_at),
            "printed": _moment(printed_at),
            "lines": [
                {
                    "code": line.code,
                    "qr": qr_svg(line.code),
                    "procedure": line.procedure,
                    "recipient": line.recipient,
                    "phone": line.phone,
                    "address": line.address,
                    "number": line.number,
                }
                for line in lines
            ],
        },
        folder=_TEMPLATES,
    )


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}" if moment else ""

"""The agency's register of dossiers over some days, as PDF (Mẫu số 06)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from tinhso.casework.dossiers.reading.worklists import BASIS
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToPrintSlip
from tinhso.casework.dossiers.record.slip_types import SlipKind
from tinhso.casework.dossiers.record.types import CASE_KIND, STATUS_NAMES, Channel, Status
from tinhso.casework.dossiers.slips.forms import LAYOUTS, form_in_force
from tinhso.casework.dossiers.slips.printing import CHANNELS, moment_words
from tinhso.foundation.authority.service import Actor, NotPermitted, Permission, require
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.crypto.service import open_text
from tinhso.foundation.printing.service import render_pdf
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.catalogue.service import get_version

MOST_DAYS, MOST_LINES = 31, 1000
_FORM = "Mẫu số 06"
_PURPOSE = "In sổ theo dõi hồ sơ"


def open_register(*, first: date, last: date, actor: Actor, now: datetime) -> bytes:
    """The dossiers that the officer's agency received from ``first`` to ``last``, as PDF.

    At most 31 days and 1,000 dossiers, else UnableToPrintSlip. Everybody whose name is printed is
    recorded as seen.
    """
    _check_span(first, last)
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        if actor.agency_id is None:  # the register is an agency's; a citizen or a machine has none
            raise NotPermitted(permission=Permission.DOSSIER_LIST, object_kind=CASE_KIND, object_id=None)
        rows = _received(actor, first, last)
        if len(rows) > MOST_LINES:
            raise UnableToPrintSlip(
                code="register_too_long",
                message=f"Khoảng này có hơn {MOST_LINES} hồ sơ. Bạn hãy chọn ít ngày hơn.",
            )
        work.record(
            action="dossier.register_printed",
            object_kind="worklist",
            object_id=None,
            subjects=tuple(dict.fromkeys(row[3] for row in rows)),
            purpose=_PURPOSE,
            legal_basis=BASIS,
            details={"count": len(rows)},
        )
        form = form_in_force(SlipKind.REGISTER, _FORM, on=last)
        data = {
            "form": _FORM,
            "name": "Sổ theo dõi hồ sơ",
            "agency": get_agency(actor.agency_id).name,
            "first": f"{first:%d/%m/%Y}",
            "last": f"{last:%d/%m/%Y}",
            "lines": [_line(row) for row in rows],
            "source": form.source_line,
            "printed": moment_words(now),
        }
        return render_pdf(form.layout, data, folder=LAYOUTS)


def _check_span(first: date, last: date) -> None:
    if not first <= last < first + timedelta(days=MOST_DAYS):
        raise UnableToPrintSlip(
            code="register_span",
            message=f"Ngày cuối phải sau ngày đầu, cách nhau nhiều nhất {MOST_DAYS} ngày.",
            fields={"last": f"Chọn từ 1 đến {MOST_DAYS} ngày."},
        )


def _received(actor: Actor, first: date, last: date) -> list[tuple[Any, ...]]:
    begin = datetime.combine(first, time(), VIETNAM)
    end = datetime.combine(last + timedelta(days=1), time(), VIETNAM)
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, code, sealed_applicant_name, applicant_id, procedure_code, procedure_version,
                 channel, received_at, first_due_at, promised_at, finished_at, delivered_at, status,
                 supplement_rounds
               from dossiers_dossier where agency_id = %s and received_at >= %s and received_at < %s
               order by received_at, code limit %s""",
            [actor.agency_id, begin, end, MOST_LINES + 1],
        )
        return list(cursor.fetchall())


def _line(row: tuple[Any, ...]) -> dict[str, str]:
    notes = []
    if row[13]:
        notes.append(f"bổ sung {row[13]} lần")
    if row[9]:
        notes.append(f"xin lỗi, hẹn lại {moment_words(row[9])}")
    return {
        "code": row[1],
        "applicant": open_text(row[2], owner=row[0], field=sealing.APPLICANT_NAME),
        "procedure": get_version(row[4], row[5]).title,
        "channel": CHANNELS[Channel(row[6])],
        "received": moment_words(row[7]),
        "due": moment_words(row[8]),
        "finished": moment_words(row[10]),
        "delivered": moment_words(row[11]),
        "status": STATUS_NAMES[Status(row[12])],
        "note": "; ".join(notes),
    }

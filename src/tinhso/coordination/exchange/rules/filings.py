"""What citizens did at the national and the essential-services portal, in the parts of a change.

Both portals use the field names of the national specification; they differ in the numbers of
``LoaiDoiTuong`` and in the place of the unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from tinhso.coordination.exchange.rules.moments import from_compact
from tinhso.coordination.exchange.rules.reading import applicant_id_of, choice_of, papers_of, text_of
from tinhso.coordination.exchange.types import (
    HOUSE,
    ActKind,
    OutsideAct,
    OutsidePaper,
    Record,
    UnableToUnderstand,
)
from tinhso.engines.sync.service import DossierKey, Item, Parts, Scalar, System

CODE = re.compile(r"(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.\d+)*)-(\d{6}|\d{8})-\d{4,7}", re.ASCII)
_PROCEDURE = re.compile(r"(\d\.\d{6})(\.(000\.00\.00\.)?[A-Z]\d{2}(\.\d+)*)?", re.ASCII)
CHANNELS = {"1": "counter", "2": "online", "3": "post"}
RETURNS = {"0": "desk", "1": "post"}
YES_NO = {"0": "no", "1": "yes"}
ON_PAPER = "1"
NEW = 1


def procedure_of(record: Record) -> str:
    """The national code, also where the record writes the local form."""
    match = _PROCEDURE.fullmatch(text_of(record, "MaTTHC", longest=40))
    if match is None:
        raise UnableToUnderstand("procedure", field="MaTTHC")
    return match[1]


def code_of(record: Record) -> str:
    """The dossier's number at the system that writes."""
    code = text_of(record, "MaHoSo", longest=60)
    if not CODE.fullmatch(code):
        raise UnableToUnderstand("code", field="MaHoSo")
    return code


def filed_act(
    system: System, record: Record, *, unit: str, kinds: Mapping[str, str], filed_where: str
) -> OutsideAct:
    """A dossier that a citizen filed there: opened for the house, with all that was said."""
    key = DossierKey(system, code_of(record))
    at = from_compact(record.get("NgayNopHoSo"), "NgayNopHoSo")
    papers = papers_of(record)
    fields: dict[str, Scalar] = {
        "procedure_code": procedure_of(record),
        "channel": choice_of(record, "KenhThucHien", CHANNELS, default="2"),
        "filed_where": filed_where,
        "submitted_at": at.isoformat(),
        "applicant_kind": choice_of(record, "LoaiDoiTuong", kinds),
        "has_verified_account": choice_of(record, "TaiKhoanDuocXacThucVoiVNeID", YES_NO, default="0"),
        "applicant_name": text_of(record, "ChuHoSo", longest=500, must=True),
        "applicant_id": applicant_id_of(record),
        "summary": text_of(record, "TrichYeuHoSo", longest=1000),
        "agency": unit,
        "email": text_of(record, "Email", longest=200),
        "telephone": text_of(record, "SoDienThoai", longest=50),
        "return_method": choice_of(record, "HinhThuc", RETURNS, default="0"),
        "other_information": text_of(record, "ThongTinKhac"),
    }
    parts = Parts(
        opening=HOUSE,
        fields={name: value for name, value in fields.items() if value != ""},
        status=NEW,
        items=tuple(_paper(paper) for paper in papers),
    )
    return OutsideAct(kind=ActKind.FILED, key=key, at=at, parts=parts, papers=papers, unit=unit)


def supplemented_act(system: System, record: Record, *, message_id: str, at: datetime) -> OutsideAct:
    """What a citizen gave there after the house had asked."""
    papers, note = papers_of(record), text_of(record, "GhiChu")
    if not papers and not note:
        raise UnableToUnderstand("empty", field="TaiLieuNop")
    answer = Item("supplement_answer", message_id, {"note": note, "at": at.isoformat()})
    parts = Parts(items=(answer, *(_paper(paper) for paper in papers)))
    key = DossierKey(system, code_of(record))
    return OutsideAct(kind=ActKind.SUPPLEMENTED, key=key, at=at, parts=parts, papers=papers, note=note)


def withdrawn_act(system: System, record: Record, *, message_id: str, at: datetime) -> OutsideAct:
    """A citizen's wish to take the dossier back."""
    reason = text_of(record, "GhiChu")
    item = Item("withdrawal_request", message_id, {"reason": reason, "at": at.isoformat()})
    key = DossierKey(system, code_of(record))
    return OutsideAct(kind=ActKind.WITHDRAWN, key=key, at=at, parts=Parts(items=(item,)), note=reason)


def _paper(paper: OutsidePaper) -> Item:
    return Item("paper", paper.outside_id, {"name": paper.name, "component": paper.component})

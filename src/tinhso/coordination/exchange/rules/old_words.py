"""The old one-stop system's words: twelve words of status, local times, names in capitals.

What its words mean to the nation is ours to say: the table below is the mapping, and a word that it does not
know is set apart, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from tinhso.coordination.exchange.rules.filings import CODE, procedure_of
from tinhso.coordination.exchange.rules.moments import from_local, to_local
from tinhso.coordination.exchange.rules.reading import record_of, text_of
from tinhso.coordination.exchange.types import (
    ASKED,
    OLD_ONE_STOP,
    ActKind,
    InboundMessage,
    Names,
    OutsideAct,
    Record,
    UnableToUnderstand,
)
from tinhso.engines.sync.service import DossierKey, Ending, Parts, Replica, Scalar

STATUSES: Mapping[str, int] = {
    "CTN": 1, "DTN": 2, "KTN": 3, "CPB": 4, "DXL": 4, "TKY": 4,
    "CBS": 5, "CNP": 6, "XRH": 7, "DUN": 8, "CTR": 9, "DTR": 10,
}  # fmt: skip
"""Its code of a status to the national one."""
WORDS: Mapping[str, str] = {
    "chờ tiếp nhận": "CTN",
    "đã tiếp nhận": "DTN",
    "không tiếp nhận": "KTN",
    "đã chuyển phòng chuyên môn": "CPB",
    "đang xử lý": "DXL",
    "đang trình ký": "TKY",
    "chờ công dân bổ sung": "CBS",
    "chờ nộp lệ phí": "CNP",
    "xin rút hồ sơ": "XRH",
    "dừng giải quyết": "DUN",
    "chờ trả kết quả": "CTR",
    "đã trả kết quả": "DTR",
}
TOLD: Mapping[int, str] = {
    1: "CTN", 2: "DTN", 3: "KTN", 4: "DXL", 5: "CBS", 6: "CNP", 7: "XRH", 8: "DUN", 9: "CTR", 10: "DTR",
}  # fmt: skip
INVENTED_IDS = frozenset({"000000000", "000000001", "000000000000", "999999999"})
"""Numbers that old systems write where somebody gave none."""
_PERSONAL_ID = re.compile(r"\d{12}|\d{9}", re.ASCII)
_PHONE = re.compile(r"(0|\+84)\d{9}", re.ASCII)
OWN_HAND = "API"
_AHEAD = timedelta(days=1)
"""Nobody writes down what was done so long before it is: officers' clocks differ by less."""


def read_row(row: Record) -> InboundMessage:
    """The head of one row of the feed."""
    dossier, number = record_of(row, "hoSo"), row.get("stt")
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise UnableToUnderstand("value", field="stt")
    return InboundMessage(
        system=OLD_ONE_STOP,
        message_id=str(number),
        dossier_code=text_of(dossier, "soHoSo", longest=60, must=True),
        sequence=number,
        body=row,
    )


def dossier_found(told: Record) -> InboundMessage | None:
    """What the system shows of one of its own dossiers when it is asked; None for one of the house.

    The version names the message: the same state is known once. Raises UnableToUnderstand.
    """
    if text_of(told, "maNgoai", longest=60):
        return None
    code, version = text_of(told, "soHoSo", longest=60, must=True), told.get("phienBan")
    if isinstance(version, bool) or not isinstance(version, int):
        raise UnableToUnderstand("value", field="phienBan")
    return InboundMessage(
        system=OLD_ONE_STOP,
        message_id=f"{ASKED}{code}:{version}",
        dossier_code=code,
        sequence=0,
        body={"hoSo": told},
    )


def is_our_own(message: InboundMessage) -> bool:
    """Whether the change was made by the house itself, through the interface."""
    return message.body.get("nguoiSua") == OWN_HAND


def outside_code(message: InboundMessage) -> str:
    """The house's code for a dossier that the house created there; empty for one of its own."""
    return text_of(record_of(message.body, "hoSo"), "maNgoai", longest=60)


def understand(message: InboundMessage) -> OutsideAct:
    """The whole dossier as it stood after the change; what is new in it is found by comparing."""
    told = record_of(message.body, "hoSo")
    code = text_of(told, "soHoSo", longest=60)
    if not CODE.fullmatch(code):
        raise UnableToUnderstand("code", field="soHoSo")
    at = from_local(told.get("ngaySua"), "ngaySua")
    if at is None:
        raise UnableToUnderstand("moment", field="ngaySua")
    for name in ("ngayNhan", "ngayTra"):
        done = from_local(told.get(name), name)
        if done is not None and done > at + _AHEAD:
            raise UnableToUnderstand("future_date", field=name)
    is_deleted = told.get("daXoa") is True
    parts = Parts(
        opening=OLD_ONE_STOP,
        fields=_fields(told),
        status=status_of(told),
        ending=Ending.DELETED if is_deleted else None,
    )
    return OutsideAct(
        kind=ActKind.CHANGED, key=DossierKey(OLD_ONE_STOP, code), at=at, parts=parts, unit=code.split("-")[0]
    )


def status_of(told: Record) -> int:
    """The national status behind its code, or behind its word where it writes no code."""
    code = text_of(told, "maTinhTrang", longest=10)
    if not code:
        code = WORDS.get(text_of(told, "tinhTrang", longest=100).lower(), "")
    if code not in STATUSES:
        raise UnableToUnderstand("unknown_value", field="tinhTrang")
    return STATUSES[code]


def _fields(told: Record) -> dict[str, Scalar]:
    number, phone = text_of(told, "soGiayTo", longest=20), text_of(told, "dienThoai", longest=20)
    code = text_of(told, "soHoSo", longest=60)
    fields: dict[str, Scalar] = {
        "procedure_code": procedure_of({"MaTTHC": told.get("maThuTuc")}),
        "channel": "counter",
        "filed_where": "old",
        "applicant_kind": "person",
        "applicant_name": name_from_capitals(text_of(told, "nguoiNop", longest=200)),
        "applicant_id": "" if number in INVENTED_IDS or not _PERSONAL_ID.fullmatch(number) else number,
        "summary": text_of(told, "tenThuTuc", longest=1000),
        "receipt_number": code,
        "agency": code.split("-")[0],
        "submitted_at": _iso(told, "ngayNhan"),
        "received_at": _iso(told, "ngayNhan"),
        "due_at": _iso(told, "ngayHenTra"),
        "returned_at": _iso(told, "ngayTra"),
        "telephone": phone if _PHONE.fullmatch(phone) else "",
        "note": text_of(told, "ghiChu", longest=1000),
    }
    return {name: value for name, value in fields.items() if value != ""}


_PLAIN: Mapping[str, str] = {
    "applicant_name": "nguoiNop", "applicant_id": "soGiayTo", "telephone": "dienThoai", "note": "ghiChu",
}  # fmt: skip
_MOMENTS: Mapping[str, str] = {"received_at": "ngayNhan", "due_at": "ngayHenTra", "returned_at": "ngayTra"}
_LONGEST_SHOWN = 1000


def words_of(told: Record) -> dict[str, Scalar]:
    """What stands in a dossier there, in the exchange's words; what has no meaning stays as it is written."""
    words: dict[str, Scalar] = {"status": _understood(told, "maTinhTrang", "tinhTrang")}
    words |= {name: _as_written(told, there) or None for name, there in _PLAIN.items()}
    words["applicant_name"] = name_from_capitals(str(words["applicant_name"] or "")) or None
    words |= {name: _understood(told, there, there) for name, there in _MOMENTS.items()}
    words["ending"] = "deleted" if told.get("daXoa") is True else None
    return words


def _understood(told: Record, name: str, word: str) -> Scalar:
    try:
        return status_of(told) if name == "maTinhTrang" else _iso(told, name) or None
    except UnableToUnderstand:
        return _as_written(told, name) or _as_written(told, word) or None


def _as_written(told: Record, name: str) -> str:
    value = told.get(name)
    return value.strip()[:_LONGEST_SHOWN] if isinstance(value, str) else ""


def changed_at(message: InboundMessage) -> datetime | None:
    """When the officer of the old system wrote; None where the moment cannot be read."""
    try:
        return from_local(record_of(message.body, "hoSo").get("ngaySua"), "ngaySua")
    except UnableToUnderstand:
        return None


def name_from_capitals(name: str) -> str:
    """A name written in capitals only, as people write names; any other stays as it is."""
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() else name


def _iso(told: Record, field: str) -> str:
    moment = from_local(told.get(field), field)
    return moment.isoformat() if moment else ""


def dossier_record(code: str, replica: Replica, names: Names) -> Record:
    """What the old system is told of a dossier of the house."""
    value = {name: field.value for name, field in replica.fields.items()}
    number, phone = str(value.get("applicant_id") or ""), str(value.get("telephone") or "")
    procedure = str(value.get("procedure_code") or "")
    record: Record = {
        "maNgoai": code,
        "maThuTuc": f"{procedure}.H09",
        "tenThuTuc": (names.procedure or procedure)[:400],
        "nguoiNop": str(value.get("applicant_name") or "")[:140],
        "soGiayTo": number if _PERSONAL_ID.fullmatch(number) else "",
        "dienThoai": phone if _PHONE.fullmatch(phone) else "",
        "ngayNhan": to_local(value.get("received_at")),
        "ngayHenTra": to_local(value.get("due_at")),
        "ngayTra": to_local(value.get("returned_at")),
        "maTinhTrang": TOLD[replica.status],
    }
    return {name: text for name, text in record.items() if text != ""}


def shows_the_same(shown: Record, told: Record) -> bool:
    """Whether the system shows the status, the dates and the telephone that it was told."""
    if STATUSES.get(str(shown.get("maTinhTrang"))) is None:
        is_same = status_of(shown) == STATUSES[told["maTinhTrang"]]
    else:
        is_same = shown.get("maTinhTrang") == told["maTinhTrang"]
    is_same = is_same and _as_written(shown, "dienThoai") == _as_written(told, "dienThoai")
    return is_same and all(_iso(shown, name) == _iso(told, name) for name in ("ngayHenTra", "ngayTra"))


EMPTIED: Record = dict.fromkeys(("soGiayTo", "dienThoai", "ngayNhan", "ngayHenTra", "ngayTra"), "")
"""What a dossier there is told as empty where the house holds nothing: somebody may have written into it."""

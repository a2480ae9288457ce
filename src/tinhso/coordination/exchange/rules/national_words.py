"""The national portal's words: DongBoHoSoMC and CapNhatTienDoHoSoMC, and what LayDanhSachHoSo hands out.

Names, duties and enumerations are those of dvcqg_sync_fields.csv (version "b"). What the house does not know
is not sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tinhso.coordination.exchange.rules.filings import (
    code_of,
    filed_act,
    supplemented_act,
    withdrawn_act,
)
from tinhso.coordination.exchange.rules.jumps import is_assumed
from tinhso.coordination.exchange.rules.moments import from_compact, to_compact
from tinhso.coordination.exchange.rules.reading import record_of, text_of
from tinhso.coordination.exchange.types import (
    ASKED,
    NATIONAL,
    ActKind,
    InboundMessage,
    Names,
    OutsideAct,
    Record,
    Telling,
    UnableToUnderstand,
)
from tinhso.engines.sync.service import ItemKey, Parts, Replica, Scalar
from tinhso.foundation.clock.service import VIETNAM

KINDS = {"1": "person", "2": "business", "3": "agency", "4": "organisation"}
_TOLD_KINDS = {"person": "1", "business": "2", "household_business": "2", "agency": "3", "organisation": "4"}
_CHANNELS = {"counter": "1", "online": "2", "post": "3"}
_FILED_WHERE = {"national": "1"}
_PAID = {"national": "1", "province": "2", "no": "0"}
_LONGEST_SUMMARY = 1000
_LONGEST_HAND = 50
_UNKNOWN_HAND = "Cơ quan giải quyết"
_STATUS_WORDS = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}
FileAddress = Callable[[str, str, str], str]
"""Kind (paper, result), dossier and id of a file to the address from which the portal fetches it."""

_KINDS_OF_WISH = {
    "NOP_MOI": ActKind.FILED,
    "BO_SUNG": ActKind.SUPPLEMENTED,
    "RUT": ActKind.WITHDRAWN,
}


def read_wish(wish: Record) -> InboundMessage:
    """The head of one row of LayDanhSachHoSo, enough to keep it."""
    dossier = record_of(wish, "HoSo")
    made = from_compact(wish.get("ThoiDiemYeuCau"), "ThoiDiemYeuCau")
    return InboundMessage(
        system=NATIONAL,
        message_id=text_of(wish, "MaYeuCau", longest=64, must=True),
        dossier_code=text_of(dossier, "MaHoSo", longest=60, must=True),
        sequence=int(made.timestamp()),
        body=wish,
    )


def filing_found(dossier: Record) -> InboundMessage | None:
    """The filing in what TraCuuHoSo shows; None where it was filed elsewhere, or somebody handles it already.

    To which unit it was filed the answer does not say: that a person adds. Raises UnableToUnderstand.
    """
    if (
        dossier.get("TrangThaiHoSo") != "1"
        or dossier.get("NoiNopHoSo") != "1"
        or dossier.get("MaHoSoDiaPhuong")
    ):
        return None
    code, made = code_of(dossier), from_compact(dossier.get("NgayNopHoSo"), "NgayNopHoSo")
    wish = {
        "MaYeuCau": f"{ASKED}{code}",
        "LoaiYeuCau": "NOP_MOI",
        "MaDonViTiepNhan": "",
        "ThoiDiemYeuCau": dossier["NgayNopHoSo"],
        "HoSo": dossier,
    }
    return InboundMessage(
        system=NATIONAL,
        message_id=wish["MaYeuCau"],
        dossier_code=code,
        sequence=int(made.timestamp()),
        body=wish,
    )


def understand(message: InboundMessage) -> OutsideAct:
    """What a citizen's wish means; raises UnableToUnderstand."""
    wish = message.body
    text_of(wish, "MaYeuCau", longest=64, must=True)
    dossier, kind = record_of(wish, "HoSo"), _KINDS_OF_WISH.get(str(wish.get("LoaiYeuCau")))
    at = from_compact(wish.get("ThoiDiemYeuCau"), "ThoiDiemYeuCau")
    if kind is ActKind.FILED:
        unit = text_of(wish, "MaDonViTiepNhan", longest=40, must=True)
        return filed_act(NATIONAL, dossier, unit=unit, kinds=KINDS, filed_where="national")
    if kind is ActKind.SUPPLEMENTED:
        return supplemented_act(NATIONAL, dossier, message_id=message.message_id, at=at)
    if kind is ActKind.WITHDRAWN:
        return withdrawn_act(NATIONAL, dossier, message_id=message.message_id, at=at)
    raise UnableToUnderstand("unknown_value", field="LoaiYeuCau")


def may_be_synced(replica: Replica) -> bool:
    """Whether the portal's duties can be fulfilled: it wants the day of reception."""
    return bool(_value(replica, "received_at"))


def dossier_record(code: str, replica: Replica, names: Names, address: FileAddress) -> Record:
    """One record of DongBoHoSoMC."""
    value = {name: field.value for name, field in replica.fields.items()}
    items = replica.visible_items()
    papers = [_paper(key, content, address) for key, content in items.items() if key.kind == "paper"]
    record: dict[str, object] = {
        "MaHoSo": code,
        "MaTTHC": value.get("procedure_code"),
        "TenTTHC": names.procedure,
        "MaLinhVuc": names.sector_code,
        "TenLinhVuc": names.sector,
        "KenhThucHien": _CHANNELS.get(str(value.get("channel")), "2"),
        "SoBienNhan": value.get("receipt_number"),
        "ChuHoSo": value.get("applicant_name"),
        "LoaiDoiTuong": _TOLD_KINDS.get(str(value.get("applicant_kind")), "1"),
        "ThongTinKhac": value.get("other_information"),
        "Email": value.get("email"),
        "SoDienThoai": value.get("telephone"),
        "TrichYeuHoSo": str(value.get("summary") or names.procedure)[:_LONGEST_SUMMARY],
        "NgayTiepNhan": to_compact(value.get("received_at")),
        "NgayHenTra": to_compact(value.get("due_at")),
        "TrangThaiHoSo": str(replica.status),
        "NgayTra": to_compact(value.get("returned_at")),
        "ThongTinTra": value.get("return_note"),
        "HinhThuc": "1" if value.get("return_method") == "post" else "0",
        "NgayKetThucXuLy": to_compact(value.get("finished_at")),
        "DonViXuLy": names.agency or value.get("agency"),
        "NoiNopHoSo": _FILED_WHERE.get(str(value.get("filed_where")), "2"),
        "HoSoCoThanhPhanSoHoa": "1" if papers else "0",
        "TaiKhoanDuocXacThucVoiVNeID": "1" if value.get("has_verified_account") == "yes" else "0",
        "DuocThanhToanTrucTuyen": _PAID.get(str(value.get("is_paid_online")), "0"),
        "NgayTuChoi": to_compact(value.get("refused_at")),
        "NgayNopHoSo": to_compact(value.get("submitted_at")),
        "DinhDanhCHS": _owners(value.get("applicant_id")),
        "TaiLieuNop": [paper for paper in papers if paper],
        "DanhSachLePhi": [_fee(content) for key, content in items.items() if key.kind == "fee"],
        "DanhSachHoSoBoSung": [
            _supplement(key, content, items)
            for key, content in items.items()
            if key.kind == "supplement_request"
        ],
        "DanhSachGiayToKetQua": [
            _result(key, content, address) for key, content in items.items() if key.kind == "result"
        ],
    }
    return {name: each for name, each in record.items() if each not in (None, "", [])}


def progress_records(telling: Telling, names: Names) -> list[Record]:
    """One record of CapNhatTienDoHoSoMC for each status that the portal has not been told of."""
    hand = (names.agency or _UNKNOWN_HAND)[:_LONGEST_HAND]
    return [
        {
            "MaHoSo": telling.code,
            "NguoiXuLy": hand,
            "ThoiDiemXuLy": change.at.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S"),
            "NoiDungXuLy": _content(change.parts, change.parts.status),
            "TrangThai": str(change.parts.status),
        }
        for change in telling.news
        if change.parts.status is not None and change.origin == telling.replica.owner_as_of(change.after)
    ]


def _content(parts: Parts, status: int) -> str:
    word = _STATUS_WORDS.get(status, "")
    return f"{word} (suy ra từ trạng thái sau)" if is_assumed(parts) else word


COMPARED = ("MaTTHC", "ChuHoSo", "NgayTiepNhan", "NgayHenTra", "TrichYeuHoSo", "DonViXuLy", "HinhThuc")


def shows_the_same(shown: Record, told: Record) -> bool:
    """Whether the portal shows the status and what it was told of the dossier's head."""
    if shown.get("TrangThaiHoSo") != told["TrangThaiHoSo"]:
        return False
    return all(shown.get(name, "") == told.get(name, "") for name in COMPARED)


def _owners(number: Scalar) -> list[Record]:
    text = str(number or "")
    kind = {12: "1", 9: "2"}.get(len(text)) if text.isdecimal() else None
    return [{"LoaiDinhDanh": kind, "SoDinhDanh": text}] if kind else []


def _paper(key: ItemKey, content: Mapping[str, Scalar], address: FileAddress) -> Record | None:
    url = address("paper", str(content["file"]), key.item_id) if content.get("file") else ""
    if not url:
        return None
    return {
        "TepDinhKemId": key.item_id,
        "TenTepDinhKem": content["name"],
        "IsDeleted": "False",
        "MaThanhPhanHoSo": content.get("component") or "KHAC",
        "DuongDanTaiTepTin": url,
        "DuocSoHoa": "1" if content.get("is_digitised") else "0",
        "DuocTaiSuDung": "1" if content.get("is_reused") else "0",
        "DuocLayTuKhoDMQG": "1" if content.get("is_from_store") else "0",
    }


def _fee(content: Mapping[str, Scalar]) -> Record:
    return {"TenPhiLePhi": content["name"], "Gia": content["amount"], "HinhThucThu": content["collected"]}


def _supplement(
    key: ItemKey, content: Mapping[str, Scalar], items: Mapping[ItemKey, Mapping[str, Scalar]]
) -> Record:
    answered = next(
        (
            answer
            for other, answer in items.items()
            if other.kind == "supplement_answer" and answer.get("request") == key.item_id
        ),
        None,
    )
    record = {
        "HoSoBoSungId": key.item_id,
        "NoiDungBoSung": content["content"],
        "NgayBoSung": to_compact(content.get("asked_at")),
        "NgayTiepNhanBoSung": to_compact(answered.get("at")) if answered else "",
        "NgayHenTraTruoc": to_compact(content.get("due_before")),
        "NgayHenTraMoi": to_compact((answered or {}).get("due_after") or content.get("due_after")),
    }
    return {name: text for name, text in record.items() if text}


def _result(key: ItemKey, content: Mapping[str, Scalar], address: FileAddress) -> Record:
    record = {"TenGiayTo": content["title"], "GiayToId": key.item_id}
    if content.get("code"):  # without it the portal does not count the result as an electronic one
        record["MaGiayToKetQua"] = content["code"]
    url = address("result", str(content["file"]), key.item_id) if content.get("file") else ""
    return {**record, **({"DuongDanTepTinKetQua": url} if url else {})}


def _value(replica: Replica, name: str) -> str:
    field = replica.fields.get(name)
    return str(field.value) if field and field.value else ""

"""What a citizen gives when filing outside: checked values and papers, the same at every portal."""

import re
import secrets
from base64 import b64decode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

LARGEST_PAPER = 1024 * 1024
MOST_PAPERS = 10
PAPER_DAYS = 2
KINDS = {b"%PDF": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}
MOBILE = re.compile(r"(0|\+84)(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}", re.ASCII)
PERSONAL_ID = re.compile(r"\d{12}", re.ASCII)
# Units of the province, in both notations: H09, H09.21, 000.00.21.H09.
UNIT = re.compile(r"(H09(\.\d+)*|\d{3}\.\d{2}\.\d{2}\.H09)", re.ASCII)
WORDS = {
    "procedure": "Hãy chọn thủ tục.",
    "unit": "Mã cơ quan tiếp nhận phải thuộc tỉnh, ví dụ H09.21.11.",
    "unit_name": "Hãy nhập tên cơ quan tiếp nhận.",
    "owner": "Hãy nhập họ tên người nộp.",
    "personal_id": "Số định danh cá nhân gồm 12 chữ số.",
    "phone": "Số điện thoại di động không đúng.",
    "summary": "Hãy viết nội dung đề nghị.",
    "papers[].content": "Tệp phải là PDF, JPG hoặc PNG, không quá 1 MB.",
    "status": "Trạng thái hồ sơ không cho phép việc này.",
    "code": "Không có hồ sơ này.",
}


class InvalidFiling(Exception):
    """What a citizen gave is not acceptable; ``field`` names what, never its value."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
        self.message = WORDS.get(field, f"Thông tin không hợp lệ: {field}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPaper:
    """A file the citizen gives: its name, the code of the required paper, its bytes."""

    name: str
    code: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A dossier a citizen wants to file."""

    procedure: str
    unit: str
    unit_name: str
    owner: str
    owner_kind: str
    personal_id: str
    phone: str
    email: str
    summary: str
    by_post: bool
    papers: tuple[GivenPaper, ...]


def read_filing(
    body: dict[str, Any], *, owner_kinds: tuple[str, ...], is_procedure: Callable[[str], bool]
) -> Filing:
    """A checked filing; ``owner_kinds`` are the portal's own numbers. Raises InvalidFiling."""
    unit, kind = text_of(body, "unit", 40), text_of(body, "owner_kind", 1, default=owner_kinds[0])
    personal_id, phone = text_of(body, "personal_id", 12), text_of(body, "phone", 15, default="")
    procedure = text_of(body, "procedure", 40)
    checks = {
        "procedure": is_procedure(procedure),
        "unit": UNIT.fullmatch(unit),
        "owner_kind": kind in owner_kinds,
        "personal_id": PERSONAL_ID.fullmatch(personal_id),
        "phone": not phone or MOBILE.fullmatch(phone),
    }
    for field, holds in checks.items():
        if not holds:
            raise InvalidFiling(field)
    return Filing(
        procedure=procedure,
        unit=unit,
        unit_name=text_of(body, "unit_name", 500),
        owner=text_of(body, "owner", 500),
        owner_kind=kind,
        personal_id=personal_id,
        phone=phone,
        email=text_of(body, "email", 200, default=""),
        summary=text_of(body, "summary", 1000),
        by_post=body.get("by_post") is True,
        papers=read_papers(body.get("papers", [])),
    )


def read_papers(values: object) -> tuple[GivenPaper, ...]:
    """The papers of a JSON body, each ``{"name", "code", "content"}`` in base64."""
    if not isinstance(values, list) or len(values) > MOST_PAPERS:
        raise InvalidFiling("papers")
    papers = []
    for value in values:
        if not isinstance(value, dict):
            raise InvalidFiling("papers[]")
        try:
            content = b64decode(text_of(value, "content", 2 * LARGEST_PAPER), validate=True)
        except ValueError:
            raise InvalidFiling("papers[].content") from None
        papers.append(paper_of(text_of(value, "name", 200), text_of(value, "code", 100, default=""), content))
    return tuple(papers)


def uploaded_papers(uploads: Iterable[UploadedFile]) -> tuple[GivenPaper, ...]:
    """Uploaded files as papers."""
    given = [upload for upload in uploads if upload.size]
    if len(given) > MOST_PAPERS:
        raise InvalidFiling("papers")
    return tuple(_uploaded(upload) for upload in given)


def _uploaded(upload: UploadedFile) -> GivenPaper:
    if (upload.size or 0) > LARGEST_PAPER:
        raise InvalidFiling("papers[].content")
    return paper_of((upload.name or "tep")[:200], "", upload.read())


def paper_of(name: str, code: str, content: bytes) -> GivenPaper:
    """A paper whose bytes are a PDF or a picture of acceptable size."""
    kind = next((kind for magic, kind in KINDS.items() if content.startswith(magic)), None)
    if kind is None or len(content) > LARGEST_PAPER:
        raise InvalidFiling("papers[].content")
    return GivenPaper(name=name, code=code, content=content, content_type=kind)


def told_paper(paper: GivenPaper, *, name: str, url: str) -> dict[str, str]:
    """What a province is told of a paper, with the address to fetch it from."""
    return {
        "TepDinhKemId": name,
        "TenTepDinhKem": paper.name,
        "IsDeleted": "False",
        "MaThanhPhanHoSo": paper.code,
        "DuongDanTaiTepTin": url,
        "DuocSoHoa": "0",
        "DuocTaiSuDung": "0",
        "DuocLayTuKhoDMQG": "0",
    }


def new_paper_id() -> str:
    """A name nobody can guess."""
    return secrets.token_hex(16)


def text_of(body: dict[str, Any], name: str, longest: int, *, default: str | None = None) -> str:
    """A text of the body, stripped; asked for unless there is a default."""
    value = body.get(name, default)
    if not isinstance(value, str) or len(value) > longest or (default is None and not value.strip()):
        raise InvalidFiling(name)
    return value.strip()

"""Identity, dates, legal basis, competence, slips, results; and that unverified facts carry a vintage."""

import re
from collections.abc import Iterator

from tinhso.registers.catalogue.reviewing.rules.findings import Finding, Path, twice
from tinhso.registers.catalogue.types import CatalogueEntry, FormField, ProcedureVersion, Vintage

_CODE = re.compile(r"[0-9]\.[0-9]{6}")
_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?")
_SLIPS = {
    "receipt": "giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "supplement": "phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "refusal": "phiếu từ chối tiếp nhận",
    "apology": "phiếu xin lỗi và hẹn lại ngày trả kết quả",
    "control": "phiếu kiểm soát quá trình giải quyết hồ sơ",
}
_ESSENTIAL_SERVICES = range(1, 26)


def check(version: ProcedureVersion) -> Iterator[Finding]:
    """All findings about what the law says of this procedure."""
    yield from identity(version)
    if not version.local_code.startswith(f"{version.code}."):
        message = "Mã địa phương phải bắt đầu bằng mã quốc gia của thủ tục."
        yield Finding(("local_code",), "local_code", message)
    yield from _agency(version)
    yield from _slips(version)
    yield from _results(version)
    for path, vintage in vintages(version):
        yield from check_vintage(path, vintage)


def vintages(version: ProcedureVersion) -> Iterator[tuple[Path, Vintage]]:
    """Every dated fact with its place in the file."""
    yield ("agency", "vintage"), version.agency.vintage
    yield ("supplement", "vintage"), version.supplement.vintage
    for place, window in enumerate(version.windows):
        yield ("windows", place, "vintage"), window.vintage
    for place, case in enumerate(version.cases):
        yield ("cases", place, "vintage"), case.vintage
        yield ("cases", place, "fee", "vintage"), case.fee.vintage
    for place, paper in enumerate(version.papers):
        if paper.vintage:
            yield ("papers", place, "vintage"), paper.vintage
    for place, slip in enumerate(version.slips):
        yield ("slips", place, "vintage"), slip.vintage


def check_vintage(path: Path, vintage: Vintage) -> Iterator[Finding]:
    """What is not confirmed says as of when it was read."""
    if not vintage.verified and not vintage.as_of:
        message = "Điều chưa xác minh phải ghi thời điểm của nguồn (as_of), ví dụ 2026-07."
        yield Finding(path, "unverified_without_vintage", message)
    elif vintage.as_of and not _MONTH.fullmatch(vintage.as_of):
        yield Finding((*path, "as_of"), "vintage_format", "Thời điểm phải viết như 2026-07 hoặc 2023-07-17.")


def identity(version: CatalogueEntry) -> Iterator[Finding]:
    """Code, days, services and legal basis, which every entry of the catalogue has."""
    if not _CODE.fullmatch(version.code):
        yield Finding(("code",), "code_format", "Mã thủ tục phải viết như 1.004194.")
    if version.version != version.valid_from.isoformat():
        message = "Tên phiên bản phải là ngày có hiệu lực (valid_from)."
        yield Finding(("version",), "version_is_valid_from", message)
    if version.valid_to and version.valid_to < version.valid_from:
        yield Finding(("valid_to",), "valid_to_before_from", "Ngày hết hiệu lực đứng trước ngày có hiệu lực.")
    for place, number in enumerate(version.services):
        if number not in _ESSENTIAL_SERVICES:
            message = f"Không có dịch vụ công thiết yếu số {number}; chỉ có số 1 đến 25."
            yield Finding(("services", place), "unknown_service", message)
    if not version.legal_basis:
        yield Finding(("legal_basis",), "no_legal_basis", "Cần ít nhất một căn cứ pháp lý.")
    for place, basis in enumerate(version.legal_basis):
        if basis.confidence == "unverified" and not basis.as_of:
            message = f"“{basis.instrument}” chưa xác minh thì phải ghi thời điểm (as_of)."
            yield Finding(("legal_basis", place), "unverified_without_vintage", message)


def _agency(version: ProcedureVersion) -> Iterator[Finding]:
    communes = {field.key: field for field in version.fields}
    yield from _commune(("agency", "commune_field"), version.agency.commune_field, communes)
    for place, further in enumerate(version.agency.further):
        yield from _commune(("agency", "further", place, "commune_field"), further.commune_field, communes)


def _commune(path: Path, key: str, fields: dict[str, FormField]) -> Iterator[Finding]:
    field = fields.get(key)
    if field is None:
        yield Finding(path, "unknown_field", f"Biểu mẫu không có mục “{key}”.")
    elif field.type != "commune" or not field.required or field.when:
        message = f"Mục “{key}” phải là một xã (commune), bắt buộc và luôn hiện, để xác định cơ quan."
        yield Finding(path, "agency_field", message)


def _slips(version: ProcedureVersion) -> Iterator[Finding]:
    present = {slip.kind for slip in version.slips}
    for kind, name in _SLIPS.items():
        if kind not in present:
            yield Finding(("slips",), "missing_slip", f"Thiếu mẫu “{kind}”: {name}.")
    keys = ((("slips", place), slip.kind) for place, slip in enumerate(version.slips))
    yield from twice(keys, rule="duplicate_slip", what="Mẫu")


def _results(version: ProcedureVersion) -> Iterator[Finding]:
    if not any(not result.refusal for result in version.results):
        yield Finding(("results",), "no_result", "Cần ít nhất một kết quả giải quyết.")
    keys = ((("results", place, "key"), result.key) for place, result in enumerate(version.results))
    yield from twice(keys, rule="duplicate_result", what="Kết quả")

"""Cases: every channel has an answer for everybody, a time, and a fee that can be counted and is guarded."""

from collections.abc import Iterator

from tinhso.foundation.process.service import TimeUnit
from tinhso.registers.catalogue.reviewing.rules.findings import Finding, Path, twice
from tinhso.registers.catalogue.reviewing.rules.form import check_condition
from tinhso.registers.catalogue.types import FormField, ProcedureCase, ProcedureVersion


def check(version: ProcedureVersion) -> Iterator[Finding]:
    """All findings about cases, times and fees."""
    if not version.cases:
        yield Finding(("cases",), "no_case", "Cần ít nhất một trường hợp (cách nộp, thời hạn, lệ phí).")
    fields = {field.key: field for field in version.fields}
    keys = ((("cases", place, "key"), case.key) for place, case in enumerate(version.cases))
    yield from twice(keys, rule="duplicate_case", what="Trường hợp")
    for place, case in enumerate(version.cases):
        path: Path = ("cases", place)
        yield from check_condition((*path, "when"), case.when, fields)
        yield from _time(path, case)
        yield from _fee(path, case, fields)
    yield from _coverage(version)


def _time(path: Path, case: ProcedureCase) -> Iterator[Finding]:
    if case.duration.amount <= 0 and case.duration.unit is not TimeUnit.SAME_DAY:
        message = "Thời hạn giải quyết phải lớn hơn 0; “trong ngày” ghi là 1 same_day."
        yield Finding((*path, "duration"), "case_without_time", message)
    if case.cut_off and case.duration.unit is not TimeUnit.SAME_DAY:
        message = "Giờ chốt (cut_off) chỉ dùng cho thời hạn trong ngày (same_day)."
        yield Finding((*path, "cut_off"), "cut_off", message)


def _fee(path: Path, case: ProcedureCase, fields: dict[str, FormField]) -> Iterator[Finding]:
    fee = case.fee
    if fee.amount_vnd < 0:
        yield Finding((*path, "fee", "amount_vnd"), "fee_amount", "Lệ phí không thể là số âm.")
    if (fee.when in ("none", "unstated")) != (fee.amount_vnd == 0):
        message = "Không thu (none), chưa nêu (unstated) thì amount_vnd là 0; có thu thì ghi mức và lúc thu."
        yield Finding((*path, "fee"), "fee_amount", message)
    counted = fields.get(fee.count_field)
    if fee.per == "person" and (counted is None or counted.type != "number"):
        message = "Lệ phí tính theo người cần count_field là một mục kiểu số."
        yield Finding((*path, "fee"), "fee_count", message)


def _coverage(version: ProcedureVersion) -> Iterator[Finding]:
    """In each channel the last case, and only the last, holds without a condition."""
    for channel in version.channels:
        own = [(place, case) for place, case in enumerate(version.cases) if case.channel == channel]
        for place, case in own[:-1]:
            if case.when is None:
                message = f"Trường hợp sau nó trong kênh “{channel}” không bao giờ được dùng tới."
                yield Finding(("cases", place), "case_never_reached", message)
        place, last = own[-1]
        if last.when is not None:
            message = f"Trường hợp cuối của kênh “{channel}” phải áp dụng cho mọi người (bỏ when)."
            yield Finding(("cases", place, "when"), "case_not_covered", message)

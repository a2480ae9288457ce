"""Windows of receipt: moments in Vietnam time, one after another, within the days of the version."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tinhso.registers.catalogue.reviewing.rules.findings import Finding, Path, twice
from tinhso.registers.catalogue.types import ProcedureVersion, ReceptionWindow

_VIETNAM_OFFSET = timedelta(hours=7)


def check(version: ProcedureVersion) -> Iterator[Finding]:
    """All findings about the windows in which a procedure is received."""
    keys = ((("windows", place, "key"), window.key) for place, window in enumerate(version.windows))
    yield from twice(keys, rule="duplicate_window", what="Đợt nhận hồ sơ")
    before: ReceptionWindow | None = None
    for place, window in enumerate(version.windows):
        path: Path = ("windows", place)
        strange = [*_not_in_vietnam(path, window)]
        yield from strange
        if strange:
            before = None
            continue
        yield from _order(path, window, before)
        yield from _outside(path, window, version)
        before = window


def _not_in_vietnam(path: Path, window: ReceptionWindow) -> Iterator[Finding]:
    moments: dict[str, datetime] = {"opens_at": window.opens_at, "closes_at": window.closes_at}
    for name, moment in moments.items():
        if moment.utcoffset() != _VIETNAM_OFFSET:
            message = "Thời điểm phải ghi ngày, giờ và múi giờ Việt Nam, ví dụ 2023-05-13T17:00+07:00."
            yield Finding((*path, name), "window_time", message)


def _order(path: Path, window: ReceptionWindow, before: ReceptionWindow | None) -> Iterator[Finding]:
    if window.closes_at <= window.opens_at:
        yield Finding((*path, "closes_at"), "window_order", "Đợt nhận hồ sơ phải kết thúc sau khi mở.")
    if before is not None and window.opens_at <= before.closes_at:
        message = (
            f"Đợt này mở trước khi đợt “{before.key}” kết thúc; ghi các đợt theo thứ tự, không chồng nhau."
        )
        yield Finding((*path, "opens_at"), "window_order", message)


def _outside(path: Path, window: ReceptionWindow, version: ProcedureVersion) -> Iterator[Finding]:
    """A window on days that another version answers for would never open."""
    if window.opens_at.date() < version.valid_from:
        message = "Đợt nhận hồ sơ mở trước ngày phiên bản có hiệu lực (valid_from)."
        yield Finding((*path, "opens_at"), "window_outside_version", message)
    if version.valid_to and window.closes_at.date() > version.valid_to:
        message = "Đợt nhận hồ sơ kết thúc sau ngày phiên bản hết hiệu lực (valid_to)."
        yield Finding((*path, "closes_at"), "window_outside_version", message)

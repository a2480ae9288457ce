"""An export's rows of one procedure beside the version in force: what differs, what cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tinhso.foundation.process.service import Duration, TimeUnit
from tinhso.registers.catalogue.importing.rules.fees import amounts, is_cut
from tinhso.registers.catalogue.importing.types import Difference, ExportRow
from tinhso.registers.catalogue.types import Channel, ProcedureCase, ProcedureVersion

CHANNEL_NAMES: Mapping[str, str] = {"online": "trực tuyến", "counter": "trực tiếp", "post": "bưu chính"}
_UNITS: Mapping[str, frozenset[TimeUnit]] = {
    "WORKING_DAY": frozenset({TimeUnit.WORKING_DAY}),
    "DAY": frozenset({TimeUnit.CALENDAR_DAY}),
    "HOUR": frozenset({TimeUnit.CALENDAR_HOUR, TimeUnit.WORKING_HOUR}),
    "MONTH": frozenset({TimeUnit.MONTH}),
}
UNIT_NAMES: Mapping[str, str] = {
    "WORKING_DAY": "ngày làm việc", "DAY": "ngày", "HOUR": "giờ", "MONTH": "tháng", "": "(không ghi đơn vị)",
}  # fmt: skip
WRITTEN_UNITS: Mapping[str, TimeUnit] = {
    "WORKING_DAY": TimeUnit.WORKING_DAY,
    "DAY": TimeUnit.CALENDAR_DAY,
    "HOUR": TimeUnit.CALENDAR_HOUR,
    "MONTH": TimeUnit.MONTH,
}


def compare(
    version: ProcedureVersion, rows: Sequence[ExportRow]
) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
    """The differences in the order people read a procedure, and sentences about what was not compared."""
    notes: list[str] = []
    found = [*_channels(version, rows)]
    for channel in version.channels:
        own = [row for row in rows if row.channel == channel]
        cases = [case for case in version.cases if case.channel == channel]
        if own:
            found += _times(channel, cases, own, notes)
            found += _fees(channel, cases, own, notes)
    found += _results(version, rows)
    found += _decision(version, rows)
    return tuple(found), tuple(notes)


def _channels(version: ProcedureVersion, rows: Sequence[ExportRow]) -> Iterator[Difference]:
    named: dict[Channel, list[int]] = {}
    for row in rows:
        named.setdefault(row.channel, []).append(row.line)
    for channel, lines in named.items():
        if channel not in version.channels:
            yield Difference(
                field="channel",
                channel=channel,
                here="không nhận",
                there=f"nhận {CHANNEL_NAMES[channel]}",
                lines=tuple(lines),
                wanted=("add",),
            )
    for channel in version.channels:
        if channel not in named:
            yield Difference(
                field="channel",
                channel=channel,
                here=f"nhận {CHANNEL_NAMES[channel]}",
                there="không nhận",
                lines=tuple(row.line for row in rows),
                wanted=("drop",),
            )


def _times(
    channel: Channel, cases: Sequence[ProcedureCase], rows: Sequence[ExportRow], notes: list[str]
) -> Iterator[Difference]:
    said = {(row.amount, row.unit): row.line for row in rows if row.unit}
    if len(said) < len({(row.amount, row.unit) for row in rows}) or not said:
        notes.append(f"Thời hạn {CHANNEL_NAMES[channel]}: bản xuất không ghi đơn vị.")
        return
    here = {case.duration for case in cases}
    if all(any(_is(one, *there) for there in said) for one in here) and all(
        any(_is(one, *there) for one in here) for there in said
    ):
        return
    same_numbers = {int(one.amount) for one in here} == {amount for amount, _ in said}
    yield Difference(
        field="unit" if same_numbers else "time",
        channel=channel,
        here="; ".join(sorted(one.text for one in here)),
        there="; ".join(f"{amount} {UNIT_NAMES[unit]}" for amount, unit in said),
        lines=tuple(said.values()),
        wanted=tuple(str(part) for part in next(iter(said))) if len(said) == 1 else (),
    )


def _is(duration: Duration, amount: int, unit: str) -> bool:
    return duration.amount == amount and duration.unit in _UNITS[unit]


def _fees(
    channel: Channel, cases: Sequence[ProcedureCase], rows: Sequence[ExportRow], notes: list[str]
) -> Iterator[Difference]:
    texts = [row.fee_text for row in rows]
    named = [amounts(text) for text in texts]
    if any(one is None for one in named):
        shown = next(text for text, one in zip(texts, named, strict=True) if one is None)
        notes.append(
            f"Lệ phí {CHANNEL_NAMES[channel]}: không phải một con số (“{shown[:80]}”)."
            if shown
            else f"Lệ phí {CHANNEL_NAMES[channel]}: bản xuất để trống."
        )
        return
    there = frozenset(amount for one in named for amount in one or ())
    here = frozenset(case.fee.amount_vnd for case in cases)
    is_open = any(is_cut(text) for text in texts)
    if here == there or (is_open and (here & there or not there)):
        return
    yield Difference(
        field="fee",
        channel=channel,
        here=_money(here),
        there=_money(there),
        lines=tuple(row.line for row in rows),
        wanted=(str(next(iter(there))),) if len(there) == 1 and len(cases) == 1 else (),
    )


def _results(version: ProcedureVersion, rows: Sequence[ExportRow]) -> Iterator[Difference]:
    here = {result.code for result in version.results if result.code}
    there = {code for row in rows for code in row.results}
    if not there or here == there:
        return
    granted = [result for result in version.results if not result.refusal]
    yield Difference(
        field="result",
        channel=None,
        here=", ".join(sorted(here)) or "chưa ghi",
        there=", ".join(sorted(there)),
        lines=tuple(row.line for row in rows),
        wanted=tuple(there) if len(there) == 1 and len(granted) == 1 else (),
    )


def _decision(version: ProcedureVersion, rows: Sequence[ExportRow]) -> Iterator[Difference]:
    there = {row.decision for row in rows if row.decision}
    sources = [case.vintage.source for case in version.cases]
    sources += [basis.instrument for basis in version.legal_basis]
    unsaid = {one for one in there if not any(one in source for source in sources)}
    if not unsaid:
        return
    yield Difference(
        field="decision",
        channel=None,
        here="; ".join(dict.fromkeys(case.vintage.source for case in version.cases)),
        there=", ".join(sorted(there)),
        lines=tuple(row.line for row in rows),
        wanted=tuple(there) if len(there) == 1 else (),
    )


def _money(found: frozenset[int]) -> str:
    return "; ".join(f"{amount:,} đồng".replace(",", ".") for amount in sorted(found))

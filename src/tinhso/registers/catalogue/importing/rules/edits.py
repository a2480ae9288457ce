"""Differences written into the tree of a version; what a machine cannot decide is said in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tinhso.registers.catalogue.importing.rules.comparing import CHANNEL_NAMES, WRITTEN_UNITS
from tinhso.registers.catalogue.importing.types import Difference

FIELD_NAMES = {
    "channel": "Cách nộp", "time": "Thời hạn", "unit": "Đơn vị thời hạn", "fee": "Lệ phí",
    "result": "Mã kết quả", "decision": "Số quyết định",
}  # fmt: skip
_PORTAL = "Cổng Dịch vụ công quốc gia"


def write(body: dict[str, Any], differences: Iterable[Difference], *, as_of: str) -> list[str]:
    """Change ``body`` in place; returns sentences about what is left to do by hand."""
    left = []
    for one in differences:
        if not one.wanted or not _write_one(body, one, as_of):
            where = f" ({CHANNEL_NAMES[one.channel]})" if one.channel else ""
            left.append(f"{FIELD_NAMES[one.field]}{where}: ở đây “{one.here}”, bản xuất “{one.there}”")
    return left


def _write_one(body: dict[str, Any], one: Difference, as_of: str) -> bool:
    cases = [case for case in body["cases"] if case["channel"] == one.channel]
    match one.field:
        case "time" | "unit":
            for each in cases:
                amount, unit = one.wanted
                each["duration"] = {"amount": int(amount), "unit": WRITTEN_UNITS[unit].value}
                each["vintage"] = {**each["vintage"], "as_of": as_of}
                each.pop("cut_off", None)  # it belongs to times within the day
        case "fee":
            return _fee(cases[0]["fee"], int(one.wanted[0]), as_of)
        case "channel":
            return _add(body, str(one.channel)) if one.wanted == ("add",) else _drop(body, cases)
        case "result":
            granted = [result for result in body["results"] if not result.get("refusal")]
            granted[0]["code"] = one.wanted[0]
        case "decision":
            for each in body["cases"]:
                source = f"{_PORTAL} ({one.wanted[0]})"
                each["vintage"] = {**each["vintage"], "source": source, "as_of": as_of}
    return True


def _fee(fee: dict[str, Any], amount: int, as_of: str) -> bool:
    if amount and fee.get("when") in ("none", "unstated"):
        return False  # somebody has to say when it is paid
    fee["amount_vnd"] = amount
    if not amount:
        fee["when"] = "none"
    fee["vintage"] = {"source": _PORTAL, "as_of": as_of}
    return True


def _add(body: dict[str, Any], channel: str) -> bool:
    """A channel more, by the terms of the last case: it holds for everybody."""
    last = body["cases"][-1]
    body["cases"].append(
        {**last, "key": channel, "title": f"Nộp {CHANNEL_NAMES[channel]}", "channel": channel}
    )
    return True


def _drop(body: dict[str, Any], cases: list[dict[str, Any]]) -> bool:
    if len(cases) == len(body["cases"]):
        return False
    body["cases"] = [case for case in body["cases"] if case not in cases]
    return True

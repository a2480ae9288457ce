"""Which case of a procedure an applicant is in, and what it costs."""

from collections.abc import Mapping

from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.catalogue.rules.conditions import fields_of, holds
from tinhso.registers.catalogue.types import JsonValue, ProcedureCase, ProcedureVersion


class UnableToFindCase(DomainError):
    """The procedure is not offered in this channel, or not for these answers."""


def find_case(version: ProcedureVersion, *, channel: str, answers: Mapping[str, JsonValue]) -> ProcedureCase:
    """The first case of the channel whose condition fits the clean answers."""
    for case in version.cases:
        if case.channel == channel and holds(case.when, answers):
            return case
    raise UnableToFindCase("case.not_offered", "Thủ tục này không nhận hồ sơ theo cách nộp đã chọn.")


def amount_of(case: ProcedureCase, *, answers: Mapping[str, JsonValue]) -> int:
    """The fee in đồng: once per dossier, or for each person that the form counts."""
    if case.fee.when in ("none", "unstated"):
        return 0
    if case.fee.per == "dossier":
        return case.fee.amount_vnd
    count = answers.get(case.fee.count_field)
    people = count if isinstance(count, int) and not isinstance(count, bool) else 1
    return case.fee.amount_vnd * max(people, 1)


def fields_behind(version: ProcedureVersion, *, channel: str) -> frozenset[str]:
    """The fields that the conditions of a channel's cases look at, and those by which they charge."""
    offered = [case for case in version.cases if case.channel == channel]
    counted = {case.fee.count_field for case in offered if case.fee.per == "person" and case.fee.count_field}
    return frozenset(counted).union(*(fields_of(case.when) for case in offered))

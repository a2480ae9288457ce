"""Rules of asking: when two questions are one, how numbers are read, when an answer is old. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from tinhso.foundation.identifiers.service import (
    UnableToReadIdentifier,
    parse_budget_code,
    parse_insurance_number,
    parse_personal_id,
    parse_tax_code,
)
from tinhso.services.verification.errors import UnableToLookUp
from tinhso.services.verification.look_up_types import AskedNumber, NumberKind, Register, StalePolicy
from tinhso.services.verification.types import PersonFacts

_SEPARATOR = "\x1f"
_PERSONAL_ID_DIGITS = 12
_SHOWN_END = 4


def question_key(facts: PersonFacts, *, asked_by: str, service_code: str) -> str:
    """Equal for equal questions of one asker for one service.

    The register answers, permits and logs by officer and service, so another asker's question is
    another question. Case and blanks in a name do not make a new one, accents do.
    """
    return _SEPARATOR.join((person_key(facts), asked_by, service_code))


def person_key(facts: PersonFacts) -> str:
    """Equal for the same facts of one person, whoever asks about them and for which service."""
    name = " ".join(facts.full_name.casefold().split())
    return _SEPARATOR.join((facts.personal_id, name, facts.birth.iso, facts.sex or ""))


def look_up_key(number: AskedNumber, *, asked_by: str, reference: str) -> str:
    """Equal for equal look-ups of one officer for one case: the registers permit and log by both."""
    return _SEPARATOR.join((number.kind.value, number.value, asked_by, reference))


def name_parts(full_name: str) -> tuple[str, str, str]:
    """Họ, chữ đệm, tên of a name as the register wants them: first word, the middle, last word.

    A name of one word is a given name only. Which words belong to a compound family name cannot be
    known from the text; the register compares the parts joined.
    """
    words = full_name.split()
    if len(words) == 1:
        return "", "", words[0]
    return words[0], " ".join(words[1:-1]), words[-1]


def read_number(register: Register, typed: str) -> AskedNumber:
    """The number to look up; UnableToLookUp, in words, for one that this register cannot know.

    An insured person is named by the social-insurance number (10 digits) or by the personal id (12).
    """
    try:
        match register:
            case Register.BUSINESS:
                return AskedNumber(kind=NumberKind.TAX_CODE, value=str(parse_tax_code(typed)))
            case Register.BUDGET:
                return AskedNumber(kind=NumberKind.BUDGET_CODE, value=parse_budget_code(typed))
            case Register.INSURANCE:
                return _insured(typed)
    except UnableToReadIdentifier as refusal:
        raise UnableToLookUp(
            code=refusal.code, message=refusal.message, fields={"number": refusal.message}
        ) from None


def _insured(typed: str) -> AskedNumber:
    if sum(sign.isdigit() for sign in typed) == _PERSONAL_ID_DIGITS:
        return AskedNumber(kind=NumberKind.PERSONAL_ID, value=parse_personal_id(typed).value)
    try:
        return AskedNumber(kind=NumberKind.INSURANCE_NUMBER, value=parse_insurance_number(typed))
    except UnableToReadIdentifier as refusal:
        raise UnableToReadIdentifier(
            refusal.code, "Hãy nhập mã số bảo hiểm xã hội gồm 10 chữ số, hoặc số định danh gồm 12 chữ số."
        ) from None


def shown_number(number: AskedNumber) -> str:
    """The number as lists show it: a person's only by its end."""
    if number.kind in (NumberKind.PERSONAL_ID, NumberKind.INSURANCE_NUMBER):
        return f"…{number.value[-_SHOWN_END:]}"
    return number.value


def changed_facts(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """The names of the facts that are not what they were, in order; never their values."""
    names = sorted({*before, *after})
    return tuple(name for name in names if before.get(name) != after.get(name))


def policy_on(policies: Sequence[StalePolicy], register: str, on: date) -> StalePolicy | None:
    """The policy of a register that holds on a day: the latest that has begun; None before the first."""
    begun = [each for each in policies if each.register == register and each.valid_from <= on]
    return max(begun, key=lambda each: each.valid_from, default=None)


def is_stale(*, as_of: datetime, answered_at: datetime, policy: StalePolicy | None, now: datetime) -> bool:
    """Whether an answer is too old to decide by.

    A copy that claims to be of a moment after its answer counts from the answer: no register keeps an
    answer fresh by naming the future.
    """
    return policy is not None and min(as_of, answered_at) + timedelta(days=policy.days) < now

"""Conditions as data: a closed expression over answers, compiled once into plain functions."""

from collections.abc import Callable, Iterator, Mapping

from tinhso.registers.catalogue.types import Condition, JsonValue

Answers = Mapping[str, JsonValue]
Test = Callable[[Answers], bool]

_QUESTIONS = ("equals", "one_of", "filled", "at_least", "at_most")
_GROUPS = ("every", "some", "none")


def compile_condition(condition: Condition) -> Test:
    """A function that answers the condition for clean answers; no answer fits only ``filled: false``."""
    tests = [compile_condition(each) for each in condition.every + condition.some + condition.none]
    if condition.every:
        return lambda answers: all(test(answers) for test in tests)
    if condition.some:
        return lambda answers: any(test(answers) for test in tests)
    if condition.none:
        return lambda answers: not any(test(answers) for test in tests)
    return _compile_question(condition)


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether a condition fits; no condition always fits."""
    return condition is None or compile_condition(condition)(answers)


def fields_of(condition: Condition | None) -> frozenset[str]:
    """The fields that a condition looks at."""
    return frozenset(leaf.field for leaf in leaves(condition) if leaf.field)


def leaves(condition: Condition | None) -> Iterator[Condition]:
    """The questions about one field, at any depth."""
    if condition is None:
        return
    groups = condition.every + condition.some + condition.none
    for inner in groups:
        yield from leaves(inner)
    if not groups:
        yield condition


def is_one_question(condition: Condition) -> bool:
    """True when exactly one thing is asked, and a field is named just where the question is about one."""
    questions = [name for name in _QUESTIONS if getattr(condition, name) not in (None, ())]
    groups = [name for name in _GROUPS if getattr(condition, name)]
    inner = condition.every + condition.some + condition.none
    return (
        len(questions) + len(groups) == 1
        and bool(condition.field) == bool(questions)
        and all(is_one_question(each) for each in inner)
    )


def _compile_question(condition: Condition) -> Test:
    key = condition.field
    if condition.equals is not None:
        wanted = condition.equals
        return lambda answers: answers.get(key) == wanted
    if condition.one_of:
        allowed = frozenset(condition.one_of)
        return lambda answers: isinstance(value := answers.get(key), str) and value in allowed
    if condition.filled is not None:
        filled = condition.filled
        return lambda answers: (answers.get(key) not in (None, "", False)) is filled
    if condition.at_least is not None:
        return _compare(key, least=condition.at_least)
    return _compare(key, most=condition.at_most)


def _compare(key: str, *, least: int | None = None, most: int | None = None) -> Test:
    def fits(answers: Answers) -> bool:
        value = answers.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        return (least is None or value >= least) and (most is None or value <= most)

    return fits

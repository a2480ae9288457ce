"""What the state already knows goes into the form, so that nobody is asked for it."""

from collections.abc import Mapping

from tinhso.registers.catalogue.types import FormField, ProcedureVersion


def prefilled(
    version: ProcedureVersion, *, facts: Mapping[str, str], locked_only: bool = False
) -> dict[str, str]:
    """Answers by field key from facts by prefill source.

    A fact that is missing, empty or not among the answers that a question offers fills nothing.
    """
    return {
        field.key: facts[field.prefill]
        for field in version.fields
        if field.prefill and (field.locked or not locked_only) and _fits(field, facts.get(field.prefill))
    }


def _fits(field: FormField, fact: str | None) -> bool:
    return bool(fact) and (not field.options or fact in {option.value for option in field.options})

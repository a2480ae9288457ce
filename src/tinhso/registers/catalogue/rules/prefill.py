"""What the state already knows goes into the form, so that nobody is asked for it."""

from collections.abc import Mapping

from tinhso.registers.catalogue.types import ProcedureVersion


def prefilled(
    version: ProcedureVersion, *, facts: Mapping[str, str], locked_only: bool = False
) -> dict[str, str]:
    """Answers by field key; a fact that is missing, empty or not among a question's answers fills nothing."""
    return {
        field.key: fact
        for field in version.fields
        if (fact := facts.get(field.prefill or "", ""))
        and (field.locked or not locked_only)
        and (not field.options or any(option.value == fact for option in field.options))
    }

"""What the state already knows goes into the form, so that nobody is asked for it."""

from collections.abc import Mapping

from tinhso.registers.catalogue.types import ProcedureVersion


def prefilled(
    version: ProcedureVersion, *, facts: Mapping[str, str], locked_only: bool = False
) -> dict[str, str]:
    """Answers by field key from facts by prefill source; facts that are missing or empty fill nothing."""
    return {
        field.key: facts[field.prefill]
        for field in version.fields
        if field.prefill and facts.get(field.prefill) and (field.locked or not locked_only)
    }

"""The rules that a procedure must keep beyond its shape, one module per part of the file."""

from collections.abc import Iterator

from tinhso.registers.catalogue.reviewing.rules import (
    cases,
    form,
    law,
    papers,
    payments,
    process,
    texts,
    windows,
)
from tinhso.registers.catalogue.reviewing.rules.findings import Finding
from tinhso.registers.catalogue.types import CatalogueEntry, PaymentService


def findings_of(version: CatalogueEntry) -> Iterator[Finding]:
    """Everything that is wrong with a procedure or a payment service whose shape is right."""
    if isinstance(version, PaymentService):
        for payment_part in (payments, texts):
            yield from payment_part.check(version)
        return
    for part in (law, form, windows, cases, papers, process, texts):
        yield from part.check(version)

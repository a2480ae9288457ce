"""Payment services: who collects, what the payer needs, where to go while paying here is not possible."""

from collections.abc import Iterator

from tinhso.registers.catalogue.reviewing.rules.findings import Finding
from tinhso.registers.catalogue.reviewing.rules.law import check_vintage, identity
from tinhso.registers.catalogue.types import PaymentService


def check(service: PaymentService) -> Iterator[Finding]:
    """All findings about a payment service."""
    yield from identity(service)
    yield from check_vintage(("vintage",), service.vintage)
    if not service.needs:
        message = "Cần ghi người nộp phải có gì trong tay (needs), ví dụ số quyết định xử phạt."
        yield Finding(("needs",), "payment_needs", message)
    if not service.meanwhile:
        message = "Cần ghi ít nhất một nơi nộp tiền trong lúc cổng chưa nhận (meanwhile)."
        yield Finding(("meanwhile",), "payment_meanwhile", message)

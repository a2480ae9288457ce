"""What must not be true outside the demonstration (``tinhso manage check --deploy``)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def identity_provider_is_safe(**_: Any) -> list[CheckMessage]:
    """The provider must be reached by TLS, and know us by a secret."""
    if settings.TINHSO_DEMONSTRATION:
        return []
    problems: list[CheckMessage] = []
    if not settings.TINHSO_VNEID_ISSUER.startswith("https://"):
        problems.append(Error("TINHSO_VNEID_ISSUER phải là địa chỉ https.", id="identity.E001"))
    if not settings.TINHSO_VNEID_CLIENT_SECRET:
        problems.append(Error("Thiếu TINHSO_VNEID_CLIENT_SECRET.", id="identity.E002"))
    return problems

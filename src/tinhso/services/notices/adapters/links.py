"""Where a message leads: the dossier's page, named by its code and nothing else."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings


def dossier_link(code: str) -> str:
    """Address of the page that shows the dossier to whoever may see it."""
    default = f"{settings.TINHSO_PUBLIC_URL}/tracking/{{code}}"
    return str(getattr(settings, "TINHSO_DOSSIER_LINK", default)).replace("{code}", quote(code))

"""Where a message leads: the dossier's page, named by its code and nothing else."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings


def dossier_link(code: str) -> str:
    """Address of the page that shows the dossier to whoever may see it."""
    default = f"{settings.TINHSO_PUBLIC_URL}/tracking/{{code}}"
    return str(getattr(settings, "TINHSO_DOSSIER_LINK", default)).replace("{code}", quote(code))


def page_link(page: str, code: str) -> str:
    """Address of the page that a text leads to: the dossier's, or that of a feedback."""
    if page == "feedback":
        return f"{settings.TINHSO_PUBLIC_URL}/feedback/track/{quote(code)}"
    return dossier_link(code)


def rating_link(code: str) -> str:
    """Address of the page where the service of a finished dossier is rated."""
    return f"{settings.TINHSO_PUBLIC_URL}/rate/{quote(code)}"

"""`python -m tools.pages`: write the pages anew, next to the code that they are made from."""

import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def main() -> int:
    """Write docs/authorisation.md."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings")
    os.environ.setdefault("TINHSO_SECRET_KEY", "pages are drawn without any secret")
    import django

    django.setup()
    from tools.pages.authorisation import authorisation_page

    (REPOSITORY / "docs" / "authorisation.md").write_text(authorisation_page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

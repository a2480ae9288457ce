"""Open every paper that the house says it has; ends with 1 and a count when one cannot be opened."""

from __future__ import annotations

import sys


def main() -> int:
    """Read them through the door of the files."""
    from tinhso.sites.console.environment import start_django

    start_django()
    from tinhso.casework.dossiers.models import Paper
    from tinhso.foundation.authority.service import system_actor
    from tinhso.foundation.clock.service import legal_now
    from tinhso.foundation.files.service import read
    from tinhso.foundation.identifiers.service import DomainError
    from tinhso.foundation.unit_of_work.service import unit_of_work

    with unit_of_work(actor=system_actor("drill"), now=legal_now(), as_system=True):
        papers = list(Paper.objects.values_list("file_id", flat=True))
        unreadable = 0
        for file_id in papers:
            try:
                read(file_id)
            except (DomainError, OSError):
                unreadable += 1
    print(f"{unreadable} of {len(papers)} papers cannot be opened")
    return 1 if unreadable else 0


if __name__ == "__main__":
    sys.exit(main())

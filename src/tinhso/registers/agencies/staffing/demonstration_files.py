"""Synthetic officers for the demonstration: one for each post that the data file names."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from tinhso.foundation.authority.service import Role
from tinhso.registers.agencies.adapters.data_files import read_yaml
from tinhso.registers.agencies.rules import demonstration_id
from tinhso.registers.agencies.staffing.posts import DemonstrationPost
from tinhso.registers.agencies.types import Agency


def read_demonstration_posts(agencies: Iterable[Agency]) -> tuple[DemonstrationPost, ...]:
    """Who works where: the same people in every installation, since names follow from the post."""
    plan = read_yaml("demonstration_officers.yaml")
    return tuple(
        post for agency in agencies if agency.kind in plan["posts"] for post in _posts_of(agency, plan)
    )


def _posts_of(agency: Agency, plan: dict[str, Any]) -> Iterator[DemonstrationPost]:
    for entry in plan["posts"][agency.kind]:
        is_doubled = entry["post"] == "specialist" and agency.unit_code in plan["busy_communes"]
        for number in (1, 2) if is_doubled else (1,):
            post = entry["post"] if number == 1 else f"{entry['post']}-{number}"
            yield DemonstrationPost(
                officer_id=demonstration_id("officer", agency.code, post),
                assignment_id=demonstration_id("assignment", agency.code, post),
                name=_name_for(f"{agency.code}:{post}", plan),
                title=entry["title"].format(agency=agency.name),
                post=post,
                agency=agency,
                roles=tuple(Role(role) for role in entry["roles"]),
            )


def _name_for(key: str, plan: dict[str, Any]) -> str:
    digest = hashlib.sha256(key.encode()).digest()
    parts = (plan["family_names"], plan["middle_names"], plan["given_names"])
    return " ".join(
        names[int.from_bytes(digest[4 * i : 4 * i + 4]) % len(names)] for i, names in enumerate(parts)
    )

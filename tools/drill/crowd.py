"""The people of a drill: citizens and officers with a session each, as the sign-in leaves them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace

import msgspec

AGENCIES = ("25747", "25858")
"""Communes of the two police stations: Phú Cường, and Phước Vĩnh in the old one-stop system's district."""

_FAMILY = ("Nguyễn Thị Hoa", "Trần Văn Bình", "Lê Minh Châu", "Phạm Quốc Dũng", "Võ Thị Thanh")
_PASSWORD = "mot-mat-khau-dai-de-thu"  # noqa: S105 - of two officers of a house that is thrown away
CSRF = "drilldrilldrilldrilldrilldrilldr"
"""Any 32 letters are a secret: it stands in the cookie and in the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A citizen who is signed in: the cookies of their browser."""

    personal_id: str
    full_name: str
    cookies: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A reception officer who is signed in, and the code of the agency."""

    commune: str
    agency_code: str
    cookies: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Everybody who takes part."""

    citizens: tuple[Person, ...]
    officers: tuple[Officer, ...]


def gather(count: int, environment: Mapping[str, str]) -> Crowd:
    """Sign everybody in, in a process of its own, at the house that ``environment`` names."""
    command = (sys.executable, "-m", "tools.drill.crowd", str(count))
    said = subprocess.run(command, env=dict(environment), stdout=subprocess.PIPE, check=True).stdout
    return msgspec.json.decode(said, type=Crowd)


def main(count: int) -> None:
    """Sign everybody in through the doors of the house, and write down who they are."""
    import django

    django.setup()
    crowd = Crowd(
        citizens=tuple(_citizen(number) for number in range(count)),
        officers=tuple(_officer(commune) for commune in AGENCIES),
    )
    sys.stdout.buffer.write(msgspec.json.encode(crowd))


def _citizen(number: int) -> Person:
    from tinhso.foundation.clock.service import legal_now
    from tinhso.foundation.identifiers.service import parse_partial_date
    from tinhso.services.identity.service import CitizenClaims, sign_in_citizen

    personal_id, name = f"074190{number + 1:06d}", _FAMILY[number % len(_FAMILY)]
    claims = CitizenClaims(
        issuer="drill",
        subject=f"drill-{number}",
        personal_id=personal_id,
        full_name=name,
        assurance_level=2,
        birth=parse_partial_date("1990-02-03"),
        sex="female",
        phone="0912345678",
    )
    account = sign_in_citizen(claims=claims, now=legal_now())
    return Person(personal_id=personal_id, full_name=name, cookies=_session(account.id, name, ""))


def _officer(commune: str) -> Officer:
    from tinhso.foundation.authority.service import Role, system_actor
    from tinhso.foundation.clock.service import legal_day, legal_now
    from tinhso.foundation.unit_of_work.service import unit_of_work
    from tinhso.registers.agencies.service import appoint_officer, competent_agency
    from tinhso.services.identity.service import open_officer_account

    now, title = legal_now(), "Cán bộ tiếp nhận"
    agency = competent_agency(competence="commune_police", commune_code=commune, on=legal_day(now))
    with unit_of_work(actor=system_actor("drill"), now=now) as work:
        officer_id = appoint_officer(
            work,
            name="Trần Kim Khoa",
            title=title,
            agency_id=agency.id,
            roles=[Role.RECEPTION_OFFICER],
            valid_from=legal_day(now),
        )
        account = open_officer_account(
            work, officer_id=officer_id, username=f"drill-{commune}", password=_PASSWORD
        )
    cookies = _session(account.id, "Trần Kim Khoa", title)
    return Officer(commune=commune, agency_code=agency.code, cookies=cookies)


def _session(account_id: object, name: str, title: str) -> dict[str, str]:
    from django.conf import settings

    from tinhso.services.identity.session_store import SessionStore
    from tinhso.sites.frame.service import start_session

    request = SimpleNamespace(session=SessionStore())
    words = {"title": title} if title else {}
    start_session(request, account_id=account_id, name=name, **words)  # type: ignore[arg-type]
    request.session.save()
    return {settings.SESSION_COOKIE_NAME: str(request.session.session_key), "csrftoken": CSRF}


if __name__ == "__main__":
    main(int(sys.argv[1]))

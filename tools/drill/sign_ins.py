"""Citizens who sign in by VNeID during a drill; whoever is signed in stays so, whatever falls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import httpx

from tools.drill.browsing import PATIENCE_S, ask, cookie_header, send_form
from tools.drill.scene import Scene
from tools.drill.stores import complaint, outside

_HOLDERS = """
select personal_id from vneid_account where level_of_assurance = 2 and is_active
order by personal_id limit 200"""
_OF_VNEID = "sandbox_"
_OWN_PAGE = "/dossiers"


def account_holders(scene: Scene) -> Iterator[str]:
    """Personal ids of people whom VNeID knows."""
    return iter([str(row[0]) for row in outside(scene, "vneid", _HOLDERS)])


def signed_in(scene: Scene, personal_id: str) -> dict[str, str] | None:
    """Sign in as a browser does: the cookies of the house; None where something fell on the way."""
    with httpx.Client(timeout=PATIENCE_S, trust_env=False, follow_redirects=True) as client:
        page = ask(client, "GET", f"{scene.web}/sign-in?next={_OWN_PAGE}")
        for mark, fields in (
            ('action="/sign-in"', {}),
            ('name="personal_id" inputmode', {"personal_id": personal_id}),
            ('value="grant"', {"action": "grant"}),
        ):
            page = send_form(client, page, mark, fields) if page is not None else None
        if page is None or page.status_code != 200 or not _is_inside(scene, str(page.url)):
            return None
        jar = {each.name: str(each.value) for each in client.cookies.jar}
        return {name: value for name, value in jar.items() if not name.startswith(_OF_VNEID)}


def _is_inside(scene: Scene, address: str) -> bool:
    return address.startswith(scene.web) and not urlsplit(address).path.startswith("/sign-in")


def sign_ins_violated(scene: Scene, acknowledged: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Everybody who was signed in still is; ``acknowledged``: cookies by who signed in."""
    gone: set[str] = set()
    with httpx.Client(timeout=PATIENCE_S, trust_env=False) as client:
        for who, cookies in acknowledged.items():
            answer = ask(client, "GET", f"{scene.web}{_OWN_PAGE}", headers={"Cookie": cookie_header(cookies)})
            if answer is None or answer.status_code != 200:
                gone.add(who)
    yield from complaint("people were signed out", gone)

"""`tinhso demo load`: accounts for the officers of the demonstration, and what the welcome page lists."""

import argparse
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tinhso.sites.console.environment import start_django, var_folder
from tinhso.sites.console.welcome import ACCOUNTS_FILE

if TYPE_CHECKING:
    from tinhso.services.identity.service import DemonstrationAccount

NAME = "demo"
HELP = "dữ liệu trình diễn (demonstration data: load)"

_SHOWN_PLACES = ("Phú Cường", "Bình Dương", "Thủ Dầu Một", "tỉnh")


def configure(parser: argparse.ArgumentParser) -> None:
    """One action so far."""
    parser.add_argument("action", choices=["load"], help="load: nạp nếu chưa có")


def run(arguments: argparse.Namespace) -> int:
    """Load what is missing; repeating changes nothing."""
    start_django()
    from tinhso.foundation.clock.service import legal_now
    from tinhso.services.identity.service import create_demonstration_accounts

    password, accounts = create_demonstration_accounts(now=legal_now())
    target = var_folder() / "run" / ACCOUNTS_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    shown = {"password": password, "accounts": _rows(accounts)}
    target.write_text(json.dumps(shown, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{len(accounts)} tài khoản cán bộ trình diễn.")
    return 0


def _rows(accounts: Iterable["DemonstrationAccount"]) -> list[list[str]]:
    """One account for each post and kind of agency: enough to walk every journey."""
    chosen: dict[tuple[str, str], DemonstrationAccount] = {}
    for account in sorted(accounts, key=_distance):
        post, agency, *_ = account.username.rsplit("-", 2)
        chosen.setdefault((agency, post), account)
    return [[account.username, account.title, account.agency_name] for _, account in sorted(chosen.items())]


def _distance(account: "DemonstrationAccount") -> int:
    """Accounts of the province's seat first."""
    places = [place in account.agency_name for place in _SHOWN_PLACES]
    return places.index(True) if any(places) else len(places)

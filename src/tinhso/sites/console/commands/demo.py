"""`tinhso demo load`: officers' accounts with what the welcome page lists, then cases in every state."""

import argparse
import json
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tinhso.sites.console.environment import start_django, var_folder
from tinhso.sites.console.welcome import ACCOUNTS_FILE

if TYPE_CHECKING:
    from tinhso.services.identity.service import DemonstrationAccount
    from tinhso.sites.demonstration.service import People

NAME = "demo"
HELP = "dữ liệu trình diễn: load; mã của quản trị viên: code (demonstration data, the administrators' code)"

DOSSIERS_FILE = "demonstration-dossiers.json"
"""Left in ``var/run`` once all cases are there: how many."""

_SHOWN_PLACES = ("Phú Cường", "Bình Dương", "Thủ Dầu Một", "tỉnh")


def configure(parser: argparse.ArgumentParser) -> None:
    """Loading has two parts; ``code`` is the app that the demonstration's administrators share."""
    parser.add_argument(
        "action", choices=["load", "code"], help="load: nạp nếu chưa có; code: mã 6 số của quản trị viên"
    )
    parser.add_argument("part", choices=["accounts", "dossiers"], nargs="?", help="mặc định: cả hai")
    parser.add_argument(
        "--wait", type=float, default=0.0, metavar="GIÂY", help="chờ hệ thống giả lập bao lâu (giây)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Load what is missing; repeating changes nothing."""
    start_django()
    if arguments.action == "code":
        return _show_code()
    if arguments.part != "dossiers":
        _load_accounts()
    if arguments.part != "accounts":
        _load_dossiers(patience_s=arguments.wait)
    return 0


def _load_accounts() -> None:
    from tinhso.foundation.clock.service import legal_now
    from tinhso.services.identity.service import create_demonstration_accounts

    password, accounts = create_demonstration_accounts(now=legal_now())
    target = var_folder() / "run" / ACCOUNTS_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    shown = {"password": password, "accounts": _rows(accounts), "second_factor": _give_factors()}
    target.write_text(json.dumps(shown, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{len(accounts)} tài khoản cán bộ trình diễn.")


def _give_factors() -> str:
    """Administrators must have a second step here too: they share one app, whose secret is left with them."""
    from tinhso.foundation.clock.service import legal_now
    from tinhso.registers.agencies.service import demonstration_posts
    from tinhso.services.second_factor.service import give_demonstration_factor, is_required_of

    officers = [post.officer_id for post in demonstration_posts() if is_required_of(post.roles)]
    return give_demonstration_factor(officer_ids=officers, now=legal_now())


def _show_code() -> int:
    from tinhso.foundation.identifiers.service import DomainError
    from tinhso.services.second_factor.service import demonstration_code

    try:
        code, left = demonstration_code()
    except DomainError as refusal:
        print(refusal.message)
        return 1
    print(f"{code} (đổi sau {left} giây; mỗi mã dùng một lần)")
    return 0


def _load_dossiers(*, patience_s: float) -> None:
    """Cases of the sandbox's people; without the sandbox none are loaded, and the next time they are."""
    from tinhso.foundation.clock.service import legal_now
    from tinhso.sites.console.looked_up import load_look_ups
    from tinhso.sites.console.reviews import load_reviews
    from tinhso.sites.demonstration.service import load_companies, load_stories

    people = _people(patience_s)
    if people is None:
        print("Chưa nạp hồ sơ trình diễn: hệ thống giả lập không trả lời. Hãy chạy lại khi nó đã chạy.")
        return
    load_reviews(people, now=legal_now())
    loaded = load_stories(people, now=legal_now(), say=lambda line: print(line, flush=True))
    loaded.dossiers += load_companies(people, now=legal_now())
    load_look_ups(now=legal_now())
    target = var_folder() / "run" / DOSSIERS_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    counts = {"added": loaded.dossiers, "drafts": loaded.drafts, "known": loaded.known}
    target.write_text(json.dumps(counts, indent=1), encoding="utf-8")
    print(
        f"Thêm {loaded.dossiers} hồ sơ, {loaded.drafts} bản soạn trình diễn; đã có sẵn {loaded.known}. "
        f"CPU: {time.process_time():.1f} giây."
    )


def _people(patience_s: float) -> "People | None":
    from django.conf import settings

    from tinhso.sites.demonstration.service import COMMUNES, ask_for_people

    deadline = time.monotonic() + patience_s
    while True:
        found = ask_for_people(settings.TINHSO_SANDBOX_URL, COMMUNES)
        if found is not None or time.monotonic() >= deadline:
            return found
        time.sleep(0.5)


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

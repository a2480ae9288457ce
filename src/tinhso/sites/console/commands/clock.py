"""`tinhso clock`: show and move the legal clock of a demonstration; production's is the real clock."""

import argparse
import re
from datetime import datetime, timedelta

from tinhso.sites.console.environment import load_environment

NAME = "clock"
HELP = "đồng hồ pháp lý (legal clock: show, set, real, advance)"

_STEP = re.compile(r"(?P<number>\d+)(?P<unit>[dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def configure(parser: argparse.ArgumentParser) -> None:
    """show | set MOMENT | real | advance STEP."""
    actions = parser.add_subparsers(dest="action", metavar="việc", required=True)
    actions.add_parser("show", help="xem giờ pháp lý và giờ thật")
    setting = actions.add_parser("set", help="đặt giờ pháp lý, ví dụ 2023-07-17T07:30")
    setting.add_argument("moment", type=read_moment, help="ngày giờ ISO, giờ Việt Nam")
    actions.add_parser("real", help="trở về giờ thật")
    moving = actions.add_parser("advance", help="tiến thêm, ví dụ 3d, 4h, 30m")
    moving.add_argument("step", type=read_step, help="số kèm d (ngày), h (giờ) hoặc m (phút)")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked and show both clocks."""
    load_environment()
    from tinhso.foundation.clock.service import VIETNAM, legal_now, real_now, set_legal_clock

    if arguments.action == "set":
        set_legal_clock(arguments.moment.replace(tzinfo=VIETNAM))
    elif arguments.action == "real":
        set_legal_clock(None)
    elif arguments.action == "advance":
        set_legal_clock(legal_now() + arguments.step)
    print(f"Giờ pháp lý: {_shown(legal_now())}")
    print(f"Giờ thật:    {_shown(real_now())}")
    return 0


def read_moment(text: str) -> datetime:
    """A day and time in Việt Nam; without a time, the start of the working day."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"không đọc được ngày giờ «{text}»") from error
    if moment.tzinfo is not None:
        raise argparse.ArgumentTypeError("hãy bỏ múi giờ: luôn là giờ Việt Nam")
    return moment.replace(hour=7, minute=30) if len(text) == len("2023-07-17") else moment


def read_step(text: str) -> timedelta:
    """A length of time: 3d, 4h, 30m."""
    found = _STEP.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"không đọc được bước «{text}»; ví dụ 3d, 4h, 30m")
    return timedelta(**{_UNITS[found["unit"]]: int(found["number"])})


def _shown(moment: datetime) -> str:
    return moment.strftime("%H:%M:%S ngày %d/%m/%Y")

"""The `tinhso` command: its surroundings, its clock, its words."""

import argparse
import json
import os
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tinhso.foundation.clock.service import VIETNAM, legal_now, real_now
from tinhso.sites.console.commands import COMMANDS
from tinhso.sites.console.commands.clock import read_moment, read_step
from tinhso.sites.console.environment import environment_file, load_environment, save_environment
from tinhso.sites.console.main import build_parser, main
from tinhso.sites.console.supervisor.surroundings import chosen_ports, house_environment, taken_ports
from tinhso.sites.console.welcome import ACCOUNTS_FILE, welcome_text


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(os, "environ", {**os.environ, "TINHSO_VAR_DIR": str(tmp_path)})
    return tmp_path


def test_every_command_says_what_it_does() -> None:
    help_text = build_parser().format_help()
    for command in COMMANDS:
        assert command.NAME in help_text


def test_the_kept_surroundings_are_private_and_reach_other_commands(var: Path) -> None:
    save_environment(var, {"DATABASE_URL": "postgresql://app@127.0.0.1/x", "TINHSO_DATABASE_OWNER_URL": "o"})
    assert stat.S_IMODE(environment_file(var).stat().st_mode) == 0o600
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("TINHSO_DATABASE_OWNER_URL", None)
    load_environment()
    assert os.environ["DATABASE_URL"] == "postgresql://app@127.0.0.1/x"
    assert "TINHSO_DATABASE_OWNER_URL" not in os.environ
    load_environment(as_owner=True)
    assert os.environ["TINHSO_DATABASE_OWNER_URL"] == "o"


def test_what_the_caller_set_wins(var: Path) -> None:
    save_environment(var, {"DATABASE_URL": "kept"})
    os.environ["DATABASE_URL"] = "given"
    load_environment()
    assert os.environ["DATABASE_URL"] == "given"


def test_the_clock_is_set_advanced_and_returned(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.environ["TINHSO_LEGAL_CLOCK_FILE"] = str(var / "legal-clock.json")
    assert main(["clock", "set", "2023-07-17"]) == 0
    assert "07:30:0" in capsys.readouterr().out
    start = datetime(2023, 7, 17, 7, 30, tzinfo=VIETNAM)
    assert legal_now() - start < timedelta(minutes=1)
    main(["clock", "advance", "3d"])
    assert timedelta(days=3) <= legal_now() - start < timedelta(days=3, minutes=1)
    main(["clock", "real"])
    assert abs(legal_now() - real_now()) < timedelta(seconds=5)


def test_a_step_or_a_moment_that_makes_no_sense_is_refused() -> None:
    assert read_step("4h") == timedelta(hours=4)
    assert read_moment("2023-07-17T14:00").hour == 14
    for text in ("4", "h", "-1d", "4 giờ"):
        with pytest.raises(argparse.ArgumentTypeError):
            read_step(text)
    for text in ("17/07/2023", "2023-02-30", "2023-07-17T07:30+07:00"):
        with pytest.raises(argparse.ArgumentTypeError):
            read_moment(text)


def test_addresses_follow_the_chosen_ports(var: Path) -> None:
    ports = chosen_ports({"TINHSO_WEB_PORT": "9000"})
    assert (ports.web, ports.sandbox, ports.postgres) == (9000, 8020, 5433)
    environment = house_environment(var, ports)
    assert environment["TINHSO_PUBLIC_URL"] == "http://127.0.0.1:9000"
    assert "http://127.0.0.1:9000/sign-in/callback" in environment["SANDBOX_REDIRECT_URIS"]
    assert environment["TINHSO_SECRET_KEY"] == house_environment(var, ports)["TINHSO_SECRET_KEY"]


def test_a_port_held_by_another_program_is_named_with_what_to_do() -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ports = chosen_ports({"TINHSO_WEB_PORT": str(other.getsockname()[1])})
        assert "TINHSO_WEB_PORT" in taken_ports(ports, "web")[0]


def test_the_welcome_names_addresses_and_accounts(var: Path) -> None:
    (var / "run").mkdir()
    row = ["reception-police-25747", "Cán bộ tiếp nhận hồ sơ", "Công an phường Phú Cường"]
    known = {"password": "mật khẩu thử", "accounts": [row]}
    (var / "run" / ACCOUNTS_FILE).write_text(json.dumps(known), encoding="utf-8")
    text = welcome_text(chosen_ports({}), var)
    assert "http://127.0.0.1:8000/" in text
    assert "reception-police-25747" in text
    assert text.count("mật khẩu thử") == 1

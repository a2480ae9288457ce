"""Each unsafe setting keeps the house from starting."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.test import override_settings

from tinhso.config.startup import unsafe_settings

SAFE = {
    "TINHSO_DEMONSTRATION": False,
    "SECRET_KEY": "x" * 40,
    "DEBUG": False,
    "TINHSO_HTTPS": True,
    "ALLOWED_HOSTS": ["dichvucong.example"],
    "TINHSO_VAR_DIR": "/nowhere",
    "TINHSO_SECOND_FACTOR_REQUIRED": frozenset({"administrator", "leader"}),
    "TINHSO_PAYMENT_SECRET": "s",
    "TINHSO_MESSAGES_TOKEN": "s",
    "TINHSO_VNEID_CLIENT_SECRET": "s",
    "TINHSO_GATEWAY_CLIENT_ID": "s",
    "TINHSO_GATEWAY_CLIENT_SECRET": "s",
    "TINHSO_GATEWAY_URL": "https://gateway.example",
    "TINHSO_PAYMENT_URL": "https://pay.example",
    "TINHSO_MESSAGES_URL": "https://sms.example",
    "TINHSO_VNEID_ISSUER": "https://vneid.example",
    "TINHSO_PUBLIC_URL": "https://dichvucong.example",
}

UNSAFE = [
    ("SECRET_KEY", "short"),
    ("DEBUG", True),
    ("TINHSO_HTTPS", False),
    ("ALLOWED_HOSTS", ["*"]),
    ("SESSION_COOKIE_HTTPONLY", False),
    ("TINHSO_PAYMENT_SECRET", ""),
    ("TINHSO_MESSAGES_TOKEN", ""),
    ("TINHSO_VNEID_CLIENT_SECRET", ""),
    ("TINHSO_GATEWAY_CLIENT_ID", ""),
    ("TINHSO_GATEWAY_CLIENT_SECRET", ""),
    ("TINHSO_GATEWAY_URL", "http://gateway.example"),
    ("TINHSO_PAYMENT_URL", "http://pay.example"),
    ("TINHSO_PUBLIC_URL", "http://dichvucong.example"),
    ("TINHSO_KEYS_DIR", "/nonexistent"),
    ("TINHSO_SECOND_FACTOR_REQUIRED", frozenset()),
    ("TINHSO_SECOND_FACTOR_REQUIRED", frozenset({"leader"})),
    ("TINHSO_SECOND_FACTOR_REQUIRED", frozenset({"administrator", "leeder"})),
]


def test_safe_production_settings_are_accepted(monkeypatch):
    monkeypatch.delenv("TINHSO_LEGAL_CLOCK_FILE", raising=False)
    with override_settings(**SAFE):
        assert unsafe_settings() == []


@pytest.mark.parametrize(("name", "value"), UNSAFE)
def test_each_unsafe_setting_is_found(name, value):
    with override_settings(**{**SAFE, name: value}):
        assert unsafe_settings()


def test_settable_clock_is_refused_in_production(monkeypatch, tmp_path):
    monkeypatch.setenv("TINHSO_LEGAL_CLOCK_FILE", str(tmp_path / "clock.json"))
    with override_settings(**SAFE):
        assert [each.id for each in unsafe_settings()] == ["house.E013"]


@pytest.mark.parametrize("file", ["demonstration-password", "demonstration-second-factor"])
def test_what_the_demonstration_left_is_refused_in_production(file, tmp_path):
    (tmp_path / file).write_text("known to everybody")
    with override_settings(**{**SAFE, "TINHSO_VAR_DIR": tmp_path}):
        assert [each.id for each in unsafe_settings()] == ["house.E017"]


@pytest.mark.parametrize(("demonstration", "duties"), [("1", "administrator"), ("", "administrator,leader")])
def test_which_duties_need_a_second_factor_when_nobody_says(demonstration, duties):
    asked = (
        "from tinhso.config.settings import TINHSO_SECOND_FACTOR_REQUIRED as r; print(','.join(sorted(r)))"
    )
    known = {name: value for name, value in os.environ.items() if name != "TINHSO_SECOND_FACTOR_REQUIRED"}
    said = subprocess.run(
        [sys.executable, "-c", asked],
        env={**known, "TINHSO_DEMONSTRATION": demonstration},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == duties


def _start_web(database_url):
    return subprocess.run(
        [sys.executable, "-c", "import tinhso.config.wsgi"],
        env={**os.environ, "DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
    )


def test_web_process_starts_with_the_application_role_and_not_with_the_owner(cluster, owner_url):
    database = owner_url.rsplit("/", 1)[1]
    started = _start_web(cluster.url("tinhso_app", database))
    assert started.returncode == 0, started.stderr
    refused = _start_web(owner_url)
    assert refused.returncode != 0
    assert "house.E021" in refused.stderr

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
    "TINHSO_PAYMENT_SECRET": "s",
    "TINHSO_MESSAGES_TOKEN": "s",
    "TINHSO_VNEID_CLIENT_SECRET": "s",
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
    ("TINHSO_PAYMENT_URL", "http://pay.example"),
    ("TINHSO_PUBLIC_URL", "http://dichvucong.example"),
    ("TINHSO_KEYS_DIR", "/nonexistent"),
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

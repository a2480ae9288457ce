"""Each unsafe setting keeps the house from starting."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import override_settings

from tinhso.config.settings.database import from_url
from tinhso.config.startup import unsafe_database, unsafe_settings

SAFE = {
    "TINHSO_DEMONSTRATION": False,
    "SECRET_KEY": "x" * 40,
    "DEBUG": False,
    "TINHSO_HTTPS": True,
    "ALLOWED_HOSTS": ["dichvucong.example"],
    "TINHSO_VAR_DIR": "/nowhere",
    "TINHSO_SECOND_FACTOR_REQUIRED": frozenset({"administrator", "leader"}),
    "TINHSO_PAYMENT_SECRET": "s" * 32,
    "TINHSO_MESSAGES_TOKEN": "s" * 32,
    "TINHSO_VNEID_CLIENT_SECRET": "s" * 32,
    "TINHSO_GATEWAY_CLIENT_ID": "s",
    "TINHSO_GATEWAY_CLIENT_SECRET": "s" * 32,
    "TINHSO_GATEWAY_URL": "https://gateway.example",
    "TINHSO_PAYMENT_URL": "https://pay.example",
    "TINHSO_MESSAGES_URL": "https://sms.example",
    "TINHSO_VNEID_ISSUER": "https://vneid.example",
    "TINHSO_PUBLIC_URL": "https://dichvucong.example",
    "TINHSO_LIVE_URL": "https://dichvucong.example",
    "TINHSO_POPULATION_WSDL": "https://population.example/soap?wsdl",
    "TINHSO_POPULATION_ACCOUNT": "H09-TINHSO",
    "TINHSO_POPULATION_PORTAL_OFFICER": "H09-CONG",
    "TINHSO_ESSENTIAL_URL": "https://essential.example",
    "TINHSO_ESSENTIAL_CLIENT_SECRET": "s" * 32,
    "TINHSO_ESSENTIAL_PUSH_SECRET": "s" * 32,
    "TINHSO_NATIONAL_URL": "https://national.example",
    "TINHSO_NATIONAL_PASSWORD": "s" * 12,
    "TINHSO_OLD_ONE_STOP_URL": "https://old.example",
    "TINHSO_OLD_ONE_STOP_KEY": "s" * 12,
    "CSRF_TRUSTED_ORIGINS": ["https://dichvucong.example"],
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
    ("TINHSO_LIVE_URL", "http://dichvucong.example:8001"),
    ("TINHSO_POPULATION_WSDL", "http://population.example/soap?wsdl"),
    ("TINHSO_POPULATION_ACCOUNT", ""),
    ("TINHSO_POPULATION_PORTAL_OFFICER", ""),
    ("TINHSO_ESSENTIAL_URL", "http://essential.example"),
    ("TINHSO_NATIONAL_URL", "http://national.example"),
    ("TINHSO_OLD_ONE_STOP_URL", "http://old.example"),
    ("TINHSO_PAYMENT_SECRET", "s" * 31),
    ("TINHSO_ESSENTIAL_PUSH_SECRET", "s"),
    ("TINHSO_ESSENTIAL_CLIENT_SECRET", "s"),
    ("TINHSO_NATIONAL_PASSWORD", "s"),
    ("TINHSO_OLD_ONE_STOP_KEY", "s"),
    ("TINHSO_MESSAGES_TOKEN", "s"),
    ("TINHSO_VNEID_CLIENT_SECRET", "s"),
    ("TINHSO_GATEWAY_CLIENT_SECRET", "s"),
    ("CSRF_TRUSTED_ORIGINS", ["https://dichvucong.example", "http://dichvucong.example"]),
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


@pytest.mark.parametrize(("name", "url"), [
    ("TINHSO_ESSENTIAL_CLIENT_SECRET", "TINHSO_ESSENTIAL_URL"),
    ("TINHSO_NATIONAL_PASSWORD", "TINHSO_NATIONAL_URL"),
    ("TINHSO_OLD_ONE_STOP_KEY", "TINHSO_OLD_ONE_STOP_URL"),
])  # fmt: skip
def test_a_line_that_is_not_connected_needs_no_address(name, url):
    with override_settings(**{**SAFE, name: "", url: "http://127.0.0.1:8020/anything"}):
        assert unsafe_settings() == []


def findings_of(url):
    """Ids of what is unsafe in production with this database."""
    with override_settings(**SAFE), pytest.MonkeyPatch.context() as patch:
        patch.setitem(settings.DATABASES, "default", from_url(url))
        return [each.id for each in unsafe_settings()]


@pytest.mark.parametrize("url", [
    "postgresql://tinhso_app:p@127.0.0.1:5433/tinhso",
    "postgresql://tinhso_app:p@[::1]/tinhso",
    "postgresql:///tinhso?host=/run/postgresql",
    "postgresql://tinhso_app:p@db.example/tinhso?sslmode=verify-full&sslrootcert=/etc/ssl/province.pem",
])  # fmt: skip
def test_a_database_here_or_one_that_proves_itself_is_accepted(url):
    assert findings_of(url) == []


@pytest.mark.parametrize("url", [
    "postgresql://tinhso_app:p@db.example/tinhso",
    "postgresql://tinhso_app:p@db.example/tinhso?sslmode=require",
    "postgresql://tinhso_app:p@db.example/tinhso?ssl=true",
    "postgresql://tinhso_app:p@localhost/tinhso?hostaddr=10.0.0.5",
    "postgresql://tinhso_app:p@127.0.0.1,10.0.0.5/tinhso",
])  # fmt: skip
def test_a_database_elsewhere_that_proves_nothing_is_refused_in_production(url):
    assert findings_of(url) == ["house.E023"]


def test_the_query_of_the_database_address_holds_for_every_connection():
    known = from_url(
        "postgresql://tinhso_app:p%40s@db.example:5433/tinhso?sslmode=verify-full&sslrootcert=/ca.pem"
    )
    assert (known["HOST"], known["PORT"], known["NAME"], known["PASSWORD"]) == (
        "db.example", "5433", "tinhso", "p@s"
    )  # fmt: skip
    assert (known["OPTIONS"]["sslmode"], known["OPTIONS"]["sslrootcert"]) == ("verify-full", "/ca.pem")


@pytest.mark.parametrize("url", ["postgresql://u:hush@h/x?sslmod=verify-full", "mysql:/u:hush@h", "hush"])
def test_an_address_that_postgresql_does_not_understand_is_an_error_without_the_password(url):
    with pytest.raises(ImproperlyConfigured) as refused:
        from_url(url)
    assert "DATABASE_URL" in str(refused.value)
    assert "hush" not in str(refused.value)


LOUD = [
    ("log_statement", "all"),
    ("log_min_error_statement", "error"),
    ("log_error_verbosity", "default"),
    ("log_parameter_max_length", "-1"),
    ("log_parameter_max_length_on_error", "64"),
    ("log_min_duration_statement", "250"),
    ("log_min_duration_sample", "250"),
    ("log_transaction_sample_rate", "0.5"),
]


@pytest.mark.django_db
def test_the_log_of_our_own_server_says_nothing_personal():
    assert [*unsafe_database()] == []


@pytest.mark.parametrize(("name", "value"), LOUD)
def test_a_server_whose_log_would_quote_people_is_refused(name, value, cluster, committed_database):
    """As an administrator of a foreign server sets it, for this role alone: other tests share the server."""
    with psycopg.connect(cluster.url("tinhso_admin", committed_database.name), autocommit=True) as admin:
        admin.execute(f"alter role tinhso_app in database {committed_database.name} set {name} = '{value}'")
    connection.close()
    (found,) = unsafe_database()
    assert found.id == "house.E022"
    assert name in found.msg


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


def _run(command, **environment):
    return subprocess.run(
        [sys.executable, "-m", "tinhso.sites.console.main", command],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize("command", ["work", "doctor"])
def test_worker_and_doctor_say_the_same(command, owner_url):
    """Both know only Django's registry of checks, in which the start-up checks stand."""
    found = _run(command, DATABASE_URL=owner_url, TINHSO_ALLOWED_HOSTS="*")
    assert found.returncode == 1
    assert "house.E003" in found.stdout + found.stderr
    if command == "work":
        assert "house.E021" in found.stderr

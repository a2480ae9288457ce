"""Officers come in with user name and password; whoever guesses is locked out."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.sites.onestop.conftest import PASSWORD, account_of, text_of
from tests.sites.onestop.desk_data import Commune

pytestmark = pytest.mark.django_db

USERNAME = "reception-commune_police-25747"


def sign_in(client: Client, password: str = PASSWORD, **more: str):
    return client.post("/desk/sign-in/", {"username": USERNAME, "password": password, **more})


def test_a_stranger_is_led_to_the_sign_in_page_and_back(commune: Commune, client: Client) -> None:
    account_of(commune, "reception")
    asked = client.get("/desk/queues/late/")
    assert asked.status_code == 302
    assert asked.headers["Location"] == "/desk/sign-in/?next=%2Fdesk%2Fqueues%2Flate%2F"
    page = client.get(asked.headers["Location"])
    assert 'value="/desk/queues/late/"' in text_of(page)
    answer = sign_in(client, next="/desk/queues/late/")
    assert answer.headers["Location"] == "/desk/queues/late/"
    assert client.get("/desk/queues/late/").status_code == 200


def test_the_session_names_nobody(commune: Commune, client: Client) -> None:
    account_of(commune, "reception")
    sign_in(client)
    assert USERNAME not in str(dict(client.session))
    assert "Cán bộ tiếp nhận hồ sơ" in text_of(client.get("/desk/"))


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/desk/", "/my-data"])
def test_signing_in_never_leads_outside_the_desk(commune: Commune, client: Client, next_page: str) -> None:
    account_of(commune, "reception")
    assert sign_in(client, next=next_page).headers["Location"] == "/desk/"


def test_a_wrong_password_says_that_guessing_locks_and_keeps_the_name(
    commune: Commune, client: Client
) -> None:
    account_of(commune, "reception")
    refused = sign_in(client, "sai")
    assert refused.status_code == 403
    page = text_of(refused)
    assert "phải chờ vài phút" in page
    assert f'value="{USERNAME}"' in page
    assert "sai" not in [line.strip() for line in page.split('"')]


def test_after_five_wrong_guesses_the_right_password_is_refused_too(commune: Commune, client: Client) -> None:
    account_of(commune, "reception")
    for _ in range(5):
        sign_in(client, "sai")
    told = sign_in(client)
    assert told.status_code == 429
    assert "Bạn hãy chờ 3 phút rồi thử lại" in text_of(told)
    assert client.get("/desk/").status_code == 302
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert sign_in(elsewhere).status_code == 302, "a stranger's tries are the stranger's own"


def test_signing_out_ends_the_session(reception: Client) -> None:
    assert reception.get("/desk/").status_code == 200
    assert reception.post("/desk/sign-out/").headers["Location"] == "/desk/sign-in/"
    assert reception.get("/desk/").status_code == 302


def test_a_form_of_another_site_is_refused(commune: Commune) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403

"""Id and secret for a token, a token for an answer; and everything with which nobody comes in."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from tests.sites.open_api.conftest import Outside, problem_of
from tests.trust.stage import seen_by_system
from tinhso.foundation.authority.service import ClientPurpose, Role
from tinhso.services.integration.service import (
    UnableToKeepClient,
    change_client,
    disable_client,
    get_client,
    list_clients,
    register_client,
    renew_secret,
)

P = ClientPurpose


def test_a_token_is_given_for_the_secret_in_the_form_and_in_the_header(outside: Outside) -> None:
    issued = outside.client(P.STATUSES_READ, P.CATALOGUE_READ)
    by_form = outside.ask_token(issued)
    assert by_form.status_code == 200 and by_form["Cache-Control"] == "no-store"
    assert by_form.json()["scope"] == "catalogue.read statuses.read"
    assert by_form.json()["expires_in"] == 1800
    basic = base64.b64encode(f"{issued.client_id}:{issued.secret}".encode()).decode()
    by_header = outside.http.post(
        "/api/v1/token",
        {"grant_type": "client_credentials", "scope": "statuses.read"},
        headers={"Authorization": f"Basic {basic}"},
    )
    assert by_header.json()["scope"] == "statuses.read"
    token = by_header.json()["access_token"]
    assert outside.get("dossiers", token).status_code == 200
    assert problem_of(outside.get("procedures", token)) == (403, "not_permitted")


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"client_secret": "khác"}, 401, "invalid_client"),
        ({"client_id": "00000000-0000-0000-0000-000000000000"}, 401, "invalid_client"),
        ({"client_id": "không phải id"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_secret": "x" * 201}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"scope": "dossiers.read"}, 400, "invalid_scope"),
        ({"scope": "everything"}, 400, "invalid_scope"),
    ],
)
def test_no_token_is_given_for_anything_else(
    outside: Outside, form: dict[str, str], status: int, error: str
) -> None:
    answer = outside.ask_token(outside.client(P.STATUSES_READ), **form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert "access_token" not in answer.json()
    assert (status == 401) == ("WWW-Authenticate" in answer.headers)


def test_a_parameter_sent_twice_and_credentials_in_both_places_are_refused(outside: Outside) -> None:
    issued = outside.client()
    twice = f"grant_type=client_credentials&client_id={issued.client_id}&client_id={issued.client_id}"
    kind = "application/x-www-form-urlencoded"
    assert outside.http.post("/api/v1/token", twice, content_type=kind).json()["error"] == "invalid_request"
    basic = base64.b64encode(f"{issued.client_id}:{issued.secret}".encode()).decode()
    both = outside.http.post(
        "/api/v1/token",
        {"grant_type": "client_credentials", "client_id": str(issued.client_id)},
        headers={"Authorization": f"Basic {basic}"},
    )
    assert both.json()["error"] == "invalid_request"
    for header in ("Basic !!!", "Basic /w==", "Basic", "Digest x"):
        form = {"grant_type": "client_credentials"}
        answer = outside.http.post("/api/v1/token", form, headers={"Authorization": header})
        assert answer.status_code == 401, header


def test_refusals_and_tokens_are_audited_and_hold_no_secret(outside: Outside) -> None:
    issued = outside.client(P.STATUSES_READ)
    outside.ask_token(issued)
    outside.ask_token(issued, client_secret="khác")
    with seen_by_system() as cursor:
        cursor.execute(
            """select outcome, details::text from audit_entry where action = 'integration.token_issued'
               and object_id = %s order by outcome""",  # ids of one moment are in no order
            [issued.client_id],
        )
        assert [row[0] for row in cursor.fetchall()] == ["done", "refused"]
        cursor.execute("select count(*) from audit_entry where details::text like %s", [f"%{issued.secret}%"])
        assert cursor.fetchone()[0] == 0
        cursor.execute("select secret_index from integration_client where id = %s", [issued.client_id])
        assert issued.secret.encode() not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer x", "Basic x", "Bearer " + "x" * 4000])
def test_without_a_token_nothing_is_answered(outside: Outside, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    answer = outside.http.get("/api/v1/dossiers", headers=headers)
    assert problem_of(answer) == (401, "invalid_token")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_ends_with_its_time_its_secret_its_purpose_and_its_agreement(outside: Outside) -> None:
    stage = outside.stage
    administrator = stage.officer(Role.ADMINISTRATOR)
    issued = outside.client(P.STATUSES_READ, P.CATALOGUE_READ, days=1)
    token = outside.ask_token(issued).json()["access_token"]

    fewer = outside.terms(P.CATALOGUE_READ, days=1)
    change_client(client_id=issued.client_id, terms=fewer, actor=administrator, now=stage.now)
    assert problem_of(outside.get("dossiers", token)) == (403, "not_permitted")
    assert outside.get("procedures", token).status_code == 200

    renewed = renew_secret(client_id=issued.client_id, actor=administrator, now=stage.now)
    assert problem_of(outside.get("procedures", token))[0] == 401
    assert outside.ask_token(issued).status_code == 401
    token = outside.ask_token(renewed).json()["access_token"]

    stage.clock.advance(timedelta(minutes=29))
    assert outside.get("procedures", token).status_code == 200
    stage.clock.advance(timedelta(minutes=2))
    assert problem_of(outside.get("procedures", token))[0] == 401

    stage.clock.advance(timedelta(hours=23, minutes=14))
    last = outside.ask_token(renewed).json()
    assert last["expires_in"] == 900, "no token outlives the agreement"
    stage.clock.advance(timedelta(minutes=16))
    assert problem_of(outside.get("procedures", last["access_token"]))[0] == 401
    assert outside.ask_token(renewed).status_code == 401


def test_disabling_ends_everything_at_once_and_for_good(outside: Outside) -> None:
    stage, administrator = outside.stage, outside.stage.officer(Role.ADMINISTRATOR)
    issued = outside.client()
    token = outside.ask_token(issued).json()["access_token"]
    disable_client(client_id=issued.client_id, actor=administrator, now=stage.now)
    assert problem_of(outside.get("procedures", token))[0] == 401
    assert outside.ask_token(issued).status_code == 401
    with pytest.raises(UnableToKeepClient):
        renew_secret(client_id=issued.client_id, actor=administrator, now=stage.now)
    assert get_client(client_id=issued.client_id, actor=administrator, now=stage.now).disabled_at == stage.now


def test_asking_too_often_is_answered_with_the_time_to_come_again(outside: Outside) -> None:
    token, other = outside.token(per_minute=3), outside.token()
    for _ in range(3):
        assert outside.get("statuses", token).status_code == 200
    answer = outside.get("statuses", token)
    assert problem_of(answer) == (429, "too_many_requests")
    assert outside.get("statuses", other).status_code == 200, "each client has a rate of its own"
    outside.stage.clock.advance(timedelta(seconds=int(answer["Retry-After"])))
    assert outside.get("statuses", token).status_code == 200


def test_guessing_secrets_is_slow(outside: Outside) -> None:
    issued = outside.client()
    answers = [outside.ask_token(issued, client_secret="sai").status_code for _ in range(21)]
    assert answers == [401] * 20 + [429]


def test_what_is_too_long_is_not_read_and_what_is_no_form_gives_no_token(outside: Outside) -> None:
    assert problem_of(outside.post("token", b"x" * 70_000)) == (413, "too_large")
    assert outside.post("token", b"\xff\x00 {").status_code == 400
    assert problem_of(outside.http.get("/api/v1/token")) == (405, "method_not_allowed")
    assert problem_of(outside.get("nothing-here")) == (404, "not_found")


def test_a_form_sent_twice_registers_once_and_wrong_terms_are_named(outside: Outside) -> None:
    stage, administrator = outside.stage, outside.stage.officer(Role.ADMINISTRATOR)
    terms = outside.terms()
    register_client(terms=terms, key="one form", actor=administrator, now=stage.now)
    with pytest.raises(UnableToKeepClient) as again:
        register_client(terms=terms, key="one form", actor=administrator, now=stage.now)
    assert again.value.code == "integration.already_registered"
    assert len(list_clients(actor=administrator, now=stage.now)) == 1
    wrong = outside.terms(agencies=(), per_minute=0)
    with pytest.raises(UnableToKeepClient) as refused:
        register_client(terms=wrong, key="another", actor=administrator, now=stage.now)
    assert set(refused.value.fields) == {"agencies", "per_minute"}

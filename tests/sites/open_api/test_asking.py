"""What a client is told: its agencies' dossiers; personal data only where that was agreed, and recorded."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.sites.open_api.conftest import Outside, ids, problem_of
from tests.trust.stage import ANSWERS, seen_by_system
from tinhso.foundation.authority.service import ClientPurpose
from tinhso.foundation.clock.service import new_id

P = ClientPurpose


def test_the_catalogue_tells_procedures_versions_and_statuses(outside: Outside) -> None:
    token = outside.token(P.CATALOGUE_READ)
    assert [one["code"] for one in outside.get("statuses", token).json()["items"]] == list(range(1, 11))
    listed = outside.get("procedures", token).json()
    assert listed["day"] == "2023-07-17"
    line = next(one for one in listed["items"] if one["code"] == "1.004194")
    one = outside.get("procedures/1.004194", token, day="2023-07-17").json()
    assert one["version"] == line["version"] and one["times"] and one["papers"] and one["digest"]
    same = outside.get(f"procedures/1.004194/versions/{one['version']}", token).json()
    assert same == one
    for path in ("procedures/9.999999", "procedures/1.004194/versions/1999-01-01"):
        assert problem_of(outside.get(path, token))[0] == 404
    assert problem_of(outside.get("procedures/%00", token))[0] == 422


def test_a_page_shows_the_agencies_of_the_agreement_and_no_personal_data(outside: Outside) -> None:
    filed = outside.stage.file()
    here, elsewhere = outside.token(P.STATUSES_READ), outside.token(P.STATUSES_READ, agencies=("other",))
    everywhere = outside.token(P.STATUSES_READ, agencies=None)
    answer = outside.get("dossiers", here)
    assert ids(answer) == [filed.id] == ids(outside.get("dossiers", everywhere))
    assert ids(outside.get("dossiers", elsewhere)) == []
    text = answer.content.decode()
    assert ANSWERS["full_name"] not in text and ANSWERS["personal_id"] not in text
    line = answer.json()["items"][0]
    assert (line["code"], line["status"], line["status_name"]) == (filed.code, 1, "Mới đăng ký")


def test_pages_follow_each_other_without_a_gap_or_a_repetition(outside: Outside) -> None:
    filed = {outside.stage.file(key=str(number)).id for number in range(5)}
    token, seen, after = outside.token(P.STATUSES_READ), [], {}
    while True:
        answer = outside.get("dossiers", token, limit=2, **after)
        seen += ids(answer)
        if answer.json()["next"] is None:
            break
        after = {"after": answer.json()["next"]}
    assert len(seen) == 5 and set(seen) == filed and seen == sorted(seen)


def test_pages_are_narrowed_by_status_day_change_and_agency(outside: Outside) -> None:
    stage = outside.stage
    first = stage.file(key="1")
    stage.clock.advance(timedelta(days=1))
    second = stage.file(key="2")
    stage.clock.advance(timedelta(hours=1))
    moment = stage.now.isoformat()
    stage.bring_to("received", first)
    token = outside.token(P.STATUSES_READ, agencies=None)

    def found(**query: Any) -> set[Any]:
        return set(ids(outside.get("dossiers", token, **query)))

    assert found(status=1) == {second.id} and found(status=2) == {first.id}
    assert found(day="2023-07-17") == {first.id} and found(day="2023-07-18") == {second.id}
    assert found(changed_since=moment) == {first.id}
    assert found(agency=str(stage.agencies["commune_police"])) == {first.id, second.id}
    assert found(agency=str(stage.agencies["other"])) == set()
    assert found(status=1, day="2023-07-17") == set()
    assert found(day="9999-12-31") == found(changed_since="9999-12-31T23:59:59-11:00") == set()
    assert found(day="0001-01-01") == set()
    assert found(changed_since="0001-01-01T00:00:00+11:00") == {first.id, second.id}


@pytest.mark.parametrize(
    "query",
    [
        {"status": "11"}, {"status": "x"}, {"day": "31/07/2023"}, {"changed_since": "2023-07-17T00:00:00"},
        {"day": "1689552000"}, {"day": "2023-07-17T00:00:00Z"}, {"changed_since": "1689552000"},
        {"limit": "0"}, {"limit": "201"}, {"after": "1 or 1=1"}, {"agency": "x"}, {"limit": "9" * 400},
    ],
)  # fmt: skip
def test_a_parameter_that_is_wrong_is_named(outside: Outside, query: dict[str, str]) -> None:
    answer = outside.get("dossiers", outside.token(P.STATUSES_READ), **query)
    assert problem_of(answer) == (422, "invalid_request")
    assert answer.json()["fields"].keys() == query.keys()


def test_one_dossier_tells_its_steps_and_nothing_of_whose_it_is(outside: Outside) -> None:
    filed = outside.stage.file()
    outside.stage.bring_to("processing", filed)
    token = outside.token(P.STATUSES_READ)
    answer = outside.get(f"dossiers/{filed.code}", token)
    told = answer.json()
    assert [step["status"] for step in told["steps"]] == [1, 2, 4]
    assert told["dossier"]["version"] == told["steps"][-1]["version"]
    assert "Lý do của cán bộ" not in answer.content.decode()
    assert ANSWERS["full_name"] not in answer.content.decode()
    assert problem_of(outside.get(f"dossiers/{filed.code}/content", token)) == (403, "not_permitted")


def test_outside_the_agreement_a_dossier_is_as_if_it_did_not_exist(outside: Outside) -> None:
    filed = outside.stage.file()
    token = outside.token(agencies=("other",))
    unknown = filed.code[:-4] + "9876"
    for rest in ("", "/content"):
        seen, missing = (
            outside.get(f"dossiers/{filed.code}{rest}", token),
            outside.get(f"dossiers/{unknown}{rest}", token),
        )
        assert problem_of(seen)[0] == 404
        assert {**seen.json(), "trace_id": ""} == {**missing.json(), "trace_id": ""}
    assert problem_of(outside.get("dossiers/khong-phai-ma", token)) == (404, "dossier_code.format")


def test_content_is_handed_over_recorded_and_shown_to_whose_it_is(outside: Outside) -> None:
    from tinhso.foundation.audit.service import entries_about
    from tinhso.foundation.unit_of_work.service import unit_of_work

    stage, filed = outside.stage, outside.stage.file()
    issued = outside.client(P.DOSSIERS_READ)
    token = outside.ask_token(issued).json()["access_token"]
    told = outside.get(f"dossiers/{filed.code}/content", token).json()
    assert told["applicant_name"] == ANSWERS["full_name"]
    assert any(line["value"] == ANSWERS["new_address"] for line in told["answers"])
    with unit_of_work(actor=stage.citizen, now=stage.now):
        entries = entries_about(stage.citizen.person_id)
    (entry,) = [each for each in entries if each.action == "dossier.handed_over"]
    assert (entry.actor_kind, entry.actor_id) == ("client", issued.client_id)
    assert (entry.purpose, entry.legal_basis) == ("Đối chiếu hồ sơ cư trú", "Nghị định 107/2021/NĐ-CP")


def test_every_answer_and_refusal_about_dossiers_is_audited_with_the_client(outside: Outside) -> None:
    filed = outside.stage.file()
    issued = outside.client(P.STATUSES_READ)
    token = outside.ask_token(issued).json()["access_token"]
    outside.get("dossiers", token)
    outside.get(f"dossiers/{filed.code}", token)
    outside.get(f"dossiers/{filed.code[:-4]}9876", token)
    outside.get(f"dossiers/{filed.code}/content", token)
    outside.get("procedures", token)
    with seen_by_system() as cursor:
        cursor.execute(
            """select action, outcome from audit_entry where actor_kind = 'client' and actor_id = %s
               order by id""",
            [issued.client_id],
        )
        assert sorted(cursor.fetchall()) == [
            ("catalogue.ask", "refused"),
            ("dossier.hand_over", "refused"),
            ("dossier.status_ask", "refused"),
            ("dossier.status_asked", "done"),
            ("dossier.status_listed", "done"),
        ]


def test_the_database_itself_shows_a_client_only_its_agencies(outside: Outside) -> None:
    from django.db import connection

    from tinhso.foundation.authority.service import Actor, ActorKind
    from tinhso.foundation.unit_of_work.service import unit_of_work

    stage, filed = outside.stage, outside.stage.file()

    def seen(**more: Any) -> list[Any]:
        actor = Actor(kind=ActorKind.CLIENT, client_id=new_id(), **more)
        with unit_of_work(actor=actor, now=stage.now), connection.cursor() as cursor:
            cursor.execute(
                """select (select count(*) from dossiers_dossier), (select count(*) from dossiers_event),
                     (select count(distinct agency_id) from authority_access),
                     (select count(*) from dossiers_worklist), (select count(*) from people_person),
                     (select count(*) from integration_client)"""
            )
            return list(cursor.fetchone())

    here, other = stage.agencies["commune_police"], stage.agencies["other"]
    assert seen(client_agencies=frozenset({here, other})) == [1, 1, 1, 0, 0, 0]
    assert seen(client_agencies=frozenset({other})) == [0, 0, 0, 0, 0, 0]
    assert seen() == [0, 0, 0, 0, 0, 0]
    assert seen(is_province_wide=True)[:2] == [1, 1]
    assert filed.id


def test_the_document_and_its_page_are_open_and_tell_every_route(outside: Outside) -> None:
    document = outside.http.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    page = outside.http.get("/api/")
    assert page.status_code == 200
    for path in document["paths"]:
        assert path in page.content.decode()
    flow = document["components"]["securitySchemes"]["OAuth2"]["flows"]["clientCredentials"]
    assert set(flow["scopes"]) == {purpose.value for purpose in ClientPurpose}


def test_every_route_of_the_document_but_the_token_refuses_who_has_none(outside: Outside) -> None:
    document = outside.http.get("/api/v1/openapi.json").json()
    tried = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation["operationId"] == "issue_token":
                continue
            filled = re.sub(r"\{(webhook|look_up)_id\}", str(new_id()), path).replace("{code}", "1.004194")
            answer = outside.http.generic(method.upper(), filled.replace("{version}", "2023-06-01"))
            assert problem_of(answer) == (401, "invalid_token"), path
            assert operation["security"], path
            tried += 1
    assert tried >= 13

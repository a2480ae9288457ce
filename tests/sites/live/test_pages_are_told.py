"""From a filed dossier to the channels that are told, and from a signed-in page to its stream."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.casework.dossiers.conftest import Province, province  # noqa: F401 - a fixture
from tests.casework.dossiers.test_life_of_a_dossier import file
from tinhso.casework.dossiers.events import DossierSubmitted
from tinhso.foundation.authority.service import Actor, ActorKind, anonymous_actor, system_actor
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.outbox.service import handler_names
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.sites.live.channels import channel_of, live_key, read_token
from tinhso.sites.live.handlers import on_submitted
from tinhso.sites.live.views import follow

KEY = live_key(settings.SECRET_KEY)
AGENCY, PERSON = UUID(int=5), UUID(int=6)
OFFICER = Actor(kind=ActorKind.OFFICER, officer_id=UUID(int=1), agency_id=AGENCY)
CITIZEN = Actor(kind=ActorKind.CITIZEN, person_id=PERSON)


def notified(subject: UUID, now: datetime) -> list[str]:
    with CaptureQueriesContext(connection) as captured, unit_of_work(actor=system_actor(), now=now) as work:
        on_submitted(DossierSubmitted(subject_id=subject, version=1), work=work)
    return [query["sql"] for query in captured if "pg_notify" in query["sql"]]


@pytest.mark.django_db
def test_the_agency_and_the_applicant_of_a_dossier_are_told_and_nobody_is_named(
    province: Province,  # noqa: F811
) -> None:
    filed = file(province)

    (told,) = notified(filed.id, province.now)

    assert str(filed.id) in told
    assert channel_of("agency", province.police, key=KEY).hex() in told
    assert channel_of("person", province.citizen.person_id, key=KEY).hex() in told
    assert channel_of("agency", province.committee, key=KEY).hex() not in told
    assert str(province.citizen.person_id) not in told


@pytest.mark.django_db
def test_a_case_that_is_no_dossier_tells_nobody(legal_moment: datetime) -> None:
    assert notified(UUID(int=404), legal_moment) == []


def test_the_outbox_knows_the_handlers() -> None:
    assert "tinhso.sites.live.handlers.on_submitted" in handler_names(DossierSubmitted.name)


@pytest.mark.parametrize(
    ("actor", "channel"),
    [
        pytest.param(OFFICER, channel_of("agency", AGENCY, key=KEY), id="officer"),
        pytest.param(CITIZEN, channel_of("person", PERSON, key=KEY), id="citizen"),
    ],
)
def test_a_page_is_led_to_the_stream_of_whoever_is_signed_in(actor: Actor, channel: bytes) -> None:
    answer = _follow(actor)

    assert answer.status_code == 302
    address, _, token = answer.headers["Location"].rpartition("/")
    assert address == f"{settings.TINHSO_LIVE_URL}/live"
    assert read_token(token, now=real_now().timestamp(), key=KEY) == channel


def test_nobody_signed_in_is_told_to_stop_trying() -> None:
    answer = _follow(anonymous_actor())

    assert answer.status_code == 204
    assert "Location" not in answer.headers


def _follow(actor: Actor) -> HttpResponse:
    request = RequestFactory().get("/live/")
    request.actor = actor  # type: ignore[attr-defined]
    return follow(request)

"""Who asks, on which legal day, and the way to the officers' sign-in page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from tinhso.foundation.authority.service import Actor, ActorKind, Role
from tinhso.foundation.clock.service import frozen
from tinhso.sites.frame.service import Visit, id_in, officers_only, visit_of

ID = "0190a1b2-0000-7000-8000-000000000001"
OFFICER = Actor(kind=ActorKind.OFFICER, officer_id=UUID(ID), roles=frozenset({Role.RECEPTION_OFFICER}))


@officers_only
def page(request: HttpRequest, visit: Visit, word: str) -> HttpResponse:
    return HttpResponse(f"{visit.actor.officer_id} {word}")


def request_of(actor: Actor | None, path: str = "/desk/?queue=late") -> HttpRequest:
    request = RequestFactory().get(path)
    if actor is not None:
        request.actor = actor  # type: ignore[attr-defined]
    return request


def test_the_legal_day_begins_at_midnight_in_viet_nam_not_in_greenwich() -> None:
    for moment, day in (
        (datetime(2023, 7, 14, 16, 59, tzinfo=UTC), date(2023, 7, 14)),
        (datetime(2023, 7, 14, 17, 0, tzinfo=UTC), date(2023, 7, 15)),
    ):
        with frozen(moment, seed=1):
            visit = visit_of(request_of(OFFICER))
        assert (visit.now, visit.today) == (moment, day)


def test_an_officer_is_handed_the_visit() -> None:
    assert page(request_of(OFFICER), "ok").content.decode() == f"{ID} ok"


@pytest.mark.parametrize(
    "actor", [None, Actor(kind=ActorKind.CITIZEN, person_id=UUID(ID), assurance_level=2)]
)
def test_anybody_else_is_led_to_the_officers_sign_in_and_back(actor: Actor | None) -> None:
    answer = page(request_of(actor), "not seen")
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('onestop:sign-in')}?next=%2Fdesk%2F%3Fqueue%3Dlate"
    assert b"not seen" not in answer.content


@pytest.mark.parametrize("text", ["", None, "abc", f"{ID}'--", "074090001123"])
def test_what_is_no_id_reads_as_none(text: object) -> None:
    assert id_in(text) is None


def test_an_id_is_read() -> None:
    assert id_in(ID) == UUID(ID)

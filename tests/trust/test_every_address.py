"""Every address × method × role × own and other agency, person, district: as the permissions say."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from tests.trust.everywhere import planted as defects
from tests.trust.everywhere.addresses import UnknownParameter, every_address
from tests.trust.everywhere.attempts import findings
from tests.trust.everywhere.doors import DOORS, Audience, Door, UndescribedAddress
from tests.trust.everywhere.furnished import furnished_town
from tests.trust.everywhere.links import closed_links, searched, unguarded_forms, ways_outside
from tests.trust.everywhere.town import Town
from tinhso.foundation.authority.service import ActorKind
from tinhso.foundation.clock.service import VIETNAM

_MORNING = datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM)


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    logging.disable(logging.WARNING)  # thousands of access lines that nobody reads
    with django_db_blocker.unblock(), transaction.atomic():
        with furnished_town(_MORNING) as ready:
            yield ready
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("address", every_address(), ids=lambda address: address.name)
def test_an_address_answers_everybody_as_the_table_of_permissions_says(town, address):
    wrong = findings(address, town)
    assert not wrong, "\n".join(wrong)


def test_nothing_is_sent_without_the_token_against_forgery(town):
    wrong = [each for address in every_address() for each in unguarded_forms(address, town)]
    assert not wrong, "\n".join(wrong)


def test_no_parameter_of_any_address_leads_outside(town):
    wrong = [each for address in every_address() for each in ways_outside(address, town)]
    assert not wrong, "\n".join(wrong)


def test_what_any_list_shows_opens_for_the_one_who_sees_it(town):
    wrong = [each for who in town.everybody.values() for each in closed_links(town, who, every_address())]
    assert not wrong, "\n".join(wrong)


def test_what_any_search_finds_opens_for_the_one_who_searched(town):
    officers = [who for who in town.everybody.values() if who.actor.kind is ActorKind.OFFICER]
    wrong = [each for who in officers for each in searched(town, who)]
    assert not wrong, "\n".join(wrong)


OPEN, OF_ONE = Door(audience=Audience.EVERYBODY), "desk/planted/<uuid:dossier_id>/"
LEAKS = [
    (OF_ONE, defects.without_its_check, None, "shows the name of la"),
    (OF_ONE, defects.without_its_check, None, "answered 200 to whom the page is not made for"),
    ("desk/planted/", defects.list_of_everything, Door(), "shows the id of the dossier of la"),
    ("desk/planted/", defects.table_of_everything, Door(), "shows the code of the dossier of la"),
    ("desk/planted/", defects.lines_of_everything, Door(), "shows the code of the dossier of la"),
    (OF_ONE, defects.printed_for_anybody, None, "shows the name of la"),
    (OF_ONE, defects.error_that_tells, None, "shows the name of la"),
    (OF_ONE, defects.forbidden_that_reveals, None, "answered 403, unlike the 404 for what does not exist"),
    (OF_ONE, defects.refusal_that_nobody_notes, None, "refused with 404, audited 0×"),
    (OF_ONE, defects.failing_for_strangers, None, "answered 500"),
    (f"{OF_ONE}files/<uuid:file_id>/", defects.file_under_any_holder, None, "answered 200, expected 404"),
    ("planted/<uuid:dossier_id>", defects.name_in_the_address, None, "has the name of chu in a header"),
    ("planted", defects.changed_by_looking, OPEN, "was only looked at, and something was announced"),
    ("planted", defects.any_method, OPEN, "no method is refused"),
]


@pytest.mark.parametrize(("route", "view", "door", "finding"), LEAKS)
def test_the_sweep_finds_a_planted_leak(town, monkeypatch, route, view, door, finding):
    if door is not None:
        monkeypatch.setitem(DOORS, "planted", door)
    with defects.planted(route, view) as address:
        found = findings(address, town)
    assert any(finding in each for each in found), found


def test_the_sweep_finds_a_planted_way_outside(town):
    with defects.planted("planted", defects.leads_anywhere) as address:
        assert any("leads to https://evil" in each for each in ways_outside(address, town))


def test_the_sweep_finds_a_planted_form_without_its_token(town, monkeypatch):
    monkeypatch.setitem(DOORS, "planted", OPEN)
    with defects.planted("planted", defects.form_without_token) as address:
        found = list(unguarded_forms(address, town))
    assert any("needs no token" in each for each in found)
    assert any("without a token by nobody signed in did something" in each for each in found)


def test_the_sweep_finds_a_planted_link_that_does_not_open(town):
    officer = town.everybody["specialist here"]
    with defects.planted("desk/planted/", defects.link_that_is_closed) as address:
        found = closed_links(town, officer, [address])
    assert any("answered 404" in each for each in found), found


def test_an_address_that_nobody_described_has_a_name(town):
    missing = pytest.raises(UndescribedAddress, match="desk/planted/<uuid:dossier_id>/")
    with defects.planted(OF_ONE, defects.undescribed) as address, missing:
        findings(address, town)
    unfilled = pytest.raises(UnknownParameter, match="how to fill <shelf>")
    with defects.planted("planted/<int:shelf>", defects.parameter_of_its_own) as address, unfilled:
        findings(address, town)


def test_no_description_is_left_of_an_address_that_is_gone():
    assert DOORS.keys() <= {address.name for address in every_address()}

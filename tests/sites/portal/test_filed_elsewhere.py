"""A dossier that its owner filed at another portal, on their pages here."""

from __future__ import annotations

import pytest

from tests.sites.portal.portal_data import COMMUNE, PEOPLE, RESIDENCE, Town, text_of
from tinhso.casework.dossiers.service import (
    Filed,
    OutsideFiling,
    SupplementItem,
    ask_supplement,
    get_dossier,
    take_in,
)
from tinhso.foundation.authority.service import Role, system_actor
from tinhso.registers.agencies.service import competent_agency


@pytest.fixture
def elsewhere(town: Town) -> Filed:
    """Filed by Tuấn at the essential-services portal."""
    personal_id, name, *_ = PEOPLE["tuan"]
    agency = competent_agency(competence="commune_police", commune_code=COMMUNE, on=town.now.date())
    filing = OutsideFiling(
        system="essential_portal",
        code="G01.99-230717-000007",
        procedure_code=RESIDENCE,
        agency_code=agency.code,
        full_name=name,
        personal_id=personal_id,
        applicant_kind="1",
        email="",
        phone="",
        summary="Tạm trú",
        papers=(),
        by_post=False,
        filed_at=town.now,
    )
    return take_in(filing=filing, actor=system_actor("exchange"), now=town.now)


def test_its_owner_finds_it_among_their_own_and_reads_where_it_was_filed(
    town: Town, elsewhere: Filed
) -> None:
    screen = town.screen("tuan")
    assert elsewhere.code in text_of(screen.get("/dossiers"))
    page = text_of(screen.get(f"/dossiers/{elsewhere.id}"))
    for words in ("Nơi bạn đã nộp", "Cổng dịch vụ công thiết yếu", "G01.99-230717-000007"):
        assert words in page
    assert town.screen("anh").get(f"/dossiers/{elsewhere.id}").status_code == 404


def test_its_owner_answers_here_what_was_not_asked_there(town: Town, elsewhere: Filed) -> None:
    words = {"reason": "Lý do gì?", "registration_kind": "Cho ai?", "has_minor": "Có trẻ em không?"}
    ask_supplement(
        dossier_id=elsewhere.id,
        items=[
            SupplementItem(target="field", key=key, label="", rule="", message=message)
            for key, message in words.items()
        ],
        expected_version=None,
        actor=town.officer(Role.RECEPTION_OFFICER),
        now=town.now,
    )
    screen = town.screen("tuan")
    page = text_of(screen.get(f"/dossiers/{elsewhere.id}/supplement"))
    assert 'name="reason"' in page
    sent = screen.post(
        f"/dossiers/{elsewhere.id}/supplement",
        {
            "reason": "work",
            "registration_kind": "individual",
        },
    )
    assert sent.headers["Location"] == f"/dossiers/{elsewhere.id}"
    view = get_dossier(dossier_id=elsewhere.id, actor=town.actors["tuan"], now=town.now)
    assert (view.raw_answers["birth"], view.raw_answers["has_minor"]) == ("1985-03-12", False)
    assert (view.fee_amount, view.fee_state.value) == (7000, "due")
    assert (view.raw_answers["reason"], "new_address" in view.raw_answers) == ("work", False)

"""Organisations that are acted for: by whom VNeID names, and by whom those have authorised."""

from __future__ import annotations

import pytest

from tests.trust.acting import GRANDSON, OFFICE, SEAL, acting, file_seal, head_of_office, withdrawn
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import UnableToFileDossier
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.notices.service import notices_of
from tinhso.services.representation import service as representation
from tinhso.services.representation.service import OrganisationFacts, UnableToAct

pytestmark = pytest.mark.django_db


def test_an_organisation_files_under_its_own_name_whatever_was_typed(stage):
    head = head_of_office(stage)
    filed = file_seal(stage, head)
    view = stage.view(filed, head)
    assert view.applicant_name == OFFICE.name
    assert view.raw_answers["organisation_name"] == OFFICE.name
    assert view.raw_answers["office_commune"] == OFFICE.commune_code
    assert view.filed_by.name == "Nguyễn Thị Hoa"
    with pytest.raises(NotVisible):  # as herself she sees nothing of the office's
        stage.view(filed, stage.citizen)
    assert dossiers.own_dossiers(actor=stage.citizen, now=stage.now) == ()
    assert [row.id for row in dossiers.own_dossiers(actor=head, now=stage.now)] == [filed.id]


def test_people_and_organisations_file_what_is_meant_for_them(stage):
    head = head_of_office(stage)
    with pytest.raises(UnableToFileDossier) as refusal:
        file_seal(stage, stage.citizen)
    assert refusal.value.code == "organisations_only"
    with pytest.raises(UnableToFileDossier) as refusal:
        stage.file(actor=head)
    assert refusal.value.code == "people_only"


def test_whom_vneid_names_no_longer_loses_the_office_and_the_next_one_has_it(stage):
    head = head_of_office(stage)
    filed = file_seal(stage, head)
    representation.note_organisations(person_id=stage.citizen.person_id, organisations=[], now=stage.now)
    with pytest.raises(UnableToAct) as refusal:
        representation.act_for(mandate_id=head.mandate_id, actor=stage.citizen, now=stage.now)
    assert refusal.value.code == "mandate.not_confirmed"
    with pytest.raises(UnableToAct):
        file_seal(stage, head, key="one more")

    other = stage.other_citizen
    representation.note_organisations(person_id=other.person_id, organisations=[OFFICE], now=stage.now)
    (mandate,) = representation.own_mandates(actor=other, now=stage.now).received
    successor, _ = representation.act_for(mandate_id=mandate.id, actor=other, now=stage.now)
    assert stage.view(filed, successor).applicant_name == OFFICE.name
    stage.deliver_all()
    with unit_of_work(actor=other, now=stage.now):
        assert "mandate_ended" in [notice.template for notice in notices_of(other.person_id)]


def test_whoever_represents_one_organisation_sees_nothing_of_another(stage):
    second = OrganisationFacts(code="3702345674", name="Công ty TNHH Gốm sứ Lái Thiêu")
    of_office = head_of_office(stage)
    filed = file_seal(stage, of_office)
    of_company = head_of_office(stage, second, OFFICE)
    with pytest.raises(NotVisible):
        stage.view(filed, of_company)


def test_an_organisation_authorises_a_person_who_sees_only_what_they_began(stage, grandson):
    head = head_of_office(stage)
    before = file_seal(stage, head)
    for_office = acting(stage, grandson, actor=head, procedures=[SEAL])
    with pytest.raises(NotVisible):
        stage.view(before, for_office)
    number, name, birth = GRANDSON
    filed = file_seal(stage, for_office, key="by him", personal_id=number, full_name=name, birth=birth)
    view = stage.view(filed, head)
    assert view.raw_answers["representative_role"] == "authorised"
    assert view.filed_by.name == name
    withdrawn(stage, for_office, by=head)
    with pytest.raises(UnableToAct):
        representation.act_for(mandate_id=for_office.mandate_id, actor=grandson, now=stage.now)
    stage.deliver_all()
    with unit_of_work(actor=stage.citizen, now=stage.now):
        assert "mandate_ended" in [n.template for n in notices_of(stage.citizen.person_id)]
    assert "thu hồi" in stage.view(filed, head).filed_by.end


def test_saying_the_same_at_the_next_sign_in_changes_nothing(stage):
    head = head_of_office(stage)
    assert head_of_office(stage).mandate_id == head.mandate_id

"""A relation that the population database knows need not be proven: for the person it names, nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.casework.dossiers.test_life_of_a_dossier import PDF, step
from tests.support.filled_forms import FACTS, filled
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.filing import applicant, counter
from tinhso.casework.dossiers.service import UnableToFileDossier
from tinhso.foundation.authority.service import Role
from tinhso.registers.catalogue.service import get_procedure
from tinhso.services.verification.service import FATHER, MOTHER, SPOUSE

pytestmark = pytest.mark.django_db

BIRTH, RESIDENCE = "1.001193", "1.004222"
BINH, ELSE = "074085004321", "074085009999"
"""Whom the forms here name as the other parent, head of household or owner; and somebody else."""
MOTHER_FILES = {"relation": "mother", "parents_married": "yes", "records_father": "yes"}
JOINS_FAMILY = {"registration_kind": "individual", "ground": "family", "household_place": "joining"}


@pytest.fixture
def register(monkeypatch):
    """What the population database says of the citizen, whatever else it knows; None while it is away."""

    def says(relatives):
        answer = None if relatives is None else {**FACTS, **relatives}
        monkeypatch.setattr(applicant, "prefill", lambda **asked: answer)

    return says


def begun(province, code, **wanted):
    """A draft whose every step is answered; all papers but the one in question are given."""
    draft = dossiers.start_draft(procedure_code=code, actor=province.citizen, now=province.now)
    version = get_procedure(code, on=province.now.date())
    answers = filled(version, on=province.now.date(), wanted={**FACTS_IN_FORM, **wanted})
    for section in version.sections:
        dossiers.save_section(
            draft_id=draft.id,
            section=section.key,
            answers=answers,
            actor=province.citizen,
            now=province.now,
        )
    return draft.id


FACTS_IN_FORM = {"personal_id": "074190001234", "full_name": "Nguyễn Thị Hoa", "birth": "1990-02-03"}


def given_all_but(province, draft_id, key):
    review = reviewed(province, draft_id)
    for need in review.papers:
        if need.status == "needed" and need.paper.key != key:
            dossiers.attach_paper(
                draft_id=draft_id,
                paper_key=need.paper.key,
                name="a.pdf",
                content=PDF,
                actor=province.citizen,
                now=province.now,
            )


def reviewed(province, draft_id):
    return dossiers.review_draft(draft_id=draft_id, actor=province.citizen, now=province.now)


def status(province, draft_id, key):
    return next(need.status for need in reviewed(province, draft_id).papers if need.paper.key == key)


def spared(dossier_id):
    with connection.cursor() as cursor:
        cursor.execute("select key, by, fact from dossiers_spared_paper where dossier_id = %s", [dossier_id])
        return cursor.fetchall()


def test_parents_whom_the_register_knows_as_married_bring_no_certificate(province, register):
    register({SPOUSE: BINH})
    draft_id = begun(province, BIRTH, **MOTHER_FILES)
    given_all_but(province, draft_id, "marriage_certificate")
    need = next(n for n in reviewed(province, draft_id).papers if n.paper.key == "marriage_certificate")
    assert (need.status, need.fact) == ("waived", "population.marriage")
    assert need.reason == "Không cần nộp: Cơ sở dữ liệu quốc gia về dân cư đã ghi cha và mẹ là vợ chồng"
    filed = dossiers.submit_draft(draft_id=draft_id, actor=province.citizen, now=province.now)
    assert spared(filed.id) == [("marriage_certificate", "register", "population.marriage")]
    committee = province.officer(province.committee, Role.RECEPTION_OFFICER)
    for reader in (province.citizen, committee):
        (seen,) = dossiers.get_dossier(dossier_id=filed.id, actor=reader, now=province.now).spared
        assert seen.title == "Giấy chứng nhận kết hôn của cha, mẹ"
        assert seen.reason == "Cơ sở dữ liệu quốc gia về dân cư đã ghi cha và mẹ là vợ chồng"
    step(province, filed, "receive", committee)  # nothing is missing


@pytest.mark.parametrize(
    ("relatives", "wanted"),
    [
        ({SPOUSE: ELSE}, {}),
        ({}, {}),
        (None, {}),
        ({FATHER: BINH, MOTHER: BINH}, {}),
        ({SPOUSE: BINH}, {"relation": "grandparent"}),
        ({SPOUSE: BINH}, {"relation": "mother", "records_father": "no"}),
    ],
    ids=["another spouse", "no spouse", "line away", "a parent", "a grandparent files", "father not named"],
)
def test_else_the_certificate_is_asked_for(province, register, relatives, wanted):
    register(relatives)
    draft_id = begun(province, BIRTH, **MOTHER_FILES | wanted)
    given_all_but(province, draft_id, "marriage_certificate")
    assert status(province, draft_id, "marriage_certificate") == "needed"
    with pytest.raises(UnableToFileDossier) as refusal:
        dossiers.submit_draft(draft_id=draft_id, actor=province.citizen, now=province.now)
    assert set(refusal.value.fields) == {"paper_marriage_certificate"}


def test_naming_somebody_else_later_asks_for_it_again(province, register):
    register({SPOUSE: BINH})
    draft_id = begun(province, BIRTH, **MOTHER_FILES)
    assert status(province, draft_id, "marriage_certificate") == "waived"
    version = get_procedure(BIRTH, on=province.now.date())
    answers = filled(version, on=province.now.date(), wanted={**FACTS_IN_FORM, **MOTHER_FILES})
    other = {**answers["father"], "personal_id": ELSE}
    dossiers.save_section(
        draft_id=draft_id,
        section="parents",
        answers={**answers, "father": other},
        actor=province.citizen,
        now=province.now,
    )
    assert status(province, draft_id, "marriage_certificate") == "needed"


@pytest.mark.parametrize(
    ("relatives", "wanted", "expected"),
    [
        ({FATHER: BINH}, {}, "waived"),
        ({MOTHER: BINH}, {}, "waived"),
        ({SPOUSE: BINH}, {}, "waived"),
        ({FATHER: BINH}, {"household_place": "new"}, "waived"),
        ({FATHER: ELSE}, {}, "needed"),
        ({FATHER: BINH}, {"registration_kind": "household"}, "needed"),
        ({}, {}, "needed"),
    ],
    ids=["father", "mother", "spouse", "the owner", "another", "others come along", "nobody"],
)
def test_kinship_is_proven_by_the_register_for_one_who_moves_alone(
    province, register, relatives, wanted, expected
):
    register(relatives)
    draft_id = begun(province, RESIDENCE, **JOINS_FAMILY | wanted)
    assert status(province, draft_id, "kinship_proof") == expected


def test_relatives_fill_in_nothing_and_are_shown_nowhere(province, register):
    register({SPOUSE: BINH, FATHER: ELSE})
    draft = dossiers.start_draft(procedure_code=BIRTH, actor=province.citizen, now=province.now)
    shown = dossiers.get_draft(draft_id=draft.id, actor=province.citizen, now=province.now)
    assert BINH not in str(shown)
    assert ELSE not in str(shown)
    with connection.cursor() as cursor:
        cursor.execute("select sealed_content from dossiers_draft where id = %s", [draft.id])
        (sealed,) = cursor.fetchone()
    assert BINH.encode() not in bytes(sealed)


def looked_up(province, desk):
    return dossiers.counter_prefill(
        procedure_code=BIRTH, personal_id=FACTS_IN_FORM["personal_id"], actor=desk, now=province.now
    ).told


def registered(province, desk, told, **wanted):
    version = get_procedure(BIRTH, on=province.now.date())
    return dossiers.register_at_counter(
        procedure_code=BIRTH,
        answers=filled(version, on=province.now.date(), wanted={**FACTS_IN_FORM, **MOTHER_FILES, **wanted}),
        papers=[dossiers.UploadedPaper(key="birth_certificate", name="a.pdf", content=PDF)],
        key=f"counter {sorted(wanted)}",
        told=told,
        receive=True,
        actor=desk,
        now=province.now,
    )


@pytest.fixture
def desk(province, register, monkeypatch):
    monkeypatch.setattr(counter, "prefill", lambda **asked: {**FACTS, SPOUSE: BINH})
    return province.officer(province.committee, Role.RECEPTION_OFFICER)


def test_at_the_counter_nobody_asks_for_the_certificate_either(province, desk):
    told = looked_up(province, desk)
    assert BINH not in told
    filed = registered(province, desk, told)
    assert spared(filed.id) == [("marriage_certificate", "register", "population.marriage")]


@pytest.mark.parametrize("spoilt", ["absent", "made up", "cut", "another officer", "another day", "another"])
def test_what_was_not_told_to_this_officer_today_of_this_person_spares_nothing(province, desk, spoilt):
    told, wanted, now = looked_up(province, desk), {}, province.now
    match spoilt:
        case "absent":
            told = ""
        case "made up":
            told = "b\u00f4ng"
        case "cut":
            told = told[:-8]
        case "another officer":
            desk = replace(desk, officer_id=UUID(int=77))
        case "another day":
            province = replace(province, now=now + timedelta(days=1))
        case "another":
            wanted = {"personal_id": "074190009998"}
    with pytest.raises(UnableToFileDossier) as refusal:
        registered(province, desk, told, **wanted)
    assert set(refusal.value.fields) == {"paper_marriage_certificate"}

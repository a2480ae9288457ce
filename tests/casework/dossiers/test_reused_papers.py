"""A paper certified once is used again, and a result comes back as a paper; nothing else may be used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from tests.casework.dossiers.test_life_of_a_dossier import ANSWERS, PDF, step, view
from tests.support.filled_forms import filled, reached
from tinhso.casework.dossiers import service as dossiers
from tinhso.foundation.authority.service import NotPermitted, NotVisible, Role
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.catalogue.service import get_procedure, get_version
from tinhso.services.personal_store import service as store
from tinhso.services.personal_store.service import Checked, PaperFacts, ScannedPaper

pytestmark = pytest.mark.django_db

SEEN = Checked(is_readable=True, is_complete=True, is_same=True)
FACTS = PaperFacts(number="12/2020", issued_on=date(2020, 2, 1), issuer="UBND phường Phú Cường")


def scanned(province, desk, *, kind="housing_proof", content=PDF):
    paper = ScannedPaper(personal_id="074190001234", kind=kind, name="so-do.pdf", content=content)
    return store.scan_paper(paper=paper, actor=desk, now=province.now)


def certified(province, desk, *, facts=FACTS, kind="housing_proof", content=PDF):
    kept_id = scanned(province, desk, kind=kind, content=content)
    store.certify_paper(kept_id=kept_id, kind=kind, facts=facts, checked=SEEN, actor=desk, now=province.now)
    return kept_id


def draft_of(province, citizen=None):
    citizen = citizen or province.citizen
    draft = dossiers.start_draft(procedure_code="1.004194", actor=citizen, now=province.now)
    for section in get_version("1.004194", draft.procedure_version).sections:
        dossiers.keep_typed(
            draft_id=draft.id, section=section.key, answers=ANSWERS, actor=citizen, now=province.now
        )
    return draft.id


def reuse(province, draft_id, kept_id, actor=None, key="housing_proof"):
    return dossiers.reuse_paper(
        draft_id=draft_id,
        paper_key=key,
        kept_id=kept_id,
        actor=actor or province.citizen,
        now=province.now,
    )


def submitted(province, draft_id):
    return dossiers.submit_draft(draft_id=draft_id, actor=province.citizen, now=province.now)


def test_certified_paper_is_offered_used_without_a_copy_and_shown_certified(province):
    desk = province.officer(province.committee, Role.RECEPTION_OFFICER)
    kept_id = certified(province, desk)
    draft_id = draft_of(province)
    offered = dossiers.review_draft(draft_id=draft_id, actor=province.citizen, now=province.now)
    assert [kept.id for kept in offered.offers["housing_proof"]] == [kept_id]
    assert offered.offers["housing_proof"][0].label.endswith("số 12/2020, ngày 01/02/2020")
    reuse(province, draft_id, kept_id)
    filed = submitted(province, draft_id)

    police = province.officer(province.police, Role.RECEPTION_OFFICER)
    (shown,) = view(province, filed, police).papers
    kept = store.get_kept_paper(kept_id=kept_id, actor=desk, now=province.now)
    assert shown.file_id == kept.file_id
    assert (shown.kept.agency, shown.kept.why_not) == (kept.agency_name, "")
    uses = dossiers.uses_of_kept_papers([kept_id], actor=province.citizen, now=province.now)
    assert [each.code for each in uses[kept_id]] == [filed.code]
    step(province, filed, "receive", police)
    assert spared(filed) == [("housing_proof", "store", "housing_proof")]


def spared(filed):
    with connection.cursor() as cursor:
        cursor.execute(
            "select key, by, fact from dossiers_spared_paper where dossier_id = %s order by key", [filed.id]
        )
        return cursor.fetchall()


@pytest.mark.parametrize("spoilt", ["revoked", "withheld", "expired", "only scanned", "another kind"])
def test_what_may_not_be_used_is_neither_offered_nor_taken(province, spoilt):
    desk = province.officer(province.committee, Role.RECEPTION_OFFICER)
    facts = replace(FACTS, valid_until=province.now.date()) if spoilt == "expired" else FACTS
    kind = "birth_certificate" if spoilt == "another kind" else "housing_proof"
    make = scanned if spoilt == "only scanned" else certified
    kept_id = (
        make(province, desk, kind=kind) if make is scanned else make(province, desk, facts=facts, kind=kind)
    )
    draft_id = draft_of(province)
    if spoilt in ("revoked", "withheld", "expired"):
        reuse(province, draft_id, kept_id)
    if spoilt == "revoked":
        revoke(province, kept_id)
    if spoilt == "withheld":
        store.withhold_paper(kept_id=kept_id, withheld=True, actor=province.citizen, now=province.now)
    if spoilt == "expired":
        province.clock.advance(timedelta(days=1))
        province = replace_now(province)
    review = dossiers.review_draft(draft_id=draft_id, actor=province.citizen, now=province.now)
    assert not review.offers
    with pytest.raises(store.UnableToReuse) as refusal:
        if spoilt in ("revoked", "withheld", "expired"):
            submitted(province, draft_id)
        else:
            reuse(province, draft_id, kept_id)
    assert refusal.value.message.endswith(".")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from dossiers_dossier")
        assert cursor.fetchone() == (0,)


def replace_now(province):
    later = replace(province, now=province.now + timedelta(days=1))
    object.__setattr__(later, "clock", province.clock)
    return later


def revoke(province, kept_id, reason="Cấp sai họ tên."):
    leader = province.officer(province.committee, Role.LEADER)
    store.revoke_paper(kept_id=kept_id, reason=reason, actor=leader, now=province.now)


def test_somebody_elses_paper_is_refused_like_one_that_does_not_exist(province):
    kept_id = certified(province, province.officer(province.committee, Role.RECEPTION_OFFICER))
    draft_id = draft_of(province, province.other_citizen)
    with pytest.raises(store.UnableToReuse, match="không có trong kho"):
        reuse(province, draft_id, kept_id, province.other_citizen)
    with pytest.raises(NotVisible):
        store.get_kept_paper(kept_id=kept_id, actor=province.other_citizen, now=province.now)
    assert store.own_store(actor=province.other_citizen, now=province.now) == ()


def test_a_paper_that_is_revoked_later_is_shown_so_in_the_running_dossier(province):
    kept_id = certified(province, province.officer(province.committee, Role.RECEPTION_OFFICER))
    draft_id = draft_of(province)
    reuse(province, draft_id, kept_id)
    filed = submitted(province, draft_id)
    revoke(province, kept_id)
    (shown,) = view(province, filed, province.officer(province.police, Role.SPECIALIST)).papers
    assert (shown.kept.why_not, shown.kept.reason) == ("Đã bị thu hồi", "Cấp sai họ tên.")


def test_certifying_asks_for_the_second_look_and_every_fact(province):
    desk = province.officer(province.committee, Role.RECEPTION_OFFICER)
    kept_id = scanned(province, desk)
    facts = PaperFacts(number="", issued_on=province.now.date() + timedelta(days=1), issuer="")
    unseen = replace(SEEN, is_same=False)
    with pytest.raises(store.UnableToCertify) as refusal:
        store.certify_paper(
            kept_id=kept_id, kind="housing_proof", facts=facts, checked=unseen, actor=desk, now=province.now
        )
    assert set(refusal.value.fields) == {"number", "issued_on", "issuer", "is_same"}
    leader = province.officer(province.committee, Role.LEADER)
    elsewhere = province.officer(province.police, Role.RECEPTION_OFFICER)
    for actor in (leader, elsewhere, province.citizen):
        with pytest.raises((NotPermitted, NotVisible)):
            store.certify_paper(
                kept_id=kept_id,
                kind="housing_proof",
                facts=FACTS,
                checked=SEEN,
                actor=actor,
                now=province.now,
            )
    assert store.own_store(actor=province.citizen, now=province.now) == ()


def test_discarding_removes_a_scan_and_never_a_certified_paper(province):
    desk = province.officer(province.committee, Role.RECEPTION_OFFICER)
    kept_id = scanned(province, desk)
    store.discard_scan(kept_id=kept_id, actor=desk, now=province.now)
    assert store.scans_to_check(actor=desk, now=province.now) == ()
    kept_id = certified(province, desk)
    with pytest.raises(store.UnableToCertify):
        store.discard_scan(kept_id=kept_id, actor=desk, now=province.now)
    with unit_of_work(actor=desk, now=province.now, as_system=True), connection.cursor() as cursor:
        cursor.execute("delete from personal_store_paper where id = %s", [kept_id])
    assert len(store.own_store(actor=province.citizen, now=province.now)) == 1


def test_a_paper_of_a_dossier_is_digitised_from_its_page_and_a_result_kept_by_itself(province):
    filed = dossiers.file_online(
        procedure_code="1.004194",
        answers=ANSWERS,
        papers=[dossiers.UploadedPaper(key="housing_proof", name="hợp đồng.pdf", content=PDF)],
        key="k1",
        actor=province.citizen,
        now=province.now,
    )
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    (paper,) = view(province, filed, desk).papers
    kept_id = dossiers.digitise_paper(
        dossier_id=filed.id, file_id=paper.file_id, actor=desk, now=province.now
    )
    again = dossiers.digitise_paper(dossier_id=filed.id, file_id=paper.file_id, actor=desk, now=province.now)
    assert again == kept_id
    kept = store.get_kept_paper(kept_id=kept_id, actor=desk, now=province.now)
    assert (kept.file_id, kept.case_id) == (paper.file_id, filed.id)
    for action in ("receive", "hand_over"):
        step(province, filed, action, desk)
    specialist = province.officer(province.police, Role.SPECIALIST)
    leader = province.officer(province.police, Role.LEADER)
    dossiers.draft_result(
        dossier_id=filed.id, text="Đồng ý.", expected_version=None, actor=specialist, now=province.now
    )
    dossiers.approve_result(dossier_id=filed.id, expected_version=None, actor=leader, now=province.now)
    (result,) = store.own_store(actor=province.citizen, now=province.now)
    assert (result.origin, result.facts.number, result.kind) == ("result", filed.code, "1.004194.notice")


def test_at_the_counter_a_kept_paper_stands_for_an_upload(province):
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    kept_id = certified(province, desk)
    offers = dossiers.counter_offers(
        procedure_code="1.004194", personal_id="074190001234", actor=desk, now=province.now
    )
    assert [kept.id for kept in offers["housing_proof"]] == [kept_id]
    filed = dossiers.register_at_counter(
        procedure_code="1.004194",
        answers=ANSWERS,
        papers=[],
        reused={"housing_proof": kept_id},
        key="c1",
        receive=True,
        actor=desk,
        now=province.now,
    )
    (shown,) = view(province, filed, desk).papers
    assert shown.kept.kept_id == kept_id
    with pytest.raises(store.UnableToReuse):
        dossiers.register_at_counter(
            procedure_code="1.004194",
            answers={**ANSWERS, "personal_id": "074085004321", "full_name": "Trần Văn Bình", "birth": "1985"},
            papers=[],
            reused={"housing_proof": kept_id},
            key="c2",
            actor=desk,
            now=province.now,
        )


def test_the_result_of_one_dossier_is_used_in_another_as_what_it_is(province):
    """A birth certificate that the committee issued proves kinship at the police, without an original."""
    now, citizen = province.now, province.citizen
    desk = province.officer(province.committee, Role.RECEPTION_OFFICER)
    born = get_procedure("1.001193", on=now.date())
    wanted = {"personal_id": "074190001234", "full_name": "Nguyễn Thị Hoa", "parents_married": "no"}
    filed = dossiers.register_at_counter(
        procedure_code=born.code,
        answers=filled(born, on=now.date(), wanted=wanted),
        papers=[
            dossiers.UploadedPaper(key=each.key, name=f"{each.key}.pdf", content=PDF)
            for each in born.papers
            if not each.from_form
        ],
        key="birth",
        receive=True,
        actor=desk,
        now=now,
    )
    step(province, filed, "hand_over", desk)
    of_dossier = {"dossier_id": filed.id, "expected_version": None, "now": now}
    specialist = province.officer(province.committee, Role.SPECIALIST)
    dossiers.draft_result(text="Cấp giấy khai sinh.", actor=specialist, **of_dossier)
    dossiers.approve_result(actor=province.officer(province.committee, Role.LEADER), **of_dossier)
    (kept,) = store.own_store(actor=citizen, now=now)
    assert (kept.kind, kept.facts.number) == ("birth_certificate", filed.code)

    draft = dossiers.start_draft(procedure_code="1.004222", actor=citizen, now=now)
    moving = get_procedure("1.004222", on=now.date())
    answers = reached(moving, lambda given: given.get("ground") == "family", "ground", on=now.date())
    for section in moving.sections:
        dossiers.keep_typed(draft_id=draft.id, section=section.key, answers=answers, actor=citizen, now=now)
    reuse(province, draft.id, kept.id, key="kinship_proof")
    with pytest.raises(store.UnableToReuse):
        reuse(province, draft.id, kept.id, key="lease")
    shown = dossiers.get_draft(draft_id=draft.id, actor=citizen, now=now).papers
    assert [(each.key, each.file_id) for each in shown] == [("kinship_proof", kept.file_id)]
    assert (
        "paper_kinship_proof"
        not in dossiers.review_draft(draft_id=draft.id, actor=citizen, now=now).paper_problems
    )


def test_spared_papers_are_counted_and_each_number_opens_its_dossiers(province):
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    draft_id = draft_of(province)
    reuse(province, draft_id, certified(province, desk))
    filed = submitted(province, draft_id)
    of = dossiers.CountedDossiers(
        agencies=(province.police,), since=province.now - timedelta(days=1), at=province.now
    )
    leader = province.officer(province.police, Role.LEADER)
    (count,) = dossiers.count_spared_papers(of=of, actor=leader, now=province.now)
    assert (count.procedure, count.by, count.papers, count.dossiers) == ("1.004194", "store", 1, 1)
    behind = {
        by: dossiers.spared_dossiers(of=of, by=by, actor=leader, now=province.now) for by in dossiers.SparedBy
    }
    assert [line.code for line in behind[dossiers.SparedBy.STORE].rows] == [filed.code]
    assert behind[dossiers.SparedBy.REGISTER].total == 0

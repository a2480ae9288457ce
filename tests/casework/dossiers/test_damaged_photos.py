"""A draft with a photo that nobody can open is not filed: the paper is named, and nothing of it is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.dossiers.test_life_of_a_dossier import ANSWERS, PDF, view
from tests.casework.dossiers.test_reused_papers import certified, draft_of, reuse, submitted
from tests.foundation.files.zoo import picture, with_scan
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.filing.damaged import damaged_papers
from tinhso.casework.dossiers.record.drafts import DraftPaper
from tinhso.casework.dossiers.service import UnableToFileDossier
from tinhso.foundation.authority.service import Role
from tinhso.foundation.files.service import paint_waiting
from tinhso.registers.catalogue.service import KnownFact, get_version, papers_for

pytestmark = pytest.mark.django_db

TOLD = {
    "paper_housing_proof": "Giấy tờ, tài liệu chứng minh chỗ ở hợp pháp: có ảnh bị hỏng, không ai mở được."
    " Bạn hãy gỡ ảnh đó ra, chụp lại và tải ảnh khác lên."
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.TINHSO_FILES_DIR = tmp_path
    return tmp_path


def half_a_photo():
    """A photo that is accepted, and found to be damaged when it is painted."""
    return with_scan(picture("JPEG"), 0.5)


def attach(province, draft_id, *contents, key="housing_proof"):
    for number, content in enumerate(contents, start=1):
        draft = dossiers.attach_paper(
            draft_id=draft_id,
            paper_key=key,
            name=f"trang-{number}",
            content=content,
            actor=province.citizen,
            now=province.now,
        )
    paint_waiting()
    return [paper.file_id for paper in draft.papers if paper.key == key]


def review_of(province, draft_id):
    return dossiers.review_draft(draft_id=draft_id, actor=province.citizen, now=province.now)


def counted(table):
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return cursor.fetchone()[0]


def test_damaged_photo_is_named_and_holds_the_draft_back_until_it_is_taken_out(province):
    draft_id = draft_of(province)
    sound, damaged = attach(province, draft_id, picture("JPEG"), half_a_photo())
    before = review_of(province, draft_id)
    assert (dict(before.paper_problems), before.damaged) == (TOLD, {damaged})
    assert not before.is_complete
    kept = {table: counted(table) for table in ("audit_entry", "outbox_event", "dossiers_dossier")}

    with pytest.raises(UnableToFileDossier) as refused:
        submitted(province, draft_id)

    assert (refused.value.code, refused.value.fields) == ("papers_damaged", TOLD)
    assert "chứng minh chỗ ở hợp pháp" in refused.value.message
    assert {table: counted(table) for table in kept} == kept
    after = review_of(province, draft_id)
    assert (after.draft.answers, after.draft.papers) == (before.draft.answers, before.draft.papers)

    dossiers.remove_paper(
        draft_id=draft_id,
        paper_key="housing_proof",
        file_id=damaged,
        actor=province.citizen,
        now=province.now,
    )
    assert review_of(province, draft_id).is_complete
    filed = submitted(province, draft_id)
    assert [paper.file_id for paper in view(province, filed).papers] == [sound]


def test_photo_found_damaged_after_the_filing_changes_nothing_about_it(province):
    draft_id = draft_of(province)
    dossiers.attach_paper(
        draft_id=draft_id,
        paper_key="housing_proof",
        name="a.jpg",
        content=half_a_photo(),
        actor=province.citizen,
        now=province.now,
    )
    filed = submitted(province, draft_id)
    paint_waiting()
    assert submitted(province, draft_id) == filed
    assert [paper.is_damaged for paper in view(province, filed).papers] == [True]


def test_damaged_photo_of_a_paper_that_is_not_asked_for_holds_nothing_back(province):
    """It is on no page from which its owner could take it out."""
    draft_id = draft_of(province)
    attach(province, draft_id, PDF)
    attach(province, draft_id, half_a_photo(), key="guardian_consent")
    review = review_of(province, draft_id)
    assert not review.paper_problems
    assert review.is_complete
    assert submitted(province, draft_id)


def test_paper_that_need_not_be_handed_in_any_more_holds_nothing_back(province):
    version = get_version("1.004194", review_of(province, draft_of(province)).draft.procedure_version)
    photo = DraftPaper(
        key="housing_proof", file_id=UUID(int=1), name="a.jpg", media_type="image/jpeg", size=9
    )
    needed, spared = (papers_for(version, ANSWERS, known) for known in ((), [KnownFact(fact="land.housing")]))
    assert damaged_papers([photo], needed, {photo.file_id}) == TOLD
    assert damaged_papers([photo], spared, {photo.file_id}) == {}


def asked_about_files(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum('FROM "files_' in query["sql"] for query in captured.captured_queries)


def test_draft_is_asked_about_its_photos_once_and_not_at_all_where_it_has_none(province):
    desk = province.officer(province.committee, Role.RECEPTION_OFFICER)
    scan = certified(province, desk, content=picture("JPEG"))
    for photos, expected in (((), 0), ((picture("JPEG"),), 1), ((picture("JPEG"), picture("JPEG")), 1)):
        draft_id = draft_of(province)
        attach(province, draft_id, PDF, *photos)
        reuse(province, draft_id, scan)
        assert asked_about_files(lambda draft_id=draft_id: review_of(province, draft_id)) == expected
        assert asked_about_files(lambda draft_id=draft_id: submitted(province, draft_id)) == expected
        province.clock.advance(timedelta(minutes=1))

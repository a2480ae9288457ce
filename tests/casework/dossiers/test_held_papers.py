"""A paper put aside is judged once: what is handed in later is the very file, however often it waited."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.casework.dossiers.test_life_of_a_dossier import ANSWERS
from tests.foundation.files.zoo import picture, with_scan
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import UploadedPaper
from tinhso.foundation.authority.service import Role
from tinhso.foundation.files.models import StoredFileRow
from tinhso.foundation.files.service import UnableToAcceptFile, UnableToReadFile, UnableToUseToken

pytestmark = pytest.mark.django_db


def photo() -> bytes:
    target = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(target, "JPEG", quality=95)
    return target.getvalue()


def test_a_photo_that_waited_twice_is_painted_once(province):
    how = {"actor": province.citizen, "now": province.now}
    chosen = UploadedPaper(key="housing_proof", name="hợp đồng.jpg", content=photo())
    first = dossiers.hold_paper(chosen, **how)
    once = dossiers.take_held_paper(key="housing_proof", token=first.token, actor=province.citizen)
    assert once.content != chosen.content, "the original is not kept"

    again = dossiers.hold_paper(once, **how)
    twice = dossiers.take_held_paper(key="housing_proof", token=again.token, actor=province.citizen)
    filed = dossiers.file_online(
        procedure_code="1.004194", answers=ANSWERS, papers=[twice], key="held", **how
    )

    (paper,) = dossiers.get_dossier(dossier_id=filed.id, **how).papers
    opened = dossiers.open_paper(holder_id=filed.id, file_id=paper.file_id, **how)
    assert opened.content == twice.content == once.content
    assert (again.name, again.size) == (first.name, first.size)


def test_another_persons_token_brings_nothing(province):
    held = dossiers.hold_paper(
        UploadedPaper(key="housing_proof", name="a.jpg", content=photo()),
        actor=province.citizen,
        now=province.now,
    )
    stranger = province.officer(province.police, Role.RECEPTION_OFFICER)
    with pytest.raises(UnableToUseToken):
        dossiers.take_held_paper(key="housing_proof", token=held.token, actor=stranger)


def held_by_the_citizen(province, content):
    return dossiers.hold_paper(
        UploadedPaper(key="housing_proof", name="a.jpg", content=content),
        actor=province.citizen,
        now=province.now,
    )


def test_a_photo_that_nobody_can_open_is_refused_as_if_it_had_come_now(province, settings, tmp_path):
    settings.TINHSO_FILES_DIR = tmp_path
    held = held_by_the_citizen(province, with_scan(picture("JPEG"), 0.5))
    for _ in range(2):
        with pytest.raises(UnableToAcceptFile) as refused:
            dossiers.take_held_paper(key="housing_proof", token=held.token, actor=province.citizen)
        assert refused.value.code == "file.broken"


@pytest.mark.parametrize("lost", ["content", "row"])
def test_a_file_that_is_gone_is_said_to_be_gone(province, settings, tmp_path, lost):
    settings.TINHSO_FILES_DIR = tmp_path
    held = held_by_the_citizen(province, photo())
    if lost == "row":
        StoredFileRow.objects.all().delete()
    else:
        for each in tmp_path.rglob("*"):
            each.unlink() if each.is_file() else None
    with pytest.raises(UnableToReadFile):
        dossiers.take_held_paper(key="housing_proof", token=held.token, actor=province.citizen)

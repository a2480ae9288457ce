"""A paper put aside is judged once: what is handed in later is the very file, however often it waited."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from tests.casework.dossiers.test_life_of_a_dossier import ANSWERS
from tests.foundation.files.zoo import picture, with_scan
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import UploadedPaper
from tinhso.foundation.authority.service import Role
from tinhso.foundation.files import painting
from tinhso.foundation.files.models import StoredFileRow
from tinhso.foundation.files.service import UnableToCheckFile, UnableToKeepFile

pytestmark = pytest.mark.django_db


GONE = "Chỗ ở: tệp a.jpg không còn được lưu trên hệ thống. Hãy chọn lại tệp này."


def taken(held, actor):
    return dossiers.take_held_paper(held, paper_name="Chỗ ở", actor=actor)


def photo() -> bytes:
    target = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(target, "JPEG", quality=95)
    return target.getvalue()


def test_a_photo_that_waited_twice_is_painted_once(province):
    how = {"actor": province.citizen, "now": province.now}
    chosen = UploadedPaper(key="housing_proof", name="hợp đồng.jpg", content=photo())
    first = dossiers.hold_paper(chosen, **how)
    once = taken(first, province.citizen).paper
    assert once.content != chosen.content, "the original is not kept"

    again = dossiers.hold_paper(once, **how)
    twice = taken(again, province.citizen).paper
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
    nothing = taken(held, stranger)
    assert (nothing.paper, nothing.waits, nothing.told) == (None, False, GONE)
    unnamed = taken(replace(held, name=""), stranger)
    assert unnamed.told == GONE.replace("a.jpg", "đã chọn trước đó")


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
        damaged = taken(replace(held, name="tên khác"), province.citizen)
        assert (damaged.paper, damaged.waits) == (None, False)
        assert damaged.told == "Chỗ ở: ảnh a.jpg bị hỏng, không ai mở được. Hãy chụp lại giấy tờ này."


@pytest.mark.parametrize("lost", ["content", "row"])
def test_a_file_that_is_gone_is_said_to_be_gone(province, settings, tmp_path, lost):
    settings.TINHSO_FILES_DIR = tmp_path
    held = held_by_the_citizen(province, photo())
    if lost == "row":
        StoredFileRow.objects.all().delete()
    else:
        for each in tmp_path.rglob("*"):
            each.unlink() if each.is_file() else None
    nothing = taken(held, province.citizen)
    assert (nothing.paper, nothing.waits, nothing.told) == (None, False, GONE)


@pytest.mark.parametrize(
    ("place", "refusal"), [("paint", UnableToCheckFile()), ("settle_waiting", UnableToKeepFile())]
)
def test_a_photo_that_cannot_be_looked_at_now_waits_under_its_token(
    province, settings, tmp_path, monkeypatch, place, refusal
):
    settings.TINHSO_FILES_DIR = tmp_path
    held = held_by_the_citizen(province, photo())

    def refuse(*_):
        raise refusal

    with monkeypatch.context() as patched:
        patched.setattr(painting, place, refuse)
        waiting = taken(replace(held, name="", size=0), province.citizen)

    assert (waiting.paper, waiting.waits, waiting.held) == (None, True, held)
    assert waiting.told == f"Chỗ ở: a.jpg: {refusal.message}"
    assert taken(waiting.held, province.citizen).paper.name == "a.jpg"

"""An administrator writes a version, sees what is wrong and what changes, publishes it, moves dossiers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.services.identity.staff import Staff
from tests.sites.administration.conftest import Screens, text_of
from tinhso.foundation.authority.service import NotPermitted
from tinhso.registers.catalogue import service as catalogue
from tinhso.registers.catalogue.service import (
    PROCEDURES_FOLDER,
    UnableToFindProcedure,
    get_version,
    publish_folder,
)

pytestmark = pytest.mark.django_db
CODE, FIRST, NEXT = "1.004194", "2023-06-01", "2023-07-18"
LIST = "/desk/administration/procedures/"
ONE = f"{LIST}{CODE}/"


@pytest.fixture(autouse=True)
def published(staff: Staff, tmp_path: Path) -> None:
    shutil.copytree(PROCEDURES_FOLDER / CODE, tmp_path / CODE)
    publish_folder(tmp_path, now=staff.now)


def begun(administrator: Client) -> str:
    return administrator.post(f"{ONE}drafts/", {"version": FIRST})["Location"]


def written(administrator: Client, place: str) -> tuple[str, str]:
    """Text and revision as the page shows them."""
    page = text_of(administrator.get(place))
    text = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert text and revision
    return text[1], revision[1]


def renewed(text: str, day: str = NEXT) -> str:
    text = re.sub(r"^version: .*$", f"version: '{day}'", text, flags=re.M)
    return re.sub(r"^valid_from: .*$", f"valid_from: {day}", text, flags=re.M)


def save(administrator: Client, place: str, text: str, revision: str, **more: Any) -> Any:
    return administrator.post(place, {"text": text, "revision": revision, **more})


def test_version_is_written_compared_and_published(staff: Staff, administrator: Client) -> None:
    assert "Đăng ký tạm trú" in text_of(administrator.get(LIST))
    place = begun(administrator)
    text, revision = written(administrator, place)
    changed = renewed(text).replace("title: Đăng ký tạm trú", "title: Đăng ký tạm trú tại nơi ở mới")
    assert save(administrator, place, changed, revision).status_code == 302
    page = text_of(administrator.get(place))
    assert f"Khác phiên bản {FIRST}" in page
    assert "Đăng ký tạm trú tại nơi ở mới" in page
    assert "Công bố, hiệu lực từ 18/07/2023" in page

    done = administrator.post(f"{place}publish/", {"revision": "2"})
    assert done["Location"] == ONE
    assert get_version(CODE, NEXT).title == "Đăng ký tạm trú tại nơi ở mới"
    page = text_of(administrator.get(ONE))
    assert "Sẽ áp dụng" in page
    assert "Đang áp dụng" in page
    assert "đã công bố, không sửa được nữa" in text_of(save(administrator, place, text, "2"))


def test_mistakes_are_kept_with_their_lines_and_nothing_is_published(administrator: Client) -> None:
    place = begun(administrator)
    text, revision = written(administrator, place)
    wrong = renewed(text).replace("sector:", "sektor:")
    save(administrator, place, wrong, revision)
    page = text_of(administrator.get(place))
    line = wrong[: wrong.index("sektor:")].count("\n") + 1
    assert f"Dòng {line}: Không có mục nào tên là “sektor”." in page
    assert "Công bố, hiệu lực" not in page
    refused = administrator.post(f"{place}publish/", {"revision": "2"})
    assert refused.status_code == 409
    assert "lỗi nên chưa công bố" in text_of(refused)
    with pytest.raises(UnableToFindProcedure):
        get_version(CODE, NEXT)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: renewed(text, "2023-07-16"), "một ngày đã qua"),
        (lambda text: renewed(text).replace("1.004194", "1.004222"), "Mã phải là 1.004194"),
        (lambda text: renewed(text) + "x: &a [*a, *a]\n", "Dòng"),
        (lambda text: "", "Dòng 1"),
        (lambda text: "a: [" * 3000, "Dòng"),
    ],
    ids=["in the past", "another procedure", "a loop", "empty", "nested without end"],
)
def test_what_may_not_be_published_says_why(administrator: Client, change: Any, said: str) -> None:
    place = begun(administrator)
    text, revision = written(administrator, place)
    assert save(administrator, place, change(text), revision).status_code == 302
    answer = administrator.post(f"{place}publish/", {"revision": "2"})
    assert answer.status_code == 409
    assert said in text_of(answer)


def test_day_on_which_a_version_begins_already_is_refused(staff: Staff, administrator: Client) -> None:
    for published in (True, False):
        place = begun(administrator)
        text, revision = written(administrator, place)
        save(administrator, place, renewed(text), revision)
        answer = administrator.post(f"{place}publish/", {"revision": "2"})
        assert (answer.status_code == 302) is published
    assert "chọn ngày khác" in text_of(answer)


def test_who_saves_second_is_told_and_keeps_what_was_typed(administrator: Client) -> None:
    place = begun(administrator)
    text, revision = written(administrator, place)
    save(administrator, place, renewed(text), revision)
    late = save(administrator, place, text + "# của tôi\n", revision)
    assert late.status_code == 409
    page = text_of(late)
    assert "Người khác vừa lưu" in page
    assert "# của tôi" in page
    stale = administrator.post(f"{place}publish/", {"revision": revision})
    assert stale.status_code == 409


def test_file_may_be_sent_instead_and_must_be_text(administrator: Client) -> None:
    place = begun(administrator)
    text, revision = written(administrator, place)
    bad = save(administrator, place, "", revision, file=SimpleUploadedFile("a.yaml", b"\xff\xfe\x00"))
    assert bad.status_code == 400
    assert "UTF-8" in text_of(bad)
    good = SimpleUploadedFile("a.yaml", renewed(text).encode())
    assert save(administrator, place, "", revision, file=good).status_code == 302
    assert NEXT in written(administrator, place)[0]
    long = save(administrator, place, "#" * 300_001, "2")
    assert long.status_code == 409
    assert "300 kB" in text_of(long)


def test_draft_is_put_away_and_unknown_ones_are_not_found(administrator: Client) -> None:
    place = begun(administrator)
    assert administrator.post(f"{place}put-away/", {"revision": "1"})["Location"] == ONE
    assert administrator.get(place).status_code == 404
    assert administrator.get(f"/desk/administration/procedure-drafts/{uuid4()}/").status_code == 404
    assert administrator.get(f"{LIST}9.999999/").status_code == 404


def test_only_administrators_come_here(staff: Staff, screen: Screens, administrator: Client) -> None:
    place = begun(administrator)
    officer = screen()
    for address in (LIST, ONE, place):
        assert officer.get(address).status_code == 403
    for address in (f"{ONE}drafts/", f"{ONE}move/", f"{place}publish/", f"{place}put-away/"):
        assert officer.post(address, {"revision": "1"}).status_code == 403
    desk = staff.by(staff.actor())
    for act in (
        lambda: catalogue.list_versions(code=CODE, **desk),
        lambda: catalogue.version_text(code=CODE, version=FIRST, **desk),
        lambda: catalogue.begin_draft(code=CODE, text="", **desk),
        lambda: catalogue.read_draft(draft_id=UUID(place.rstrip("/")[-36:]), **desk),
        lambda: catalogue.publish_draft(draft_id=uuid4(), expected_revision=1, **desk),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_published_version_stays_whatever_the_code_does(administrator: Client) -> None:
    from django.db import DatabaseError, transaction

    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update catalogue_procedure set title = 'khác'")


def test_move_asks_for_two_versions_and_a_reason(administrator: Client) -> None:
    place = begun(administrator)
    text, revision = written(administrator, place)
    save(administrator, place, renewed(text), revision)
    administrator.post(f"{place}publish/", {"revision": "2"})
    same = administrator.post(f"{ONE}move/", {"from_version": FIRST, "to_version": FIRST})
    assert same.status_code == 409
    assert "hai phiên bản khác nhau" in text_of(same)
    unknown = administrator.post(f"{ONE}move/", {"from_version": FIRST, "to_version": "2019-01-01"})
    assert unknown.status_code == 409
    empty = administrator.post(f"{ONE}move/", {"from_version": FIRST, "to_version": NEXT})
    assert "Không có hồ sơ nào đang giải quyết theo phiên bản này" in text_of(empty)
    undo = administrator.post(f"{ONE}moves/{uuid4()}/undo/")
    assert undo.status_code == 409

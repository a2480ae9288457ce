"""The real export of the national portal: read whole, compared, kept once, never published."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from openpyxl import Workbook

from tinhso.engines.tables.service import read_table
from tinhso.foundation.authority.service import Actor, ActorKind, NotPermitted, Role
from tinhso.registers.catalogue.importing.reading import COLUMNS, read_export
from tinhso.registers.catalogue.importing.rules.fees import amounts
from tinhso.registers.catalogue.models import DraftProcedure, PortalImport, PublishedProcedure
from tinhso.registers.catalogue.service import (
    UnableToImport,
    begin_drafts_from_import,
    compare_portal_import,
    import_portal_export,
    publish_folder,
    read_draft,
)

SNAPSHOT = (Path(__file__).parent / "exports" / "tthc_essential_snapshot.csv").read_bytes()
HEAD = "code,title,decision,channel,amount,unit,fee_raw,result_codes\n"
ADMINISTRATOR = Actor(
    kind=ActorKind.OFFICER,
    officer_id=UUID(int=1),
    agency_id=UUID(int=2),
    roles=frozenset({Role.ADMINISTRATOR}),
)


@pytest.fixture
def asked(db: None, legal_moment: datetime) -> dict[str, Any]:
    publish_folder(now=legal_moment)
    return {"actor": ADMINISTRATOR, "now": legal_moment}


def test_the_real_export_is_read_without_a_hand_made_fix() -> None:
    read = read_export(SNAPSHOT)
    assert (len(read.rows), read.errors, read.repeated) == (109, (), ())
    assert Counter(row.channel for row in read.rows) == {"online": 44, "counter": 41, "post": 24}
    assert {row.decision for row in read.rows if row.code == "1.004222"} == {"1523/QĐ-BCA-C06"}
    assert set(read.ignored) == {"sector", "level", "agency", "processing_time_raw"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8000", {8000}),
        ("0", {0}),
        ("Miễn lệ phí. Thông tư số 281/2016/TT-BTC", {0}),
        ("+ 160.000/hộ chiếu, cấp lại: 320.000đ/hộ chiếu (Thông tư số 44/2023/TT-BTC)", {160000, 320000}),
        ("thu 5000 đồng/lần đăng ký;; 7.000", {5000, 7000}),
        ("Mức lệ phí cụ thể do Hội đồng nhân dân tỉnh quyết định: 8.000 đồng", None),
        ("Chưa quy định.", None),
        ("", None),
    ],
)
def test_a_fee_is_a_number_only_where_the_sentence_names_one(text: str, found: set[int] | None) -> None:
    assert amounts(text) == (frozenset(found) if found is not None else None)


def test_the_export_stands_beside_the_catalogue_and_again_changes_nothing(asked: dict[str, Any]) -> None:
    first = import_portal_export(content=SNAPSHOT, **asked)
    assert (first.is_new, first.procedures, first.rows, first.errors) == (True, 44, 109, 0)
    found = compare_portal_import(import_id=first.id, **asked)
    assert len(found.equal) + len(found.differing) + len(found.unknown) == 44
    assert "1.014063" in dict(found.unknown)
    residence = next(one for one in (*found.equal, *found.differing) if one.code == "1.004194")
    assert [one.key for one in residence.differences] == ["result:"], "its times, fees and decision are equal"
    death = next(one for one in (*found.equal, *found.differing) if one.code == "1.000656")
    assert any("không phải một con số" in note for note in death.not_compared)
    assert not {code for code, _ in found.missing} & {one.code for one in found.differing}

    book = Workbook()
    sheet: Any = book.active
    table = read_table(SNAPSHOT, COLUMNS)
    sheet.append([column.key for column in COLUMNS])
    for row in table.rows:
        sheet.append([row.cells[column.key] for column in COLUMNS])
    filled = io.BytesIO()
    book.save(filled)
    for again in (SNAPSHOT, SNAPSHOT.decode().encode("utf-16")):
        same = import_portal_export(content=again, **asked)
        assert (same.id, same.is_new) == (first.id, False)
    assert len(read_export(filled.getvalue()).rows) == 109
    assert PortalImport.objects.count() == 1
    assert not DraftProcedure.objects.exists()


def exported(*rows: str) -> bytes:
    return (HEAD + "\n".join(rows) + "\n").encode()


def test_chosen_differences_become_one_draft_that_is_ready_and_published_by_nobody(
    asked: dict[str, Any],
) -> None:
    before = PublishedProcedure.objects.count()
    content = exported(
        "1.000656,Khai tử,99/QĐ-BTP,ONLINE,4,WORKING_DAY,12000,KQ.G15.000034",
        "1.000656,Khai tử,99/QĐ-BTP,DIRECT,1,UNSPECIFIED,Do Hội đồng nhân dân quyết định,KQ.G15.000034",
        "1.000656,Khai tử,99/QĐ-BTP,POSTAL,1,UNSPECIFIED,0,KQ.G15.000034",
    )
    done = import_portal_export(content=content, **asked)
    (one,) = compare_portal_import(import_id=done.id, **asked).differing
    keys = {each.key for each in one.differences}
    assert {"time:online", "fee:online", "decision:"} <= keys
    with pytest.raises(UnableToImport, match="ít nhất một"):
        begin_drafts_from_import(import_id=done.id, chosen={"1.000656": frozenset({"nothing"})}, **asked)
    chosen = {"1.000656": frozenset({"time:online", "fee:online", "decision:"})}
    (begun,) = begin_drafts_from_import(import_id=done.id, chosen=chosen, **asked)
    draft = read_draft(draft_id=begun.draft_id, **asked)
    assert draft.is_ready, draft.problems
    assert draft.version is not None
    online = next(case for case in draft.version.cases if case.channel == "online")
    assert (int(online.duration.amount), online.duration.unit.value) == (4, "working_day")
    assert "99/QĐ-BTP" in online.vintage.source
    assert draft.version.valid_from == asked["now"].date() + timedelta(days=1)
    assert [line.startswith("Lệ phí (trực tuyến)") for line in begun.by_hand] == [True]
    assert "# Cần sửa tay: Lệ phí (trực tuyến)" in draft.text, "when it is paid is somebody's decision"
    assert PublishedProcedure.objects.count() == before
    with pytest.raises(UnableToImport, match="chưa có bản nháp"):
        begin_drafts_from_import(import_id=done.id, chosen=chosen, **asked)
    (again,) = compare_portal_import(import_id=done.id, **asked).differing
    assert again.draft_id == begun.draft_id


def test_bad_rows_are_named_by_line_and_the_others_are_read(asked: dict[str, Any]) -> None:
    good = "1.004194,Tạm trú,1/QĐ,ONLINE,3,WORKING_DAY,0,KQ.G01.000066"
    done = import_portal_export(
        content=exported(
            good, good.replace("1.004194", "1004194"), good.replace("ONLINE", "FAX"),
            good.replace(",3,", ",ba,"),
            good.replace("WORKING_DAY", "WEEK"), good.replace("KQ.G01", "=KQ"), good, good + ",thừa",
        ),
        **asked,
    )  # fmt: skip
    found = compare_portal_import(import_id=done.id, **asked)
    assert (done.rows, [error.line for error in found.errors]) == (1, [3, 4, 5, 6, 7, 9])
    assert [(one.line, one.message) for one in found.repeated] == [(8, "Giống hệt dòng 2, chỉ lấy một.")]
    with pytest.raises(UnableToImport, match="Dòng 2: Mã thủ tục"):
        import_portal_export(content=exported("x,,,,,,,"), **asked)
    assert PortalImport.objects.count() == 1


def test_only_who_administers_the_catalogue_imports(asked: dict[str, Any]) -> None:
    leader = Actor(
        kind=ActorKind.OFFICER, officer_id=UUID(int=1), agency_id=UUID(int=2), roles=frozenset({Role.LEADER})
    )
    asked["actor"] = leader
    with pytest.raises(NotPermitted):
        import_portal_export(content=SNAPSHOT, **asked)
    with pytest.raises(NotPermitted):
        compare_portal_import(import_id=uuid4(), **asked)
    with pytest.raises(NotPermitted):
        begin_drafts_from_import(import_id=uuid4(), chosen={}, **asked)
    assert not PortalImport.objects.exists()

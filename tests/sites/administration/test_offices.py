"""An administrator looks at agencies and units of a day, renames one from a day on, adds one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.services.identity.staff import Staff
from tests.sites.administration.conftest import Screens, text_of
from tinhso.coordination.reorganisation.service import move_officers
from tinhso.registers.agencies.service import (
    competences_given,
    competent_agency,
    forget_directory,
    get_agency,
    list_agencies,
)
from tinhso.registers.catalogue.service import publish_folder

pytestmark = pytest.mark.django_db
AGENCIES, UNITS = "/desk/administration/agencies/", "/desk/administration/units/"
LATER = "on-day=1&on-month=8&on-year=2025"


@pytest.fixture(autouse=True)
def forgotten(staff: Staff) -> Any:
    forget_directory()
    yield
    forget_directory()


def change(staff: Staff, **more: str) -> dict[str, str]:
    return {
        "name": "Công an phường Thử Nghiệm", "telephone": "0274 111", "address": "Số 1", "reason": "NQ 1",
        "valid_from-day": "20", "valid_from-month": "7", "valid_from-year": "2023", **more,
    }  # fmt: skip


def test_agencies_and_units_are_those_of_the_day(administrator: Client) -> None:
    kinds = f"{AGENCIES}by-kind/"
    now, later = text_of(administrator.get(kinds)), text_of(administrator.get(f"{kinds}?{LATER}"))
    assert "Công an cấp huyện: 9" in now and "Công an cấp huyện" not in later
    now, later = text_of(administrator.get(UNITS)), text_of(administrator.get(f"{UNITS}?{LATER}"))
    assert "Thành phố Thủ Dầu Một <" in now and "Phường Phú Cường</a>" in now
    assert "Thành phố Thủ Dầu Một" not in later and "Phường Phú Cường" not in later
    assert later.count("/desk/administration/units/") >= 37
    before = text_of(administrator.get(f"{UNITS}25747/"))
    assert "Phường Phú Cường" in before and "Phường Thủ Dầu Một (mã 25747), từ 01/07/2025: toàn bộ" in before
    after = text_of(administrator.get(f"{UNITS}25747/?{LATER}"))
    assert "Phường Hiệp Thành (mã 25741), một phần, đến trước 01/07/2025" in after
    assert administrator.get(f"{UNITS}99999/").status_code == 404


def test_a_new_name_holds_from_its_day_and_the_old_one_before(staff: Staff, administrator: Client) -> None:
    page = f"{AGENCIES}{staff.police}/"
    old = get_agency(staff.police).name
    assert administrator.post(page, change(staff)).status_code == 302
    forget_directory()
    assert get_agency(staff.police).name == old, "the day has not come"
    assert "Từ 20/07/2023: Công an phường Thử Nghiệm" in text_of(administrator.get(page))
    on: dict[str, Any] = {"competence": "commune_police", "commune_code": "25747"}
    assert competent_agency(**on, on=date(2023, 7, 19)).name == old
    assert competent_agency(**on, on=date(2023, 7, 20)).name == "Công an phường Thử Nghiệm"
    staff.clock.advance(timedelta(days=3))
    assert get_agency(staff.police).name == "Công an phường Thử Nghiệm"
    assert "Công an phường Thử Nghiệm" in {one.name for one in list_agencies(on=staff.today)}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": " "}, "Phải ghi mục này."),
        ({"reason": ""}, "Phải ghi mục này."),
        ({"valid_from-day": "32"}, "Hãy ghi đủ ngày"),
        ({"valid_from-year": "2026"}, "không hoạt động vào ngày này"),
        ({"address": "a" * 301}, "Có chỗ cần sửa"),
    ],
)
def test_a_wrong_change_is_refused_and_nothing_typed_is_lost(
    staff: Staff, administrator: Client, changes: dict[str, str], message: str
) -> None:
    refused = administrator.post(f"{AGENCIES}{staff.police}/", change(staff, **changes))
    assert refused.status_code == 400
    assert message in text_of(refused) and "0274 111" in text_of(refused)
    assert "Chưa thay đổi gì" in text_of(refused)


def test_an_agency_more_is_competent_and_a_second_of_its_kind_is_refused(
    staff: Staff, administrator: Client
) -> None:
    new = {
        "name": "Trung tâm Thử Nghiệm", "code": "H09.99", "kind": "commune_police", "unit_code": "25747",
        "parent": "", "valid_from-day": "17", "valid_from-month": "7", "valid_from-year": "2023",
    }  # fmt: skip
    for changes, message in (
        ({}, "Đơn vị này đã có"),
        ({"code": "H09.1", "kind": "tax_branch"}, "Mã này là của"),
        ({"unit_code": "1"}, "Không có đơn vị hành chính mã 1"),
        ({"code": "x"}, "Có chỗ cần sửa"),
        ({"kind": ""}, "Hãy chọn loại cơ quan."),
    ):
        refused = administrator.post(f"{AGENCIES}new/", {**new, **changes})
        assert refused.status_code == 400 and message in text_of(refused), changes
    added = administrator.post(f"{AGENCIES}new/", {**new, "kind": "tax_branch"})
    assert added.status_code == 302
    forget_directory()
    found = competent_agency(competence="tax_branch", commune_code="25747", on=staff.today)
    assert found.name == "Trung tâm Thử Nghiệm"


def test_only_administrators_come_in(staff: Staff, screen: Screens, administrator: Client) -> None:
    for page in (AGENCIES, UNITS, f"{AGENCIES}new/", f"{AGENCIES}{staff.police}/", f"{UNITS}25747/"):
        assert screen().get(page).status_code == 403
        assert administrator.get(page).status_code == 200


def an_end(staff: Staff, **more: str) -> dict[str, str]:
    return {
        "successor": str(staff.other_police), "officers": "follow", "reason": "NQ 12/NQ-HĐND",
        "ends_on-day": "20", "ends_on-month": "7", "ends_on-year": "2023", **more,
    }  # fmt: skip


def test_an_agency_ends_after_a_dry_run_and_a_second_screen_and_is_taken_back(
    staff: Staff, administrator: Client
) -> None:
    page = f"{AGENCIES}{staff.police}/"
    assert "Kết thúc hoạt động của cơ quan" in text_of(administrator.get(page))
    assert "Cơ quan kế thừa" in text_of(administrator.get(f"{page}ending/"))
    seen = text_of(administrator.post(f"{page}ending/", an_end(staff)))
    assert "Sẽ chuyển sang cơ quan kế thừa" in seen and "các con số trên là của hôm nay" in seen
    assert "Sẽ kết thúc hoạt động" not in text_of(administrator.get(page)), "a look decides nothing"

    confirmed = an_end(staff, confirmed="yes", expected_officers="7")
    again = administrator.post(f"{page}ending/", confirmed)
    assert again.status_code == 409 and "nay là 1" in text_of(again)
    assert administrator.post(f"{page}ending/", {**confirmed, "expected_officers": "1"}).status_code == 302
    forget_directory()
    seen = text_of(administrator.get(page))
    assert "Sẽ kết thúc hoạt động từ 20/07/2023" in seen and "NQ 12/NQ-HĐND" in seen
    assert administrator.post(f"{page}ending/", an_end(staff)).status_code == 409

    assert administrator.post(f"{page}ending/withdraw/").status_code == 302
    forget_directory()
    assert "Sẽ kết thúc hoạt động" not in text_of(administrator.get(page))
    late = text_of(administrator.post(f"{page}ending/withdraw/", follow=True))
    assert "Không còn quyết định kết thúc" in late


def test_what_is_left_of_an_agency_that_ended_stands_on_its_page(staff: Staff, administrator: Client) -> None:
    page = f"{AGENCIES}{staff.police}/"
    administrator.post(f"{page}ending/", an_end(staff, confirmed="yes", expected_officers="1"))
    staff.clock.advance(timedelta(days=3))
    forget_directory()
    seen = text_of(administrator.get(page))
    assert "Đã kết thúc hoạt động từ 20/07/2023" in seen and "Còn đang chuyển" in seen
    move_officers()
    assert "Mọi hồ sơ, việc và cán bộ đã chuyển xong" in text_of(administrator.get(page))
    assert staff.actor().agency_id == staff.other_police


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"successor": ""}, 400, "Hãy chọn cơ quan kế thừa."),
        ({"ends_on-day": "32"}, 400, "Hãy ghi đủ ngày"),
        ({"officers": "x"}, 400, "Hãy chọn cán bộ đi đâu."),
        ({"reason": ""}, 400, "Phải ghi lý do"),
        ({"ends_on-day": "16"}, 409, "phải từ hôm nay trở đi"),
        ({"ends_on-year": "2022"}, 409, "ngày kết thúc phải sau đó"),
        ({"ends_on-year": "2026"}, 409, "chỉ hoạt động đến trước 01/07/2025"),
    ],
)
def test_an_end_that_cannot_be_is_refused_beside_its_field(
    staff: Staff, administrator: Client, changes: dict[str, str], status: int, message: str
) -> None:
    for more in ({}, {"confirmed": "yes", "expected_officers": "1"}):
        refused = administrator.post(f"{AGENCIES}{staff.police}/ending/", an_end(staff, **changes, **more))
        assert refused.status_code == status
        assert message in text_of(refused)
    itself = administrator.post(
        f"{AGENCIES}{staff.police}/ending/", an_end(staff, successor=str(staff.police))
    )
    assert "không thể tự kế thừa" in text_of(itself)


@pytest.mark.parametrize("typed", ["phu+cuong", "Phú+Cường", "25747"])
def test_units_and_agencies_are_sought_without_accents(administrator: Client, typed: str) -> None:
    units = text_of(administrator.get(f"{UNITS}?sought={typed}"))
    assert "Phường Phú Cường</a>" in units and "Phường Hiệp Thành" not in units
    assert "Không tìm thấy đơn vị nào" in text_of(administrator.get(f"{UNITS}?sought=khong+co+dau"))
    agencies = text_of(administrator.get(f"{AGENCIES}?sought=cong+an+phuong+phu+cuong"))
    assert "Công an phường Phú Cường</a>" in agencies and "Công an phường Hiệp Thành" not in agencies
    assert "Không tìm thấy cơ quan nào" in text_of(administrator.get(f"{AGENCIES}?sought=%3Cscript%3E"))


def test_old_units_and_the_new_ones_stand_side_by_side(administrator: Client) -> None:
    page = f"{UNITS}conversion/"
    seen = text_of(administrator.get(page))
    for told in ("Từ 91 xã", "đến 36 của ngày 01/07/2025", "75 đi trọn", "16 bị chia", "107 cặp", "24 mã"):
        assert told in seen
    assert "Dữ liệu còn thiếu" not in seen
    seen = text_of(administrator.get(f"{page}?sought=hiep+thanh"))
    assert "Phường Phú Lợi (mã 25750): một phần, nơi hồ sơ cũ chuyển đến" in seen and "Bị chia" in seen
    assert "Phường Định Hòa" not in seen
    assert "0 bị chia" in text_of(administrator.get(f"{page}?{LATER}"))


def a_competence(staff: Staff, **more: str) -> dict[str, str]:
    return {
        "competence": "commune_police", "unit_code": "25747", "agency": str(staff.other_police),
        "reason": "QĐ 15/QĐ-UBND", "valid_from-day": "20", "valid_from-month": "7",
        "valid_from-year": "2023", "valid_to-day": "", "valid_to-month": "", "valid_to-year": "", **more,
    }  # fmt: skip


def test_a_competence_is_given_from_a_day_shown_and_taken_back(staff: Staff, administrator: Client) -> None:
    page = "/desk/administration/competences/"
    publish_folder(now=staff.now)
    seen = text_of(administrator.get(page))
    assert "Công an cấp xã: đủ 91 xã, 91 cơ quan" in seen and "1.004194" in seen and "Chưa giao gì" in seen
    assert "36 xã chưa có cơ quan tiếp nhận" in text_of(administrator.get(f"{page}?{LATER}"))
    for changes, status, message in (
        ({"competence": ""}, 400, "Hãy chọn thẩm quyền."),
        ({"agency": "x"}, 400, "Hãy chọn cơ quan."),
        ({"valid_from-month": "13"}, 400, "Hãy ghi đủ ngày"),
        ({"valid_to-day": "1"}, 400, "Hãy ghi đủ ngày"),
        ({"valid_from-day": "16"}, 409, "từ hôm nay"),
    ):
        refused = administrator.post(f"{page}new/", a_competence(staff, **changes))
        assert refused.status_code == status and message in text_of(refused), changes
    assert administrator.post(f"{page}new/", a_competence(staff)).status_code == 302
    forget_directory()
    again = administrator.post(f"{page}new/", a_competence(staff))
    assert again.status_code == 409 and "đã giao cho" in text_of(again)
    later = text_of(administrator.get(f"{page}?on-day=20&on-month=7&on-year=2023"))
    assert "đủ 91 xã, 90 cơ quan" in later and "QĐ 15/QĐ-UBND" in later
    ((given, _),) = competences_given(**staff.by())
    assert administrator.post(f"{page}{given.id}/end/").status_code == 302
    forget_directory()
    assert "Chưa giao gì" in text_of(administrator.get(page))
    told = text_of(administrator.post(f"{page}{given.id}/end/", follow=True))
    assert "hoặc đã được rút" in told

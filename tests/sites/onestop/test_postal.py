"""The desk's pages for results by post: chosen, listed, scanned, sent, brought back; and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.sites.onestop.conftest import text_of
from tests.sites.onestop.desk_data import Commune, answers_of
from tests.support.results_by_post import ADDRESS, NUMBERS, bring_to_result, file_confirmation
from tinhso.casework.dossiers import service as dossiers

pytestmark = pytest.mark.django_db

Budget = Callable[[int], AbstractContextManager[object]]


def ready(commune: Commune, key: str = "one") -> UUID:
    officers = {"desk": commune.desk, "specialist": commune.specialist, "leader": commune.leader}
    said = {part: answers_of(0)[part] for part in ("personal_id", "full_name", "birth", "sex")}
    filed = file_confirmation(commune.citizens[0], commune.now, key=key, **said)
    bring_to_result(filed, officers, commune.now)
    dossiers.choose_post(dossier_id=filed.id, address=ADDRESS, actor=commune.citizens[0], now=commune.now)
    return filed.id


def listed(reception: Client, *dossier_ids: UUID) -> str:
    """The address of the list that the ticked results came on."""
    answer = reception.post(
        "/desk/postal/make/", {"chosen": [str(each) for each in dossier_ids], "idempotency_key": "k"}
    )
    assert answer.status_code == 302, text_of(answer)
    return answer.headers["Location"].split("?")[0]


def parcel_at(address: str, commune: Commune) -> Any:
    list_id = UUID(address.rstrip("/").split("/")[-1])
    (parcel,) = dossiers.postal_list(list_id=list_id, actor=commune.desk, now=commune.now).parcels
    return parcel


def test_a_result_is_listed_scanned_sent_and_comes_back(commune: Commune, reception: Client) -> None:
    dossier_id = ready(commune)
    assert ADDRESS["street"] in text_of(reception.get("/desk/postal/"))
    address = listed(reception, dossier_id)
    assert "Còn 1 bưu gửi chưa có số" in text_of(reception.get(address))
    parcel = parcel_at(address, commune)
    wrong = reception.post(f"{address}scan/", {"parcel": parcel.id, "number": "EB123456789VN"})
    assert wrong.status_code == 400 and "sai chữ số kiểm tra" in text_of(wrong)
    none = reception.post(f"{address}scan/", {"parcel": "", "number": NUMBERS[0]})
    assert none.status_code == 400 and "Hãy chọn hồ sơ" in text_of(none)
    scanned = reception.post(f"{address}scan/", {"parcel": parcel.id, "number": NUMBERS[0]})
    assert "Đã ghi số bưu gửi" in text_of(reception.get(scanned.headers["Location"]))
    assert reception.get(f"{address}sheet.pdf").content.startswith(b"%PDF")
    assert "Đã xong 1 hồ sơ" in text_of(reception.post(f"{address}send/", {"chosen": parcel.id}))
    assert reception.post(f"{address}send/", {}).status_code == 409
    found = reception.post("/desk/find/", {"sought": NUMBERS[0]})
    assert found.headers["Location"] == f"/desk/dossiers/{dossier_id}/"
    here = f"/desk/postal/parcels/{parcel.id}/"
    back = {"on-day": "17", "on-month": "7", "on-year": "2023"}
    unsaid = reception.post(f"{here}came-back/", back)
    assert unsaid.status_code == 400 and "lý do bưu chính trả lại" in text_of(unsaid)
    reception.post(f"{here}came-back/", {**back, "back": "absent"})
    assert "Trả lại ngày 17/07/2023" in text_of(reception.get(here))
    assert "Bưu chính đã trả lại kết quả" in text_of(reception.get(f"/desk/dossiers/{dossier_id}/"))
    choosing = f"/desk/dossiers/{dossier_id}/return/"
    assert "Ghi đã nhận kết quả tại quầy" in text_of(reception.get(choosing))
    reception.post(choosing, {"do": "collected"})
    assert "Không đổi cách trả được nữa" in text_of(reception.get(choosing))


@pytest.mark.parametrize("state", ["wanted", "listed", "sent", "came_back"])
def test_a_list_costs_the_same_however_long_it_is(
    commune: Commune, reception: Client, django_assert_max_num_queries: Budget, state: str
) -> None:
    for number in range(4):
        ready(commune, str(number))
    reception.get("/desk/postal/")
    with django_assert_max_num_queries(13):
        reception.get(f"/desk/postal/?state={state}")

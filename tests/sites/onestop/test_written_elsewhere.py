"""What another system wrote otherwise, on the page of a dossier that was filed here."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from tests.sites.onestop.conftest import text_of
from tests.sites.onestop.desk_data import Commune
from tinhso.coordination.exchange.conflict_types import Met, Why
from tinhso.coordination.exchange.keeping import conflicts
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work

pytestmark = pytest.mark.django_db


def told_to_old(commune: Commune, house_id: UUID, *, is_agreed: bool) -> UUID:
    """A dossier of the house that the old one-stop system holds too."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(
            """with opened as (
                 insert into exchange_dossier (id, creator, code, house_dossier_id, owner, agency_code,
                   procedure_code, status, changes, told_version, opened_on, digest, problem, changed_at)
                 values (gen_random_uuid(), 'tinhso', 'H09-1', %s, 'tinhso', 'H09', '1.004194', 2, 1, 1,
                   '2023-07-17', '', '', now()) returning id
               )
               insert into exchange_line (dossier_id, peer, peer_code, is_expected, acknowledged, is_agreed,
                 tries, reason)
               select id, 'old_one_stop', '', true, '{}', %s, 0, '' from opened returning dossier_id""",
            [house_id, is_agreed],
        )
        ((found,),) = cursor.fetchall()
        cursor.execute("select set_config('tinhso.scope', '', true)")
    return UUID(str(found))


def written_there(commune: Commune, dossier_id: UUID) -> None:
    met = Met(
        field="status",
        kept="tinhso",
        overruled="old_one_stop",
        held=2,
        said=9,
        held_at=commune.now,
        said_at=commune.now + timedelta(minutes=3),
        why=Why.OWNER,
    )
    with unit_of_work(actor=system_actor("exchange"), now=commune.now):
        conflicts.keep([(dossier_id, [met])])


def test_who_wrote_what_and_why_it_does_not_count_stands_on_the_page(
    commune: Commune, reception: Client
) -> None:
    filed = commune.file()
    written_there(commune, told_to_old(commune, filed.id, is_agreed=False))
    page = text_of(reception.get(f"/desk/dossiers/{filed.id}/"))
    assert "Đang khác với Hệ thống một cửa cũ: trạng thái." in page
    assert "Trạng thái: Hệ thống một cửa cũ ghi “Đã xử lý xong” lúc " in page
    assert "ở đây ghi “Được tiếp nhận” từ " in page
    assert "Giữ “Được tiếp nhận” vì mục này do nơi giải quyết hồ sơ ghi." in page
    assert "Hệ thống một cửa cũ ghi khác: trạng thái" in page, "the history keeps it"


def test_written_over_there_it_stays_in_the_history_only(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    written_there(commune, told_to_old(commune, filed.id, is_agreed=True))
    page = text_of(reception.get(f"/desk/dossiers/{filed.id}/"))
    assert "Đang khác với" not in page
    assert page.count("Hệ thống một cửa cũ ghi khác: trạng thái") == 1

"""A payment service: listed and found, with facts of its own; a procedure it never is."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from tinhso.registers.catalogue.service import (
    PAYMENTS_FOLDER,
    PaymentService,
    UnableToFileAsDossier,
    UnableToFindProcedure,
    UnableToPublish,
    check_folder,
    get_payment_service,
    get_procedure,
    get_version,
    publish_folder,
    read_procedure,
    search_procedures,
    write_pages,
)

pytestmark = pytest.mark.django_db
TODAY = date(2023, 7, 17)
FINE = "0.000008"


@pytest.fixture
def published(legal_moment: datetime) -> None:
    publish_folder(PAYMENTS_FOLDER, now=legal_moment)


def test_it_is_found_beside_procedures_and_offers_no_channel(published: None) -> None:
    (row,) = search_procedures(text="phat nguoi", on=TODAY)
    assert (row.code, row.kind, row.channels, row.services) == (FINE, "payment", (), (8,))


def test_it_says_who_collects_and_where_to_go_meanwhile(published: None) -> None:
    service = get_payment_service(FINE, on=TODAY)
    assert isinstance(service, PaymentService)
    assert service.payee.startswith("Kho bạc")
    assert len(service.meanwhile) == 3
    assert not service.vintage.verified
    assert service.digest


def test_no_door_hands_it_out_as_a_procedure(published: None) -> None:
    for ask in (lambda: get_procedure(FINE, on=TODAY), lambda: get_version(FINE, "2023-06-01")):
        with pytest.raises(UnableToFileAsDossier) as refusal:
            ask()
        assert refusal.value.code == "procedure.is_payment"
        assert "không nộp thành hồ sơ" in refusal.value.message
    with pytest.raises(UnableToPublish, match="không phải thủ tục"):
        read_procedure(PAYMENTS_FOLDER / FINE / "2023-06-01.yaml")


def test_who_already_knew_a_missing_procedure_knows_this_refusal(published: None) -> None:
    with pytest.raises(UnableToFindProcedure):
        get_procedure(FINE, on=TODAY)


def test_before_it_holds_and_for_a_procedure_there_is_no_payment_service(legal_moment: datetime) -> None:
    publish_folder(now=legal_moment)
    for code, on in ((FINE, date(2023, 5, 31)), ("1.004194", TODAY), ("9.999999", TODAY)):
        with pytest.raises(UnableToFindProcedure):
            get_payment_service(code, on=on)


def test_a_procedure_cannot_pass_for_a_payment_nor_the_other_way(plant: Callable[..., Path]) -> None:
    without_kind = plant(("kind: payment\n", ""), code=FINE)
    assert {each.rule for each in check_folder(without_kind.parent.parent)} >= {"unknown_key", "missing_key"}
    as_payment = plant(('code: "1.004194"\n', 'kind: payment\ncode: "1.004194"\n'))
    assert "unknown_key" in {each.rule for each in check_folder(as_payment.parent.parent)}


def test_the_database_knows_two_kinds_only(published: None) -> None:
    said = "version, digest, valid_from, title, sector, services, channels, title_words, search_words, body"
    as_a_lottery = f"""
        insert into catalogue_procedure (id, kind, code, "group", published_at, {said})
        select gen_random_uuid(), 'lottery', '9.000001', "group", published_at, {said}
        from catalogue_procedure
    """
    refused = pytest.raises(IntegrityError, match="catalogue_kind_is_known")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(as_a_lottery)


def test_its_page_says_that_it_never_becomes_a_dossier() -> None:
    page = write_pages()[f"{FINE}.md"]
    assert "không bao giờ thành hồ sơ" in page
    assert "Kho bạc Nhà nước" in page

"""Numbers and codes are read in the spellings in use, and in no other."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.identifiers.service import (
    AgencyCode,
    DomainError,
    DossierCode,
    UnableToReadAgencyCode,
    UnableToReadDossierCode,
    UnableToReadIdentifier,
    UnableToReadMobileNumber,
    UnableToReadPersonalId,
    UnableToReadTaxCode,
    parse_agency_code,
    parse_budget_code,
    parse_dossier_code,
    parse_email,
    parse_health_card,
    parse_insurance_number,
    parse_mobile_number,
    parse_old_identity_number,
    parse_personal_id,
    parse_procedure_code,
    parse_tax_code,
    tax_check_digit,
)


def test_personal_id_tells_place_sex_and_year_of_birth() -> None:
    male = parse_personal_id(" 074 085 001234 ")
    female = parse_personal_id("079305001234")

    assert (male.value, male.place_code, male.sex, male.birth_year) == ("074085001234", "074", "male", 1985)
    assert (female.sex, female.birth_year, female.century) == ("female", 2005, 2000)


def test_personal_id_of_a_birth_registered_abroad_is_accepted() -> None:
    assert parse_personal_id("132190001234").place_code == "132"


@pytest.mark.parametrize(
    "text", ["", "07408500123", "0740850012345", "07408500123a", "000000000001", "0740-85001234"]
)
def test_what_is_not_a_personal_id_is_refused(text: str) -> None:
    with pytest.raises(UnableToReadPersonalId) as refusal:
        parse_personal_id(text)

    assert refusal.value.code.startswith("personal_id.")
    assert text not in refusal.value.message or not text


@pytest.mark.parametrize("zero", ["٠", "۰", "０", "०", "𝟎", "០", "〇"])
def test_digits_of_other_scripts_are_refused_with_a_clear_message(zero: str) -> None:
    with pytest.raises(UnableToReadPersonalId) as refusal:
        parse_personal_id(f"{zero}74085001234")

    assert refusal.value.code == "personal_id.foreign_digits"
    assert "0 đến 9" in refusal.value.message


def test_personal_numbers_do_not_show_in_repr() -> None:
    assert "074085001234" not in repr(parse_personal_id("074085001234"))
    assert "912345678" not in repr(parse_mobile_number("0912345678"))


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_every_personal_id_is_read_back_unchanged(text: str) -> None:
    if text.startswith("000"):
        return
    read = parse_personal_id(text)

    assert str(read) == text
    assert read.birth_year % 100 == int(text[4:6])
    assert 1900 <= read.birth_year <= 2399


@pytest.mark.parametrize(
    "text", ["0912345678", "+84912345678", "84912345678", "091 234 5678", "0912.345.678", "(091) 234-5678"]
)
def test_mobile_numbers_have_one_spelling(text: str) -> None:
    number = parse_mobile_number(text)

    assert (number.value, number.international) == ("0912345678", "+84912345678")


@pytest.mark.parametrize(
    "text", ["0212345678", "091234567", "09123456789", "++84912345678", "0123456789", "٠912345678"]
)
def test_what_is_not_a_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(UnableToReadMobileNumber):
        parse_mobile_number(text)


def test_tax_codes_carry_a_check_digit() -> None:
    assert str(parse_tax_code("0100233488")) == "0100233488"
    assert str(parse_tax_code("0100047516001")) == "0100047516-001"
    assert str(parse_tax_code("0100047516-012")) == "0100047516-012"
    for wrong in ("0100233489", "0100047516-000", "010023348", "0100233488-1"):
        with pytest.raises(UnableToReadTaxCode):
            parse_tax_code(wrong)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_a_tax_code_is_always_found(prefix: str, place: int, shift: int) -> None:
    digit = tax_check_digit(prefix)
    if digit is None or digit == 10:
        return
    wrong = prefix[:place] + str((int(prefix[place]) + shift) % 10) + prefix[place + 1 :]

    assert str(parse_tax_code(f"{prefix}{digit}")) == f"{prefix}{digit}"
    with pytest.raises(UnableToReadTaxCode):
        parse_tax_code(f"{wrong}{digit}")


def test_other_numbers_have_their_own_shapes() -> None:
    assert parse_old_identity_number("280 123 456") == "280123456"
    assert parse_insurance_number("7412345678") == "7412345678"
    assert parse_health_card("dn4747412345678") == "DN4747412345678"
    assert parse_budget_code("1012345") == "1012345"
    assert parse_procedure_code("1.004194") == "1.004194"
    assert parse_procedure_code("1.004194.000.00.00.h09") == "1.004194.000.00.00.H09"
    assert parse_email(" An.Nguyen@VIDU.vn ") == "An.Nguyen@vidu.vn"
    for parse, wrong in (
        (parse_old_identity_number, "28012345"),
        (parse_insurance_number, "741234567٨"),
        (parse_health_card, "DN9747412345678"),
        (parse_budget_code, "101234"),
        (parse_procedure_code, "1.00419"),
    ):
        with pytest.raises(UnableToReadIdentifier):
            parse(wrong)
    for address in ("an", "an@", "an@vidu", "an..b@vidu.vn", "ạn@vidu.vn", "a b@vidu.vn", "a@-x.vn"):
        with pytest.raises(DomainError):
            parse_email(address)


@pytest.mark.parametrize(
    ("dotted", "national"),
    [
        ("000.00.00.H09", "H09"),
        ("000.00.01.H09", "H09.1"),
        ("000.05.12.H09", "H09.12.5"),
        ("004.05.12.H09", "H09.12.5.4"),
    ],
)
def test_agency_codes_are_read_in_both_notations(dotted: str, national: str) -> None:
    assert parse_agency_code(dotted) == parse_agency_code(national.lower()) == AgencyCode(national, dotted)


@pytest.mark.parametrize("text", ["", "H9", "000.05.00.H09", "H09.0", "H09..1", "00.00.01.H09", "H09.١"])
def test_what_is_not_an_agency_code_is_refused(text: str) -> None:
    with pytest.raises(UnableToReadAgencyCode):
        parse_agency_code(text)


def test_dossier_codes_are_read_in_both_notations() -> None:
    local = parse_dossier_code("000.00.01.H09-230714-0001")
    national = parse_dossier_code(" h09.1-230714-0001")

    assert local == national
    assert (local.agency.national, local.received, local.sequence) == ("H09.1", dt.date(2023, 7, 14), 1)
    assert (local.national, local.local) == ("H09.1-230714-0001", "000.00.01.H09-230714-0001")


def test_dossier_code_of_a_ministry_keeps_its_long_day_and_leading_zeros() -> None:
    assert parse_dossier_code("G09.20-20260609-0092637").national == "G09.20-20260609-0092637"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H09.1-230230-0001",
        "H09.1-230714-001",
        "H09.1-230714-12345678",
        "H09.1-2307140001",
        "000.05.00.H09-230714-0001",
        "H09.1-23071٤-0001",
    ],
)
def test_what_is_not_a_dossier_code_is_refused(text: str) -> None:
    with pytest.raises(UnableToReadDossierCode):
        parse_dossier_code(text)


def test_agency_number_too_large_for_the_dotted_notation_is_not_bent() -> None:
    code = parse_dossier_code("H09.123-230714-0001")

    assert code.national == "H09.123-230714-0001"
    with pytest.raises(UnableToReadAgencyCode):
        _ = code.local


@given(
    st.lists(st.integers(1, 99), min_size=0, max_size=3),
    st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
    st.integers(1, 9_999_999),
)
def test_dossier_codes_survive_both_notations(levels: list[int], day: dt.date, sequence: int) -> None:
    agency = parse_agency_code(".".join(["H09", *map(str, levels)]))
    code = DossierCode(agency, day, sequence, width=max(4, len(str(sequence))))

    assert parse_dossier_code(code.national) == parse_dossier_code(code.local) == code

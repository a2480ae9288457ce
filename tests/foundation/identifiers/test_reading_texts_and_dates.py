"""Text gets one spelling, deceiving characters are refused, dates are those of the calendar."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.identifiers.service import (
    DomainError,
    PartialDate,
    UnableToReadDate,
    UnableToReadText,
    clean_text,
    parse_partial_date,
)


def test_decomposed_text_becomes_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Đặng Ửu")

    assert clean_text(f"  {decomposed}\u00a0 ", 100) == "Nguyễn Thị Đặng Ửu"


def test_blanks_are_collapsed_and_lines_kept_only_when_asked() -> None:
    assert clean_text(" a \t b\r\n c ", 20) == "a b c"
    assert clean_text(" a  b \r\n\r\n\r\n\n c ", 20, multiline=True) == "a b\n\nc"


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x07",
        "\x1c",
        "\x7f",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u202e",
        "\u2066",
        "\u00ad",
        "\ud800",
        "\ue000",
        "\U0010ffff",
    ],
)
@pytest.mark.parametrize("multiline", [False, True])
def test_hidden_and_broken_characters_are_refused(character: str, multiline: bool) -> None:
    with pytest.raises(UnableToReadText) as refusal:
        clean_text(f"Nguyễn{character}Văn An", 100, multiline=multiline)

    assert "Ký tự thứ 7" in refusal.value.message


@pytest.mark.parametrize(
    "name", ["Nguуễn", "Lê Vаn", "ОАО", "Ðặng", "Ｎguyễn", "𝐍guyễn", "Số ٣ đường", "nhà １２"]
)
def test_look_alike_letters_and_foreign_digits_are_refused(name: str) -> None:
    with pytest.raises(UnableToReadText):
        clean_text(name, 100)


@pytest.mark.parametrize(
    "text",
    [
        "Y Ê\u0306 Ban",
        "H’Hen Niê",
        "K'Brơi",
        "Diện tích 45,5 m²",
        "Số 12/3A – tổ 5",
        "“Nhà trọ Bình An”…",
        "Müller Øyvind",
        "100 €",
    ],
)
def test_honest_texts_pass_unchanged(text: str) -> None:
    assert clean_text(text, 100) == unicodedata.normalize("NFC", text)


def test_piled_marks_are_refused() -> None:
    with pytest.raises(UnableToReadText):
        clean_text("z\u0301\u0302\u0303\u0304n", 100)


def test_length_is_counted_after_cleaning() -> None:
    assert clean_text(unicodedata.normalize("NFD", "ộ" * 10) + "   ", 10) == "ộ" * 10
    with pytest.raises(UnableToReadText) as refusal:
        clean_text("x" * 11, 10)

    assert refusal.value.code == "text.too_long"
    assert "11" in refusal.value.message


@given(st.text(max_size=60), st.booleans())
def test_cleaning_refuses_or_gives_a_stable_spelling(text: str, multiline: bool) -> None:
    try:
        once = clean_text(text, 60, multiline=multiline)
    except DomainError as refusal:
        assert refusal.message
        return
    assert clean_text(once, 60, multiline=multiline) == once == unicodedata.normalize("NFC", once)
    once.encode()


@pytest.mark.parametrize(
    "text", ["03/02/1990", "3/2/1990", "03-02-1990", "03.02.1990", "1990-02-03", " 03/02/1990 "]
)
def test_full_dates_have_one_value(text: str) -> None:
    date = parse_partial_date(text)

    assert (date.iso, date.vietnamese, date.as_date()) == ("1990-02-03", "03/02/1990", dt.date(1990, 2, 3))


def test_year_alone_stays_a_year() -> None:
    date = parse_partial_date("1954")

    assert date == PartialDate(1954)
    assert (date.iso, date.vietnamese, date.as_date(), date.is_full) == ("1954", "1954", None, False)


@pytest.mark.parametrize(
    "text",
    [
        "30/02/2023",
        "31/04/2023",
        "29/02/2023",
        "00/01/2000",
        "1/13/2000",
        "02/1990",
        "90",
        "1799",
        "3000",
        "",
        "ngày 3",
        "٠3/02/1990",
        "1990-2-3",
    ],
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(UnableToReadDate) as refusal:
        parse_partial_date(text)

    assert refusal.value.code.startswith("date.")


@given(st.dates(dt.date(1850, 1, 1), dt.date(2200, 12, 31)))
def test_every_day_is_read_in_both_spellings(day: dt.date) -> None:
    date = PartialDate(day.year, day.month, day.day)

    assert parse_partial_date(date.iso) == parse_partial_date(date.vietnamese) == date
    assert date.as_date() == day


def test_refusal_carries_code_message_and_fields() -> None:
    refusal = DomainError("a.b", "Không được.", {"full_name": "Thiếu họ tên."})

    assert (refusal.code, str(refusal), dict(refusal.fields)) == (
        "a.b",
        "Không được.",
        {"full_name": "Thiếu họ tên."},
    )

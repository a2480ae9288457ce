"""The text engine on real Vietnamese names, and its promises on any text at all."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.engines.text.service import (
    confusable_letters,
    fold,
    marked_words,
    same_commune_name,
    vietnamese_sort_key,
    words,
)

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
syllable = st.text(alphabet=LETTERS + LETTERS.upper(), min_size=1, max_size=7)
vietnamese = st.lists(syllable, min_size=1, max_size=5).map(" ".join)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký tạm trú", "dang ky tam tru"),
        ("ĐƯỜNG  HOÀ\tBÌNH ", "duong hoa binh"),
        ("Nguyễn Thị Ngọc Diễm", "nguyen thi ngoc diem"),
        ("Cấp đổi giấy phép (GPLX)", "cap doi giay phep (gplx)"),
        ("Ｇiấy", "giay"),
        ("", ""),
    ],
)
def test_fold_writes_text_as_without_a_vietnamese_keyboard(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(nfd(text)) == folded


def test_words_leave_punctuation_out() -> None:
    title = "Đổi giấy phép lái xe (hạng A1, B2)"
    assert words(title) == [
        "doi",
        "giay",
        "phep",
        "lai",
        "xe",
        "hang",
        "a1",
        "b2",
    ]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(vietnamese)
def test_a_folded_vietnamese_text_is_ascii_in_either_normal_form(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text) == fold(nfd(text))
    assert fold(text) == fold(text.upper())


@given(vietnamese, vietnamese)
def test_sort_key_is_the_same_in_either_normal_form(first: str, second: str) -> None:
    assert vietnamese_sort_key(first) == vietnamese_sort_key(nfd(first))
    assert (vietnamese_sort_key(first) < vietnamese_sort_key(second)) == (
        vietnamese_sort_key(first.upper()) < vietnamese_sort_key(nfd(second))
    )


@given(st.text())
def test_sort_key_accepts_any_text(text: str) -> None:
    assert isinstance(vietnamese_sort_key(text), bytes)


@pytest.mark.parametrize(
    "ordered",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ", "man", "măng", "mâm", "me"],
        ["dân", "Dĩ An", "Đa", "Định Hoà", "em", "ê"],
        ["An", "An Bình", "An Tây", "Án", "Anh"],
        ["Khu phố 2", "Khu phố 10", "Khu phố Bình Minh"],
        ["o", "ô", "ơ", "u", "ư", "v", "w", "x", "y", "z"],
        ["Hoà An", "Hòa Bình", "Hoà Lợi"],
    ],
)
def test_sorting_follows_the_vietnamese_dictionary(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=vietnamese_sort_key) == ordered


def test_the_longest_number_still_sorts() -> None:
    assert vietnamese_sort_key("9" * 300) > vietnamese_sort_key("1")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Phường Hoà Phú", "Phường Hòa Phú"),
        ("Phường Phú Hoà", "phường  PHÚ HÒA"),
        ("Xã Thuỷ Lợi", "Xã Thủy Lợi"),
        ("Phan Rang-Tháp Chàm", "Phan Rang - Tháp Chàm"),
        ("Phường 02", "Phường 2"),
    ],
)
def test_one_commune_in_two_spellings_is_recognised(first: str, second: str) -> None:
    assert same_commune_name(first, second)
    assert same_commune_name(nfd(second), first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Phường Tân Định", "Phường Tân Đinh"),
        ("Xã An Bình", "Phường An Bình"),
        ("Xã Long Hoà", "Xã Long Hoa"),
        ("Xã Đất Cuốc", "Xã Dất Cuốc"),
        ("Phường 2", "Phường 12"),
        ("Xã Phước Hoà", "Xã Phước Hoả"),
    ],
)
def test_two_communes_are_never_taken_for_one(first: str, second: str) -> None:
    assert not same_commune_name(first, second)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Nguyễn Văn Аn", ["А"]),
        ("Nguуễn Vаn Вình", ["у", "а", "В"]),
        ("Lê Τhị Ηοa", ["Τ", "Η", "ο"]),
        ("Ｎguyễn Văn １", ["Ｎ", "１"]),
        ("Ðỗ Văn An", ["Ð"]),
        ("СССР", ["С", "Р"]),
        ("𝐀n", ["𝐀"]),
        ("ﬁ", ["ﬁ"]),
        ("Vıệt", ["ı"]),
    ],
)
def test_letters_that_only_look_vietnamese_are_named(text: str, letters: list[str]) -> None:
    assert confusable_letters(text) == letters
    assert set(letters) <= set(confusable_letters(nfd(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Đặng Thị Mỹ Hạnh",
        "Số 12/3B, đường ĐX-045",
        "José Müller-Ñandú",
        "Москва",
        "王小明",
        "50 m²",
        "“Trích” – …",
        "H'Hen Niê",
    ],
)
def test_honest_letters_pass(text: str) -> None:
    assert confusable_letters(text) == []


@given(vietnamese)
def test_no_vietnamese_text_is_ever_distrusted(text: str) -> None:
    assert confusable_letters(text) == []
    assert confusable_letters(nfd(text)) == []


@given(vietnamese, st.sampled_from("аеорсАВЕΑΒοＡ"))
def test_a_planted_letter_is_always_found(text: str, planted: str) -> None:
    assert planted in confusable_letters(text + planted)


@pytest.mark.parametrize(
    ("text", "wanted", "marked"),
    [
        ("Nguyễn Thị Hoà", {"hoa", "nguyen"}, ["Nguyễn", "Hoà"]),
        ("Hoàng Hoa", {"hoa"}, ["Hoa"]),
        (unicodedata.normalize("NFD", "Trần Hoà"), {"hoa"}, [unicodedata.normalize("NFD", "Hoà")]),
        ("Đỗ Đạt", {"do"}, ["Đỗ"]),
        ("Hoa", set(), []),
    ],
)
def test_whole_words_are_marked(text, wanted, marked):
    assert [piece for piece, is_meant in marked_words(text, wanted) if is_meant] == marked


@given(st.text(), st.sets(st.text(max_size=3)))
def test_marked_pieces_joined_are_the_text(text, wanted):
    assert "".join(piece for piece, _ in marked_words(text, wanted)) == text

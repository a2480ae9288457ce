"""Answers judged by the shipped forms: what passes, what is dropped, what is refused and with which words."""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.registers.catalogue.rules import answers as compiled_answers
from tinhso.registers.catalogue.service import (
    PROCEDURES_FOLDER,
    ProcedureVersion,
    UnableToAcceptAnswers,
    asked_answers,
    prefill_answers,
    read_procedure,
    validate_answers,
)

TODAY = date(2023, 7, 17)
TEMPORARY = read_procedure(PROCEDURES_FOLDER / "1.004194" / "2023-06-01.yaml")
BIRTH = read_procedure(PROCEDURES_FOLDER / "1.001193" / "2023-06-01.yaml")
LINKED = read_procedure(PROCEDURES_FOLDER / "2.000986" / "2023-06-01.yaml")

STAY: dict[str, object] = {
    "personal_id": "074090000123",
    "full_name": "Nguyễn Thị Ngọc Diễm",
    "birth": "03/02/1990",
    "sex": "female",
    "permanent_residence": "Ấp 3, xã Phước Hòa, huyện Phú Giáo, Bình Dương",
    "phone": "+84 912 345 678",
    "registration_kind": "individual",
    "reason": "work",
    "new_commune": "25747",
    "new_address": "Số 12/3, đường Yersin, khu phố 2",
    "stay_from": "10/7/2023",
    "stay_until": "10/07/2025",
    "dwelling_kind": "rented",
    "owner.full_name": "Trần Văn Bảy",
    "owner_agrees": "on",
    "result_form": "electronic",
    "declaration": "on",
}


def judge(version: ProcedureVersion = TEMPORARY, **changes: object) -> dict[str, object]:
    answers = {key: value for key, value in {**STAY, **changes}.items() if value is not None}
    return dict(validate_answers(version, answers, on=TODAY).values)


def refused(**changes: object) -> dict[str, str]:
    with pytest.raises(UnableToAcceptAnswers) as refusal:
        judge(**changes)
    return dict(refusal.value.fields)


def test_a_complete_form_comes_back_clean_and_canonical() -> None:
    clean = judge()
    assert clean["birth"] == "1990-02-03"
    assert clean["phone"] == "0912345678"
    assert clean["stay_from"] == "2023-07-10"
    assert clean["owner"] == {"full_name": "Trần Văn Bảy"}
    assert clean["owner_agrees"] is True
    assert clean["has_minor"] is False
    assert "email" not in clean
    assert "number_of_people" not in clean


def test_nfd_names_become_nfc() -> None:
    name = unicodedata.normalize("NFD", "Nguyễn Thị Ngọc Diễm")
    assert judge(full_name=name)["full_name"] == "Nguyễn Thị Ngọc Diễm"


def test_a_birth_known_only_by_year_stays_a_year() -> None:
    assert judge(birth="1954")["birth"] == "1954"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("personal_id", "07409000012"),
        ("personal_id", "٠٧٤٠٩٠٠٠٠١٢٣"),
        ("personal_id", ["074090000123"]),
        ("full_name", "Nguyễn Văn Аn"),
        ("full_name", "Nguyễn Văn An 2"),
        ("full_name", "N"),
        ("full_name", "A" + "." * 90 + "1"),
        ("full_name", "A" + " a" * 45 + " 1"),
        ("full_name", "x" * 101),
        ("full_name", "Nguyễn\u202eVăn"),
        ("birth", "30/02/1990"),
        ("birth", "18/07/2023"),
        ("birth", "2024"),
        ("sex", "unknown"),
        ("phone", "12345"),
        ("email", "nobody@nowhere"),
        ("registration_kind", "everybody"),
        ("new_commune", "Phú Cường"),
        ("new_commune", "２５７４７"),
        ("new_address", "<script>"),
        ("stay_from", "2023"),
        ("stay_until", "11/07/2025"),
        ("stay_until", "09/07/2023"),
        ("stay_until", "16/07/2023"),
        ("declaration", "off"),
        ("declaration", "perhaps"),
        ("owner_agrees", None),
        ("new_commune", None),
        ("full_name", " \u00a0 "),
        ("phone", {"a": "b"}),
        ("reason", 7),
    ],
)
def test_bad_input_names_its_field_in_vietnamese(field: str, typed: object) -> None:
    mistakes = refused(**{field: typed})
    assert list(mistakes) == [field]
    assert mistakes[field].endswith((".", ";")) or mistakes[field]
    assert not mistakes[field].isascii()


def test_all_mistakes_are_told_at_once() -> None:
    assert set(refused(birth="30/02/1990", phone="1", reason=None)) == {"birth", "phone", "reason"}


def test_a_refusal_repeats_nothing_that_was_typed() -> None:
    with pytest.raises(UnableToAcceptAnswers) as refusal:
        judge(full_name="Bí mật 9", phone="0000099999")
    told = f"{refusal.value} {dict(refusal.value.fields)}"
    assert "Bí mật" not in told
    assert "99999" not in told


def test_an_unknown_key_is_refused() -> None:
    assert list(refused(is_admin="on")) == ["is_admin"]
    assert list(refused(**{"full_name.birth": "x"})) == ["full_name.birth"]


def test_answers_to_questions_not_shown_are_dropped() -> None:
    answers = {**STAY, "number_of_people": "5", "reason_detail": "để dành"}
    clean = validate_answers(TEMPORARY, answers, on=TODAY)
    assert clean.dropped == ("number_of_people", "reason_detail")
    assert not {"number_of_people", "reason_detail"} & set(clean.values)


def test_a_dropped_answer_is_not_judged() -> None:
    assert "number_of_people" not in judge(number_of_people="không phải số")


def test_before_anything_is_judged_an_answer_nobody_asks_for_counts_as_not_given() -> None:
    typed = {"registration_kind": "individual", "number_of_people": "3", "declaration": "on"}
    assert "number_of_people" not in asked_answers(TEMPORARY, typed)
    asked = asked_answers(TEMPORARY, {**typed, "registration_kind": "list"})
    assert (asked["number_of_people"], asked["declaration"]) == (3, True), "as conditions compare them"


def test_a_question_that_becomes_shown_must_be_answered() -> None:
    assert list(refused(registration_kind="list")) == ["number_of_people"]
    assert list(refused(reason="other")) == ["reason_detail"]
    assert list(refused(dwelling_kind="joining")) == ["head", "relation_to_head"]


def test_numbers_keep_their_range() -> None:
    assert judge(registration_kind="list", number_of_people="12")["number_of_people"] == 12
    for typed in ("1", "501", "1.5", "١٢", "12 người"):
        assert list(refused(registration_kind="list", number_of_people=typed)) == ["number_of_people"]


def test_members_come_as_a_list_or_as_flat_names() -> None:
    two = [
        {"full_name": "Nguyễn Văn Bé", "birth": "2015"},
        {"full_name": "Nguyễn Thị Em", "birth": "01/02/2017", "personal_id": "074317000123"},
    ]
    flat = {f"members.{place}.{part}": value for place, one in enumerate(two) for part, value in one.items()}
    as_list = judge(registration_kind="household", members=two)["members"]
    assert judge(registration_kind="household", **flat)["members"] == as_list
    assert as_list == [
        {"full_name": "Nguyễn Văn Bé", "birth": "2015"},
        {"full_name": "Nguyễn Thị Em", "birth": "2017-02-01", "personal_id": "074317000123"},
    ]


def test_a_mistake_in_one_member_names_that_member() -> None:
    people = [
        {"full_name": "Nguyễn Văn Bé", "birth": "2015"},
        {"full_name": "Lê Thị Em", "birth": "31/4/2017"},
    ]
    assert list(refused(registration_kind="household", members=people)) == ["members.1.birth"]
    people[1]["birth"] = ""
    assert list(refused(registration_kind="household", members=people)) == ["members.1.birth"]
    assert list(refused(registration_kind="household", members=people[:1] * 11)) == ["members"]


def test_one_step_is_judged_alone_with_what_is_known_of_the_others() -> None:
    answers = {"registration_kind": "list", "number_of_people": "3", "reason": "work", "phone": "sai"}
    clean = validate_answers(TEMPORARY, answers, sections={"request"}, on=TODAY)
    assert dict(clean.values) == {
        "registration_kind": "list",
        "number_of_people": 3,
        "has_minor": False,
        "reason": "work",
    }


def test_a_condition_looks_at_an_earlier_step() -> None:
    answers = {"relation": "mother", "parents_married": "yes", "records_father": "no"}
    clean = validate_answers(BIRTH, answers, sections={"parents"}, on=TODAY)
    assert dict(clean.values) == {"parents_married": "yes", "records_father": "no"}


def test_a_child_of_six_is_too_old_for_the_linked_service() -> None:
    for birth, is_fine in (("18/07/2017", True), ("17/07/2017", False)):
        answers = {"child_birth": birth}
        with pytest.raises(UnableToAcceptAnswers) as refusal:
            validate_answers(LINKED, answers, sections={"child"}, on=TODAY)
        assert ("child_birth" not in refusal.value.fields) is is_fine


def test_a_commune_must_exist_on_that_day_when_the_caller_knows_them() -> None:
    with pytest.raises(UnableToAcceptAnswers) as refusal:
        validate_answers(TEMPORARY, STAY, on=TODAY, communes={"25748"})
    assert list(refusal.value.fields) == ["new_commune"]


def test_the_register_fills_in_what_it_knows() -> None:
    facts = {"population.full_name": "Lê Văn Tám", "vneid.phone": "0912345678", "population.birth": ""}
    assert prefill_answers(TEMPORARY, facts=facts) == {"full_name": "Lê Văn Tám", "phone": "0912345678"}
    assert prefill_answers(TEMPORARY, facts=facts, locked_only=True) == {"full_name": "Lê Văn Tám"}


def test_a_fact_that_is_no_answer_of_the_question_fills_nothing(
    shipped: Callable[[str], ProcedureVersion],
) -> None:
    marriage = shipped("1.000894")
    known = {"population.marital_status": "divorced"}
    assert prefill_answers(marriage, facts=known) == {"marital_status": "divorced"}
    assert prefill_answers(marriage, facts={"population.marital_status": "married"}) == {}


def test_a_tax_code_keeps_its_check_digit(shipped: Callable[[str], ProcedureVersion]) -> None:
    version, answers = shipped("1.008503"), {"taxpayer_kind": "individual", "change_kind": "contact"}

    def judged(code: str) -> object:
        given = {**answers, "tax_code": code, "declaration": True}
        return validate_answers(version, given, sections={"change"}, on=TODAY).values["tax_code"]

    assert judged("0100233488-001") == "0100233488-001"
    with pytest.raises(UnableToAcceptAnswers) as refusal:
        judged("0100233489")
    assert list(refusal.value.fields) == ["tax_code"]


def test_a_version_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    judge()
    monkeypatch.setattr(compiled_answers, "compile_form", _must_not_run)
    judge()


def _must_not_run(version: ProcedureVersion) -> None:
    raise AssertionError("compiled again")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from([*STAY, "members", "guardian", "head", "number_of_people"]), anything))
def test_whatever_is_typed_gives_clean_answers_or_a_refusal(typed: dict[str, object]) -> None:
    try:
        clean = validate_answers(TEMPORARY, {**STAY, **typed}, on=TODAY)
    except UnableToAcceptAnswers as refusal:
        assert refusal.fields
    else:
        assert set(clean.values) <= {field.key for field in TEMPORARY.fields}


@given(st.integers(min_value=0, max_value=2000))
def test_clean_answers_are_clean_again(days: int) -> None:
    until = (TODAY + timedelta(days=days)).strftime("%d/%m/%Y")
    try:
        once = judge(stay_until=until)
    except UnableToAcceptAnswers:
        assert days > 723
    else:
        assert dict(validate_answers(TEMPORARY, once, on=TODAY).values) == once


def test_shipped_forms_ask_each_person_for_little(shipped: Callable[[str], ProcedureVersion]) -> None:
    for code in ("1.004194", "1.001193", "3.000347", "3.000348", "2.000986"):
        asked = [field for field in shipped(code).fields if not field.prefill and field.when is None]
        assert len(asked) <= 16, code


ASKED_ALTHOUGH_KNOWN = {
    "organisation_name": "1.013833",  # the holder on the certificate, who may be another than who files
}


def unlike_their_neighbours(versions: Iterable[ProcedureVersion]) -> set[tuple[str, str]]:
    """(field, procedure) where a field is asked anew that another procedure fills in before it asks."""
    filled: dict[str, set[str]] = {}
    asked: dict[str, set[str]] = {}
    for version in versions:
        for field in version.fields:
            (filled if field.prefill else asked).setdefault(field.key, set()).add(version.code)
    return {(key, code) for key in filled.keys() & asked.keys() for code in asked[key]}


def test_what_one_form_fills_in_no_other_asks_anew() -> None:
    versions = [read_procedure(file) for file in sorted(PROCEDURES_FOLDER.glob("*/*.yaml"))]
    assert unlike_their_neighbours(versions) == set(ASKED_ALTHOUGH_KNOWN.items())
    addresses = [field for each in versions for field in each.fields if field.key == "delivery_address"]
    assert len(addresses) > 10
    assert {field.prefill for field in addresses} == {"population.residence_full"}


def test_a_form_that_asks_what_is_known_is_found(plant: Callable[..., Path]) -> None:
    file = plant(
        ("        prefill: population.residence_full\n        when", "        when"), code="3.000347"
    )
    others = read_procedure(PROCEDURES_FOLDER / "1.012566" / "2023-06-01.yaml")
    assert unlike_their_neighbours([read_procedure(file), others]) == {("delivery_address", "3.000347")}

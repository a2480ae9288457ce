"""Which statement about a person holds."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tinhso.registers.people.rules import CONTACT_FACTS, VERIFIED_SOURCES, Verdict, judge
from tinhso.registers.people.types import FACT_FIELDS, FactSource, Origin

ORIGINS = st.builds(
    Origin,
    source=st.sampled_from(FactSource),
    as_of=st.datetimes(dt.datetime(2023, 1, 1), dt.datetime(2026, 1, 1)),
)
LEGAL_FACTS = st.sampled_from(sorted(set(FACT_FIELDS) - CONTACT_FACTS))
FACTS = st.sampled_from(FACT_FIELDS)


@given(fact=LEGAL_FACTS, kept=ORIGINS, said=ORIGINS)
def test_a_verified_fact_never_gives_way_to_an_unverified_one(fact: str, kept: Origin, said: Origin) -> None:
    if kept.source in VERIFIED_SOURCES and said.source not in VERIFIED_SOURCES:
        assert judge(fact=fact, kept=kept, is_equal=False, said=said) is Verdict.SET_ASIDE


@given(fact=LEGAL_FACTS, kept=ORIGINS, said=ORIGINS)
def test_an_unverified_fact_always_gives_way_to_a_verified_one(fact: str, kept: Origin, said: Origin) -> None:
    if kept.source not in VERIFIED_SOURCES and said.source in VERIFIED_SOURCES:
        assert judge(fact=fact, kept=kept, is_equal=False, said=said) is Verdict.REPLACE


@given(fact=FACTS, one=ORIGINS, other=ORIGINS)
def test_whichever_comes_first_the_same_source_and_moment_prevails(
    fact: str, one: Origin, other: Origin
) -> None:
    if one.as_of == other.as_of:
        return
    first = judge(fact=fact, kept=one, is_equal=False, said=other)
    second = judge(fact=fact, kept=other, is_equal=False, said=one)
    assert {first, second} == {Verdict.REPLACE, Verdict.SET_ASIDE}


@given(fact=st.sampled_from(sorted(CONTACT_FACTS)), kept=ORIGINS, said=ORIGINS)
def test_of_contact_data_the_latest_statement_holds(fact: str, kept: Origin, said: Origin) -> None:
    verdict = judge(fact=fact, kept=kept, is_equal=False, said=said)
    assert (verdict is Verdict.REPLACE) == (said.as_of >= kept.as_of)


@given(fact=FACTS, kept=ORIGINS, said=ORIGINS)
def test_an_equal_statement_never_makes_a_past_fact(fact: str, kept: Origin, said: Origin) -> None:
    assert judge(fact=fact, kept=kept, is_equal=True, said=said) in (Verdict.SAME, Verdict.CONFIRM)


@given(fact=FACTS, said=ORIGINS)
def test_what_was_unknown_is_taken_from_whoever_says_it_first(fact: str, said: Origin) -> None:
    assert judge(fact=fact, kept=None, is_equal=False, said=said) is Verdict.TAKE

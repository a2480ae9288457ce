"""Remembering people and reading what is known of them."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection, connections
from pytest_django import DjangoAssertNumQueries

from tinhso.foundation.authority.service import Actor, ActorKind, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import UnableToOpen
from tinhso.foundation.identifiers.service import DomainError, PartialDate
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.people import models
from tinhso.registers.people.service import (
    FactSource,
    PastFactOutcome,
    Person,
    PersonFacts,
    find_by_name_words,
    find_by_personal_id,
    find_by_phone,
    get_people,
    past_facts,
    remember_person,
)

PURPOSE = {"purpose": "Kiểm thử", "legal_basis": "NĐ 61/2018/NĐ-CP"}
SYSTEM = system_actor("trace")


def remember(facts: PersonFacts, now: dt.datetime) -> object:
    with unit_of_work(actor=SYSTEM, now=now) as work:
        return remember_person(work, facts=facts)


def read(facts: PersonFacts, now: dt.datetime) -> Person:
    with unit_of_work(actor=SYSTEM, now=now) as work:
        person_id = find_by_personal_id(facts.personal_id)
        assert person_id is not None
        return get_people(work, [person_id], **PURPOSE)[person_id]


@pytest.mark.django_db
class TestRemembering:
    def test_what_vneid_says_is_read_back_with_its_source(
        self, facts: PersonFacts, legal_moment: dt.datetime
    ) -> None:
        person_id = remember(facts, legal_moment)
        person = read(facts, legal_moment)
        assert person.id == person_id
        assert (person.full_name, person.birth) == ("Nguyễn Thị Hoà", PartialDate(1990, 2, 3))
        assert (person.phone, person.email) == ("0912345678", "hoa@vidu.vn")
        assert (person.sex, person.residence_code) == ("female", "25747")
        assert person.origins["full_name"].source is FactSource.VNEID
        assert person.origins["residence_code"].as_of == legal_moment

    def test_only_the_year_of_birth_stays_only_the_year(
        self, facts: PersonFacts, legal_moment: dt.datetime
    ) -> None:
        remember(replace(facts, birth=PartialDate(1950)), legal_moment)
        assert read(facts, legal_moment).birth == PartialDate(1950)

    def test_remembering_the_same_again_changes_nothing_and_records_nothing(
        self, facts: PersonFacts, legal_moment: dt.datetime
    ) -> None:
        remember(facts, legal_moment)
        with unit_of_work(actor=SYSTEM, now=legal_moment) as work:
            remember_person(work, facts=facts)
            assert work._entries == []
        assert read(facts, legal_moment).origins["phone"].as_of == legal_moment

    def test_a_clerks_typing_does_not_overwrite_a_verified_name_and_is_not_lost(
        self, facts: PersonFacts, legal_moment: dt.datetime
    ) -> None:
        person_id = remember(facts, legal_moment)
        typed = replace(
            facts,
            source=FactSource.COUNTER,
            full_name="Nguyễn Thị Hoa",
            as_of=legal_moment + dt.timedelta(days=1),
        )
        remember(typed, legal_moment)
        remember(typed, legal_moment)
        assert read(facts, legal_moment).full_name == "Nguyễn Thị Hoà"
        with unit_of_work(actor=SYSTEM, now=legal_moment) as work:
            (past,) = past_facts(work, person_id, **PURPOSE)  # type: ignore[arg-type]
        assert (past.fact, past.value, past.outcome) == (
            "full_name",
            "Nguyễn Thị Hoa",
            PastFactOutcome.SET_ASIDE,
        )

    def test_a_newer_verified_name_replaces_the_old_one_which_is_kept_and_no_longer_found(
        self, facts: PersonFacts, legal_moment: dt.datetime
    ) -> None:
        person_id = remember(replace(facts, full_name="Nguyễn Thị Hoè"), legal_moment)
        remember(
            replace(
                facts,
                source=FactSource.POPULATION,
                full_name="Nguyễn Thị Huyền",
                as_of=legal_moment + dt.timedelta(days=1),
            ),
            legal_moment,
        )
        assert read(facts, legal_moment).full_name == "Nguyễn Thị Huyền"
        with unit_of_work(actor=SYSTEM, now=legal_moment) as work:
            (past,) = past_facts(work, person_id, **PURPOSE)  # type: ignore[arg-type]
            assert (past.value, past.outcome) == ("Nguyễn Thị Hoè", PastFactOutcome.REPLACED)
            assert person_id in find_by_name_words("huyen")
            assert person_id not in find_by_name_words("hoe")

    @pytest.mark.parametrize(
        "bad",
        [
            {"personal_id": "07419000001"},
            {"personal_id": "٠٧٤١٩٠٠٠٠٠٠١"},
            {"phone": "123"},
            {"email": "không phải thư"},
            {"full_name": "Nguyễn\u202eThị"},
            {"residence_code": "2574"},
        ],
    )
    def test_unreadable_facts_are_refused_and_nothing_is_kept(
        self, facts: PersonFacts, legal_moment: dt.datetime, bad: dict[str, str]
    ) -> None:
        with pytest.raises(DomainError):
            remember(replace(facts, **bad), legal_moment)  # type: ignore[arg-type]
        with unit_of_work(actor=SYSTEM, now=legal_moment):
            assert find_by_personal_id(facts.personal_id) is None

    def test_reading_many_is_one_statement_and_is_recorded_for_each_person(
        self,
        facts: PersonFacts,
        legal_moment: dt.datetime,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        ids = [remember(replace(facts, personal_id=f"0741910000{n:02d}"), legal_moment) for n in range(20)]
        with unit_of_work(actor=SYSTEM, now=legal_moment) as work:
            with django_assert_num_queries(1):
                assert set(get_people(work, ids, **PURPOSE)) == set(ids)  # type: ignore[arg-type]
            (entry,) = work._entries
        assert set(entry.subjects) == set(ids)
        assert (entry.action, entry.purpose) == ("person.read", "Kiểm thử")

    def test_reading_nobody_records_nothing(self, legal_moment: dt.datetime) -> None:
        with unit_of_work(actor=SYSTEM, now=legal_moment) as work:
            assert get_people(work, [new_id()], **PURPOSE) == {}
            assert get_people(work, [], **PURPOSE) == {}
            assert work._entries == []

    def test_people_are_found_by_whole_accent_free_words_only(
        self, facts: PersonFacts, legal_moment: dt.datetime
    ) -> None:
        person_id = remember(replace(facts, full_name="Quách Thị Xuyến Chi"), legal_moment)
        with unit_of_work(actor=SYSTEM, now=legal_moment):
            assert find_by_name_words("QUACH chi") == [person_id]
            assert find_by_name_words("quac") == []
            assert find_by_name_words("   ") == []
            assert person_id in find_by_phone("+84912345678")

    def test_nothing_that_identifies_a_person_stands_readable_in_the_row(
        self, facts: PersonFacts, legal_moment: dt.datetime
    ) -> None:
        remember(facts, legal_moment)
        with unit_of_work(actor=SYSTEM, now=legal_moment), connection.cursor() as cursor:
            cursor.execute("select string_agg(p::text, ' ') from people_person p")
            (dump,) = cursor.fetchone() or ("",)
            assert "25747" in dump, "the commune code is readable on purpose"
            for secret in (facts.personal_id, "Nguyễn", "0912345678", "hoa@vidu.vn", "đường Mẫu"):
                assert secret not in dump
                assert secret.encode().hex() not in dump
        assert facts.personal_id not in repr(facts)
        assert "Nguyễn" not in repr(read(facts, legal_moment))

    def test_a_value_moved_to_another_persons_row_does_not_open(
        self, facts: PersonFacts, legal_moment: dt.datetime
    ) -> None:
        first = remember(facts, legal_moment)
        second = remember(replace(facts, personal_id="074192000001"), legal_moment)
        with unit_of_work(actor=SYSTEM, now=legal_moment):
            stolen = models.Person.objects.get(id=first).full_name_sealed  # type: ignore[misc]
            models.Person.objects.filter(id=second).update(full_name_sealed=stolen)  # type: ignore[misc]
        with pytest.raises(UnableToOpen), unit_of_work(actor=SYSTEM, now=legal_moment) as work:
            get_people(work, [second], **PURPOSE)  # type: ignore[list-item]


@pytest.mark.django_db
class TestRowLevelSecurity:
    @pytest.fixture
    def two_people(self, facts: PersonFacts, legal_moment: dt.datetime) -> list[object]:
        other = replace(facts, personal_id="074193000001")
        return [remember(facts, legal_moment), remember(other, legal_moment)]

    @pytest.mark.parametrize(
        ("kind", "sees"),
        [
            (ActorKind.SYSTEM, {0, 1}),
            (ActorKind.OFFICER, {0, 1}),
            (ActorKind.CITIZEN, {0}),
            (ActorKind.ANONYMOUS, set()),
        ],
    )
    def test_each_scope_sees_its_rows_and_no_others(
        self,
        two_people: list[object],
        facts: PersonFacts,
        legal_moment: dt.datetime,
        kind: ActorKind,
        sees: set[int],
    ) -> None:
        person_id = two_people[0] if kind is ActorKind.CITIZEN else None
        actor = Actor(kind=kind, person_id=person_id)  # type: ignore[arg-type]
        with unit_of_work(actor=actor, now=legal_moment) as work:
            found = get_people(work, two_people, **PURPOSE)  # type: ignore[arg-type]
            by_name = find_by_name_words("hoa")
            assert (find_by_personal_id("074193000001") is not None) == (1 in sees)
        assert set(found) == {two_people[n] for n in sees}
        assert {person for person in two_people if person in by_name} == set(found)

    def test_a_citizens_act_may_bring_facts_about_somebody_else_but_shows_none(
        self, two_people: list[object], facts: PersonFacts, legal_moment: dt.datetime
    ) -> None:
        citizen = Actor(kind=ActorKind.CITIZEN, person_id=two_people[0])  # type: ignore[arg-type]
        named = replace(facts, personal_id="074193000001", source=FactSource.DECLARED)
        with unit_of_work(actor=citizen, now=legal_moment) as work:
            assert remember_person(work, facts=named) == two_people[1]
            assert get_people(work, [two_people[1]], **PURPOSE) == {}  # type: ignore[list-item]

    @pytest.mark.parametrize(
        "statement", ["update people_person set sex = 'male'", "delete from people_person"]
    )
    def test_a_citizen_changes_and_deletes_no_row_by_sql(
        self, two_people: list[object], legal_moment: dt.datetime, statement: str
    ) -> None:
        citizen = Actor(kind=ActorKind.CITIZEN, person_id=two_people[0])  # type: ignore[arg-type]
        with unit_of_work(actor=citizen, now=legal_moment), connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount == 0

    def test_not_even_the_system_deletes_people(
        self, two_people: list[object], legal_moment: dt.datetime
    ) -> None:
        with unit_of_work(actor=SYSTEM, now=legal_moment), connection.cursor() as cursor:
            cursor.execute("delete from people_past_fact")
            cursor.execute("delete from people_person")
            assert cursor.rowcount == 0


def test_remembering_one_person_twenty_times_at_once_makes_one_row(
    committed: None, facts: PersonFacts, legal_moment: dt.datetime
) -> None:
    def one(number: int) -> object:
        try:
            return remember(replace(facts, phone=f"09123456{number:02d}"), legal_moment)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(one, range(20)))
    with unit_of_work(actor=SYSTEM, now=legal_moment) as work:
        (person_id,) = ids
        past = past_facts(work, person_id, **PURPOSE)  # type: ignore[arg-type]
        assert len(past) == 19, "every phone but the last is a past fact"
        assert find_by_personal_id(facts.personal_id) == person_id

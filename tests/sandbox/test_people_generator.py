"""The invented population: deterministic, and consistent in itself."""

import hashlib
import json
import os
import subprocess
import sys
import unicodedata
from dataclasses import asdict

import pytest

from sandbox.population.generator import CitizenRecord, generate_people
from sandbox.population.generator.demonstration import DEMONSTRATION_CITIZENS
from sandbox.population.generator.places import BIRTH_COUNTRIES, communes

DIGEST_SCRIPT = """
import hashlib, json
from dataclasses import asdict
from sandbox.population.generator import generate_people
people = [asdict(person) for person in generate_people(count=600)]
print(hashlib.sha256(json.dumps(people, default=str).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def people() -> list[CitizenRecord]:
    return generate_people()


def test_there_are_five_thousand_people_with_ids_of_their_own(people: list[CitizenRecord]) -> None:
    assert len(people) == 5000
    assert len({person.personal_id for person in people}) == 5000


def test_another_process_with_another_hash_seed_invents_the_same_people() -> None:
    people = [asdict(person) for person in generate_people(count=600)]
    here = hashlib.sha256(json.dumps(people, default=str).encode()).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", DIGEST_SCRIPT],
        env=os.environ | {"PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == here


def test_another_seed_invents_other_people() -> None:
    one, other = generate_people(seed=1, count=100), generate_people(seed=2, count=100)
    assert [p.personal_id for p in one[20:]] != [p.personal_id for p in other[20:]]


def test_ids_tell_sex_century_and_year(people: list[CitizenRecord]) -> None:
    digits = {("male", 19): "0", ("female", 19): "1", ("male", 20): "2", ("female", 20): "3"}
    for person in people:
        assert len(person.personal_id) == 12
        assert person.personal_id.isascii()
        assert person.personal_id.isdigit()
        assert person.personal_id[3] == digits[person.sex, person.birth_year // 100]
        assert person.personal_id[4:6] == f"{person.birth_year % 100:02d}"
        assert person.birth_date is None or person.birth_date.year == person.birth_year


def test_ids_begin_with_the_place_of_birth_registration(people: list[CitizenRecord]) -> None:
    abroad = 0
    for person in people:
        start, place = person.personal_id[:3], person.birth_registration
        if place.country == "VN":
            assert start == f"0{place.province}"
        else:
            assert BIRTH_COUNTRIES[start][0] == place.country
            abroad += 1
    assert abroad > 0


def test_some_elders_have_only_a_birth_year(people: list[CitizenRecord]) -> None:
    year_only = [person for person in people if person.birth_date is None]
    assert len(year_only) > 50
    assert all(person.birth_year <= 1975 for person in year_only)


def test_everybody_lives_in_one_of_the_91_communes_and_no_commune_is_empty(
    people: list[CitizenRecord],
) -> None:
    known = {address.commune for address in communes()}
    assert len(known) == 91
    assert {person.current_residence.commune for person in people} == known


def test_households_hang_together(people: list[CitizenRecord]) -> None:
    by_id = {person.personal_id: person for person in people}
    for person in people:
        assert by_id[person.head_id].full_name == person.head_name
        if person.spouse.personal_id:
            assert by_id[person.spouse.personal_id].spouse.personal_id == person.personal_id
        for parent in (person.father, person.mother):
            if parent.personal_id:
                assert by_id[parent.personal_id].birth_year < person.birth_year


def test_names_keep_their_accents_in_one_unicode_form(people: list[CitizenRecord]) -> None:
    names = [person.full_name for person in people]
    assert all(name == unicodedata.normalize("NFC", name) == name.strip() for name in names)
    assert sum(not name.isascii() for name in names) > 4500
    assert any(len(name.split()) == 1 for name in names)
    assert any(len(name) > 35 for name in names)
    assert any("'" in name for name in names)
    assert {person.ethnicity for person in people} >= {"01", "04", "05", "22"}


def test_some_people_are_deceased_and_have_no_telephone(people: list[CitizenRecord]) -> None:
    deceased = [person for person in people if person.life_status == "deceased"]
    assert len(deceased) > 50
    assert all(person.ended_on and not person.phone for person in deceased)


def test_demonstration_citizens_are_among_the_people(people: list[CitizenRecord]) -> None:
    ids = {person.personal_id for person in people}
    assert {citizen.personal_id for citizen in DEMONSTRATION_CITIZENS} <= ids
    assert {citizen.level for citizen in DEMONSTRATION_CITIZENS} == {1, 2}

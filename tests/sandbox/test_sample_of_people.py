"""Whoever fills a demonstration draws account holders from the sandbox, the same ones each time."""

from tests.support.sandbox_server import HTTP, SandboxServer


def draw(sandbox: SandboxServer, **wish: object) -> list[dict[str, object]]:
    response = HTTP.get(f"{sandbox.base_url}/vneid/api/sample", params=wish)
    people: list[dict[str, object]] = response.raise_for_status().json()["people"]
    return people


def test_the_same_seed_draws_the_same_people(sandbox: SandboxServer) -> None:
    first = draw(sandbox, count=30, seed="a")
    assert len(first) == 30
    assert first == draw(sandbox, count=30, seed="a")
    assert first != draw(sandbox, count=30, seed="b")


def test_people_of_one_commune_may_file_online(sandbox: SandboxServer) -> None:
    people = draw(sandbox, commune="25747", count=10)
    assert people
    assert {(person["commune"], person["level"]) for person in people} == {("25747", 2)}
    assert all("Phường Phú Cường" in str(person["residence"]) for person in people)


def test_the_demonstration_citizens_come_with_their_stories(sandbox: SandboxServer) -> None:
    people = {person["personal_id"]: person for person in draw(sandbox, demonstration=1)}
    assert len(people) == 14
    father = people["074085001201"]
    assert father["story"]
    assert father["spouse"] == {
        "personal_id": "074188001202", "full_name": "Nguyễn Thị Hồng Ánh", "birth": "1988-11-02",
    }  # fmt: skip
    assert people["074048001203"]["birth"] == "1948"


def test_a_count_beyond_reason_is_refused(sandbox: SandboxServer) -> None:
    for count in ("-1", "x", "100000"):
        assert HTTP.get(f"{sandbox.base_url}/vneid/api/sample", params={"count": count}).status_code == 400

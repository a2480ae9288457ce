"""The people of the demonstration: account holders of the sandbox, drawn once for each load."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

_TIMEOUT_S = 10.0
_ANYWHERE = 300
_IN_COMMUNE = 40
_SEED = "tinhso"

_without_proxy = build_opener(ProxyHandler({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePerson:
    """One invented person with what the population database holds of them."""

    personal_id: str
    full_name: str
    birth: str
    sex: str = ""
    phone: str = ""
    email: str = ""
    commune: str = ""
    residence_detail: str = ""
    residence: str = ""
    spouse: "SamplePerson | None" = None
    level: int = 0


@dataclass(slots=True, kw_only=True)
class People:
    """The sample; each person is given out once, so that most people have one case."""

    demonstration: Mapping[str, SamplePerson]
    by_commune: Mapping[str, list[SamplePerson]]
    anywhere: list[SamplePerson]
    _used: set[str] = field(default_factory=set)

    def afresh(self) -> "People":
        """The same sample with nobody drawn yet."""
        return People(demonstration=self.demonstration, by_commune=self.by_commune, anywhere=self.anywhere)

    def draw(self, commune: str, *, at_home: bool = False, married: bool = False) -> SamplePerson:
        """Somebody not drawn before; of that commune if ``at_home`` and the sample still has one."""
        near = self.by_commune.get(commune, []) if at_home else []
        for person in (*near, *self.anywhere, *near, *self.anywhere):
            if person.personal_id not in self._used and (person.spouse is not None or not married):
                self._used.add(person.personal_id)
                return person
        self._used.clear()
        return self.draw(commune, at_home=at_home, married=married)


def ask_for_people(sandbox_url: str, communes: Iterable[str]) -> People | None:
    """The sample as the sandbox gives it now; None when it does not answer."""
    try:
        return People(
            demonstration={
                person.personal_id: person for person in _ask(sandbox_url, {"demonstration": "1"})
            },
            by_commune={
                commune: _ask(sandbox_url, {"commune": commune, "count": str(_IN_COMMUNE), "seed": _SEED})
                for commune in communes
            },
            anywhere=_ask(sandbox_url, {"count": str(_ANYWHERE), "seed": _SEED}),
        )
    except (URLError, TimeoutError, ConnectionError):
        return None


def _ask(sandbox_url: str, wish: Mapping[str, str]) -> list[SamplePerson]:
    address = f"{sandbox_url}/vneid/api/sample?{urlencode(wish)}"
    with _without_proxy.open(address, timeout=_TIMEOUT_S) as answer:
        return [_person(row) for row in json.load(answer)["people"]]


def _person(row: Mapping[str, Any]) -> SamplePerson:
    spouse = row.get("spouse")
    known = {name: row[name] for name in SamplePerson.__dataclass_fields__ if name in row}
    return SamplePerson(**{**known, "spouse": SamplePerson(**spouse) if spouse else None})

"""A sample of account holders with their facts, for whoever fills a demonstration with cases."""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import islice

from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from sandbox.population.generator.demonstration import DEMONSTRATION_CITIZENS
from sandbox.population.models import Citizen
from sandbox.vneid.models import Account

LARGEST_SAMPLE = 1000
LATEST_BIRTH_YEAR = 2003
STORIES = {citizen.personal_id: citizen.story for citizen in DEMONSTRATION_CITIZENS}


@require_safe
def list_sample(request: HttpRequest) -> HttpResponseBase:
    """``?commune=<code>&count=<n>&seed=<text>``: adults of level 2 who live there (blank: anywhere).

    ``?demonstration=1`` gives the demonstration citizens instead, of both levels, with their stories.
    The same seed draws the same people.
    """
    if request.GET.get("demonstration"):
        people: Iterable[Citizen] = Citizen.objects.filter(personal_id__in=STORIES).order_by("personal_id")
        return _answer(people)
    count = request.GET.get("count", "20")
    if not (count.isdecimal() and int(count) <= LARGEST_SAMPLE):
        return HttpResponseBadRequest(f"count: 0 to {LARGEST_SAMPLE}")
    commune = request.GET.get("commune", "")
    return _answer(_drawn(commune, int(count), seed=request.GET.get("seed", "")))


def _drawn(commune: str, count: int, *, seed: str) -> Iterable[Citizen]:
    holders = Account.objects.filter(level_of_assurance=2).values_list("personal_id", flat=True)
    reachable = set(holders) - STORIES.keys()
    adults = Citizen.objects.filter(birth_year__lte=LATEST_BIRTH_YEAR, life_status="alive").exclude(phone="")
    if commune:
        adults = adults.filter(permanent_residence__commune=commune)
    drawn = sorted(adults, key=lambda person: _lot(seed, person.personal_id))
    return islice((person for person in drawn if person.personal_id in reachable), count)


def _lot(seed: str, personal_id: str) -> bytes:
    return hashlib.sha256(f"{seed} {personal_id}".encode()).digest()


def _answer(people: Iterable[Citizen]) -> JsonResponse:
    chosen = list(people)
    spouses = Citizen.objects.in_bulk([person.spouse["personal_id"] for person in chosen])
    levels = dict(
        Account.objects.filter(personal_id__in=[person.personal_id for person in chosen]).values_list(
            "personal_id", "level_of_assurance"
        )
    )
    rows = [
        {
            **_named(person),
            "sex": person.sex,
            "phone": person.phone,
            "email": person.email,
            "commune": person.permanent_residence["commune"],
            "residence_detail": person.permanent_residence["detail"],
            "residence": _whole(person.permanent_residence),
            "spouse": _named(spouse) if (spouse := spouses.get(person.spouse["personal_id"])) else None,
            "level": levels.get(person.personal_id, 0),
            "story": STORIES.get(person.personal_id, ""),
        }
        for person in chosen
    ]
    return JsonResponse({"people": rows})


def _named(person: Citizen) -> dict[str, str]:
    born = person.birth_date.isoformat() if person.birth_date else str(person.birth_year)
    return {"personal_id": person.personal_id, "full_name": person.full_name, "birth": born}


def _whole(address: Mapping[str, str]) -> str:
    names = (address[part] for part in ("detail", "commune_name", "district_name", "province_name"))
    return ", ".join(name for name in names if name)

"""Driving licences that go by post: two wait unchecked, others are ready, listed, away, back, delivered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tinhso.casework.dossiers.service import (
    ReturnReason,
    choose_desk,
    choose_post,
    enter_parcel_number,
    make_postal_list,
    parcel_arrived,
    parcel_came_back,
    postal_list,
    send_parcels,
)
from tinhso.foundation.authority.service import Actor, Role
from tinhso.foundation.identifiers.service import s10_check_digit
from tinhso.registers.agencies.service import competent_agency
from tinhso.sites.demonstration.endings import GAPS
from tinhso.sites.demonstration.forms import LICENCE
from tinhso.sites.demonstration.moments import OfficeHours
from tinhso.sites.demonstration.officers import Officers, citizen
from tinhso.sites.demonstration.people import People
from tinhso.sites.demonstration.plan import PHU_CUONG, Story
from tinhso.sites.demonstration.telling import Teller, remember

_STEPS = ("cash", "receive", "hand_over", "draft", "approve")
_SIGNED_AGO, _LISTED_AGO, _SENT_AGO, _TOLD_AGO = 30.0, 20.0, 18.0, 3.0
"""Working hours ago."""
_UNCHECKED, _READY, _LISTED, _SENT, _BACK, _DELIVERED, _DESK = (
    range(2), range(2, 4), range(4, 6), range(6, 8), range(8, 9), range(9, 11), range(11, 12),
)  # fmt: skip
COUNT = _DESK.stop
_STREETS = ("Yersin", "Phú Lợi", "Hùng Vương", "Bạch Đằng", "Nguyễn Trãi", "Ngô Gia Tự")


def by_post(people: People, hours: OfficeHours) -> list[Story]:
    """Licences that are signed, whose forms wish for the post with the address in one line."""
    return [_story(number, people, hours) for number in range(COUNT)]


def _story(number: int, people: People, hours: OfficeHours) -> Story:
    key = f"{LICENCE}.by_post.{number}"
    random = Random(f"plan {key}")  # noqa: S311 - invented, not a secret
    line = f"Số {number + 3}, đường {_STREETS[number % len(_STREETS)]}, phường Phú Cường"
    gaps = [random.uniform(*GAPS[step]) for step in _STEPS]
    return Story(
        key=key,
        procedure=LICENCE,
        commune=PHU_CUONG,
        person=people.draw(PHU_CUONG, at_home=True),
        other=people.draw(PHU_CUONG),
        steps=_STEPS,
        moments=hours.script(gaps, age=_SIGNED_AGO, random=random),
        is_online=True,
        wishes={"delivery": "post", "delivery_address": line},
    )


def tell_by_post(stories: Sequence[Story], teller: Teller, officers: Officers, hours: OfficeHours) -> None:
    """Every story to its result, then what the desk and the post did with it."""
    ids = [teller.tell(story) for story in stories]
    owners = [citizen(remember(story.person, now=story.filed_at)) for story in stories]
    lead = competent_agency(
        competence="transport_department", commune_code=PHU_CUONG, on=stories[0].filed_at.date()
    )
    desk = officers.of(lead.id, Role.RECEPTION_OFFICER)
    for number in range(_READY.start, COUNT):
        _choose(stories[number], ids[number], owners[number], number, at=_moment(hours, _LISTED_AGO + 2))
    choose_desk(dossier_id=ids[_DESK.start], actor=owners[_DESK.start], now=_moment(hours, _LISTED_AGO + 1))
    _send([ids[number] for number in (*_SENT, *_BACK, *_DELIVERED)], desk, hours)
    made = make_postal_list(
        dossier_ids=[ids[number] for number in _LISTED],
        key="demonstration.second",
        actor=desk,
        now=_moment(hours, _TOLD_AGO),
    )
    assert made.list_id is not None  # noqa: S101 - each of them is ready and checked
    first, *_ = postal_list(list_id=made.list_id, actor=desk, now=_moment(hours, _TOLD_AGO)).parcels
    enter_parcel_number(
        parcel_id=first.id, number=_number(99), actor=desk, now=_moment(hours, _TOLD_AGO - 0.5)
    )


def _choose(story: Story, dossier_id: UUID, owner: Actor, number: int, *, at: datetime) -> None:
    address = {
        "recipient": story.person.full_name,
        "phone": story.person.phone or "0912000000",
        "commune": story.commune,
        "street": f"Số {number + 3}, đường {_STREETS[number % len(_STREETS)]}, khu phố {number % 5 + 1}",
    }
    choose_post(dossier_id=dossier_id, address=address, actor=owner, now=at)


def _send(ids: Sequence[UUID], desk: Actor, hours: OfficeHours) -> None:
    """One list that left whole: two on their way, one brought back, two delivered."""
    listed_at, sent_at, told_at = (_moment(hours, ago) for ago in (_LISTED_AGO, _SENT_AGO, _TOLD_AGO))
    made = make_postal_list(dossier_ids=ids, key="demonstration.first", actor=desk, now=listed_at)
    assert made.list_id is not None  # noqa: S101 - each of them is ready and checked
    parcels = postal_list(list_id=made.list_id, actor=desk, now=listed_at).parcels
    for number, parcel in enumerate(parcels):
        enter_parcel_number(
            parcel_id=parcel.id,
            number=_number(number),
            actor=desk,
            now=listed_at + timedelta(minutes=20 + number),
        )
    send_parcels(parcel_ids=[each.id for each in parcels], actor=desk, now=sent_at)
    *_, back, one, other = parcels
    parcel_came_back(
        parcel_id=back.id,
        on=told_at.date(),
        reason=ReturnReason.ABSENT,
        note="Đã gọi hai lần trong hai ngày.",
        actor=desk,
        now=told_at,
    )
    for parcel in (one, other):
        parcel_arrived(parcel_id=parcel.id, on=told_at.date(), actor=desk, now=told_at)


def _number(place: int) -> str:
    serial = f"{23071700 + place:08d}"
    return f"EB{serial}{s10_check_digit(serial)}VN"


def _moment(hours: OfficeHours, ago: float) -> datetime:
    return hours.slots[-1 - round(ago * 12)]

"""A town before its portal: citizens with accounts, officers, files that are what they say."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Filed, SupplementItem, UploadedPaper
from tinhso.foundation.authority.service import Actor, ActorKind, Role
from tinhso.foundation.calendar.service import seed_calendar
from tinhso.foundation.clock.service import FrozenClock
from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.registers.agencies.service import (
    competent_agency,
    load_demonstration_officers,
    load_province,
    officers_of,
)
from tinhso.registers.catalogue.service import publish_folder
from tinhso.services.identity.service import CitizenClaims, actor_of, sign_in_citizen, sign_in_session
from tinhso.services.identity.session_store import SessionStore
from tinhso.services.representation.service import OrganisationFacts, note_organisations, own_mandates

RESIDENCE = "1.004194"
LICENCE = "3.000347"
COMMUNE = "25747"

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
)
OFFICE = OrganisationFacts(
    code="3701234562",
    name="Văn phòng Công chứng Hiệp Thành",
    address="Số 120, đại lộ Bình Dương",
    commune_code=COMMUNE,
)
PEOPLE = {
    "tuan": ("074085001201", "Trần Quốc Tuấn", "1985-03-12", "male", 2),
    "anh": ("074188001202", "Nguyễn Thị Hồng Ánh", "1988-11-02", "female", 2),
    "bay": ("074048001203", "Trần Văn Bảy", "1948", "male", 1),
}
APPLICANT = {
    "phone": "0912345678",
    "email": "",
    "permanent_residence": "Số 18/4, đường Yersin, Phường Hiệp Thành",
}
REQUEST = {"registration_kind": "individual", "reason": "work"}
PLACE = {
    "new_commune": COMMUNE,
    "new_address": "Số 12/3, đường Yersin",
    "stay_from-day": "20",
    "stay_from-month": "7",
    "stay_from-year": "2023",
    "stay_until-day": "19",
    "stay_until-month": "7",
    "stay_until-year": "2024",
    "dwelling_kind": "own",
}
CONFIRM = {"result_form": "electronic", "declaration": "yes"}
STEPS = {"applicant": APPLICANT, "request": REQUEST, "place": PLACE, "confirm": CONFIRM}
ANSWERS = {
    "sex": "male",
    "permanent_residence": "Số 18/4, đường Yersin, Phường Hiệp Thành",
    "phone": "0912345678",
    "registration_kind": "individual",
    "reason": "work",
    "new_commune": COMMUNE,
    "new_address": "Số 12/3, đường Yersin",
    "stay_from": "2023-07-20",
    "stay_until": "2024-07-19",
    "dwelling_kind": "own",
    "result_form": "electronic",
    "declaration": "on",
}


def photo(name: str = "hop-dong.jpg", *, size: tuple[int, int] = (60, 80)) -> SimpleUploadedFile:
    """A photo as a telephone sends it."""
    made = io.BytesIO()
    Image.new("RGB", size, "#fdf6e3").save(made, "JPEG")
    return SimpleUploadedFile(name, made.getvalue(), "image/jpeg")


def document(name: str = "hợp đồng.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A PDF file, or what is called one."""
    return SimpleUploadedFile(name, content, "application/pdf")


def text_of(response: HttpResponse) -> str:
    """The page as a person reads it."""
    return unescape(response.content.decode())


@dataclass
class Town:
    """The people of one town, each before a screen of their own."""

    clock: FrozenClock
    actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.clock.moment

    def screen(self, who: str) -> Client:
        """A browser in which this citizen has signed in."""
        session = SessionStore()
        account_id = self.actors[who].account_id
        assert account_id is not None
        sign_in_session(session, account_id)
        session.save()
        client = Client()
        client.cookies["tinhso_session"] = session.session_key or ""
        return client

    def screen_of_office(self, who: str) -> Client:
        """A browser in which this citizen acts for the organisation that they legally represent."""
        actor = self.actors[who]
        assert actor.person_id is not None
        note_organisations(person_id=actor.person_id, organisations=[OFFICE], now=self.now)
        (mandate,) = own_mandates(actor=actor, now=self.now).received
        screen = self.screen(who)
        assert screen.post("/acting", {"party": str(mandate.id)}).status_code == 302
        return screen

    def draft(self, who: str = "tuan", procedure: str = RESIDENCE, screen: Client | None = None) -> str:
        """A new draft's id, begun on the page."""
        begun = (screen or self.screen(who)).post(f"/procedures/{procedure}/apply", {"anew": "yes"})
        assert begun.status_code == 302, text_of(begun)
        return str(begun.headers["Location"]).split("/")[2]

    def filled(self, who: str = "tuan", **changes: dict[str, str]) -> str:
        """A draft with every step answered on its page, and its paper handed in."""
        draft, screen = self.draft(who), self.screen(who)
        for section, answers in STEPS.items():
            sent = screen.post(f"/drafts/{draft}/steps/{section}", {**answers, **changes.get(section, {})})
            assert sent.status_code == 302, text_of(sent)
        screen.post(f"/drafts/{draft}/papers", {"paper_housing_proof": document()})
        return draft

    def file(self, who: str = "tuan", *, key: str = "", **changes: Any) -> Filed:
        """A dossier filed through the door."""
        personal_id, name, birth, *_ = PEOPLE[who]
        identity = {"personal_id": personal_id, "full_name": name, "birth": birth}
        return dossiers.file_online(
            procedure_code=RESIDENCE,
            answers={**ANSWERS, **identity, **changes},
            papers=[UploadedPaper(key="housing_proof", name="hợp đồng.pdf", content=PDF)],
            key=key or f"made {self.now.isoformat()} {who} {changes}",
            actor=self.actors[who],
            now=self.now,
        )

    def officer(self, role: Role, competence: str = "commune_police") -> Actor:
        """An officer of the agency that is competent in the town."""
        agency = competent_agency(competence=competence, commune_code=COMMUNE, on=self.now.date())
        found = next(each for each in officers_of(agency.id) if role in each.roles)
        return Actor(kind=ActorKind.OFFICER, officer_id=found.id, agency_id=agency.id, roles=found.roles)

    def step(self, filed: Filed, action: str, role: Role, note: str = "") -> None:
        """One step of the process by an officer."""
        dossiers.take_step(
            dossier_id=filed.id,
            action=action,
            note=note,
            expected_version=None,
            actor=self.officer(role),
            now=self.now,
        )

    def processing(self, filed: Filed) -> None:
        """Received and handed over."""
        self.step(filed, "receive", Role.RECEPTION_OFFICER)
        self.step(filed, "hand_over", Role.RECEPTION_OFFICER)

    def ask(self, filed: Filed, *items: tuple[str, str, str]) -> None:
        """Ask for a supplement: (field or paper, key, message)."""
        dossiers.ask_supplement(
            dossier_id=filed.id,
            items=[
                SupplementItem(target=target, key=key, label="", rule="Luật Cư trú, Điều 28", message=message)
                for target, key, message in items
            ],
            expected_version=None,
            actor=self.officer(Role.SPECIALIST),
            now=self.now,
        )

    def finish(self, filed: Filed) -> None:
        """Drafted and approved."""
        dossiers.draft_result(
            dossier_id=filed.id,
            text="Đồng ý đăng ký tạm trú.",
            expected_version=None,
            actor=self.officer(Role.SPECIALIST),
            now=self.now,
        )
        dossiers.approve_result(
            dossier_id=filed.id, expected_version=None, actor=self.officer(Role.LEADER), now=self.now
        )

    def refusals(self, object_id: UUID | str) -> int:
        """How often access to this object was refused and written down."""
        return len(
            rows("select 1 from audit_entry where outcome = 'refused' and object_id = %s", str(object_id))
        )


def settle(clock: FrozenClock) -> Town:
    """Load the province, its procedures and officers, and open the citizens' accounts."""
    now = clock.moment
    load_province(now=now)
    load_demonstration_officers(now=now)
    seed_calendar([2023, 2024])
    publish_folder(now=now)
    town = Town(clock)
    for who, (personal_id, name, birth, sex, level) in PEOPLE.items():
        claims = CitizenClaims(
            issuer="https://vneid.vidu",
            subject=who,
            personal_id=personal_id,
            full_name=name,
            assurance_level=level,
            birth=parse_partial_date(birth),
            sex=sex,
            phone="0912345678",
        )
        town.actors[who] = actor_of(sign_in_citizen(claims=claims, now=now).id, trace_id="")
    return town


def rows(statement: str, *values: object) -> list[tuple[Any, ...]]:
    """What the system sees."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(statement, list(values))
        return cursor.fetchall()

"""A commune's morning: its officers, and dossiers in every state, late and in time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Filed, SupplementItem, UploadedPaper
from tinhso.foundation.authority.service import Actor, ActorKind, Role, system_actor
from tinhso.foundation.calendar.service import seed_calendar
from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import (
    competent_agency,
    load_demonstration_officers,
    load_province,
)
from tinhso.registers.catalogue.service import publish_folder
from tinhso.registers.people.service import FactSource, PersonFacts, remember_person

COMMUNE = "25747"
PDF = b"\n".join(
    (
        b"%PDF-1.4",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj",
        b"trailer<</Root 1 0 R>>",
        b"startxref",
        b"9",
        b"%%EOF\n",
    )
)
PEOPLE = (
    ("074085001201", "Trần Quốc Tuấn", "1985-03-12", "male"),
    ("074188001202", "Nguyễn Thị Hồng Ánh", "1988-11-02", "female"),
    ("074201001301", "Lê Minh Khôi", "2001-06-09", "male"),
    ("046192001801", "Công Tằng Tôn Nữ Thị Hoàng Kim Phương Uyên", "1992-12-24", "female"),
    ("038079001901", "Phạm Đức Thắng", "1979-08-20", "male"),
    ("074170002101", "Đặng Thị Hòa", "1970-02-28", "female"),
    ("074147001401", "Võ Thị Út", "1947", "female"),
)


@dataclass
class Commune:
    """The actors of one commune, by the doors that tests and pictures go through."""

    now: datetime
    police: UUID
    committee: UUID
    citizens: list[Actor] = field(default_factory=list)
    number: int = 0

    def officer(self, agency: UUID, *roles: Role) -> Actor:
        """An officer of that agency with these roles."""
        number = agency.int % 1000 + sum(ord(role.value[0]) for role in roles)
        return Actor(
            kind=ActorKind.OFFICER, officer_id=UUID(int=number), agency_id=agency, roles=frozenset(roles)
        )

    @property
    def desk(self) -> Actor:
        return self.officer(self.police, Role.RECEPTION_OFFICER)

    @property
    def specialist(self) -> Actor:
        return self.officer(self.police, Role.SPECIALIST)

    @property
    def leader(self) -> Actor:
        return self.officer(self.police, Role.LEADER)

    def file(
        self, *, who: int = 0, at: datetime | None = None, content: bytes = PDF, **changes: Any
    ) -> Filed:
        """A temporary residence filed online by one of the citizens."""
        self.number += 1
        return dossiers.file_online(
            procedure_code="1.004194",
            answers={**answers_of(who), **changes},
            papers=[UploadedPaper(key="housing_proof", name="hợp đồng thuê nhà.pdf", content=content)],
            key=f"made-{self.number}",
            actor=self.citizens[who],
            now=at or self.now,
        )

    def take(
        self, filed: Filed, action: str, actor: Actor, *, at: datetime | None = None, note: str = ""
    ) -> None:
        """One plain step."""
        dossiers.take_step(
            dossier_id=filed.id,
            action=action,
            note=note,
            expected_version=None,
            actor=actor,
            now=at or self.now,
        )

    def processing(self, **how: Any) -> Filed:
        """A dossier that the specialist has to process."""
        filed = self.file(**how)
        at = how.get("at")
        self.take(filed, "receive", self.desk, at=at)
        self.take(filed, "hand_over", self.desk, at=at)
        return filed

    def asked(self, **how: Any) -> Filed:
        """A dossier that waits for its applicant."""
        filed = self.processing(**how)
        item = SupplementItem(
            target="paper",
            key="housing_proof",
            label="",
            rule="Thành phần hồ sơ (Cổng Dịch vụ công quốc gia)",
            message="Trang 2 của hợp đồng bị mờ, chụp lại cho rõ chữ ký của chủ nhà.",
        )
        dossiers.ask_supplement(
            dossier_id=filed.id,
            items=[item],
            expected_version=None,
            actor=self.specialist,
            now=how.get("at") or self.now,
        )
        return filed

    def drafted(self, **how: Any) -> Filed:
        """A dossier that the leader has to approve."""
        filed = self.processing(**how)
        dossiers.draft_result(
            dossier_id=filed.id,
            text="Thông báo kết quả giải quyết đăng ký cư trú.\nĐồng ý cho đăng ký tạm trú theo đề nghị.",
            expected_version=None,
            actor=self.specialist,
            now=how.get("at") or self.now,
        )
        return filed

    def approved(self, **how: Any) -> Filed:
        """A dossier whose result waits to be handed over."""
        filed = self.drafted(**how)
        dossiers.approve_result(
            dossier_id=filed.id, expected_version=None, actor=self.leader, now=how.get("at") or self.now
        )
        return filed


def answers_of(who: int) -> dict[str, Any]:
    """A complete form of that citizen."""
    personal_id, name, birth, sex = PEOPLE[who]
    return {
        "personal_id": personal_id,
        "full_name": name,
        "birth": birth,
        "sex": sex,
        "permanent_residence": "Số 18/4, đường Yersin, khu phố 5, Phường Hiệp Thành, Thành phố Thủ Dầu Một",
        "phone": "0912345678",
        "registration_kind": "individual",
        "reason": "work",
        "new_commune": COMMUNE,
        "new_address": "Số 12/3, đường Cách Mạng Tháng Tám, khu phố 2",
        "stay_from": "2023-07-20",
        "stay_until": "2024-07-19",
        "dwelling_kind": "own",
        "result_form": "electronic",
        "declaration": "on",
    }


def make_commune(now: datetime) -> Commune:
    """Province, calendar, procedures, officers, citizens."""
    load_province(now=now)
    load_demonstration_officers(now=now)
    seed_calendar([2023, 2024])
    publish_folder(now=now)
    on = now.date()
    commune = Commune(
        now=now,
        police=competent_agency(competence="commune_police", commune_code=COMMUNE, on=on).id,
        committee=competent_agency(competence="commune_committee", commune_code=COMMUNE, on=on).id,
    )
    for personal_id, name, birth, sex in PEOPLE:
        facts = PersonFacts(
            personal_id=personal_id,
            source=FactSource.VNEID,
            as_of=now,
            full_name=name,
            birth=parse_partial_date(birth),
            sex="male" if sex == "male" else "female",
            phone="0912345678",
        )
        with unit_of_work(actor=system_actor(), now=now) as work:
            person_id = remember_person(work, facts=facts)
        commune.citizens.append(
            Actor(kind=ActorKind.CITIZEN, account_id=person_id, person_id=person_id, assurance_level=2)
        )
    return commune


def make_morning(commune: Commune) -> None:
    """Dossiers of every queue: some late, some due today or tomorrow."""
    now, day = commune.now, timedelta(days=1)
    for number in range(24):
        commune.file(who=number % 7, at=now - timedelta(hours=number / 4))
    commune.file(who=5, at=now - timedelta(hours=1), birth="1970-02-27")
    for who, age in enumerate((7, 5, 4, 3, 1, 0)):
        commune.processing(who=who, at=now - age * day)
    commune.asked(who=1, at=now - 3 * day)
    commune.asked(who=3, at=now - 1 * day)
    for who in (2, 4, 5):
        commune.drafted(who=who, at=now - 2 * day)
    for who in (0, 6):
        commune.approved(who=who, at=now - 4 * day)

"""A town whose people can be told apart by what only they have, and a browser for everybody in it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.conf import settings as configured
from django.db import connection
from django.test import Client, override_settings

from tests.casework.feedback.test_sending_without_signing_in import code_of
from tests.services.identity.staff import open_post
from tests.trust.stage import ANSWERS, PDF, TEMPORARY_RESIDENCE, Stage, housing_proof, photo, stage_of
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Filed
from tinhso.casework.feedback import service as feedback
from tinhso.foundation.authority.service import Actor, Resource, Role, anonymous_actor
from tinhso.foundation.files.service import HandedIn
from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.registers.agencies.service import competent_agency, list_agencies
from tinhso.services.identity.service import CitizenClaims, actor_of, sign_in_citizen
from tinhso.services.identity.session_store import SessionStore
from tinhso.services.notices.service import begin_number_check, confirm_number
from tinhso.services.verification.service import Register
from tinhso.sites.frame.service import start_session

HERE, NEXT_DOOR, FAR = "25747", "25741", "25813"
"""Two communes of one district, and one of another."""

MARK, DIGITS = "qxkhuou", "77431"
"""Every text of a person here carries the mark, every number these digits: so they are found quickly."""

DESK = (Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.LEADER)

# A page that shows a refusal reads its object again, and that reading is written down.
COUNTS = """select count(*) filter (where outcome = 'refused'),
  count(*) filter (where outcome = 'done' and action not like '%read'),
  (select count(*) from outbox_event), (select count(*) from procrastinate_jobs) from audit_entry"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Being:
    """One person: what gives them away when it is read."""

    name: str
    words: Mapping[str, str]


def _being(name: str, number: int) -> Being:
    mark = f"{name.title()}{MARK}"
    return Being(
        name=name,
        words={
            "name": f"Khuất Thị {mark}",
            "personal id": f"0741{DIGITS}{number:03d}",
            "telephone": f"097{DIGITS}{number:02d}",
            "e-mail": f"{mark}@vidu.vn".lower(),
            "address": f"Hẻm {mark} 77/9B",
            "reason": f"Chăm cụ {mark} nằm viện",
            "officer's note": f"Chủ nhà {mark} xác nhận miệng",
            "feedback": f"Tôi ({mark} phản ánh) chờ ba ngày mà chưa có kết quả, cũng không ai báo lại.",
            "file": f"giấy {mark} viết tay",
        },
    )


OWNER, STRANGER, CALLER = (_being(name, number) for number, name in enumerate(("chu", "la", "goi"), 11))
COLLEAGUE = Being(name="can bo", words={"name": f"Lò Văn Canbo{MARK}", "user name": f"canbo-{MARK}"})
PEOPLE = {each.name: each for each in (OWNER, STRANGER, CALLER, COLLEAGUE)}


@dataclass(frozen=True, kw_only=True)
class Thing:
    """An object of the house in one spelling of an address; ``read`` opens it, ``resource`` says to whom.

    Without a resource there is no such thing, or no one may ever see it this way (a crossed address).
    """

    name: str
    values: Mapping[str, Any]
    resource: Resource | None = None
    people: tuple[Being, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """Who sits before a screen: the actor that authority is asked about, and a browser."""

    name: str
    actor: Actor
    client: Client
    level: int = 0
    """The level to be set for a try; 0 where the account has it."""


@dataclass
class Town:
    """Everything the sweep walks through, by whose it is; ``kept`` are results in their owners' stores.

    ``kept_by_administrators`` goes by the parameter of the address that shows it.
    """

    stage: Stage
    everybody: dict[str, Somebody] = field(default_factory=dict)
    dossiers: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)
    drafts: dict[str, UUID] = field(default_factory=dict)
    kept: dict[str, UUID] = field(default_factory=dict)
    look_ups: dict[str, UUID] = field(default_factory=dict)
    things: dict[str, dict[str, UUID]] = field(default_factory=dict)
    kept_by_administrators: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, Any] = field(default_factory=dict)
    files: dict[str, UUID] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    publication: UUID | None = None
    account: UUID | None = None
    counts: tuple[int, ...] = ()
    codes: dict[UUID, tuple[str, ...]] = field(default_factory=dict)
    methods: dict[Any, tuple[frozenset[str], list[str]]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.stage.now


@contextmanager
def town_of(moment: datetime) -> Iterator[Town]:
    """The town, in the database that is connected; two cases of everything, here and in another district."""
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with quick, stage_of(moment, seed=secrets.randbits(60)) as stage:
        for name, commune in (("next door", NEXT_DOOR), ("far", FAR)):
            stage.agencies[name] = competent_agency(
                competence="commune_police", commune_code=commune, on=moment.date()
            ).id
        stage.agencies["intake"] = feedback.intake_agency(now=moment).id
        town = Town(stage)
        _fill_screens(town)
        for being, agency in ((OWNER, "commune_police"), (STRANGER, "far")):
            _file(town, being, agency)
            _draft(town, being)
            _complain(town, being, agency)
        _complain_by_telephone(town)
        _remember_files(town)
        town.counts = rows(COUNTS)[0]
        yield town


def screen(account_id: UUID, name: str) -> Client:
    """A browser in which this account is signed in."""
    request = SimpleNamespace(session=SessionStore())
    start_session(request, account_id=account_id, name=name, second_step=True)  # type: ignore[arg-type]
    request.session.save()
    client = Client()
    client.cookies[configured.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def rows(statement: str, *values: object) -> list[tuple[Any, ...]]:
    """What the system sees."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(statement, list(values) or None)
        found = cursor.fetchall() if cursor.description else []
        cursor.execute("select set_config('tinhso.scope', '', true)")
        return found


def _fill_screens(town: Town) -> None:
    def add(somebody: Somebody) -> None:
        town.everybody[somebody.name] = somebody

    add(Somebody(name="nobody signed in", actor=anonymous_actor(), client=Client()))
    for being, word in ((OWNER, "owner"), (STRANGER, "stranger")):
        account = _citizen(being, town.now)
        actor = actor_of(account, trace_id="")
        client = screen(account, being.words["name"])
        for level in (2, 1) if being is OWNER else (2,):
            weaker = replace(actor, assurance_level=level)
            add(Somebody(name=f"{word}, level {level}", actor=weaker, client=client, level=level % 2))
    centre = next(one.id for one in list_agencies(on=town.now.date()) if one.kind == "provincial_one_stop")
    agencies = town.stage.agencies
    posts = {
        **{f"{role} here": ((role,), agencies["commune_police"]) for role in Role},
        "desk of the committee here": (DESK, agencies["commune_committee"]),
        "desk next door": (DESK, agencies["next door"]),
        "desk in another district": (DESK, agencies["far"]),
        "administrator of the province": ((Role.ADMINISTRATOR,), centre),
        "reception of feedback": ((Role.RECEPTION_OFFICER,), agencies["intake"]),
    }
    for number, (name, (roles, agency)) in enumerate(posts.items()):
        account = open_post(f"sweep-{number}", list(roles), agency, town.now, name=f"Cán bộ {number}")
        add(Somebody(name=name, actor=actor_of(account.id, trace_id=""), client=screen(account.id, name)))
    words = COLLEAGUE.words
    town.account = open_post(
        words["user name"], [Role.SPECIALIST], agencies["next door"], town.now, name=words["name"]
    ).id


def _citizen(being: Being, now: datetime) -> UUID:
    words = being.words
    return sign_in_citizen(
        claims=CitizenClaims(
            issuer="https://vneid.vidu",
            subject=being.name,
            personal_id=words["personal id"],
            full_name=words["name"],
            assurance_level=2,
            birth=parse_partial_date("1990-02-03"),
            sex="female",
            phone=words["telephone"],
            email=words["e-mail"],
        ),
        now=now,
    ).id


def citizens_actor(town: Town, being: Being) -> Actor:
    return town.everybody[f"{'owner' if being is OWNER else 'stranger'}, level 2"].actor


def _answers(being: Being, commune: str) -> dict[str, Any]:
    words = being.words
    return {
        **ANSWERS,
        "personal_id": words["personal id"],
        "full_name": words["name"],
        "phone": words["telephone"],
        "email": words["e-mail"],
        "permanent_residence": words["address"],
        "reason": "other",
        "reason_detail": words["reason"],
        "new_commune": commune,
        "new_address": words["address"],
    }


def _file(town: Town, being: Being, agency: str) -> None:
    """A dossier with a result, ready to be handed over, its fee due; and one that waits for a supplement."""
    stage, note = town.stage, being.words["officer's note"]
    desk = stage.officer(*DESK, agency=agency)
    for kept, kind in ((town.dossiers, "dossier"), (town.asked, "asked dossier")):
        filed = kept[being.name] = _in_processing(town, being, agency, desk, f"{kind} {being.name}")
        town.resources[f"{kind} of {being.name}"] = Resource(
            kind="dossier",
            id=filed.id,
            owners=frozenset({person_of(town, being)}),
            agencies=frozenset({stage.agencies[agency]}),
        )
    stage.ask_supplement(town.asked[being.name], desk)
    stage.draft(town.dossiers[being.name], desk, f"Đồng ý. {note}")
    stage.approve(town.dossiers[being.name], stage.officer(*DESK, agency=agency))
    _look_up(town, being, desk)
    ((kept_id,),) = rows(
        "select id from personal_store_paper where case_id = %s", town.dossiers[being.name].id
    )
    town.kept[being.name] = kept_id
    town.resources[f"kept paper of {being.name}"] = Resource(
        kind="kept_paper",
        id=kept_id,
        owners=frozenset({person_of(town, being)}),
        agencies=frozenset({stage.agencies[agency]}),
    )


def _look_up(town: Town, being: Being, desk: Actor) -> None:
    number, dossier_id = being.words["personal id"], town.dossiers[being.name].id
    town.look_ups[being.name] = dossiers.look_up_for_dossier(
        dossier_id=dossier_id, register=Register.INSURANCE, number=number, actor=desk, now=town.now
    )
    town.resources[f"look-up of {being.name}"] = town.resources[f"dossier of {being.name}"]


def _in_processing(town: Town, being: Being, agency: str, desk: Actor, key: str) -> Filed:
    filed = dossiers.file_online(
        procedure_code=TEMPORARY_RESIDENCE,
        answers=_answers(being, HERE if agency == "commune_police" else FAR),
        papers=[replace(housing_proof(), name=f"{being.words['file']}.pdf")],
        key=key,
        actor=citizens_actor(town, being),
        now=town.now,
    )
    for action in ("receive", "hand_over"):
        town.stage.step(filed, action, desk, being.words["officer's note"])
    return filed


def _draft(town: Town, being: Being) -> None:
    actor = citizens_actor(town, being)
    draft = dossiers.start_draft(procedure_code=TEMPORARY_RESIDENCE, actor=actor, now=town.now)
    answers = _answers(being, HERE)
    for section in ("applicant", "request", "place", "confirm"):
        dossiers.save_section(draft_id=draft.id, section=section, answers=answers, actor=actor, now=town.now)
    dossiers.attach_paper(
        draft_id=draft.id,
        paper_key="housing_proof",
        name=f"{being.words['file']}.jpg",
        content=photo(),
        actor=actor,
        now=town.now,
    )
    town.drafts[being.name] = draft.id
    town.resources[f"draft of {being.name}"] = Resource(
        kind="draft", id=draft.id, owners=frozenset({person_of(town, being)})
    )


def person_of(town: Town, being: Being) -> UUID:
    person = citizens_actor(town, being).person_id
    assert person is not None
    return person


def _complain(town: Town, being: Being, agency: str) -> None:
    """A case that the agency has answered; the owner's is published."""
    actor = citizens_actor(town, being)
    sent = _send(town, being, agency, actor=actor)
    of_case: dict[str, Any] = {"feedback_id": sent.id, "expected_version": None, "now": town.now}
    intake = town.stage.officer(Role.RECEPTION_OFFICER, agency="intake")
    about = town.stage.agencies[agency]
    feedback.receive_feedback(actor=intake, **of_case)
    feedback.classify_feedback(
        topic=feedback.FeedbackTopic.DELAY, about_agency_id=about, actor=intake, **of_case
    )
    feedback.assign_feedback(agency_id=about, actor=intake, **of_case)
    desk = town.stage.officer(*DESK, agency=agency)
    feedback.draft_answer(text="Hồ sơ chậm do hệ thống gián đoạn, nay đã xong.", actor=desk, **of_case)
    leader = town.stage.officer(Role.LEADER, agency=agency)
    feedback.approve_answer(for_publication=True, actor=leader, **of_case)
    if being is OWNER:
        feedback.publish_answer(
            question="Vì sao hồ sơ tạm trú bị chậm?",
            answer="Do hệ thống gián đoạn, nay đã xong.",
            actor=desk,
            **of_case,
        )
        ((town.publication,),) = rows("select id from feedback_publication")
    town.resources[f"case of {being.name}"] = Resource(
        kind="feedback",
        id=sent.id,
        owners=frozenset({person_of(town, being)}),
        agencies=frozenset({about, town.stage.agencies["intake"]}),
    )


def _send(town: Town, being: Being, agency: str, *, actor: Actor, check: UUID | None = None) -> Any:
    town.cases[being.name] = feedback.send_feedback(
        given=feedback.NewFeedback(
            kind=feedback.FeedbackKind.COMPLAINT,
            topic=feedback.FeedbackTopic.DELAY,
            text=being.words["feedback"],
            about_agency_id=town.stage.agencies[agency],
            may_publish=True,
            name=being.words["name"] if check else "",
            files=(HandedIn(name=f"{being.words['file']}.pdf", content=PDF),),
        ),
        key=being.name,
        phone_check=check,
        actor=actor,
        now=town.now,
    )
    return town.cases[being.name]


def _complain_by_telephone(town: Town) -> None:
    """A case of somebody without an account, who confirmed a number; it waits at the reception."""
    nobody = anonymous_actor()
    check = begin_number_check(number=CALLER.words["telephone"], actor=nobody, now=town.now).id
    confirm_number(check_id=check, code=code_of(check), actor=nobody, now=town.now)
    sent = _send(town, CALLER, "commune_police", actor=nobody, check=check)
    town.resources["case of goi"] = Resource(
        kind="feedback", id=sent.id, agencies=frozenset({town.stage.agencies["intake"]})
    )


def _remember_files(town: Town) -> None:
    ((part,),) = rows("select file_id from feedback_paper where feedback_id = %s", town.cases["goi"].id)
    town.files["case of goi"] = part
    for being in (OWNER, STRANGER):
        name = being.name
        ((paper,),) = rows("select file_id from dossiers_paper where dossier_id = %s", town.dossiers[name].id)
        ((part,),) = rows("select file_id from feedback_paper where feedback_id = %s", town.cases[name].id)
        actor = citizens_actor(town, being)
        draft = dossiers.get_draft(draft_id=town.drafts[name], actor=actor, now=town.now)
        town.files |= {
            f"dossier of {name}": paper,
            f"case of {name}": part,
            f"draft of {name}": draft.papers[0].file_id,
        }

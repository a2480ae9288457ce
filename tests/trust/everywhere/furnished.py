"""The town with what stands on its desks: booklets, parcels, authorisations, drafts of the administrators."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.sites.administration.test_portal_import import EXPORT
from tests.support.results_by_post import ADDRESS, bring_to_result, file_confirmation
from tests.trust.everywhere.town import (
    COUNTS,
    DESK,
    FAR,
    HERE,
    OWNER,
    STRANGER,
    Being,
    Somebody,
    Town,
    citizens_actor,
    person_of,
    rows,
    town_of,
)
from tests.trust.stage import TEMPORARY_RESIDENCE
from tinhso.casework.cleaning import service as cleaning
from tinhso.casework.cleaning.answers import note_answer
from tinhso.casework.cleaning.raising import raise_task
from tinhso.casework.dossiers import service as dossiers
from tinhso.coordination.exchange.keeping import inbound
from tinhso.coordination.exchange.types import Heard, InboundMessage, InboundState
from tinhso.foundation.authority.service import Actor, ActorKind, ClientPurpose, Resource, Role, system_actor
from tinhso.foundation.calendar.service import DayKind, DayToDeclare
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import AgencyKind, give_competence
from tinhso.registers.catalogue.service import begin_draft, import_portal_export, version_text
from tinhso.services.integration.service import ClientTerms, EventKind, register_client, subscribe
from tinhso.services.representation.service import accept_mandate, grant_mandate
from tinhso.services.verification.events import Answer, PersonVerified
from tinhso.services.verification.service import asked_about_person

_GRANDMOTHER = ("074150004321", "Đinh Thị Bà")


@contextmanager
def furnished_town(moment: datetime) -> Iterator[Town]:
    """Two of everything that belongs to an agency or a person; one of what the administrators keep."""
    with town_of(moment) as town:
        for being, agency, commune in ((OWNER, "commune_police", HERE), (STRANGER, "far", FAR)):
            desk = town.stage.officer(*DESK, agency=agency)
            _print_booklet(town, being, agency, desk)
            _post(town, being, agency, commune, desk)
            _authorise(town, being)
            _review(town, being, agency)
        _let_act(town)
        _keep_for_administrators(town)
        # Nothing waits: of some jobs one that waits is enough, and another order of it would not be seen.
        rows("delete from procrastinate_jobs returning id")
        town.counts = rows(COUNTS)[0]
        yield town


def _of_agency(town: Town, kind: str, being: Being, object_id: UUID, agency: str) -> None:
    town.things.setdefault(kind, {})[being.name] = object_id
    town.resources[f"{kind.replace('_', ' ')} of {being.name}"] = Resource(
        kind=kind, id=object_id, agencies=frozenset({town.stage.agencies[agency]})
    )


def _print_booklet(town: Town, being: Being, agency: str, desk: Actor) -> None:
    batch_id = dossiers.print_reserve_batch(size=5, actor=desk, now=town.now)
    _of_agency(town, "reserve_batch", being, batch_id, agency)


def _post(town: Town, being: Being, agency: str, commune: str, desk: Actor) -> None:
    """A result on a list for the post, addressed to the being; the parcel has no number yet."""
    citizen, words = citizens_actor(town, being), being.words
    filed = file_confirmation(
        citizen,
        town.now,
        key=f"posted {being.name}",
        personal_id=words["personal id"],
        full_name=words["name"],
        residence_commune=commune,
    )
    bring_to_result(filed, {"desk": desk, "specialist": desk, "leader": _another(town, agency)}, town.now)
    address = {**ADDRESS, "recipient": words["name"], "phone": words["telephone"]}
    dossiers.choose_post(dossier_id=filed.id, address=address, actor=citizen, now=town.now)
    made = dossiers.make_postal_list(dossier_ids=[filed.id], key=being.name, actor=desk, now=town.now)
    assert made.list_id is not None, made.outcomes
    (parcel,) = dossiers.postal_list(list_id=made.list_id, actor=desk, now=town.now).parcels
    _of_agency(town, "postal_list", being, made.list_id, agency)
    _of_agency(town, "parcel", being, parcel.id, agency)
    town.resources[f"posted dossier of {being.name}"] = Resource(
        kind="dossier",
        id=filed.id,
        owners=frozenset({person_of(town, being)}),
        agencies=frozenset({town.stage.agencies[agency]}),
    )


def _another(town: Town, agency: str) -> Actor:
    return town.stage.officer(Role.LEADER, agency=agency)


def _authorise(town: Town, being: Being) -> None:
    """The being lets somebody outside this town act for them."""
    _mandate(town, f"mandate of {being.name}", citizens_actor(town, being), *_GRANDMOTHER, owner=being)


def _review(town: Town, being: Being, agency: str) -> None:
    """The register did not confirm the being; a correction of the owner's record is proposed and approved."""
    ((verification_id,),) = rows(
        "select id from verification_request where case_id = %s", town.dossiers[being.name].id
    )
    with unit_of_work(actor=system_actor("town"), now=town.now) as work:
        asked = asked_about_person(verification_id)
        assert asked is not None
        task_id = raise_task(work, asked)
    _of_agency(town, "cleaning", being, task_id, agency)
    if being is OWNER:
        _propose(town, task_id, town.stage.officer(Role.SPECIALIST, agency=agency))
        of_task: dict[str, Any] = {"task_id": task_id, "expected_version": None, "now": town.now}
        cleaning.approve_correction(actor=_another(town, agency), **of_task)


def _propose(town: Town, task_id: UUID, officer: Actor) -> None:
    of_task: dict[str, Any] = {
        "task_id": task_id, "expected_version": None, "actor": officer, "now": town.now,
    }  # fmt: skip
    words = OWNER.words
    facts = cleaning.TypedFacts(
        full_name=words["name"], personal_id=words["personal id"], birth="1990-03-02", sex="female"
    )
    cleaning.collect_facts(
        paper="birth_certificate", number="12/1990", facts=facts, note=words["officer's note"], **of_task
    )
    cleaning.compare_with_register(**of_task)
    ((verification_id, person_id),) = rows(
        "select id, person_id from verification_request where case_id = %s", task_id
    )
    said = PersonVerified(
        subject_id=task_id, verification_id=verification_id, person_id=person_id, answer=Answer.NO_MATCH
    )
    with unit_of_work(actor=system_actor("town"), now=town.now) as work:
        note_answer(work, said)
    cleaning.propose_correction(
        fields=["birth"], old={"birth": "03/02/1990"}, basis="Giấy khai sinh 12/1990", **of_task
    )


def _let_act(town: Town) -> None:
    """Two people outside this town let the owner act for them: one is not answered yet, one is held."""
    words, owner = OWNER.words, citizens_actor(town, OWNER)
    for kind, giver in (("offer", town.stage.other_citizen), ("held mandate", town.stage.citizen)):
        name = f"{kind} of {OWNER.name}"
        _mandate(town, name, giver, words["personal id"], words["name"], owner=OWNER)
    accept_mandate(mandate_id=town.things["held mandate"][OWNER.name], actor=owner, now=town.now)


def _mandate(town: Town, name: str, giver: Actor, personal_id: str, full_name: str, *, owner: Being) -> None:
    mandate = grant_mandate(
        personal_id=personal_id,
        full_name=full_name,
        procedures=[TEMPORARY_RESIDENCE],
        first_day=town.now.date(),
        last_day=town.now.date() + timedelta(days=30),
        key=name,
        actor=giver,
        now=town.now,
    )
    town.things.setdefault(name.partition(" of ")[0], {})[owner.name] = mandate.id
    town.resources[name] = Resource(kind="mandate", id=mandate.id, owners=frozenset({person_of(town, owner)}))


def _keep_for_administrators(town: Town) -> None:
    """What belongs to no agency: whoever administers it may see each of it."""
    administrator: Somebody = town.everybody["administrator of the province"]
    by: dict[str, Any] = {"actor": administrator.actor, "now": town.now}
    text = version_text(code=TEMPORARY_RESIDENCE, version="2023-06-01", **by)
    storm = DayToDeclare(day=date(2023, 12, 15), kind=DayKind.HOLIDAY, name="Nghỉ phòng bão", source="CV 1")
    given = give_competence(
        competence=AgencyKind.COMMUNE_POLICE,
        unit_code=HERE,
        agency_id=town.stage.agencies["next door"],
        valid_from=date(2023, 9, 1),
        valid_to=date(2023, 10, 1),
        reason="Sửa trụ sở",
        **by,
    )
    terms = ClientTerms(
        name="Phần mềm chuyên ngành",
        operator="Sở Tư pháp",
        reason="Đối chiếu hồ sơ",
        legal_basis="Nghị định 107/2021/NĐ-CP",
        purposes=frozenset(ClientPurpose),
        agency_ids=None,
        valid_until=town.now + timedelta(days=30),
        per_minute=60,
    )
    town.kept_by_administrators |= {
        "agency_id": town.stage.agencies["next door"],
        "period_id": given,
        "procedure_draft": begin_draft(code=TEMPORARY_RESIDENCE, text=text, **by).id,
        "change_id": dossiers.change_calendar(days=[storm], reason="Bão số 3", **by).id,
        "import_id": import_portal_export(content=EXPORT.encode(), **by).id,
        "client_id": (client_id := register_client(terms=terms, key="sweep", **by).client_id),
        "webhook_id": _subscription(town, client_id),
        "row_id": _message_apart(),
    }


def _message_apart() -> UUID:
    """A dossier of the old one-stop system with a procedure that nobody here knows."""
    with unit_of_work(actor=system_actor("sweep"), now=real_now()):
        body = {"ma_ho_so": "PG-1", "ma_thu_tuc": "9.999999"}
        message = InboundMessage(
            system="old_one_stop", message_id="1", dossier_code="PG-1", sequence=1, body=body
        )
        assert inbound.keep(message) is Heard.NEW
        ((row_id,),) = rows("select id from exchange_inbound where message_id = '1'")
        inbound.end(row_id, InboundState.APART, reason="unknown_procedure procedure")
    return UUID(str(row_id))


def _subscription(town: Town, client_id: UUID) -> UUID:
    client = Actor(
        kind=ActorKind.CLIENT,
        client_id=client_id,
        client_purposes=frozenset(ClientPurpose),
        is_province_wide=True,
        trace_id="sweep",
    )
    return subscribe(
        url="https://nhan.vidu.vn/tin", kinds=frozenset(EventKind), key="sweep", actor=client, now=town.now
    ).row.id

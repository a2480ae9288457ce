"""How a result reaches its owner: by post to a checked address, or at the desk; chosen until it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from tinhso.casework.dossiers.events import DossierAdvanced
from tinhso.casework.dossiers.postal.address import (
    checked_address,
    open_address,
    seal_address,
    suggestion,
    written_address,
)
from tinhso.casework.dossiers.postal.rows import (
    BASIS,
    PURPOSE,
    TOLD,
    move_postal,
    parcels_where,
    require_lead,
)
from tinhso.casework.dossiers.postal.rules import is_open_choice
from tinhso.casework.dossiers.postal.types import PostalAddress, ReturnChoice
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.errors import UnableToPost
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier
from tinhso.casework.dossiers.record.postal_types import PostalState
from tinhso.casework.dossiers.record.posted import (
    CHOSE_DESK,
    CHOSE_POST,
    REMEMBER,
    offers_post,
    postal_now,
    remember_wish,
    take_off_list,
    wishes_post,
)
from tinhso.casework.dossiers.record.types import CASE_KIND, Status
from tinhso.foundation.authority.service import (
    Actor,
    ActorKind,
    Permission,
    require,
    set_scope,
    system_actor,
)
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.crypto.service import open_json
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.catalogue.service import get_version
from tinhso.services.representation.service import confirm_mandate

_TOO_LATE = "Muốn đổi địa chỉ, hãy gọi cơ quan trước khi gửi."
_NEVER = frozenset({Status.REJECTED, Status.STOPPED})


def return_choice(*, dossier_id: UUID, actor: Actor, now: datetime) -> ReturnChoice:
    """How the result of a dossier is to be returned, with its parcels; NotVisible as ``get_dossier``.

    Reading an address is recorded and shown to the person.
    """
    with unit_of_work(actor=actor, now=now) as work:
        dossier = load_dossier(dossier_id, permission=Permission.DOSSIER_READ)
        require(actor=actor, permission=Permission.DOSSIER_READ, resource=dossier.resource)
        if dossier.postal is None and not offers_post(dossier.procedure):
            return _nothing()
        if dossier.postal is not None or written_address(dossier):
            _record(work, dossier, "dossier.postal_read")
        return _choice(dossier, now)


def choose_post(
    *, dossier_id: UUID, address: Mapping[str, object], actor: Actor, now: datetime
) -> PostalAddress:
    """The result is to go by post to this address; by its owner, or for them at the desk that decides.

    Raises UnableToPost for an address with something wrong (``fields`` name the parts of ``ADDRESS_FIELDS``),
    for a procedure whose result is not posted, and once the result is on a list or has left; after it came
    back it may be sent again.
    """
    with unit_of_work(actor=actor, now=now) as work:
        dossier = _to_choose(work, dossier_id)
        if dossier.postal is PostalState.LISTED:
            raise UnableToPost(code="postal_state", message=f"{TOLD[PostalState.LISTED]} {_TOO_LATE}")
        checked = checked_address(address, on=now.date())
        with acting_as_system(work):
            remember_wish(work, dossier_id=dossier.id, agency_id=dossier.agency_id)
            if dossier.postal not in (None, PostalState.WANTED):
                move_postal(work, dossier.id, PostalState.WANTED)
            _keep_address(work, dossier.id, checked)
        _write_down(work, dossier, CHOSE_POST)
        return checked


def choose_desk(*, dossier_id: UUID, actor: Actor, now: datetime) -> None:
    """The result is to be fetched at the desk; what stands on a list for the post leaves it.

    Raises UnableToPost once it has left.
    """
    with unit_of_work(actor=actor, now=now) as work:
        dossier = _to_choose(work, dossier_id)
        if dossier.postal is PostalState.DESK:
            return
        with acting_as_system(work):
            remember_wish(work, dossier_id=dossier.id, agency_id=dossier.agency_id)
            if move_postal(work, dossier.id, PostalState.DESK) is PostalState.LISTED:
                take_off_open(work, dossier.id, reason="Người nhận đổi sang nhận tại quầy.")
        _write_down(work, dossier, CHOSE_DESK)


def take_off_open(work: UnitOfWork, dossier_id: UUID, *, reason: str) -> None:
    """Whatever parcel of the dossier waits on a list leaves it; needs the system's scope."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from dossiers_parcel where dossier_id = %s and outcome is null", [dossier_id]
        )
        rows = cursor.fetchall()
    for (parcel_id,) in rows:
        take_off_list(work, parcel_id, reason=reason)


def remember_wishes(*, at_once: int = 500) -> int:
    """Results that were ready before the desk had a list for the post, and whose forms wish for it.

    Returns how many now stand there. Idempotent; each portion is a transaction of its own.
    """
    done, last = 0, UUID(int=0)
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            set_scope(system_actor("postal"))
            cursor.execute(
                """select id, agency_id, procedure_code, procedure_version, sealed_answers
                   from dossiers_dossier d where status = 9 and id > %s
                     and not exists (select 1 from dossiers_postal p where p.dossier_id = d.id)
                   order by id limit %s for update of d""",
                [last, at_once],
            )
            rows = cursor.fetchall()
            for dossier_id, agency_id, code, version, sealed in rows:
                answers = open_json(sealed, owner=dossier_id, field=sealing.ANSWERS)
                if wishes_post(get_version(code, version), answers):
                    cursor.execute(REMEMBER, [dossier_id, agency_id, PostalState.WANTED.value, legal_now()])
                    done += cursor.rowcount
        if not rows:
            return done
        last = rows[-1][0]


def _to_choose(work: UnitOfWork, dossier_id: UUID) -> LoadedDossier:
    """The dossier, locked, where this actor may choose and something is still to be chosen."""
    confirm_mandate(work, procedure_code="")
    dossier = load_dossier(dossier_id, permission=Permission.DOSSIER_READ, lock=True)
    require(actor=work.actor, permission=Permission.DOSSIER_CHOOSE_RETURN, resource=dossier.resource)
    if work.actor.kind is not ActorKind.CITIZEN:
        require_lead(dossier, work.actor, Permission.DOSSIER_CHOOSE_RETURN)
    if not offers_post(dossier.procedure):
        raise UnableToPost(
            code="post_not_offered", message="Kết quả của thủ tục này không gửi qua bưu chính."
        )
    is_returned = dossier.status is Status.RETURNED
    if dossier.status in _NEVER or not is_open_choice(dossier.postal, is_returned=is_returned):
        told = TOLD[dossier.postal] if dossier.postal else "Hồ sơ đã kết thúc."
        raise UnableToPost(code="postal_state", message=f"{told} Không đổi cách nhận được nữa.")
    return dossier


def _keep_address(work: UnitOfWork, dossier_id: UUID, address: PostalAddress) -> None:
    sealed = seal_address(address, owner=dossier_id, field=sealing.POSTAL_ADDRESS)
    with connection.cursor() as cursor:
        cursor.execute(
            """update dossiers_postal set sealed_address = %s, changed_at = %s
               where dossier_id = %s and state = 'wanted'""",
            [sealed, work.now, dossier_id],
        )
        if not cursor.rowcount:  # somebody at the desk was faster
            raise UnableToPost(code="postal_state", message=f"{TOLD[PostalState.LISTED]} {_TOO_LATE}")


def _write_down(work: UnitOfWork, dossier: LoadedDossier, action: str) -> None:
    with acting_as_system(work):
        bump_version(dossier, {})
        append_event(work, dossier, action=action, from_status=dossier.status, is_announced=True)
    _record(work, dossier, f"dossier.{action}")
    work.announce(
        DossierAdvanced(
            subject_id=dossier.id, version=dossier.version, action=action, status=int(dossier.status)
        )
    )


def _record(work: UnitOfWork, dossier: LoadedDossier, action: str) -> None:
    work.record(
        action=action,
        object_kind=CASE_KIND,
        object_id=dossier.id,
        subjects=dossier.subjects,
        purpose=PURPOSE,
        legal_basis="" if work.actor.kind is ActorKind.CITIZEN else BASIS,
    )


def _choice(dossier: LoadedDossier, now: datetime) -> ReturnChoice:
    with connection.cursor() as cursor:
        cursor.execute("select sealed_address from dossiers_postal where dossier_id = %s", [dossier.id])
        row = cursor.fetchone()
    address = open_address(row[0], owner=dossier.id) if row else None
    state = postal_now(dossier.procedure, dossier.answers, dossier.status, dossier.postal)
    is_open = dossier.status not in _NEVER and is_open_choice(
        dossier.postal, is_returned=dossier.status is Status.RETURNED
    )
    return ReturnChoice(
        state=state,
        offers_post=offers_post(dossier.procedure),
        is_open=is_open,
        may_change_address=is_open and state is not PostalState.LISTED,
        address=address,
        written=written_address(dossier),
        suggested=suggestion(dossier, on=now.date()) if address is None else _typed(address),
        parcels=parcels_where("p.dossier_id = %s and p.sent_at is not null", [dossier.id]),
    )


def _typed(address: PostalAddress) -> Mapping[str, str]:
    parts = {part: getattr(address, part) for part in ("recipient", "phone", "commune", "street")}
    return {**parts, "elsewhere": address.place}


def _nothing() -> ReturnChoice:
    return ReturnChoice(
        state=None, offers_post=False, is_open=False, may_change_address=False, address=None, written="",
        suggested={}, parcels=(),
    )  # fmt: skip

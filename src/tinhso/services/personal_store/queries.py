"""The store as it stands: one paper, one's own, what a procedure may use, what waits for a look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from django.db.models import Q

from tinhso.foundation.authority.service import (
    Actor,
    ActorKind,
    NotVisible,
    Permission,
    Resource,
    require,
)
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.crypto.service import open_json, open_text
from tinhso.foundation.files.service import describe, read
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies.service import get_agency, officer_names
from tinhso.registers.people.service import get_people
from tinhso.services.personal_store import models
from tinhso.services.personal_store.errors import UnableToReuse
from tinhso.services.personal_store.rules import state_of, why_unusable
from tinhso.services.personal_store.types import (
    KEPT_KIND,
    Holder,
    KeptOrigin,
    KeptPaper,
    KeptState,
    OpenedPaper,
    PaperFacts,
)

PURPOSE = "Số hóa giấy tờ để người dân không phải nộp lại"
LEGAL_BASIS = "Nghị định 107/2021/NĐ-CP"
_OWN_PURPOSE = "Chủ giấy tờ xem kho giấy tờ của mình"
_MOST = 200


def own_store(*, actor: Actor, now: dt.datetime) -> tuple[KeptPaper, ...]:
    """What stands in the citizen's store, or in that of the organisation they legally represent.

    Newest first; a scan that no officer has certified yet is not shown.
    """
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.STORE_READ)
        rows = models.KeptPaper.objects.filter(of_holder(own_holder(actor)), certified_at__isnull=False)
        return _opened_all(rows.order_by("-certified_at", "-id")[:_MOST], now)


def get_kept_paper(*, kept_id: UUID, actor: Actor, now: dt.datetime) -> KeptPaper:
    """One paper, for its owner and for the agency that scanned or issued it; NotVisible for anybody else.

    The reading is recorded and shown to the owner.
    """
    with unit_of_work(actor=actor, now=now) as work:
        return _read(work, kept_id, action="kept_paper.read")


def open_kept_paper(*, kept_id: UUID, actor: Actor, now: dt.datetime) -> OpenedPaper:
    """Its content, as stored; recorded like any reading. NotVisible as `get_kept_paper`."""
    with unit_of_work(actor=actor, now=now) as work:
        kept = _read(work, kept_id, action="kept_paper.opened")
        stored = describe([kept.file_id])[kept.file_id]
        return OpenedPaper(content=read(kept.file_id), media_type=stored.media_type, name=stored.name)


def scans_to_check(*, actor: Actor, now: dt.datetime) -> tuple[KeptPaper, ...]:
    """Scans of the officer's agency that wait for the second look, oldest first."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.PAPER_CERTIFY)
        assert actor.agency_id is not None  # noqa: S101 - an officer works for an agency
        rows = models.KeptPaper.objects.filter(agency_id=actor.agency_id, certified_at__isnull=True)
        found = _opened_all(rows.order_by("scanned_at", "id")[:_MOST], now)
        if found:
            work.record(
                action="kept_paper.list",
                object_kind=KEPT_KIND,
                object_id=None,
                subjects=tuple(dict.fromkeys(each for kept in found for each in kept.holder.subjects)),
                purpose=PURPOSE,
                legal_basis=LEGAL_BASIS,
                details={"count": len(found)},
            )
        return found


def usable_papers(*, holder: Holder, kinds: Collection[str], now: dt.datetime) -> tuple[KeptPaper, ...]:
    """What may be used today of these kinds, newest first; the caller has asked authority and records it.

    Needs the system's scope or the owner's own.
    """
    if not kinds:
        return ()
    rows = models.KeptPaper.objects.filter(
        of_holder(holder),
        Q(valid_until__isnull=True) | Q(valid_until__gte=legal_day(now)),
        kind__in=list(kinds),
        certified_at__isnull=False,
        revoked_at__isnull=True,
        withheld_at__isnull=True,
    )
    return _opened_all(rows.order_by("-certified_at", "-id")[:_MOST], now)


def require_usable(*, kept_id: UUID, holder: Holder, kinds: Collection[str], now: dt.datetime) -> KeptPaper:
    """The paper, where this holder may use it today as one of these kinds; raises UnableToReuse.

    Somebody else's and one that does not exist are told alike. Its row is held until the transaction ends,
    so that a revocation waits for it or is seen. Needs the system's scope.
    """
    row = (
        models.KeptPaper.objects.select_for_update(of=("self",))
        .filter(of_holder(holder), id=kept_id, kind__in=list(kinds))
        .first()
    )
    if row is None:
        raise UnableToReuse(
            code="kept_paper.not_yours",
            message="Giấy tờ này không có trong kho của người nộp hoặc không dùng được cho mục này.",
        )
    kept = _opened(row, now)
    if not kept.is_usable:
        why = why_unusable(kept.state, kept.facts.valid_until)
        raise UnableToReuse(
            code=f"kept_paper.{kept.state.value}",
            message=f"{kept.title} đã số hóa {why} nên không dùng lại được. "
            "Bạn hãy gỡ giấy này ra rồi tải lên giấy tờ khác.",
        )
    return kept


def kept_papers(ids: Iterable[UUID], *, now: dt.datetime) -> dict[UUID, KeptPaper]:
    """These papers as they stand now; the caller has asked authority. Needs the system's scope."""
    rows = models.KeptPaper.objects.filter(id__in=list(ids))
    return {kept.id: kept for kept in _opened_all(rows, now)}


def own_holder(actor: Actor) -> Holder:
    """Whose store the citizen opens: that of the organisation they legally represent, else their own."""
    if actor.organisation_id is not None and actor.is_legal_representative:
        return Holder(organisation_id=actor.organisation_id)
    return Holder(person_id=actor.person_id)


def resource_of(row: models.KeptPaper) -> Resource:
    """What authority is asked about."""
    return Resource(
        kind=KEPT_KIND,
        id=row.id,
        owners=frozenset(each for each in (row.person_id, row.organisation_id) if each),
        agencies=frozenset({row.agency_id}),
    )


def lock_paper(work: UnitOfWork, kept_id: UUID, *, permission: Permission) -> models.KeptPaper:
    """The row, held until the transaction ends, of whoever may do this to it; NotVisible, NotPermitted."""
    with acting_as_system(work):
        rows = models.KeptPaper.objects.select_for_update(of=("self",))
        found = rows.filter(id=kept_id).first()
    if found is None:
        raise NotVisible(object_kind=KEPT_KIND, object_id=kept_id, permission=permission)
    require(actor=work.actor, permission=permission, resource=resource_of(found))
    return found


def _read(work: UnitOfWork, kept_id: UUID, *, action: str) -> KeptPaper:
    row = models.KeptPaper.objects.filter(id=kept_id).first()
    if row is None:
        raise NotVisible(object_kind=KEPT_KIND, object_id=kept_id, permission=Permission.STORE_READ)
    require(actor=work.actor, permission=Permission.STORE_READ, resource=resource_of(row))
    is_own = work.actor.kind is ActorKind.CITIZEN
    work.record(
        action=action,
        object_kind=KEPT_KIND,
        object_id=kept_id,
        subjects=(row.person_id,) if row.person_id else (),
        purpose=_OWN_PURPOSE if is_own else PURPOSE,
        legal_basis="" if is_own else LEGAL_BASIS,
    )
    with acting_as_system(work):
        kept = _opened(row, work.now)
        if is_own or row.person_id is None:
            return kept
        people = get_people(work, [row.person_id], purpose=PURPOSE, legal_basis=LEGAL_BASIS)
        return replace(kept, holder_name=people[row.person_id].full_name or "")


def of_holder(holder: Holder) -> Q:
    """The rows of one store."""
    if holder.organisation_id is not None:
        return Q(organisation_id=holder.organisation_id)
    return Q(person_id=holder.person_id)


def _opened_all(rows: Iterable[models.KeptPaper], now: dt.datetime) -> tuple[KeptPaper, ...]:
    found = list(rows)
    names = officer_names({row.certified_by for row in found if row.certified_by})
    return tuple(_opened(row, now, names.get(row.certified_by, "")) for row in found)  # type: ignore[arg-type]


def _opened(row: models.KeptPaper, now: dt.datetime, name: str | None = None) -> KeptPaper:
    said = open_json(bytes(row.sealed_facts), owner=row.id, field=models.FACTS)
    if name is None:
        name = officer_names([row.certified_by]).get(row.certified_by, "") if row.certified_by else ""
    reason = (
        open_text(bytes(row.sealed_reason), owner=row.id, field=models.REASON) if row.sealed_reason else ""
    )
    return KeptPaper(
        id=row.id,
        holder=Holder(person_id=row.person_id, organisation_id=row.organisation_id),
        kind=row.kind,
        title=said["title"],
        origin=KeptOrigin(row.origin),
        state=_state(row, now),
        facts=PaperFacts(
            number=said.get("number", ""),
            issued_on=_day(said.get("issued_on")),
            issuer=said.get("issuer", ""),
            valid_until=row.valid_until,
        ),
        file_id=row.file_id,
        sha256=said.get("sha256", ""),
        agency_id=row.agency_id,
        agency_name=get_agency(row.agency_id).name,
        scanned_at=row.scanned_at,
        certified_by=row.certified_by,
        certified_by_name=name,
        certified_at=row.certified_at,
        case_id=row.case_id,
        revoked_at=row.revoked_at,
        revoked_reason=reason,
        withheld_at=row.withheld_at,
    )


def _state(row: models.KeptPaper, now: dt.datetime) -> KeptState:
    return state_of(
        certified_at=row.certified_at,
        revoked_at=row.revoked_at,
        withheld_at=row.withheld_at,
        valid_until=row.valid_until,
        on=legal_day(now),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None

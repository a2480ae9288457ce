"""What was looked up in the national registers for a dossier."""

from __future__ import annotations

from datetime import datetime

from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.look_up_types import LookUpMark
from tinhso.foundation.authority.service import Actor, Permission, is_permitted
from tinhso.services.verification.service import look_ups_of


def look_ups_seen(dossier: LoadedDossier, actor: Actor, now: datetime) -> tuple[LookUpMark, ...]:
    """What officers looked up for it, for whoever may look up; the owner reads of it in their access log."""
    if not is_permitted(actor=actor, permission=Permission.REGISTER_LOOK_UP, resource=dossier.resource):
        return ()
    return tuple(
        LookUpMark(
            id=row.id,
            register=row.register.value,
            shown_number=row.shown_number,
            state=row.state.value,
            as_of=row.as_of,
            is_stale=row.is_stale,
            has_changed=bool(row.changed),
            changed_later=row.changed_later,
            changed_later_at=row.changed_later_at,
        )
        for row in look_ups_of(dossier.id, actor=actor, now=now)
    )

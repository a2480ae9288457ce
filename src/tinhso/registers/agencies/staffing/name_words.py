"""The blind index by which officers are found by whole words of their names."""

from django.db import transaction

from tinhso.foundation.authority.service import set_scope, system_actor
from tinhso.foundation.crypto.service import open_text
from tinhso.registers.agencies import models
from tinhso.registers.agencies.staffing.holding import OFFICER_NAME_FIELD, OFFICER_NAMES


def index_officer_names() -> int:
    """Index the officers who were entered before names could be searched; returns how many. Idempotent."""
    with transaction.atomic():
        set_scope(system_actor())
        known = models.OfficerNameWord.objects.values("officer_id")
        missing = models.Officer.objects.exclude(id__in=known).values_list("id", "name_sealed")
        names = {
            officer_id: open_text(sealed, owner=officer_id, field=OFFICER_NAME_FIELD)
            for officer_id, sealed in missing
        }
        OFFICER_NAMES.write(names)
    return len(names)

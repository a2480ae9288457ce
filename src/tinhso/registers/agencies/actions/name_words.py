"""The blind index by which officers are found by whole words of their names."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from tinhso.foundation.authority.service import set_scope, system_actor
from tinhso.foundation.crypto.service import name_words_index, open_text
from tinhso.registers.agencies import models
from tinhso.registers.agencies.queries import OFFICER_NAME_FIELD


def write_name_words(names: Mapping[UUID, str]) -> None:
    """Index these names; what is there already stays."""
    models.OfficerNameWord.objects.bulk_create(
        [
            models.OfficerNameWord(word_index=word, officer_id=officer_id)
            for officer_id, name in names.items()
            for word in name_words_index(name)
        ],
        ignore_conflicts=True,
    )


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
        write_name_words(names)
    return len(names)

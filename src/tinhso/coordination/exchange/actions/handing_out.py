"""A file of the house for a system that fetches it by the address it was told."""

from __future__ import annotations

from tinhso.casework.dossiers.service import OpenedFile, open_paper_for, open_result_for
from tinhso.coordination.exchange.adapters.file_links import read_file_address
from tinhso.foundation.authority.service import NotVisible, system_actor
from tinhso.foundation.clock.service import legal_now


def open_exchanged_file(word: str) -> OpenedFile | None:
    """The file behind an address; None when that is forged or old, or the file no longer part of it."""
    address = read_file_address(word)
    if address is None:
        return None
    kind, dossier_id, item_id = address
    actor, now = system_actor("exchange"), legal_now()
    try:
        if kind == "paper":
            return open_paper_for(dossier_id=dossier_id, paper_id=item_id, actor=actor, now=now)
        return open_result_for(dossier_id=dossier_id, result_id=item_id, actor=actor, now=now)
    except NotVisible:
        return None

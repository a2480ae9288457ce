"""Papers put aside while the rest of an answer is still wrong: chosen once, not lost, not yet handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tinhso.casework.dossiers.record.papers import UploadedPaper
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.files.service import (
    StoredFile,
    UnableToAcceptFile,
    UnableToShowPicture,
    check_token,
    describe,
    keep_within_day,
    read,
    signed_token,
    store,
    store_again,
)
from tinhso.foundation.unit_of_work.service import unit_of_work

_LASTS = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPaper:
    """A file that was accepted and waits for the rest of the answer; ``token`` brings it back."""

    key: str
    token: str
    name: str
    size: int


def hold_paper(paper: UploadedPaper, *, actor: Actor, now: datetime) -> HeldPaper:
    """Accept a file and put it aside for two hours; raises UnableToAcceptFile with a reason.

    One that was put aside before stays the same file and begins its two hours anew.

    The token in it serves this actor only and says nothing about the file.
    """
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.DOSSIER_ANSWER)
        stored = _kept(paper, actor, now)
    token = signed_token(stored.id, str(actor.reference), real_now() + _LASTS)
    return HeldPaper(key=paper.key, token=token, name=stored.name, size=stored.size)


def _kept(paper: UploadedPaper, actor: Actor, now: datetime) -> StoredFile:
    owner = str(actor.reference)
    if paper.file_id is not None:
        return store_again(paper.file_id, owner=owner, now=now)
    if actor.person_id is not None:  # an officer puts aside what many people bring
        keep_within_day([len(paper.content)], owner=owner, now=now)
    return store(content=paper.content, declared_name=paper.name, owner=owner, now=now)


def take_held_paper(*, key: str, token: str, actor: Actor) -> UploadedPaper:
    """The file put aside under this token; raises UnableToUseToken for another's, damaged or old one.

    Raises UnableToAcceptFile for a photo that nobody can open, as if that had been seen when it came,
    UnableToReadFile for one that is gone; UnableToCheckFile and UnableToKeepFile when a photo could not be
    looked at just now and still waits.
    """
    file_id = check_token(token, actor_ref=str(actor.reference)).file_id
    try:
        content = read(file_id)
    except UnableToShowPicture as damaged:
        raise UnableToAcceptFile("broken") from damaged
    name = describe([file_id])[file_id].name
    return UploadedPaper(key=key, name=name, content=content, file_id=file_id)

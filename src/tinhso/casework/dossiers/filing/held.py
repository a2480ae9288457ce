"""Papers put aside while the rest of an answer is still wrong: chosen once, not lost, not yet handed in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tinhso.casework.dossiers.record.papers import UploadedPaper
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.files.service import (
    StoredFile,
    UnableToCheckFile,
    UnableToKeepFile,
    UnableToReadFile,
    UnableToShowPicture,
    UnableToUseToken,
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
_DAMAGED = "{paper}: ảnh {name} bị hỏng, không ai mở được. Hãy chụp lại giấy tờ này."
_GONE = "{paper}: tệp {name} không còn được lưu trên hệ thống. Hãy chọn lại tệp này."
_NAMELESS = "đã chọn trước đó"
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPaper:
    """A file that was accepted and waits for the rest of the answer; ``token`` brings it back."""

    key: str
    token: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPaper:
    """A file that was put aside, when the answer is sent: ``paper`` is what to hand in.

    Without it ``told`` says which file of which paper is not to be had, why, and what to do. One that
    ``waits`` could not be looked at just now: it may be sound, and is kept under the same token.
    """

    held: HeldPaper
    paper: UploadedPaper | None = None
    told: str = ""
    waits: bool = False


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


def take_held_paper(held: HeldPaper, *, paper_name: str, actor: Actor) -> TakenPaper:
    """The file put aside under this token, as the form brought it back, or what to tell instead.

    Another's token, a damaged and an old one serve as little as that of a file that is gone; its name is
    then the one that came with the form. ``paper_name`` is what the paper is called where this is told.
    """
    named = replace(held, name=held.name[:_LONGEST_NAME])
    try:
        file_id = check_token(held.token, actor_ref=str(actor.reference)).file_id
    except UnableToUseToken:
        return _gone(named, paper_name)
    file = describe([file_id]).get(file_id)
    if file is None:
        return _gone(named, paper_name)
    known = replace(held, name=file.name, size=file.size)
    try:
        content = read(file_id)
    except UnableToShowPicture:
        return TakenPaper(held=known, told=_DAMAGED.format(paper=paper_name, name=file.name))
    except UnableToReadFile:
        return _gone(known, paper_name)
    except (UnableToCheckFile, UnableToKeepFile) as refusal:
        told = f"{paper_name}: {file.name}: {refusal.message}"
        return TakenPaper(held=known, waits=True, told=told)
    paper = UploadedPaper(key=held.key, name=file.name, content=content, file_id=file_id)
    return TakenPaper(held=known, paper=paper)


def _gone(held: HeldPaper, paper_name: str) -> TakenPaper:
    return TakenPaper(held=held, told=_GONE.format(paper=paper_name, name=held.name or _NAMELESS))

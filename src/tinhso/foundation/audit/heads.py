"""Signed tree heads, and the file outside the database that keeps them where its owner cannot reach.

One JSON object a line: ``{"size", "root", "at", "signature"}`` with base64 values. What is signed is the text
``tinhso audit tree head 1``, size, base64 root and moment (UTC, microseconds), each ended by a line feed.
Copies of the file belong with another agency.
"""

import base64
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tinhso.foundation.crypto.service import sign, verify
from tinhso.foundation.identifiers.service import DomainError

_BANNER = "tinhso audit tree head 1"


class UnableToReadTreeHeads(DomainError):
    """The outside file holds a line that is not a tree head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeHead:
    """With ``size`` leaves the root was ``root``, says the signer at ``at`` (real time)."""

    size: int
    root: bytes
    at: datetime
    signature: bytes

    def is_signed(self, *, public_pem: bytes | None = None) -> bool:
        """Whether the signature is this installation's, or that of the given public key."""
        return verify(_signed_text(self.size, self.root, self.at), self.signature, public_pem=public_pem)


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    size: int
    root: bytes
    at: datetime
    signature: bytes


def sign_head(*, size: int, root: bytes, at: datetime) -> TreeHead:
    """Sign a head with the installation's key."""
    return TreeHead(size=size, root=root, at=at, signature=sign(_signed_text(size, root, at)))


def _signed_text(size: int, root: bytes, at: datetime) -> bytes:
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return f"{_BANNER}\n{size}\n{base64.b64encode(root).decode()}\n{moment}\n".encode()


def read_heads(file: Path) -> list[TreeHead]:
    """All heads of the outside file, in its order; empty when there is no file yet.

    A last line without its line feed was cut by a crash while it was written, and is passed over.
    """
    if not file.exists():
        return []
    heads = []
    for number, line in enumerate(file.read_bytes().split(b"\n")[:-1], start=1):
        try:
            read = msgspec.json.decode(line, type=_Line)
        except msgspec.DecodeError as error:
            raise UnableToReadTreeHeads(
                "audit.tree_heads_unreadable", f"Dòng {number} của tệp đầu cây kiểm toán không đọc được."
            ) from error
        heads.append(TreeHead(size=read.size, root=read.root, at=read.at, signature=read.signature))
    return heads


def append_heads(file: Path, heads: list[TreeHead]) -> None:
    """Write heads at the end of the outside file and wait until the disk has them."""
    if not heads:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = b"".join(
        msgspec.json.encode(_Line(head.size, head.root, head.at, head.signature)) + b"\n" for head in heads
    )
    with file.open("ab") as outside:
        _cut_torn_line(file, outside.fileno())
        outside.write(lines)
        outside.flush()
        os.fsync(outside.fileno())


def _cut_torn_line(file: Path, descriptor: int) -> None:
    content = file.read_bytes()
    if content and not content.endswith(b"\n"):
        os.ftruncate(descriptor, content.rfind(b"\n") + 1)

"""A short-lived word that brings one file back to one actor; it says nothing about the actor."""

from datetime import UTC, datetime
from uuid import UUID

from django.core import signing

from tinhso.foundation.clock.service import real_now
from tinhso.foundation.files.types import FileToken
from tinhso.foundation.identifiers.service import DomainError

_SALT = "tinhso.foundation.files.token"


class UnableToUseToken(DomainError):
    """The link is damaged, out of date, or another person's."""

    def __init__(self) -> None:
        super().__init__(
            "file.token", "Đường dẫn tải tệp không đúng hoặc đã hết hạn. Hãy mở lại từ trang hồ sơ."
        )


def signed_token(file_id: UUID, actor_ref: str, expires_at: datetime) -> str:
    """A token that lets ``actor_ref`` fetch the file until ``expires_at`` (real time)."""
    return _signer(actor_ref).sign_object([str(file_id), int(expires_at.timestamp())])


def check_token(token: str, *, actor_ref: str, now: datetime | None = None) -> FileToken:
    """Give back what the token allows; refuses a damaged or expired one, and one of another actor."""
    try:
        file_id, expires = _signer(actor_ref).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise UnableToUseToken from error
    expires_at = datetime.fromtimestamp(expires, tz=UTC)
    if (now or real_now()) >= expires_at:
        raise UnableToUseToken
    return FileToken(file_id=UUID(file_id), actor_ref=actor_ref, expires_at=expires_at)


def _signer(actor_ref: str) -> signing.Signer:
    return signing.Signer(salt=f"{_SALT}:{actor_ref}")

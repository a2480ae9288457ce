"""What can go wrong with keys and sealed values."""

from tinhso.foundation.identifiers.service import DomainError


class UnableToOpen(DomainError):
    """A sealed value was changed, belongs to another owner or field, or its key is gone."""

    def __init__(self) -> None:
        super().__init__(
            "crypto.unable_to_open", "Không mở được dữ liệu đã mã hóa: dữ liệu bị thay đổi hoặc sai khóa."
        )


class UnableToCreateKeys(DomainError):
    """Keys exist already, or the folder cannot take them."""


class UnableToLoadKeys(DomainError):
    """Keys are missing, readable by others, or sealed under another master key."""

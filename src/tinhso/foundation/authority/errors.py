"""The two ways access is refused."""

from __future__ import annotations

from uuid import UUID

from tinhso.foundation.identifiers.service import DomainError


class NotPermitted(DomainError):
    """The actor may not do this; the unit of work audits the refusal in a second transaction."""

    def __init__(
        self,
        *,
        permission: str,
        object_kind: str = "",
        object_id: UUID | None = None,
        message: str = "Tài khoản của bạn không có quyền thực hiện việc này.",
    ) -> None:
        super().__init__(code="not_permitted", message=message)
        self.permission = permission
        self.object_kind = object_kind
        self.object_id = object_id


class NotVisible(DomainError):
    """The object does not exist, or this actor must not learn that it does: shown as 404, audited."""

    def __init__(self, *, object_kind: str, object_id: UUID | None, permission: str) -> None:
        super().__init__(
            code="not_found",
            message="Không tìm thấy nội dung này, hoặc bạn không có quyền xem.",
        )
        self.permission = permission
        self.object_kind = object_kind
        self.object_id = object_id

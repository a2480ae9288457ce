"""Every change here belongs to a larger one."""

from __future__ import annotations

from django.db import connection
from django.db.transaction import TransactionManagementError


def require_transaction() -> None:
    """Refuse to write outside the caller's transaction: half a change must not stay."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("process writes inside the transaction of its caller only")

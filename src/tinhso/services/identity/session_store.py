"""Browser sessions in the database, as Django keeps them, with the account that signed in beside each.

Every signed-in request asks for the session and then for the standing of its account: here both come in one
statement. What the session holds is said in ``sessions``.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

import msgspec
from django.contrib.sessions.backends import db
from django.db import connection

from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.services.identity.models import BrowserSession
from tinhso.services.identity.sessions import ACCOUNT
from tinhso.services.identity.standing import JOINS, STANDING, Standing

_LOAD = f"""
select s.session_data, a.id, {STANDING}
from identity_session s left join identity_account a on a.id = s.account_id {JOINS}
where s.session_key = %(key)s and s.expire_date > %(real)s
"""  # noqa: S608 - our own pieces


class SessionStore(db.SessionStore):
    """Django's store; ``standing`` is what it read of the account, as long as the session stays the same."""

    standing: Standing | None = None

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        """The table of our own."""
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """The row of this session; its account in a column, where a statement finds it."""
        row = cast(BrowserSession, super().create_model_instance(data))
        account_id = data.get(ACCOUNT)
        row.account_id = UUID(account_id) if account_id else None
        return row

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, when it is unknown or has expired."""
        moment = legal_now()
        parameters = {
            "key": self.session_key,
            "real": real_now(),
            "moment": moment,
            "day": moment.date(),
        }
        with connection.cursor() as cursor:
            cursor.execute(_LOAD, parameters)
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        self.standing = Standing(*row[1:]) if row[1] else None
        return self.decode(row[0])

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Plain JSON: whoever could change the row could as well change whom it belongs to."""
        return msgspec.json.encode(session_dict).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What encode wrote; nothing of a row that holds something else."""
        try:
            return msgspec.json.decode(session_data, type=dict[str, Any])
        except (msgspec.DecodeError, ValueError):
            return {}

    def flush(self) -> None:
        """End this session; what was read of its account does not hold for the next."""
        super().flush()
        self.standing = None

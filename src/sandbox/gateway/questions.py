"""A question to a register: about what, by which officer, for what purpose. Nothing is answered without."""

import re
from dataclasses import dataclass
from typing import Any

PURPOSES = ("dossier", "task", "filing")
LONGEST = 64
AGENCY = re.compile(r"H09(\.\d+)*", re.ASCII)
SUSPENDED_OFFICER = "canbo.bi.thu.hoi"


class Refusal(Exception):
    """A question that is not answered; ``status`` is the HTTP status that says so."""

    def __init__(self, code: str, message: str, *, status: int = 422) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who asks, and why; what is asked about stays in ``body``."""

    request_id: str
    purpose: str
    reference: str
    service: str
    officer: str
    agency: str
    body: dict[str, Any]

    def text(self, name: str) -> str:
        """A field of the question's subject, blank when it is not there."""
        value = self.body.get(name, "")
        return value.strip() if isinstance(value, str) else ""


def read_question(body: dict[str, Any]) -> Question:
    """A complete question; raises Refusal naming the field."""
    names = ("request_id", "purpose", "reference", "service", "officer", "agency")
    values = {name: _text(body, name) for name in names}
    if values["purpose"] not in PURPOSES:
        raise Refusal("invalid_purpose", f"Mục đích tra cứu phải là một trong: {', '.join(PURPOSES)}.")
    if not AGENCY.fullmatch(values["agency"]):
        raise Refusal("invalid_agency", "Mã cơ quan không thuộc tỉnh.")
    if values["officer"] == SUSPENDED_OFFICER:
        raise Refusal("not_permitted", "Cán bộ đã bị thu hồi quyền tra cứu.", status=403)
    return Question(**values, body=body)


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        raise Refusal(f"invalid_{name}", f"Thiếu hoặc quá dài: {name}.")
    return value.strip()

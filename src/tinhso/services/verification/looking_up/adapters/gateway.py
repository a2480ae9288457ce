"""The provincial gateway: a token by client credentials, kept until it runs out, and one call per register.

Every way the line can fail becomes UnableToReachLine with a closed reason; nothing that comes from outside
stands in it. No redirects, no proxies from the surroundings, bounded in size and in time.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Annotated, Any

import httpx
import msgspec

from tinhso.foundation.crypto.service import trusted_authorities
from tinhso.foundation.unit_of_work.service import UnableToReachLine, UnableToSendQuestion
from tinhso.services.verification.adapters.agreement import GatewayAccount, gateway_account
from tinhso.services.verification.errors import NotPermittedToAsk
from tinhso.services.verification.look_up_types import AskedNumber, NumberKind, Register
from tinhso.services.verification.looking_up.adapters.records import Facts, read_answer

LARGEST_ANSWER = 256 * 1024
_LARGEST_TOKEN = 16 * 1024
_EARLY_S = 60.0
"""A token is renewed a minute before it runs out: no question may find it dead on the way."""
_LONGEST_TOKEN_S = 86_400
_CALLS = {
    Register.BUSINESS: "business/chiTietDoanhNghiep",
    Register.INSURANCE: "insurance/traCuuBHXH",
    Register.BUDGET: "budget/traCuuDVQHNS",
}
_FIELDS = {
    NumberKind.TAX_CODE: "msdn",
    NumberKind.INSURANCE_NUMBER: "maSoBHXH",
    NumberKind.PERSONAL_ID: "soDinhDanh",
    NumberKind.BUDGET_CODE: "maDVQHNS",
}
_REFUSED_QUESTIONS = frozenset(
    {
        "invalid_msdn", "invalid_subject", "invalid_maSoBHXH", "invalid_soDinhDanh", "invalid_maDVQHNS",
        "invalid_purpose", "invalid_agency", "invalid_officer", "invalid_reference", "invalid_service",
        "invalid_request_id",
    }
)  # fmt: skip
_NOT_PERMITTED = "not_permitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayQuestion:
    """What is looked up, by which officer, what for: nothing is answered without."""

    request_id: str
    register: Register
    number: AskedNumber
    purpose: str
    reference: str
    service: str
    officer: str
    agency: str


class _Token(msgspec.Struct, frozen=True):
    access_token: Annotated[str, msgspec.Meta(min_length=1, max_length=8192, pattern=r"^[\x21-\x7e]+$")]
    token_type: str
    expires_in: Annotated[int, msgspec.Meta(gt=0)]


class _Problem(msgspec.Struct, frozen=True):
    code: str = ""


@dataclass(slots=True, kw_only=True)
class Gateway:
    """The province's client; safe to share between threads."""

    account: GatewayAccount
    http: httpx.Client
    _token: str = field(default="", repr=False)
    _good_until: float = 0.0
    _renewing: threading.Lock = field(default_factory=threading.Lock)

    def look_up(self, question: GatewayQuestion, *, seconds: float) -> tuple[datetime, Facts | None]:
        """As of when, and the facts or None. A token that the gateway no longer takes is renewed once.

        Raises UnableToReachLine, UnableToSendQuestion for what the register does not take, and
        NotPermittedToAsk.
        """
        deadline = time.monotonic() + seconds
        response, content = self._ask(question, self._valid_token(deadline), deadline)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            self._forget_token()
            response, content = self._ask(question, self._valid_token(deadline), deadline)
        if response.status_code != httpx.codes.OK:
            raise _meaning(response.status_code, content)
        return read_answer(
            content,
            register=question.register,
            number=question.number,
            request_id=question.request_id,
        )

    def _ask(self, question: GatewayQuestion, token: str, deadline: float) -> tuple[httpx.Response, bytes]:
        body = {
            "request_id": question.request_id,
            "purpose": question.purpose,
            "reference": question.reference,
            "service": question.service,
            "officer": question.officer,
            "agency": question.agency,
            _FIELDS[question.number.kind]: question.number.value,
        }
        return self._post(
            f"/api/{_CALLS[question.register]}",
            deadline,
            LARGEST_ANSWER,
            content=msgspec.json.encode(body),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )

    def _valid_token(self, deadline: float) -> str:
        with self._renewing:
            if time.monotonic() >= self._good_until:
                self._renew_token(deadline)
            return self._token

    def _renew_token(self, deadline: float) -> None:
        response, content = self._post(
            "/token",
            deadline,
            _LARGEST_TOKEN,
            data={"grant_type": "client_credentials"},
            auth=(self.account.client_id, self.account.client_secret),
        )
        if response.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise UnableToReachLine("client_refused")
        if response.status_code != httpx.codes.OK:
            raise UnableToReachLine(f"http_{response.status_code}")
        try:
            said = msgspec.json.decode(content, type=_Token)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            raise UnableToReachLine("unreadable_token") from None
        lasts = min(said.expires_in, _LONGEST_TOKEN_S)
        self._token = said.access_token
        self._good_until = time.monotonic() + max(lasts - _EARLY_S, lasts / 2)

    def _forget_token(self) -> None:
        with self._renewing:
            self._good_until = 0.0

    def _post(self, path: str, deadline: float, largest: int, **parts: Any) -> tuple[httpx.Response, bytes]:
        left = deadline - time.monotonic()
        if left <= 0:
            raise UnableToReachLine("timeout")
        try:
            with self.http.stream("POST", f"{self.account.address}{path}", timeout=left, **parts) as response:
                return response, _read_all(response, deadline, largest)
        except httpx.TimeoutException:
            raise UnableToReachLine("timeout") from None
        except (httpx.HTTPError, OSError):
            raise UnableToReachLine("no_connection") from None


@cache
def gateway() -> Gateway:
    """The process's client; built at first use."""
    account = gateway_account()
    if not account.client_secret:
        raise UnableToReachLine("no_secret_configured")
    limits = httpx.Limits(max_connections=16, max_keepalive_connections=8, keepalive_expiry=10)
    return Gateway(
        account=account,
        http=httpx.Client(
            trust_env=False, follow_redirects=False, verify=trusted_authorities(), limits=limits
        ),
    )


def _read_all(response: httpx.Response, deadline: float, largest: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > largest:
            raise UnableToReachLine("answer_too_large")
        if time.monotonic() > deadline:
            raise UnableToReachLine("timeout")
        chunks.append(chunk)
    return b"".join(chunks)


def _meaning(status: int, content: bytes) -> Exception:
    code = _code_in(content)
    if status == httpx.codes.FORBIDDEN and code == _NOT_PERMITTED:
        return NotPermittedToAsk()
    if status == httpx.codes.UNPROCESSABLE_ENTITY and code in _REFUSED_QUESTIONS:
        return UnableToSendQuestion(code.lower())
    if status == httpx.codes.UNAUTHORIZED:
        return UnableToReachLine("token_refused")
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return UnableToReachLine("too_many_questions")
    return UnableToReachLine(f"http_{status}")


def _code_in(content: bytes) -> str:
    try:
        return msgspec.json.decode(content, type=_Problem).code
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ""

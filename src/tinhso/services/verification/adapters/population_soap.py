"""The population database over SOAP 1.1: two operations, exact element order, asker and service named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import zeep.exceptions
import zeep.helpers
from lxml.etree import LxmlError
from zeep import Client
from zeep import Settings as ZeepSettings

from tinhso.foundation.identifiers.service import PartialDate
from tinhso.foundation.unit_of_work.service import UnableToReachLine, UnableToSendQuestion
from tinhso.services.verification.adapters.agreement import (
    integration_account,
    service_address,
)
from tinhso.services.verification.adapters.transport import BoundedTransport
from tinhso.services.verification.errors import NotPermittedToAsk
from tinhso.services.verification.rules import name_parts
from tinhso.services.verification.types import PersonFacts

WSDL_FILE = Path(__file__).with_name("population.wsdl")
"""The agreed interface, kept here so that a start needs no line; a test compares it."""

_BINDING = "{http://dancuquocgia.bca}DanCuQuocGiaBinding"
_SEX_CODES = {"male": "1", "female": "2"}
_NOT_PERMITTED = "NOT_PERMITTED"
_FAULT_CODE = re.compile(r"[A-Z_]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks for which service, as the register's log will name them."""

    request_code: str
    officer: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterClient:
    """Calls with one deadline; safe to share between threads."""

    seconds: float
    wsdl: Path = WSDL_FILE
    _service: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        client = Client(  # type: ignore[no-untyped-call]
            wsdl=str(self.wsdl),
            transport=BoundedTransport(seconds=self.seconds),
            settings=ZeepSettings(
                strict=True,
                xml_huge_tree=False,
                forbid_dtd=True,
                forbid_entities=True,
                forbid_external=True,
            ),
        )
        service = client.create_service(_BINDING, service_address())  # type: ignore[no-untyped-call]
        object.__setattr__(self, "_service", service)

    def verify(self, facts: PersonFacts, asker: Asker) -> bool:
        """XacThucThongTinCongDan: do these facts belong to one person? One boolean."""
        answer = self._call(
            "XacThucThongTinCongDan",
            asker,
            HoVaTen=_name(facts.full_name),
            SoDinhDanh=facts.personal_id,
            NgayThangNamSinh=_birth(facts.birth),
            **({"GioiTinh": _SEX_CODES[facts.sex]} if facts.sex else {}),
        )
        return bool(answer.KetQua)

    def look_up(self, facts: PersonFacts, asker: Asker) -> Mapping[str, Any] | None:
        """TraCuuThongTinCongDan: the record, when id, name and birth agree; None when not found."""
        answer = self._call(
            "TraCuuThongTinCongDan",
            asker,
            SoDinhDanh=facts.personal_id,
            HoVaTen=_name(facts.full_name),
            NgayThangNamSinh=_birth(facts.birth),
        )
        if not answer.TimThay or answer.CongDan is None:
            return None
        found: Mapping[str, Any] = zeep.helpers.serialize_object(answer.CongDan, dict)  # type: ignore[no-untyped-call]
        return found

    def _call(self, operation: str, asker: Asker, **elements: Any) -> Any:
        header = {
            "MaYeuCau": asker.request_code,
            "MaDVC": asker.service,
            "MaTichHop": integration_account(),
            "MaCanBo": asker.officer,
        }
        # Whatever comes from outside may quote what was asked, so no text of it is passed on.
        try:
            answer = self._service[operation](**header, **elements)
        except zeep.exceptions.Fault as fault:
            raise _meaning(fault) from None
        except zeep.exceptions.ValidationError:
            raise UnableToSendQuestion("not_in_schema") from None
        except (zeep.exceptions.Error, LxmlError, ValueError):
            raise UnableToReachLine("unreadable_answer") from None
        if answer.MaYeuCau != asker.request_code:
            raise UnableToReachLine("answer_to_another_question")
        return answer


@cache
def register_client(*, seconds: float) -> RegisterClient:
    """The process's client for this deadline; built at first use."""
    return RegisterClient(seconds=seconds)


def _name(full_name: str) -> dict[str, str]:
    parts = zip(("Ho", "ChuDem", "Ten"), name_parts(full_name), strict=True)
    return {element: text for element, text in parts if text}


def _birth(birth: PartialDate) -> dict[str, str]:
    day = birth.as_date()
    if day is None:
        return {"Nam": f"{birth.year:04d}"}
    return {"NgayThangNam": day.strftime("%Y%m%d")}


def _meaning(fault: zeep.exceptions.Fault) -> Exception:
    code = _fault_code(fault)
    if code == _NOT_PERMITTED:
        return NotPermittedToAsk()
    if str(fault.code or "").endswith("Server"):
        return UnableToReachLine(f"fault_{code}".lower())
    return UnableToSendQuestion(f"fault_{code}".lower())


def _fault_code(fault: zeep.exceptions.Fault) -> str:
    detail = fault.detail
    text = detail.findtext(".//{http://dancuquocgia.bca}MaLoi") if detail is not None else None
    return text if text and _FAULT_CODE.fullmatch(text) else "UNKNOWN"

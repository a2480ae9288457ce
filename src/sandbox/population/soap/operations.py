"""The two operations: verify (one boolean) and look up (the record)."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from sandbox.population.models import (
    Citizen,
    PermittedAccount,
    PermittedService,
    SuspendedOfficer,
)
from sandbox.population.soap.citizen_xml import citizen_element
from sandbox.population.soap.envelope import NAMESPACE, SoapFault
from sandbox.population.soap.matching import BirthWish, same_birth, same_name, same_sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A request as plain values; blanks where nothing was said."""

    operation: str
    request_code: str
    service: str
    account: str
    officer: str
    personal_id: str
    old_id: str
    full_name: str
    birth: BirthWish
    sex: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer and how the log names it."""

    element: etree._Element
    outcome: str


def read_question(request: etree._Element) -> Question:
    """Take the values out of a request that passed the schema."""

    def text(path: str) -> str:
        steps = "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
        return (request.findtext(steps) or "").strip()

    parts = (text("HoVaTen/Ho"), text("HoVaTen/ChuDem"), text("HoVaTen/Ten"))
    return Question(
        operation=etree.QName(request).localname,
        request_code=text("MaYeuCau"),
        service=text("MaDVC"),
        account=text("MaTichHop"),
        officer=text("MaCanBo"),
        personal_id=text("SoDinhDanh"),
        old_id=text("SoCMND"),
        full_name=" ".join(part for part in parts if part),
        birth=BirthWish(day=text("NgayThangNamSinh/NgayThangNam"), year=text("NgayThangNamSinh/Nam")),
        sex=text("GioiTinh"),
    )


def require_permission(question: Question) -> None:
    """Refuse unknown or closed accounts, unknown services, unnamed or suspended officers."""
    if not PermittedAccount.objects.filter(code=question.account, is_active=True).exists():
        raise SoapFault("NOT_PERMITTED", "Tài khoản tích hợp không được phép truy vấn.")
    if not PermittedService.objects.filter(code=question.service).exists():
        raise SoapFault("NOT_PERMITTED", "Dịch vụ công không được phép truy vấn.")
    if not question.officer or SuspendedOfficer.objects.filter(code=question.officer).exists():
        raise SoapFault("NOT_PERMITTED", "Cán bộ không được phép truy vấn.")


def verify(question: Question) -> Reply:
    """Do id, name, birth (and sex, if asked) belong to one person?"""
    citizen = Citizen.objects.filter(personal_id=question.personal_id).first()
    matches = citizen is not None and _agrees(question, citizen)
    return verification_reply(question.request_code, matches=matches)


def verification_reply(request_code: str, *, matches: bool) -> Reply:
    """The boolean answer to a verification."""
    element = _answer("XacThucThongTinCongDan", request_code)
    _add(element, "KetQua", "true" if matches else "false")
    return Reply(element=element, outcome="match" if matches else "no_match")


def look_up(question: Question) -> Reply:
    """The whole record, found by one of the numbers; what else is said must agree."""
    if question.personal_id:
        people = Citizen.objects.filter(personal_id=question.personal_id)
    else:
        people = Citizen.objects.filter(old_id=question.old_id)
    citizen = people.first()
    if citizen is not None and not _agrees(question, citizen):
        citizen = None
    element = _answer(question.operation, question.request_code)
    _add(element, "TimThay", "true" if citizen else "false")
    if citizen is not None:
        element.append(citizen_element(citizen))
    return Reply(element=element, outcome="found" if citizen else "not_found")


OPERATIONS: dict[str, Callable[[Question], Reply]] = {
    "XacThucThongTinCongDan": verify,
    "TraCuuThongTinCongDan": look_up,
}


def _agrees(question: Question, citizen: Citizen) -> bool:
    if question.full_name and not same_name(question.full_name, citizen.full_name):
        return False
    asked = question.birth
    if (asked.day or asked.year) and not same_birth(
        asked, birth_date=citizen.birth_date, birth_year=citizen.birth_year
    ):
        return False
    return same_sex(question.sex, citizen.sex)


def _answer(operation: str, request_code: str) -> etree._Element:
    element = etree.Element(f"{{{NAMESPACE}}}{operation}Response", nsmap={"dc": NAMESPACE})
    _add(element, "MaYeuCau", request_code)
    return element


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = text

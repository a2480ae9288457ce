"""A procedure laid out for the people it is for: plain facts first, sources at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from tinhso.casework.dossiers.service import SPARING_FACTS
from tinhso.foundation.authority.service import Actor
from tinhso.registers.catalogue.service import (
    LegalBasis,
    Paper,
    PaymentService,
    ProcedureCase,
    ProcedureRow,
    ProcedureVersion,
    Reception,
    Vintage,
    condition_text,
    get_payment_service,
    get_procedure,
    reception,
)
from tinhso.sites.frame.service import Cell, Column, Row, day, moment, money

_PICTURES: Mapping[str, tuple[str, str]] = {
    "1.004194": ("house", "Đến ở nơi khác từ 30 ngày trở lên"),
    "1.001193": ("birth", "Giấy khai sinh cho trẻ mới sinh"),
    "2.000986": ("health", "Khai sinh, hộ khẩu, thẻ bảo hiểm y tế cho trẻ: một lần khai"),
    "3.000347": ("car", "Bằng lái sắp hết hạn, bị hỏng hoặc sai thông tin"),
    "1.004222": ("home", "Nhập hộ khẩu về nơi ở mới, cho mình, cả nhà hoặc con"),
    "2.001195": ("card", "Thẻ hết hạn, bị hỏng hoặc sai thông tin"),
    "1.001456": ("document", "Hộ chiếu lần đầu, cấp mới, bị hỏng hoặc bị mất"),
    "2.001159": ("people", "Nhà có khách ở lại dưới 30 ngày"),
}
_SECTOR_PICTURES = (
    ("cư trú", "house"), ("hộ tịch", "birth"), ("lái xe", "car"), ("bảo hiểm", "health"),
    ("căn cước", "card"),
)  # fmt: skip
_CARDS = 8
_FEE_MOMENTS = {"before_receipt": "nộp trước khi tiếp nhận", "at_result": "nộp khi nhận kết quả"}
_CONFIDENCE = {
    "source": ("Đã có nguồn", "done"),
    "secondary": ("Nguồn gián tiếp", "neutral"),
    "unverified": ("Chưa đối chiếu bản gốc", "waiting"),
}
_FORMS = {
    "original": "bản chính",
    "certified_copy": "bản sao chứng thực",
    "copy": "bản sao",
    "scan": "ảnh chụp hoặc bản quét",
    "shown": "xuất trình để đối chiếu",
}
CASE_COLUMNS = (
    Column(key="title", label="Cách nộp"),
    Column(key="time", label="Thời hạn"),
    Column(key="fee", label="Phí, lệ phí"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One paper of a procedure: when it is needed, and when it is not."""

    name: str
    hint: str
    when: str
    not_needed: str
    kept: str
    is_never_needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisLine:
    """One instrument of the law with how sure we are of it."""

    instrument: str
    subject: str
    mark: str
    tone: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePage:
    """What the template shows."""

    facts: tuple[dict[str, str], ...]
    is_online: bool
    cases: tuple[Row, ...]
    papers: tuple[PaperLine, ...]
    spared: tuple[PaperLine, ...]
    results: tuple[str, ...]
    how: tuple[tuple[str, str], ...]
    law: tuple[BasisLine, ...]
    sources: tuple[str, ...]


def is_for_party(version: ProcedureVersion, actor: Actor) -> bool:
    """Whether such an applicant (a person, an organisation) files it in their own account."""
    return ("organisation" if actor.organisation_id else "person") in version.applicants


def procedure_page(version: ProcedureVersion) -> ProcedurePage:
    """Everything of a version that an applicant may want to know."""
    papers = tuple(_paper(version, paper) for paper in version.papers)
    return ProcedurePage(
        facts=_facts(version),
        is_online="online" in version.channels,
        cases=tuple(_case(case) for case in version.cases),
        papers=tuple(paper for paper in papers if not paper.is_never_needed),
        spared=tuple(paper for paper in papers if paper.is_never_needed),
        results=tuple(result.name for result in version.results if not result.refusal),
        how=tuple((step.title, step.text) for step in version.steps),
        law=_law(version.legal_basis),
        sources=tuple(dict.fromkeys(source_text(vintage) for vintage in _unverified(version))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPage:
    """What the template of a payment service shows."""

    facts: tuple[dict[str, str], ...]
    places: tuple[tuple[str, str], ...]
    law: tuple[BasisLine, ...]
    source: str


def payment_page(service: PaymentService) -> PaymentPage:
    """Who collects, how much, what to have at hand, and where to go while it is not paid here."""
    return PaymentPage(
        facts=(
            {"icon": "document", "label": "Cần có", "value": _joined(service.needs), "note": ""},
            {"icon": "money", "label": "Số tiền", "value": service.amount, "note": ""},
            {"icon": "place", "label": "Nơi thu", "value": service.payee, "note": ""},
        ),
        places=tuple((place.title, place.text) for place in service.meanwhile),
        law=_law(service.legal_basis),
        source=source_text(service.vintage),
    )


def frequent_cards(rows: Sequence[ProcedureRow], *, on: date) -> list[dict[str, Any]]:
    """The services most asked for, as picture and words; the essential ones first."""
    known = [row for code in _PICTURES for row in rows if row.code == code]
    chosen = [*known, *(row for row in rows if row not in known)][:_CARDS]
    return [
        {
            "icon": _picture(row),
            "title": row.title,
            "text": _PICTURES[row.code][1] if row.code in _PICTURES else row.sector,
            "url": reverse("portal:procedure", args=[row.code]),
        }
        for row in chosen
    ]


def result_lines(rows: Sequence[ProcedureRow], *, now: datetime) -> list[dict[str, Any]]:
    """Search results with the facts that tell them apart."""
    found = []
    for row in rows:
        if row.kind == "payment":
            found.append(_payment_line(row, now=now))
            continue
        version = get_procedure(row.code, on=now.date())
        facts = {fact["label"]: fact["value"] for fact in _facts(version)}
        found.append(
            {
                "title": row.title,
                "url": reverse("portal:procedure", args=[row.code]),
                "text": version.audience,
                "facts": (
                    *_received(reception(version, now=now)),
                    facts["Thời hạn"],
                    facts["Phí, lệ phí"],
                    row.sector,
                ),
            }
        )
    return found


def _payment_line(row: ProcedureRow, *, now: datetime) -> dict[str, Any]:
    service = get_payment_service(row.code, on=now.date())
    return {
        "title": row.title,
        "url": reverse("portal:procedure", args=[row.code]),
        "text": service.audience,
        "facts": ("Dịch vụ thanh toán", service.amount, row.sector),
    }


def _law(bases: Sequence[LegalBasis]) -> tuple[BasisLine, ...]:
    return tuple(
        BasisLine(
            instrument=basis.instrument,
            subject=basis.subject,
            mark=_CONFIDENCE[basis.confidence][0],
            tone=_CONFIDENCE[basis.confidence][1],
            note=_basis_note(basis.as_of, basis.note),
        )
        for basis in bases
    )


def _received(found: Reception) -> tuple[str, ...]:
    """The window in a few words, for a procedure that is not received all year round."""
    if found.window is None:
        return ()
    match found.state:
        case "open":
            return (f"Đang nhận, đến {moment(found.window.closes_at)}",)
        case "upcoming":
            return (f"Nhận từ {day(found.window.opens_at)}",)
        case _:
            return ("Đã hết đợt nhận",)


def source_text(vintage: Vintage) -> str:
    """Where a fact was read, as of when, and what is not known about it."""
    parts = [vintage.source, f"tháng {_month(vintage.as_of)}" if vintage.as_of else "", vintage.note]
    return ", ".join(part for part in parts if part)


def fee_text(case: ProcedureCase) -> str:
    """``7.000 đồng mỗi người``, that nothing is charged, or that no source says what is."""
    if not case.fee.amount_vnd:
        return "Chưa rõ mức thu" if case.fee.when == "unstated" else "Không thu phí"
    return money(case.fee.amount_vnd) + (" mỗi người" if case.fee.per == "person" else "")


def _facts(version: ProcedureVersion) -> tuple[dict[str, str], ...]:
    online = [case for case in version.cases if case.channel == "online"] or list(version.cases)
    results = [result.name for result in version.results if not result.refusal]
    usual = next((case for case in online if case.when is None), online[0])
    return (
        {
            "icon": "clock",
            "label": "Thời hạn",
            "value": _joined(case.duration.text for case in online),
            "note": "tính từ khi hồ sơ được tiếp nhận",
        },
        {
            "icon": "money",
            "label": "Phí, lệ phí",
            "value": fee_text(usual),
            "note": _other_fees(version, usual),
        },
        {"icon": "place", "label": "Nơi giải quyết", "value": version.agency.explanation, "note": ""},
        {"icon": "document", "label": "Kết quả", "value": _joined(results), "note": ""},
    )


def _unverified(version: ProcedureVersion) -> Iterator[Vintage]:
    """Facts of time, fee, paper and competence that no readable source of the time confirmed."""
    facts = [version.agency.vintage, *(window.vintage for window in version.windows)]
    facts += [vintage for case in version.cases for vintage in (case.vintage, case.fee.vintage)]
    facts += [paper.vintage for paper in version.papers if paper.vintage is not None]
    return (fact for fact in facts if not fact.verified)


def _other_fees(version: ProcedureVersion, usual: ProcedureCase) -> str:
    """What it costs at the counter where that is something else, and that there are more cases below."""
    counter = next((case for case in version.cases if case.channel == "counter" and case.when is None), usual)
    at_counter = "" if fee_text(counter) == fee_text(usual) else f"nộp tại quầy: {fee_text(counter)}"
    more = "trường hợp khác xem bảng ở dưới" if any(case.when for case in version.cases) else ""
    return "; ".join(part for part in (at_counter, more) if part)


def _joined(texts: Iterator[str] | Sequence[str]) -> str:
    return "; ".join(dict.fromkeys(texts))


def _case(case: ProcedureCase) -> Row:
    late = f"nộp sau {case.cut_off:%H:%M} thì tính từ ngày làm việc sau" if case.cut_off else ""
    return Row(
        cells={
            "title": Cell(text=case.title),
            "time": Cell(text=case.duration.text, second=late),
            "fee": Cell(text=fee_text(case), second=_FEE_MOMENTS.get(case.fee.when, "")),
        }
    )


def _paper(version: ProcedureVersion, paper: Paper) -> PaperLine:
    when = {"always": "", "optional": "Nộp thêm nếu có.", "when": ""}[paper.needed]
    if paper.needed == "when" and paper.when is not None:
        when = f"Chỉ cần khi {condition_text(paper.when, version.fields)}."
    waived = "; ".join(waiver.label for waiver in paper.waived_when if waiver.fact in SPARING_FACTS)
    if paper.from_form:
        not_needed = "Tờ khai điện tử thay cho giấy này."
    else:
        not_needed = f"Không phải nộp nếu {waived}." if waived else ""
    may_be_kept = bool(paper.accepts) and not paper.from_form
    forms = ", ".join(_FORMS[form] for form in paper.forms)
    hint = " ".join(part for part in (paper.hint, f"Nhận {forms}.") if part)
    return PaperLine(
        name=paper.name,
        hint="" if paper.from_form else hint,
        when=when,
        not_needed=not_needed,
        kept="Giấy đã số hóa trong kho của bạn thì không phải nộp lại." if may_be_kept else "",
        is_never_needed=paper.from_form,
    )


def _basis_note(as_of: str, note: str) -> str:
    seen = f"theo bản chụp tháng {_month(as_of)}" if as_of else ""
    return "; ".join(part for part in (seen, note) if part)


def _month(as_of: str) -> str:
    year, _, month = as_of.partition("-")
    return f"{month[:2]}/{year}" if month else year


def _picture(row: ProcedureRow) -> str:
    if row.code in _PICTURES:
        return _PICTURES[row.code][0]
    sector = row.sector.lower()
    return next((icon for word, icon in _SECTOR_PICTURES if word in sector), "document")

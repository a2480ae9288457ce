"""A paper under the scanner: scanned for the person at the desk, looked at a second time, certified."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.casework.dossiers.service import digitise_paper
from tinhso.foundation.authority.service import NotVisible, Permission, Role, require
from tinhso.foundation.identifiers.service import DomainError, parse_partial_date
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.personal_store.service import (
    Checked,
    KeptPaper,
    KeptState,
    PaperFacts,
    ScannedPaper,
    UnableToCertify,
    certify_paper,
    discard_scan,
    get_kept_paper,
    kind_names,
    open_kept_paper,
    revoke_paper,
    scan_paper,
    scans_to_check,
)
from tinhso.sites.frame.service import (
    Field,
    Option,
    Visit,
    by_short_link,
    file_response,
    officers_only,
    read_upload,
    read_values,
)
from tinhso.sites.onestop.counter.card import read_card
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.steps import refused_status

_KINDS = Field(key="kind", label="Loại giấy tờ", type="choice")
_SCAN = (
    Field(
        key="person",
        label="Người có giấy tờ",
        hint="Quét mã QR trên thẻ căn cước, hoặc gõ 12 số định danh.",
    ),
    Field(
        key="full_name",
        label="Họ, chữ đệm và tên",
        hint="Chỉ cần khi gõ số định danh của người chưa từng có hồ sơ.",
        required=False,
    ),
)
_FILE = Field(key="paper", label="Bản quét", type="upload", hint="Quét bản chính, đủ các trang, rồi trả lại.")
_FACTS = (
    Field(key="number", label="Số", hint="Giấy không có số thì ghi: không số"),
    Field(key="issued_on", label="Ngày cấp", type="date"),
    Field(key="issuer", label="Cơ quan, nơi cấp"),
    Field(
        key="valid_until",
        label="Có giá trị đến hết ngày",
        type="date",
        hint="Bỏ trống nếu giấy không ghi",
        required=False,
    ),
)
_LOOKS = (
    Field(key="is_readable", label="Đọc được rõ từng chữ, con dấu, chữ ký", type="consent"),
    Field(key="is_complete", label="Đủ các trang, các mặt", type="consent"),
    Field(key="is_same", label="Giống bản chính tôi đang cầm", type="consent"),
)
_NO_DATE = "Hãy ghi đủ ngày, tháng, năm."
_DONE = {
    "certified": "Đã chứng nhận. Từ nay người có giấy tờ dùng lại được, không phải nộp bản chính.",
    "revoked": "Đã thu hồi. Hồ sơ đang dùng giấy này sẽ hiện cảnh báo.",
}


@require_http_methods(["GET", "POST"])
@officers_only
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Scan a paper; below, the scans of this agency that wait for the second look."""
    with unit_of_work(actor=visit.actor, now=visit.now):
        require(actor=visit.actor, permission=Permission.PAPER_CERTIFY)
    if request.method != "POST":
        return _start_page(request, visit, {}, None)
    typed = read_values(request.POST, (*_SCAN, _KINDS))
    try:
        kept_id = scan_paper(paper=_scanned(request, typed), actor=visit.actor, now=visit.now)
    except DomainError as refusal:
        return _start_page(request, visit, typed, refusal)
    return HttpResponseRedirect(reverse("onestop:digitised", args=[kept_id]))


@require_http_methods(["GET", "POST"])
@officers_only
def check(request: HttpRequest, visit: Visit, kept_id: UUID) -> HttpResponse:
    """The second look: the scan on one side, what is read on it on the other; then certified or put away."""
    if request.method != "POST":
        return _check_page(request, visit, kept_id, {}, None)
    typed = read_values(request.POST, (_KINDS, *_FACTS, *_LOOKS, Field(key="reason", label="")))
    try:
        match request.POST.get("do", ""):
            case "discard":
                discard_scan(kept_id=kept_id, actor=visit.actor, now=visit.now)
                return HttpResponseRedirect(reverse("onestop:digitise"))
            case "revoke":
                reason = str(typed["reason"])
                revoke_paper(kept_id=kept_id, reason=reason, actor=visit.actor, now=visit.now)
                done = "revoked"
            case _:
                _certify(kept_id, typed, visit)
                done = "certified"
    except NotVisible:
        raise
    except DomainError as refusal:
        return _check_page(request, visit, kept_id, typed, refusal)
    return HttpResponseRedirect(f"{reverse('onestop:digitised', args=[kept_id])}?done={done}")


@require_safe
@officers_only
@by_short_link
def scan(request: HttpRequest, visit: Visit, kept_id: UUID) -> HttpResponse:
    """The scan itself."""
    opened = open_kept_paper(kept_id=kept_id, actor=visit.actor, now=visit.now)
    return file_response(request, opened, in_page=True)


@require_POST
@officers_only
def from_dossier(request: HttpRequest, visit: Visit, dossier_id: UUID, file_id: UUID) -> HttpResponse:
    """Take a paper of a dossier over, to be looked at and certified."""
    kept_id = digitise_paper(dossier_id=dossier_id, file_id=file_id, actor=visit.actor, now=visit.now)
    return HttpResponseRedirect(reverse("onestop:digitised", args=[kept_id]))


def _scanned(request: HttpRequest, typed: dict[str, Any]) -> ScannedPaper:
    card = read_card(typed["person"])
    upload = request.FILES.get("paper")
    missing = {}
    if card is None:
        missing["person"] = "Số định danh phải có 12 chữ số, hoặc quét lại mã QR trên thẻ căn cước."
    if typed["kind"] not in kind_names():
        missing["kind"] = "Chưa chọn loại giấy tờ."
    if upload is None:
        missing["paper"] = "Chưa có bản quét."
    if card is None or upload is None or missing:
        raise UnableToCertify(code="scan.incomplete", message="Chưa quét được.", fields=missing)
    return ScannedPaper(
        personal_id=card.personal_id,
        full_name=card.full_name or typed["full_name"],
        kind=typed["kind"],
        name=upload.name or "ban-quet",
        content=read_upload(upload),
    )


def _certify(kept_id: UUID, typed: dict[str, Any], visit: Visit) -> None:
    looks = {each.key: bool(typed[each.key]) for each in _LOOKS}
    unread: dict[str, str] = {}
    facts = PaperFacts(
        number=typed["number"],
        issued_on=_day("issued_on", typed, unread),
        issuer=typed["issuer"],
        valid_until=_day("valid_until", typed, unread),
    )
    if unread:
        raise UnableToCertify(
            code="kept_paper.dates", message="Chưa chứng nhận được giấy tờ này.", fields=unread
        )
    certify_paper(
        kept_id=kept_id,
        kind=typed["kind"],
        facts=facts,
        checked=Checked(**looks),
        actor=visit.actor,
        now=visit.now,
    )


def _day(key: str, typed: dict[str, Any], unread: dict[str, str]) -> date | None:
    if not typed[key]:
        return None
    try:
        read = parse_partial_date(typed[key])
    except DomainError:
        unread[key] = _NO_DATE
        return None
    if read.month is None or read.day is None:
        unread[key] = _NO_DATE
        return None
    return date(read.year, read.month, read.day)


def _kinds() -> dict[str, tuple[Option, ...]]:
    return {"kind": tuple(Option(value=key, label=name) for key, name in kind_names().items())}


def _start_page(
    request: HttpRequest, visit: Visit, typed: dict[str, Any], refusal: DomainError | None
) -> HttpResponse:
    errors = _errors(refusal, alone="paper")
    context = {
        "fields": (*_SCAN, _KINDS),
        "file_field": _FILE,
        "typed": typed,
        "options": _kinds(),
        "errors": errors,
        "waiting": scans_to_check(actor=visit.actor, now=visit.now),
    }
    return show(request, "digitise.html", context, status=refused_status(refusal) if refusal else 200)


def _check_page(
    request: HttpRequest,
    visit: Visit,
    kept_id: UUID,
    typed: dict[str, Any],
    refusal: DomainError | None,
) -> HttpResponse:
    kept = get_kept_paper(kept_id=kept_id, actor=visit.actor, now=visit.now)
    context = {
        "kept": kept,
        "is_scan": kept.state is KeptState.SCANNED,
        "can_certify": kept.state is KeptState.SCANNED and Role.RECEPTION_OFFICER in visit.actor.roles,
        "is_desk": Role.RECEPTION_OFFICER in visit.actor.roles,
        "can_revoke": _can_revoke(kept, visit),
        "fields": (_KINDS, *_FACTS),
        "looks": _LOOKS,
        "typed": typed or {"kind": kept.kind},
        "options": _kinds(),
        "errors": _errors(refusal),
        "done": _DONE.get(request.GET.get("done", ""), ""),
    }
    return show(request, "digitised.html", context, status=refused_status(refusal) if refusal else 200)


def _can_revoke(kept: KeptPaper, visit: Visit) -> bool:
    is_in_use = kept.certified_at is not None and kept.revoked_at is None
    return is_in_use and Role.LEADER in visit.actor.roles


def _errors(refusal: DomainError | None, *, alone: str = "") -> dict[str, str]:
    """The refusal by field; one about the whole stands at the field named ``alone``."""
    if refusal is None:
        return {}
    return dict(refusal.fields) or {alone: refusal.message}

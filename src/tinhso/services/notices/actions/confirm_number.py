"""Confirming that a telephone number reaches who says so: a code by SMS, typed back.

Counted in real time: the limits guard against people and machines of today.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import new_id, real_now
from tinhso.foundation.crypto.service import blind_index, open_text, seal_text
from tinhso.foundation.identifiers.service import MobileNumber, parse_mobile_number
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.services.notices import models
from tinhso.services.notices.actions.notify import notify_number
from tinhso.services.notices.errors import UnableToConfirmNumber
from tinhso.services.notices.types import NumberCheck

_NUMBER_KIND, _CODE_KIND = "notices.number", "notices.number_code"
_FIELD = "notices_number_check.sealed_number"
_KIND = "number_check"
_PURPOSE = "Xác nhận số điện thoại"
_DIGITS = 6
_MOST_CODES_AN_HOUR = 12
"""Against a flood on one telephone; what one place may ask for is counted, lower, by the site."""

_MOST_TRIES = 5
_VALID = timedelta(minutes=10)
_LASTS = timedelta(hours=2)


def begin_number_check(*, number: str, actor: Actor, now: datetime) -> NumberCheck:
    """Send a code to the number.

    Raises UnableToReadMobileNumber, and UnableToConfirmNumber when codes are asked for too often.
    """
    read = parse_mobile_number(number)
    moment = real_now()
    index = blind_index(str(read), kind=_NUMBER_KIND)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.NUMBER_CONFIRM)
        since = moment - timedelta(hours=1)
        asked = models.NumberConfirmation.objects.filter(number_index=index, sent_at__gt=since).count()
        if asked >= _MOST_CODES_AN_HOUR:
            raise UnableToConfirmNumber(
                code="number.too_many_codes",
                message="Số này đã nhận nhiều mã. Mời bạn thử lại sau một giờ.",
                fields={"phone": "Đã gửi nhiều mã đến số này."},
            )
        check_id = new_id()
        code = f"{new_id().int % 10**_DIGITS:0{_DIGITS}d}"
        models.NumberConfirmation.objects.create(
            id=check_id,
            number_index=index,
            sealed_number=seal_text(str(read), owner=str(check_id), field=_FIELD),
            code_index=_index_of(check_id, code),
            sent_at=moment,
        )
        notify_number(
            work, number=read, case_id=check_id, template="phone_code", values={"number_code": code}
        )
        work.defer("notices.drain")
        work.record(
            action="feedback.begin_number_check",
            object_kind=_KIND,
            object_id=check_id,
            purpose=_PURPOSE,
        )
        return NumberCheck(id=check_id, valid_until=moment + _VALID)


def confirm_number(*, check_id: UUID, code: str, actor: Actor, now: datetime) -> None:
    """Compare the code; every wrong one is counted, also when it is refused."""
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.NUMBER_CONFIRM)
        is_right = _try_code(work, check_id, "".join(code.split()))
    if not is_right:
        raise UnableToConfirmNumber(
            code="number.wrong_code",
            message="Mã không đúng hoặc đã hết hạn.",
            fields={"code": "Mã không đúng hoặc đã hết hạn. Bạn xem lại tin nhắn, hoặc xin mã mới."},
        )


def confirmed_number(check_id: UUID) -> MobileNumber | None:
    """The number behind a check that was passed within the last two hours; needs the system's scope."""
    found = models.NumberConfirmation.objects.filter(id=check_id, confirmed_at__isnull=False).first()
    if found is None or found.confirmed_at is None or real_now() > found.confirmed_at + _LASTS:
        return None
    return parse_mobile_number(open_text(found.sealed_number, owner=check_id, field=_FIELD))


def _try_code(work: UnitOfWork, check_id: UUID, code: str) -> bool:
    moment = real_now()
    found = models.NumberConfirmation.objects.select_for_update().filter(id=check_id).first()
    if found is None or found.tries >= _MOST_TRIES:
        return False
    if moment > found.sent_at + _VALID:
        return False
    found.tries += 1
    is_right = bytes(found.code_index) == _index_of(check_id, code)
    if is_right and found.confirmed_at is None:
        found.confirmed_at = moment
        work.record(action="feedback.confirm_number", object_kind=_KIND, object_id=check_id, purpose=_PURPOSE)
    found.save(update_fields=["tries", "confirmed_at"])
    return is_right


def _index_of(check_id: UUID, code: str) -> bytes:
    return blind_index(f"{check_id}:{code}", kind=_CODE_KIND)

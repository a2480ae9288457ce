"""What may stand in a message, and which channels a person has. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tinhso.services.notices.errors import UnableToNotify
from tinhso.services.notices.types import NoticeChannel, Template

_PLACE = re.compile(r"\{(\w+)\}")
# Nine digits in a row are an old identity number, ten a telephone, twelve a personal id.
_PERSONAL_NUMBER = re.compile(r"\d{9}|@")
_LONGEST_VALUE = 200
ROOM_VALUES = frozenset({"link", "rate_link"})


def places_of(text: str) -> frozenset[str]:
    """The names of the places to fill in a text."""
    return frozenset(_PLACE.findall(text))


def check_values(template: Template, values: Mapping[str, str]) -> None:
    """Raise UnableToNotify unless the values are exactly the template's and carry nobody's numbers."""
    if values.keys() != template.values:
        raise UnableToNotify("notice.values", "Nội dung điền vào tin nhắn không khớp với mẫu tin nhắn.")
    for name, value in values.items():
        if len(value) > _LONGEST_VALUE or _PERSONAL_NUMBER.search(value):
            raise UnableToNotify(
                "notice.unfit_value",
                "Tin nhắn không được chứa số giấy tờ, số điện thoại hoặc nội dung quá dài.",
                {name: "Nội dung không phù hợp để gửi tin nhắn."},
            )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; a filled value is never read as a place again."""
    return _PLACE.sub(lambda place: values[place.group(1)], text)


def channels_of(*, phone: str | None, email: str | None, has_vneid: bool) -> tuple[NoticeChannel, ...]:
    """Every channel by which the person can be reached."""
    had = {
        NoticeChannel.SMS: bool(phone),
        NoticeChannel.EMAIL: bool(email),
        NoticeChannel.VNEID: has_vneid,
    }
    return tuple(channel for channel, has in had.items() if has)

"""The door of notices: plain messages about a case, by every channel that a person has."""

from tinhso.services.notices.actions.confirm_number import (
    begin_number_check,
    confirm_number,
    confirmed_number,
)
from tinhso.services.notices.actions.notify import notify, notify_number
from tinhso.services.notices.actions.send import address_notices, drain_message_line
from tinhso.services.notices.adapters.template_file import templates
from tinhso.services.notices.errors import UnableToConfirmNumber, UnableToNotify
from tinhso.services.notices.queries import notices_of
from tinhso.services.notices.types import (
    LINE,
    Delivery,
    DeliveryState,
    Notice,
    NoticeChannel,
    NumberCheck,
    Template,
)

__all__ = [
    "LINE",
    "Delivery",
    "DeliveryState",
    "Notice",
    "NoticeChannel",
    "NumberCheck",
    "Template",
    "UnableToConfirmNumber",
    "UnableToNotify",
    "address_notices",
    "begin_number_check",
    "confirm_number",
    "confirmed_number",
    "drain_message_line",
    "notices_of",
    "notify",
    "notify_number",
    "templates",
]

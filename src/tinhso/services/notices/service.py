"""The door of notices: plain messages about a case, by every channel that a person has."""

from tinhso.services.notices.actions.notify import notify
from tinhso.services.notices.actions.send import address_notices, drain_message_line
from tinhso.services.notices.adapters.template_file import templates
from tinhso.services.notices.errors import UnableToNotify
from tinhso.services.notices.queries import notices_of
from tinhso.services.notices.types import (
    LINE,
    Delivery,
    DeliveryState,
    Notice,
    NoticeChannel,
    Template,
)

__all__ = [
    "LINE",
    "Delivery",
    "DeliveryState",
    "Notice",
    "NoticeChannel",
    "Template",
    "UnableToNotify",
    "address_notices",
    "drain_message_line",
    "notices_of",
    "notify",
    "templates",
]

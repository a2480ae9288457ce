"""Accepting a message once, and putting it into an inbox as the dial allows."""

import hashlib
import re
import secrets
from dataclasses import dataclass

from django.db import transaction

from sandbox.dials.modes import Mode
from sandbox.dials.service import DialPosition, take
from sandbox.messages.models import Channel, Delivery, Submission

MOBILE = re.compile(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}", re.ASCII)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PERSONAL_ID = re.compile(r"\d{12}", re.ASCII)
RECIPIENT_SHAPES = {Channel.SMS: MOBILE, Channel.EMAIL: EMAIL, Channel.VNEID: PERSONAL_ID}
LONGEST_TEXT = 5000
MISROUTED_TO = {
    Channel.SMS: "0900000003",
    Channel.EMAIL: "nguoi.khac@congdan.example",
    Channel.VNEID: "074000000000",
}
# Reserved recipients fail on purpose, whatever the dials say.
PERMANENT_FAILURES = frozenset({"0900000001", "hong@congdan.example"})
TEMPORARY_FAILURES = frozenset({"0900000002", "tam.hong@congdan.example"})


class UnableToSend(Exception):
    """The message was not accepted; ``status`` is the HTTP status that says so."""

    def __init__(self, code: str, message: str, *, status: int = 422) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a client wants to be sent."""

    channel: Channel
    recipient: str
    subject: str
    text: str

    def digest(self) -> str:
        parts = (self.channel, self.recipient, self.subject, self.text)
        return hashlib.sha256("\x00".join(parts).encode("utf-8")).hexdigest()


def read_message(body: object) -> Message:
    """Check a decoded JSON body; raises UnableToSend naming the field."""
    if not isinstance(body, dict):
        raise UnableToSend("invalid_body", "Nội dung phải là một đối tượng JSON.")
    values = {name: body.get(name, "") for name in ("channel", "to", "subject", "text")}
    for name, value in values.items():
        if not isinstance(value, str):
            raise UnableToSend(f"invalid_{name}", f"Trường {name} phải là chuỗi.")
    if values["channel"] not in Channel.values:
        raise UnableToSend("invalid_channel", "Kênh phải là sms, email hoặc vneid.")
    channel = Channel(values["channel"])
    recipient = values["to"].strip()
    if not RECIPIENT_SHAPES[channel].fullmatch(recipient) or len(recipient) > 120:
        raise UnableToSend("invalid_to", "Người nhận không hợp lệ.")
    if not values["text"].strip() or len(values["text"]) > LONGEST_TEXT:
        raise UnableToSend("invalid_text", "Nội dung trống hoặc quá dài.")
    return Message(
        channel=channel,
        recipient=recipient,
        subject=values["subject"].strip()[:200],
        text=values["text"],
    )


def accept(message: Message, *, key: str) -> tuple[Submission, bool]:
    """Send once per key; the flag tells whether this call did it."""
    with transaction.atomic(using="messages"):
        known = Submission.objects.filter(key=key).first()
        if known is not None:
            if known.digest != message.digest():
                raise UnableToSend("key_reused", "Khóa đã dùng cho nội dung khác.", status=409)
            return known, False
        _refuse_reserved(message)
        position = take("messages", {Mode.WRONG, Mode.DUPLICATE, Mode.REFUSING})
        if position is not None and position.mode is Mode.REFUSING:
            raise UnableToSend("refused", "Nhà mạng từ chối tin nhắn.", status=403)
        submission = Submission.objects.create(
            id=f"TN{secrets.token_hex(8).upper()}",
            key=key,
            digest=message.digest(),
            channel=message.channel,
            recipient=message.recipient,
            status="delivered",
        )
        _deliver(submission, message, position)
    return submission, True


def _refuse_reserved(message: Message) -> None:
    if message.recipient in PERMANENT_FAILURES:
        raise UnableToSend("unreachable", "Người nhận không tồn tại.")
    if message.recipient in TEMPORARY_FAILURES:
        raise UnableToSend("try_again", "Tạm thời chưa gửi được.", status=503)


def _deliver(submission: Submission, message: Message, position: DialPosition | None) -> None:
    recipient, copies = message.recipient, 1
    if position is not None and position.mode is Mode.DUPLICATE:
        copies = 2
    elif position is not None and position.variant == "lost":
        copies = 0
    elif position is not None and position.variant == "other_recipient":
        recipient = MISROUTED_TO[message.channel]
    Delivery.objects.bulk_create(
        Delivery(
            submission=submission,
            channel=message.channel,
            recipient=recipient,
            subject=message.subject,
            text=message.text,
        )
        for _ in range(copies)
    )

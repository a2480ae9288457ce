"""Tokens and channels: what opens a stream, and what an address and a notification give away."""

from uuid import UUID

import pytest

from tinhso.sites.live.channels import (
    UnableToReadToken,
    channel_of,
    live_key,
    make_token,
    read_token,
)
from tinhso.sites.live.messages import Change, from_notification, to_notifications

KEY = live_key("one installation")
SOMEBODY = UUID(int=7)
CHANNEL = channel_of("person", SOMEBODY, key=KEY)
NOW = 1_000_000.0


def test_a_token_opens_its_channel_until_its_time_is_over() -> None:
    token = make_token(CHANNEL, expires_at=NOW + 60, key=KEY)

    assert read_token(token, now=NOW + 59, key=KEY) == CHANNEL
    with pytest.raises(UnableToReadToken, match="expired"):
        read_token(token, now=NOW + 60, key=KEY)


@pytest.mark.parametrize("position", range(0, 54, 3))
def test_a_token_with_any_letter_changed_is_refused(position: int) -> None:
    token = make_token(CHANNEL, expires_at=NOW + 60, key=KEY)
    other = "A" if token[position] != "A" else "B"

    with pytest.raises(UnableToReadToken):
        read_token(token[:position] + other + token[position + 1 :], now=NOW, key=KEY)


@pytest.mark.parametrize("nonsense", ["", "x", "ầ", "====", "A" * 5000, "../../etc/passwd", "%00"])
def test_nonsense_is_refused(nonsense: str) -> None:
    with pytest.raises(UnableToReadToken):
        read_token(nonsense, now=NOW, key=KEY)


def test_a_token_of_another_installation_is_refused() -> None:
    token = make_token(CHANNEL, expires_at=NOW + 60, key=live_key("another installation"))

    with pytest.raises(UnableToReadToken, match="signature"):
        read_token(token, now=NOW, key=KEY)


def test_neither_token_nor_notification_holds_the_id_of_a_person() -> None:
    token = make_token(CHANNEL, expires_at=NOW, key=KEY)
    texts = to_notifications(Change(dossier=UUID(int=1), version=1, channels=frozenset({CHANNEL})))

    for text in (token, *texts):
        assert str(SOMEBODY) not in text
        assert SOMEBODY.hex not in text


def test_an_agency_and_a_person_of_the_same_id_have_different_channels() -> None:
    assert channel_of("agency", SOMEBODY, key=KEY) != CHANNEL


def test_many_channels_are_told_in_several_notifications_that_postgresql_accepts() -> None:
    channels = frozenset(channel_of("agency", UUID(int=n), key=KEY) for n in range(700))
    texts = to_notifications(Change(dossier=UUID(int=2**127), version=2**31 - 1, channels=channels))

    assert all(len(text.encode()) < 8000 for text in texts)
    assert frozenset().union(*(from_notification(text).channels for text in texts)) == channels

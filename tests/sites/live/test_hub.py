"""What waits for a client stays bounded, and nothing that waits is older than what is known."""

from uuid import UUID

import pytest

from tinhso.sites.live.hub import MOST_WAITING, Hub, TooManyStreams
from tinhso.sites.live.messages import Change, changed, look_again

HERE, ELSEWHERE = b"here", b"elsewhere"


def change(number: int, version: int = 1, channel: bytes = HERE) -> Change:
    return Change(dossier=UUID(int=number), version=version, channels=frozenset({channel}))


def test_a_change_reaches_its_channel_only() -> None:
    hub = Hub(most_streams=2)
    with hub.listening(HERE) as mine, hub.listening(ELSEWHERE) as other:
        hub.publish(change(1))

        assert mine.take() == changed(UUID(int=1), 1)
        assert other.take() == b""


def test_a_dossier_that_changes_often_waits_once_with_its_newest_version() -> None:
    hub = Hub(most_streams=1)
    with hub.listening(HERE) as mine:
        for version in (2, 5, 3):
            hub.publish(change(1, version))

        assert mine.take() == changed(UUID(int=1), 5)
        assert mine.take() == b""


def test_more_than_a_client_can_take_becomes_one_hint() -> None:
    hub = Hub(most_streams=1)
    with hub.listening(HERE) as mine:
        for number in range(MOST_WAITING + 100):
            hub.publish(change(number))

        assert mine.take() == look_again()
        assert mine.take() == b""
        hub.publish(change(1))
        assert mine.take() == changed(UUID(int=1), 1)


def test_streams_are_counted_and_given_back() -> None:
    hub = Hub(most_streams=1)
    with hub.listening(HERE), pytest.raises(TooManyStreams), hub.listening(ELSEWHERE):
        pass

    with hub.listening(ELSEWHERE):
        assert hub.count == 1
    assert hub.count == 0


def test_a_closing_process_ends_every_stream_and_takes_no_new_one() -> None:
    hub = Hub(most_streams=5)
    with hub.listening(HERE) as mine:
        hub.close()

        assert mine.is_over
        with pytest.raises(TooManyStreams), hub.listening(HERE):
            pass

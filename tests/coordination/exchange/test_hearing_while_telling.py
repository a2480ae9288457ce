"""A long backlog of what a system must be told does not keep the house from hearing what happens there."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tinhso.coordination.exchange import tasks

JOBS = {"poll_wishes": tasks.with_national, "read_feed": tasks.with_old_one_stop}


@pytest.mark.parametrize("hear", JOBS)
def test_what_happened_there_is_heard_before_every_batch_that_is_told(
    monkeypatch: pytest.MonkeyPatch, hear: str
) -> None:
    done: list[str] = []
    waiting, to_tell = [2, 1, 0, 0, 3, 0, 0], [100, 100, 40, 0]

    def heard() -> int:
        done.append("hear")
        return waiting.pop(0)

    def told(system: str, *, limit: int) -> SimpleNamespace:
        done.append("tell")
        return SimpleNamespace(told=to_tell.pop(0))

    monkeypatch.setattr(tasks, hear, heard)
    monkeypatch.setattr(tasks, "send_due", told)
    JOBS[hear]()
    assert done == ["hear"] * 3 + ["tell", "hear", "tell"] + ["hear"] * 2 + ["tell", "hear", "tell"]

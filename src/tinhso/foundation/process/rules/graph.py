"""A process as a graph of its states."""

from __future__ import annotations

from tinhso.foundation.process.types.definitions import ProcessDefinition


def exits_of(definition: ProcessDefinition, state: str) -> set[str]:
    """The states that can come right after ``state``."""
    found = {action.to for action in definition.actions_from(state) if action.to is not None}
    join = definition.state(state).on_all_done
    return found | {join} if join is not None else found


def reachable_from(definition: ProcessDefinition, state: str) -> set[str]:
    """The states that can ever follow ``state``, itself included."""
    seen, waiting = {state}, [state]
    while waiting:
        for following in exits_of(definition, waiting.pop()) - seen:
            seen.add(following)
            waiting.append(following)
    return seen

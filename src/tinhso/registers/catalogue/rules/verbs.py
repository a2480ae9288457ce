"""The verbs that the dossiers room knows, and how the actions of a process spell them.

An action key is a verb ("ask_supplement"), a verb and the situation it is for
("ask_supplement_before_receipt"), or "complete_" and the key of a parallel task.
"""

from tinhso.foundation.process.service import ActionDefinition, ProcessDefinition

STANDARD_ACTIONS = (
    "receive", "refuse", "ask_supplement", "supplement_answered", "supplement_overdue", "ask_fee",
    "fee_paid", "hand_over", "draft", "approve", "return_draft", "deliver", "ask_withdraw",
    "grant_withdraw", "refuse_withdraw", "stop",
)  # fmt: skip
COMPLETE = "complete"
_BY_LENGTH = sorted(STANDARD_ACTIONS, key=len, reverse=True)


def verb_of(key: str) -> str:
    """The verb of an action key, "complete" for a parallel task, or "" where it is none of the house's."""
    for verb in _BY_LENGTH:
        if key == verb or key.startswith(f"{verb}_"):
            return verb
    return COMPLETE if key.startswith(f"{COMPLETE}_") else ""


def action_for(process: ProcessDefinition, *, state: str, verb: str) -> ActionDefinition | None:
    """The action that a verb means in a state, or None where it cannot be taken there."""
    for action in process.actions_from(state):
        if verb in (action.key, verb_of(action.key)):
            return action
    return None

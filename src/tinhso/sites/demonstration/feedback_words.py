"""What invented citizens say, and what agencies answer: read from ``data/feedback.yaml``."""

from functools import cache
from pathlib import Path

import msgspec

from tinhso.casework.feedback.service import FeedbackTopic

_FILE = Path(__file__).parent / "data" / "feedback.yaml"


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A complaint or proposal, its answer, and the question as it may be published."""

    topic: FeedbackTopic
    text: str
    answer: str = ""
    question: str = ""


class Sayings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is answered, in turn; and what an officer refuses."""

    sayings: list[Said]
    refused: Said


@cache
def sayings() -> Sayings:
    """Everything that is said in the demonstration."""
    return msgspec.yaml.decode(_FILE.read_bytes(), type=Sayings)

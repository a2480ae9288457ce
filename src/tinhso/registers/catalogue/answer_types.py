"""What the catalogue says of one applicant: their clean answers, and what each paper means for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tinhso.registers.catalogue.types import JsonValue, Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """What a register has told about the applicant; ``about`` is the personal id of whom it names, if any."""

    fact: str
    about: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNeed:
    """What one paper means for one applicant. ``reason`` says in plain words why it is not asked for."""

    paper: Paper
    status: Literal["needed", "optional", "waived", "from_form"]
    reason: str = ""
    fact: str = ""
    """What spares it, where it is waived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanAnswers:
    """Answers that passed every rule: canonical, JSON-ready, without questions that were not shown.

    Dates are ISO text, numbers ``int``, check boxes ``bool``, a person a mapping of its parts (a list of
    them where the question repeats). Questions left empty are absent.
    """

    values: Mapping[str, JsonValue]
    dropped: tuple[str, ...] = ()

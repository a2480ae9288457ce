"""The dated forms of the slips, and the rule of the apology that stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from tinhso.casework.dossiers.record.errors import UnableToPrintSlip
from tinhso.casework.dossiers.record.slip_types import SlipKind

_FILE = Path(__file__).parent / "forms.yaml"
LAYOUTS = Path(__file__).parent / "templates"


class FormVintage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a fact was read, as of when, and whether a readable source confirmed it."""

    source: str
    as_of: str
    note: str = ""
    verified: bool = False


class SlipForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form as it holds from ``valid_from`` on; ``layout`` is our own template of it."""

    kind: SlipKind
    form: str
    valid_from: date
    layout: str
    legal_basis: str
    vintage: FormVintage

    @property
    def version(self) -> str:
        """How a printed slip names the form that it was laid out by."""
        return f"{self.valid_from:%Y-%m-%d} · {self.layout.removesuffix('.typ')}"

    @property
    def source_line(self) -> str:
        """The small print: form, basis, layout, and what nobody has confirmed."""
        unverified = "" if self.vintage.verified else f" Chưa đối chiếu: {self.vintage.note}."
        return f"{self.form}, {self.legal_basis}; bản trình bày {self.version}.{unverified}"


class ApologyRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often, how early and how far away a new date may be promised."""

    at_most: int
    offered_within_working_days: int
    longest_working_days: int
    vintage: FormVintage


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    forms: tuple[SlipForm, ...]
    apology: ApologyRule
    digests: Mapping[str, str]


def form_in_force(kind: SlipKind, form: str, *, on: date) -> SlipForm:
    """The form of this name that held on that day; raises UnableToPrintSlip where none is known."""
    held = [
        each for each in _file().forms if each.kind is kind and each.form == form and each.valid_from <= on
    ]
    if not held:
        raise UnableToPrintSlip.without_form(form, on)
    return max(held, key=lambda each: each.valid_from)


def every_form() -> tuple[SlipForm, ...]:
    """All forms of the file."""
    return _file().forms


def apology_rule() -> ApologyRule:
    """The rule for promising a new date."""
    return _file().apology


def published_digests() -> Mapping[str, str]:
    """What each published layout must hash to."""
    return _file().digests


@cache
def _file() -> _File:
    return msgspec.yaml.decode(_FILE.read_bytes(), type=_File)

"""The review page of a procedure: a picture of its process and tables of its facts, in Markdown."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tinhso.foundation.process.service import mermaid
from tinhso.registers.catalogue.adapters.wordlists import vietnamese_words
from tinhso.registers.catalogue.reviewing.rules.differences import differences
from tinhso.registers.catalogue.rules.wording import condition_text, vintage_text
from tinhso.registers.catalogue.types import PaymentService, ProcedureVersion

_FOLDER = Path(__file__).resolve().parent.parent / "pages"


def procedure_page(versions: Sequence[ProcedureVersion]) -> str:
    """One page for all versions of a procedure, the latest in full, the others as what changed."""
    in_order = sorted(versions, key=lambda version: version.valid_from)
    words = vietnamese_words()
    history = [
        (before, after, list(differences(before, after, names=words["keys"])))
        for before, after in pairwise(in_order)
    ]
    return (
        _environment(in_order[-1])
        .get_template("procedure.md")
        .render(
            version=in_order[-1],
            first=in_order[0],
            history=history,
            words=words,
            diagram=mermaid(in_order[-1].process, role_names=words["roles"]).rstrip("\n"),
        )
    )


def payment_page(service: PaymentService) -> str:
    """The page of a payment service as it holds last."""
    return (
        _environment(None)
        .get_template("payment_service.md")
        .render(service=service, words=vietnamese_words())
    )


def _environment(version: ProcedureVersion | None) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=select_autoescape(),  # Markdown is not escaped
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters["condition"] = partial(condition_text, fields=version.fields if version else ())
    environment.filters["vintage"] = vintage_text
    return environment

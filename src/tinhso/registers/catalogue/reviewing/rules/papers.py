"""Required papers: unique, conditional exactly where they say so, handed in some way."""

from collections.abc import Iterator

from tinhso.registers.catalogue.reviewing.rules.findings import Finding, Path, twice
from tinhso.registers.catalogue.reviewing.rules.form import check_condition
from tinhso.registers.catalogue.types import ProcedureVersion


def check(version: ProcedureVersion) -> Iterator[Finding]:
    """All findings about required papers."""
    fields = {field.key: field for field in version.fields}
    keys = ((("papers", place, "key"), paper.key) for place, paper in enumerate(version.papers))
    yield from twice(keys, rule="duplicate_paper", what="Giấy tờ")
    for place, paper in enumerate(version.papers):
        path: Path = ("papers", place)
        if (paper.needed == "when") != (paper.when is not None):
            message = "Giấy tờ cần theo điều kiện (needed: when) phải ghi when, và ngược lại."
            yield Finding(path, "paper_condition", message)
        yield from check_condition((*path, "when"), paper.when, fields)
        if not paper.forms or not paper.media or paper.count < 1:
            message = "Giấy tờ phải ghi dạng (forms), loại tệp (media) và số bản từ 1."
            yield Finding(path, "paper_form", message)

"""Required papers: unique, conditional exactly where they say so, handed in some way."""

from collections.abc import Iterator

from tinhso.registers.catalogue.reviewing.rules.findings import Finding, Path, twice
from tinhso.registers.catalogue.reviewing.rules.form import check_condition
from tinhso.registers.catalogue.types import FormField, ProcedureVersion


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
        for number, waiver in enumerate(paper.waived_when):
            waived: Path = (*path, "waived_when", number)
            yield from check_condition((*waived, "when"), waiver.when, fields)
            yield from _named_in((*waived, "named_in"), waiver.named_in, fields)


def _named_in(path: Path, keys: tuple[str, ...], fields: dict[str, FormField]) -> Iterator[Finding]:
    """A register names one person by a number: a question must ask for both."""
    for key in keys:
        asked = fields.get(key)
        if asked is None:
            message = f"named_in nhắc tới mục “{key}” không có trong biểu mẫu."
            yield Finding(path, "unknown_field", message)
        elif asked.type != "person" or asked.repeat_max != 1 or "personal_id" not in asked.parts:
            message = f"Mục “{key}” (named_in) phải hỏi về một người, có số định danh cá nhân."
            yield Finding(path, "waiver_person", message)

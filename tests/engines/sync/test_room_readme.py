"""The README's table of ownership is the code's."""

from pathlib import Path

from tinhso.engines.sync import service
from tinhso.engines.sync.service import FIELDS, ITEMS, Rule

README = Path(service.__file__).with_name("README.md")


def rows() -> list[str]:
    by_rule: dict[Rule, list[str]] = {}
    for name, rule in [*FIELDS.items(), *ITEMS.items()]:
        by_rule.setdefault(rule, []).append(f"`{name}`")
    return [
        f"| {', '.join(names)} | {', '.join(rule.writers) or 'nobody'} | {rule.why} |"
        for rule, names in by_rule.items()
    ]


def test_the_table_of_ownership_is_what_the_code_says() -> None:
    told = README.read_text("utf-8").partition("<!-- ownership:")[2].partition("<!-- /ownership -->")[0]

    assert told.splitlines()[3:] == rows()

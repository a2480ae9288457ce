"""Who sees which rows of people. The owner is exempt (no FORCE), so that data migrations see everything."""

from django.db import migrations

_STAFF = "current_setting('tinhso.scope', true) in ('system', 'officer')"
_SELF = "nullif(current_setting('tinhso.person', true), '')::uuid"

_OWN_ROW = {"people_person": "id", "people_name_word": "person_id", "people_past_fact": "person_id"}


def _policies(table: str, owner_column: str) -> list[str]:
    return [
        f"alter table {table} enable row level security",
        f"create policy {table}_read on {table} for select using ({_STAFF} or {owner_column} = {_SELF})",
        f"create policy {table}_enter on {table} for insert with check ({_STAFF})",
        f"create policy {table}_change on {table} for update using ({_STAFF}) with check ({_STAFF})",
    ]


_ENABLE = [statement for table, column in _OWN_ROW.items() for statement in _policies(table, column)]
# Words of a former name go; people and past facts stay.
_ENABLE.append(f"create policy people_name_word_forget on people_name_word for delete using ({_STAFF})")

_DISABLE = [
    f"drop policy if exists {table}_{verb} on {table}"
    for table in _OWN_ROW
    for verb in ("read", "enter", "change", "forget")
] + [f"alter table {table} disable row level security" for table in _OWN_ROW]


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people_name_words_and_past_facts")]

    operations = [migrations.RunSQL(sql=_ENABLE, reverse_sql=_DISABLE)]

"""Who sees which messages: the system and the person they are for. The owner is exempt (no FORCE)."""

from django.db import migrations

_SCOPE = "current_setting('tinhso.scope', true)"
_SELF = "nullif(current_setting('tinhso.person', true), '')::uuid"
_SEES_PARENT = "exists (select 1 from notices_notice n where n.id = notice_id)"

_ENABLE = [
    "alter table notices_notice enable row level security",
    f"""create policy notices_notice_read on notices_notice for select
        using ({_SCOPE} = 'system' or person_id = {_SELF})""",
    f"""create policy notices_notice_note on notices_notice for insert
        with check ({_SCOPE} in ('system', 'officer', 'citizen'))""",
    f"""create policy notices_notice_address on notices_notice for update
        using ({_SCOPE} = 'system') with check ({_SCOPE} = 'system')""",
    "alter table notices_delivery enable row level security",
    f"create policy notices_delivery_read on notices_delivery for select using ({_SEES_PARENT})",
    f"""create policy notices_delivery_queue on notices_delivery for insert
        with check ({_SCOPE} = 'system')""",
    f"""create policy notices_delivery_send on notices_delivery for update
        using ({_SCOPE} = 'system') with check ({_SCOPE} = 'system')""",
]
_DISABLE = [
    *(f"drop policy notices_notice_{verb} on notices_notice" for verb in ("read", "note", "address")),
    *(f"drop policy notices_delivery_{verb} on notices_delivery" for verb in ("read", "queue", "send")),
    *(f"alter table notices_{table} disable row level security" for table in ("notice", "delivery")),
]


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_notices_and_deliveries")]

    operations = [migrations.RunSQL(sql=_ENABLE, reverse_sql=_DISABLE)]

"""Who sees which fees: the system, the payer, and agencies that take part in the case.

Attempts and surplus follow their fee. The owner is exempt (no FORCE), so that data migrations see all.
"""

from django.db import migrations

_SCOPE = "current_setting('tinhso.scope', true)"
_SELF = "nullif(current_setting('tinhso.person', true), '')::uuid"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"

_SEES_FEE = f"""{_SCOPE} = 'system' or person_id = {_SELF}
  or ({_SCOPE} = 'officer' and exists (
    select 1 from authority_access a
    where a.case_id = payments_fee.case_id and a.agency_id = {_AGENCY}))"""  # noqa: S608

_SEES_PARENT = "exists (select 1 from payments_fee f where f.id = fee_id)"

_ENABLE = [
    "alter table payments_fee enable row level security",
    f"create policy payments_fee_read on payments_fee for select using ({_SEES_FEE})",
    f"""create policy payments_fee_ask on payments_fee for insert
        with check ({_SCOPE} in ('system', 'officer', 'citizen'))""",
    f"""create policy payments_fee_change on payments_fee for update
        using ({_SEES_FEE}) with check ({_SEES_FEE})""",
    "alter table payments_attempt enable row level security",
    f"create policy payments_attempt_read on payments_attempt for select using ({_SEES_PARENT})",
    f"create policy payments_attempt_start on payments_attempt for insert with check ({_SEES_PARENT})",
    f"""create policy payments_attempt_end on payments_attempt for update
        using ({_SCOPE} = 'system') with check ({_SCOPE} = 'system')""",
    "alter table payments_surplus enable row level security",
    f"create policy payments_surplus_read on payments_surplus for select using ({_SEES_PARENT})",
    f"""create policy payments_surplus_note on payments_surplus for insert
        with check ({_SCOPE} = 'system')""",
    f"""create policy payments_surplus_settle on payments_surplus for update
        using ({_SCOPE} in ('system', 'officer') and {_SEES_PARENT})""",
]
_DISABLE = [
    *(f"drop policy payments_fee_{verb} on payments_fee" for verb in ("read", "ask", "change")),
    *(f"drop policy payments_attempt_{verb} on payments_attempt" for verb in ("read", "start", "end")),
    *(f"drop policy payments_surplus_{verb} on payments_surplus" for verb in ("read", "note", "settle")),
    *(f"alter table payments_{table} disable row level security" for table in ("fee", "attempt", "surplus")),
]


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0001_fees_attempts_and_surplus"),
        ("authority", "0002_row_level_security"),
    ]

    operations = [migrations.RunSQL(sql=_ENABLE, reverse_sql=_DISABLE)]

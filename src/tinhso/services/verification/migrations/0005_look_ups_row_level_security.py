"""Who sees look-ups: the system, and agencies that take part in the case. Answers: the system alone.

An officer looks up for a case of their own agency only; only the system stores answers and says how old one may
be. The owner is exempt (no FORCE).
"""

from django.db import migrations

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"
_TAKES_PART = f"""(current_setting('tinhso.scope', true) = 'officer' and exists (
            select 1 from authority_access a
            where a.case_id = verification_look_up.case_id and a.agency_id = {_AGENCY}))"""  # noqa: S608

_ENABLE = [
    "alter table verification_look_up enable row level security",
    f"""create policy verification_look_up_read on verification_look_up for select
        using ({_SYSTEM} or {_TAKES_PART})""",
    f"""create policy verification_look_up_ask on verification_look_up for insert
        with check ({_SYSTEM} or ({_TAKES_PART} and agency_id = {_AGENCY}))""",
    f"""create policy verification_look_up_answer on verification_look_up for update
        using ({_SYSTEM}) with check ({_SYSTEM})""",
    "alter table verification_looked_up_answer enable row level security",
    f"""create policy verification_looked_up_answer_read on verification_looked_up_answer for select
        using ({_SYSTEM})""",
    f"""create policy verification_looked_up_answer_keep on verification_looked_up_answer for insert
        with check ({_SYSTEM})""",
    "alter table verification_stale_policy enable row level security",
    f"create policy verification_stale_policy_read on verification_stale_policy for select using ({_SYSTEM})",
    f"""create policy verification_stale_policy_set on verification_stale_policy for insert
        with check ({_SYSTEM})""",
    f"""create policy verification_stale_policy_correct on verification_stale_policy for update
        using ({_SYSTEM}) with check ({_SYSTEM})""",
]
_DISABLE = [
    "drop policy verification_look_up_read on verification_look_up",
    "drop policy verification_look_up_ask on verification_look_up",
    "drop policy verification_look_up_answer on verification_look_up",
    "alter table verification_look_up disable row level security",
    "drop policy verification_looked_up_answer_read on verification_looked_up_answer",
    "drop policy verification_looked_up_answer_keep on verification_looked_up_answer",
    "alter table verification_looked_up_answer disable row level security",
    "drop policy verification_stale_policy_read on verification_stale_policy",
    "drop policy verification_stale_policy_set on verification_stale_policy",
    "drop policy verification_stale_policy_correct on verification_stale_policy",
    "alter table verification_stale_policy disable row level security",
]


class Migration(migrations.Migration):
    dependencies = [
        ("verification", "0004_look_ups"),
        ("authority", "0002_row_level_security"),
    ]

    operations = [migrations.RunSQL(sql=_ENABLE, reverse_sql=_DISABLE)]

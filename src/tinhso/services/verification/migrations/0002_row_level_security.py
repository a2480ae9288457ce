"""Who sees which checks: the system, the person concerned, and agencies that take part in the case.

Whoever opens a case may ask; only the system stores answers. The owner is exempt (no FORCE).
"""

from django.db import migrations

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_SELF = "nullif(current_setting('tinhso.person', true), '')::uuid"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"

_ENABLE = [
    "alter table verification_request enable row level security",
    f"""create policy verification_request_read on verification_request for select using (
          {_SYSTEM} or person_id = {_SELF}
          or (current_setting('tinhso.scope', true) = 'officer' and exists (
            select 1 from authority_access a
            where a.case_id = verification_request.case_id and a.agency_id = {_AGENCY})))""",  # noqa: S608
    """create policy verification_request_ask on verification_request for insert with check (
         current_setting('tinhso.scope', true) in ('system', 'officer', 'citizen'))""",
    f"""create policy verification_request_answer on verification_request for update
        using ({_SYSTEM}) with check ({_SYSTEM})""",
    "alter table verification_answer enable row level security",
    f"create policy verification_answer_read on verification_answer for select using ({_SYSTEM})",
    f"create policy verification_answer_keep on verification_answer for insert with check ({_SYSTEM})",
]
_DISABLE = [
    "drop policy verification_request_read on verification_request",
    "drop policy verification_request_ask on verification_request",
    "drop policy verification_request_answer on verification_request",
    "alter table verification_request disable row level security",
    "drop policy verification_answer_read on verification_answer",
    "drop policy verification_answer_keep on verification_answer",
    "alter table verification_answer disable row level security",
]


class Migration(migrations.Migration):
    dependencies = [
        ("verification", "0001_requests_and_answers"),
        ("authority", "0002_row_level_security"),
    ]

    operations = [migrations.RunSQL(sql=_ENABLE, reverse_sql=_DISABLE)]

"""A client looks up in the name of an officer of its agreement, and reads only what it asked itself.

The access rows that a client sees are those of its agreement's agencies (authority), so that both policies
end with the agreement. What an officer asks, no client has asked.
"""

from django.db import migrations, models

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"
_TAKES_PART = f"""(current_setting('tinhso.scope', true) = 'officer' and exists (
            select 1 from authority_access a
            where a.case_id = verification_look_up.case_id and a.agency_id = {_AGENCY}))"""  # noqa: S608
_ITS_OWN = """current_setting('tinhso.scope', true) = 'client'
        and asked_through = nullif(current_setting('tinhso.client', true), '')::uuid"""
_CASE = "exists (select 1 from authority_access a where a.case_id = verification_look_up.case_id"

_FORWARD = [
    "drop policy verification_look_up_ask on verification_look_up",
    f"""create policy verification_look_up_ask on verification_look_up for insert
        with check ({_SYSTEM} or ({_TAKES_PART} and agency_id = {_AGENCY} and asked_through is null))""",
    f"""create policy verification_look_up_ask_through_client on verification_look_up for insert
        with check ({_ITS_OWN} and {_CASE} and a.agency_id = verification_look_up.agency_id))""",
    f"""create policy verification_look_up_read_by_client on verification_look_up for select
        using ({_ITS_OWN} and {_CASE}))""",
]
_BACK = [
    "drop policy verification_look_up_read_by_client on verification_look_up",
    "drop policy verification_look_up_ask_through_client on verification_look_up",
    "drop policy verification_look_up_ask on verification_look_up",
    f"""create policy verification_look_up_ask on verification_look_up for insert
        with check ({_SYSTEM} or ({_TAKES_PART} and agency_id = {_AGENCY}))""",
]


class Migration(migrations.Migration):
    dependencies = [
        ("verification", "0007_checks_know_their_agency"),
        ("authority", "0004_clients_see_their_agencies"),
    ]

    operations = [
        migrations.AddField(
            model_name="lookup",
            name="asked_through",
            field=models.UUIDField(null=True),
        ),
        migrations.RunSQL(sql=_FORWARD, reverse_sql=_BACK),
    ]

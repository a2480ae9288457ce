"""Whoever acts for the payer under a mandate, or legally represents the organisation, sees the fee too."""

from django.db import migrations

_SCOPE = "current_setting('tinhso.scope', true)"
_SELF = "nullif(current_setting('tinhso.person', true), '')::uuid"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"
_MANDATE = "nullif(current_setting('tinhso.mandate', true), '')::uuid"
_ORGANISATION = "nullif(current_setting('tinhso.organisation', true), '')::uuid"

_SEES_FEE = f"""{_SCOPE} = 'system' or person_id = {_SELF}
  or {_MANDATE} = any (holder_ids) or {_ORGANISATION} = any (holder_ids)
  or ({_SCOPE} = 'officer' and exists (
    select 1 from authority_access a
    where a.case_id = payments_fee.case_id and a.agency_id = {_AGENCY}))"""  # noqa: S608

_FORWARD = f"""
alter policy payments_fee_read on payments_fee using ({_SEES_FEE});
alter policy payments_fee_change on payments_fee using ({_SEES_FEE}) with check ({_SEES_FEE});
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_represented")]

    operations = [migrations.RunSQL(_FORWARD, migrations.RunSQL.noop)]

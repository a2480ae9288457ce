"""Whoever acts for somebody sees what belongs to it; a person sees as their own what is no organisation's.

A legal representative sees every dossier of the organisation, an authorised person those begun under their
mandate, a draft is seen by its writer while they act under the mandate that it was begun under; and all that
only while the mandate has not ended, whatever the actor was when the request began.
"""

from django.db import migrations

_SYSTEM = "current_setting('tinhso.scope', true) = 'system'"
_PERSON = "nullif(current_setting('tinhso.person', true), '')::uuid"
_AGENCY = "nullif(current_setting('tinhso.agency', true), '')::uuid"
_CODE = "nullif(current_setting('tinhso.tracking_code', true), '')"
_MANDATE = "nullif(current_setting('tinhso.mandate', true), '')::uuid"
_ORGANISATION = "nullif(current_setting('tinhso.organisation', true), '')::uuid"
_STANDS = f"""exists (select 1 from representation_mandate m
      where m.id = {_MANDATE} and m.ended_at is null)"""  # noqa: S608

_FORWARD = f"""
alter policy dossier_seen on dossiers_dossier using (
    {_SYSTEM}
    or (applicant_id = {_PERSON} and organisation_id is null)
    or (mandate_id = {_MANDATE} and {_STANDS})
    or (organisation_id = {_ORGANISATION} and {_STANDS})
    or code = {_CODE}
    or exists (select 1 from authority_access a
      where a.case_id = dossiers_dossier.id and a.agency_id = {_AGENCY}))
  with check ({_SYSTEM});
alter policy draft_seen on dossiers_draft using (
    {_SYSTEM} or (person_id = {_PERSON} and (mandate_id is null or (mandate_id = {_MANDATE} and {_STANDS}))));
alter table dossiers_dossier add constraint dossier_organisation_by_mandate
  check (organisation_id is null or mandate_id is not null);
alter table dossiers_dossier add constraint dossier_mandate_has_representative
  check ((mandate_id is null) = (representative_id is null));
"""  # noqa: S608 - made of this file's own names


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0007_represented")]

    operations = [migrations.RunSQL(_FORWARD, migrations.RunSQL.noop)]

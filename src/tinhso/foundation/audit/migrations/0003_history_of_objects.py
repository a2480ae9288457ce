"""The history of the few kinds of objects whose page shows it: an index that other entries do not pay for."""

from django.db import migrations

# The kinds stand here and in ``queries.HISTORY_KINDS``; an entry of another kind costs the index nothing.
_KINDS = "('account', 'officer', 'agency', 'delegation', 'holiday')"

_FORWARD = f"""
create index audit_history on audit_entry (object_id, id desc) where object_kind in {_KINDS};
create function audit_history_of(objects uuid[], before uuid, at_most integer)
returns setof audit_entry language sql stable security definer set search_path = public, pg_temp as $$
  select * from audit_entry
  where object_id = any(objects) and object_kind in {_KINDS}
    and current_setting('tinhso.scope', true) = 'system'
    and (before is null or id < before)
  order by id desc limit at_most
$$;
revoke all on function audit_history_of(uuid[], uuid, integer) from public;
do $$ begin
  if exists (select from pg_roles where rolname = 'tinhso_app') then
    grant execute on function audit_history_of(uuid[], uuid, integer) to tinhso_app;
  end if;
end $$
"""  # noqa: S608 - constants
_BACK = "drop function audit_history_of(uuid[], uuid, integer); drop index audit_history"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [migrations.RunSQL(_FORWARD, _BACK)]

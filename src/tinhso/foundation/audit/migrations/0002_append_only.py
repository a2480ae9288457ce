"""Append-only, readable by the system and by the people concerned only; the owner role is not bound by this."""

from django.db import migrations

_APPEND_ONLY = ("audit_entry", "audit_leaf", "audit_subtree", "audit_tree_head")

_REFUSE_CHANGE = """
create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only: % on % refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$
"""

_TRIGGER = """
create trigger {table}_append_only before update or delete or truncate on {table}
  for each statement execute function audit_refuse_change()
"""

_PRIVILEGES = """
do $$ begin
  if exists (select from pg_roles where rolname = 'tinhso_app') then
    revoke update, delete, truncate on audit_entry, audit_leaf, audit_subtree, audit_tree_head from tinhso_app;
    revoke update, truncate on audit_pending from tinhso_app;
  end if;
end $$
"""

_ROW_LEVEL_SECURITY = """
alter table audit_entry enable row level security;
create policy audit_entry_write on audit_entry for insert with check (true);
create policy audit_entry_read on audit_entry for select using (
  current_setting('tinhso.scope', true) = 'system'
  or (hidden_until is null and current_setting('tinhso.person', true) = any (subjects::text[]))
);
"""

# Array containment is not leakproof, so row-level security would keep the planner from the index on subjects.
# The function runs as the owner, repeats the policy's question itself, and may use the index.
_ABOUT = """
create function audit_entries_about(subject uuid, before uuid, moment timestamptz, at_most integer)
returns setof audit_entry language sql stable security definer set search_path = public, pg_temp as $$
  with mine as materialized (
    select * from audit_entry
    where subjects @> array[subject]
      and (current_setting('tinhso.scope', true) = 'system'
           or current_setting('tinhso.person', true) = subject::text)
  )
  select * from mine
  where (before is null or id < before) and (hidden_until is null or hidden_until <= moment)
  order by id desc limit at_most
$$;
revoke all on function audit_entries_about(uuid, uuid, timestamptz, integer) from public;
do $$ begin
  if exists (select from pg_roles where rolname = 'tinhso_app') then
    grant execute on function audit_entries_about(uuid, uuid, timestamptz, integer) to tinhso_app;
  end if;
end $$
"""

_FORGET = """
drop function audit_entries_about(uuid, uuid, timestamptz, integer);
drop policy audit_entry_read on audit_entry;
drop policy audit_entry_write on audit_entry;
alter table audit_entry disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_audit_log")]

    operations = [
        migrations.RunSQL(_REFUSE_CHANGE, "drop function audit_refuse_change()"),
        *(
            migrations.RunSQL(_TRIGGER.format(table=table), f"drop trigger {table}_append_only on {table}")
            for table in _APPEND_ONLY
        ),
        migrations.RunSQL(_PRIVILEGES, migrations.RunSQL.noop),
        migrations.RunSQL(_ROW_LEVEL_SECURITY + _ABOUT, _FORGET),
    ]

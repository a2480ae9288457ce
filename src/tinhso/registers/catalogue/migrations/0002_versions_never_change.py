"""Published versions stay as they are, whoever asks; and their words can be searched by index."""

from django.db import migrations

_FIXED = """
create function catalogue_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'catalogue_procedure: version % of % is published and never changes', old.version, old.code
        using errcode = 'restrict_violation';
end
$$;
create trigger catalogue_procedure_fixed
    before update or delete on catalogue_procedure
    for each row execute function catalogue_refuse_change();
"""

_NOT_FIXED = """
drop trigger catalogue_procedure_fixed on catalogue_procedure;
drop function catalogue_refuse_change();
"""

_SEARCHED = """
create index catalogue_procedure_words on catalogue_procedure
    using gin (to_tsvector('simple', search_words));
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_published_procedures")]

    operations = [
        migrations.RunSQL(_FIXED, _NOT_FIXED),
        migrations.RunSQL(_SEARCHED, "drop index catalogue_procedure_words"),
    ]

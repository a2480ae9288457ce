"""The one relation of this room that other rooms may join: who acts for which agency, in which period."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_units_agencies_and_officers")]

    operations = [
        migrations.RunSQL(
            sql="create view agencies_acting_officer as"
            " select officer_id, agency_id, roles, valid_from, valid_to from agencies_assignment",
            reverse_sql="drop view agencies_acting_officer",
        )
    ]

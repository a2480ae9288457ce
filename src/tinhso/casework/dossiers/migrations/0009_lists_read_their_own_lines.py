"""Work lists and their numbers cost what they show, however many dossiers there are.

Each list gets an index of just its lines, without a look at the dossiers; and the policies of lines and of name
words ask who reads once a statement instead of once a row.
"""

from django.db import migrations, models

_SYSTEM = "(select current_setting('tinhso.scope', true)) = 'system'"
_AGENCY = "(select nullif(current_setting('tinhso.agency', true), '')::uuid)"

_ASKED_ONCE = f"""
alter policy worklist_seen on dossiers_worklist using ({_SYSTEM} or agency_id = {_AGENCY});
alter policy name_word_seen on dossiers_name_word using ({_SYSTEM} or agency_id = {_AGENCY});
"""

_FROM_THE_DOSSIERS = """
update dossiers_worklist w set
  is_unverified = w.queue <> 'closed' and d.check_state in ('pending', 'no_match'),
  apology_due_at = case when d.agency_id = w.agency_id and d.status in (2, 4)
    and w.queue not in ('closed', 'waiting_citizen') then d.due_at end,
  apology_rounds = d.apology_rounds
from dossiers_dossier d where d.id = w.dossier_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0008_represented_are_seen"),
        ("authority", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="worklistrow",
            name="is_unverified",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddField(
            model_name="worklistrow",
            name="apology_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="worklistrow",
            name="apology_rounds",
            field=models.SmallIntegerField(default=0, db_default=0),
        ),
        migrations.RunSQL(_FROM_THE_DOSSIERS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="worklistrow",
            name="dossier",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="dossiers.dossier",
            ),
        ),
        migrations.AddIndex(
            model_name="worklistrow",
            index=models.Index(
                condition=models.Q(("queue__in", ["to_receive", "to_process", "to_approve", "to_deliver"])),
                fields=["agency_id", "due_at", "dossier"],
                name="worklist_open_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="worklistrow",
            index=models.Index(
                condition=models.Q(("is_unverified", True)),
                fields=["agency_id", "sort_at", "dossier"],
                name="worklist_unverified",
            ),
        ),
        migrations.AddIndex(
            model_name="worklistrow",
            index=models.Index(
                condition=models.Q(("apology_due_at__isnull", False)),
                fields=["agency_id", "apology_due_at", "dossier"],
                include=["apology_rounds"],
                name="worklist_to_apologise",
            ),
        ),
        migrations.RunSQL(_ASKED_ONCE, migrations.RunSQL.noop),
    ]

"""Apps that show codes, and recovery codes; the secrets are sealed, and only the house reads the rows."""

import django.db.models.deletion
from django.db import migrations, models

_SECURE = """
alter table second_factor_authenticator enable row level security;
create policy authenticator_system on second_factor_authenticator
  using (current_setting('tinhso.scope', true) = 'system')
  with check (current_setting('tinhso.scope', true) = 'system');
alter table second_factor_recovery_code enable row level security;
create policy recovery_code_system on second_factor_recovery_code
  using (current_setting('tinhso.scope', true) = 'system')
  with check (current_setting('tinhso.scope', true) = 'system');
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0003_officer_name_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Authenticator",
            fields=[
                (
                    "officer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="agencies.officer",
                    ),
                ),
                ("secret_sealed", models.BinaryField(null=True)),
                ("enabled_at", models.DateTimeField(null=True)),
                ("pending_sealed", models.BinaryField(null=True)),
                ("pending_since", models.DateTimeField(null=True)),
                ("last_step", models.BigIntegerField(default=0)),
                ("failed_attempts", models.PositiveIntegerField(default=0)),
                ("closed_until", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.officer",
                    ),
                ),
            ],
            options={
                "db_table": "second_factor_authenticator",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("enabled_at__isnull", True), ("secret_sealed__isnull", True)),
                            models.Q(("enabled_at__isnull", False), ("secret_sealed__isnull", False)),
                            _connector="OR",
                        ),
                        name="second_factor_enabled_with_a_secret",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pending_sealed__isnull", True), ("pending_since__isnull", True)),
                            models.Q(("pending_sealed__isnull", False), ("pending_since__isnull", False)),
                            _connector="OR",
                        ),
                        name="second_factor_pending_since_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("code_index", models.BinaryField(max_length=16, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.officer"
                    ),
                ),
            ],
            options={
                "db_table": "second_factor_recovery_code",
                "indexes": [models.Index(fields=["officer"], name="second_factor_codes_of_officer")],
            },
        ),
        migrations.RunSQL(_SECURE, migrations.RunSQL.noop),
    ]

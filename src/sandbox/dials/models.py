"""The stored position of each dial, and the settings beside it."""

from django.db import models

from sandbox.dials.modes import Mode


class Dial(models.Model):
    """One system's dial; no row means normal."""

    system = models.CharField(max_length=40, primary_key=True)
    mode = models.CharField(max_length=20, default=Mode.NORMAL)
    variant = models.CharField(max_length=40, blank=True, default="")
    seconds = models.FloatField(default=0)
    remaining = models.PositiveIntegerField(null=True, default=None)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "dials_dial"


class Setting(models.Model):
    """A setting of a system that differs from its default: its rate, or one of its habits."""

    system = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    value = models.FloatField()

    class Meta:
        db_table = "dials_setting"
        constraints = [
            models.UniqueConstraint(fields=["system", "name"], name="dials_setting_once"),
        ]

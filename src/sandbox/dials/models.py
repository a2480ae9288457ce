"""The stored position of each dial."""

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

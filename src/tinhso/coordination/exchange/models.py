"""What the exchange keeps: dossiers by the changes they are made of, lines, messages that came in.

Whatever a change says is sealed; codes, statuses and numbers stand open, so that lines can be watched.
"""

from __future__ import annotations

from django.db import models


class ExchangeDossier(models.Model):
    """One dossier by the system that opened it; ``house_dossier`` where the house handles it.

    ``digest`` is that of the replica after ``changes`` changes; ``told_version`` the version of the house's
    dossier up to which its changes stand here; ``problem`` why a step of the house could not be told.
    """

    id = models.UUIDField(primary_key=True)
    creator = models.TextField()
    code = models.TextField()
    house_dossier = models.OneToOneField(
        "dossiers.Dossier", on_delete=models.PROTECT, related_name="+", null=True
    )
    owner = models.TextField()
    agency_code = models.TextField()
    procedure_code = models.TextField()
    status = models.SmallIntegerField()
    changes = models.IntegerField()
    told_version = models.IntegerField(default=0)
    opened_on = models.DateField()
    digest = models.BinaryField()
    problem = models.TextField(default="")
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "exchange_dossier"
        constraints = [models.UniqueConstraint(fields=["creator", "code"], name="exchange_dossier_once")]
        indexes = [models.Index(fields=["opened_on", "agency_code"], name="exchange_dossier_bucket")]


class ExchangeChange(models.Model):
    """One numbered change of one origin; never altered."""

    pk = models.CompositePrimaryKey("dossier_id", "origin", "seq")
    dossier = models.ForeignKey(ExchangeDossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    origin = models.TextField()
    seq = models.IntegerField()
    place = models.IntegerField()
    after = models.JSONField()
    at = models.DateTimeField()
    sealed_parts = models.BinaryField()

    class Meta:
        db_table = "exchange_change"


class ExchangeLine(models.Model):
    """What one peer has acknowledged of one dossier; due when it must be told or looked at again.

    ``peer_code`` is the number by which the peer knows it; ``is_expected`` whether the peer must show it: the
    national portal shows none before its reception.
    """

    pk = models.CompositePrimaryKey("dossier_id", "peer")
    dossier = models.ForeignKey(ExchangeDossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    peer = models.TextField()
    peer_code = models.TextField(default="")
    is_expected = models.BooleanField(default=True)
    acknowledged = models.JSONField()
    is_agreed = models.BooleanField()
    behind_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    leased_by = models.BigIntegerField(null=True)
    tries = models.IntegerField(default=0)
    differed = models.IntegerField(default=0, db_default=0)
    reason = models.TextField(default="")

    class Meta:
        db_table = "exchange_line"
        indexes = [
            models.Index(
                fields=["peer", "due_at"],
                name="exchange_line_due",
                condition=models.Q(due_at__isnull=False),
            ),
            models.Index(fields=["peer", "peer_code"], name="exchange_line_code"),
            models.Index(
                fields=["peer", "behind_since"],
                name="exchange_line_behind",
                condition=models.Q(behind_since__isnull=False),
            ),
            models.Index(fields=["peer"], name="exchange_line_differs", condition=models.Q(differed__gt=0)),
            models.Index(
                fields=["peer", "leased_by"],
                name="exchange_line_leased",
                condition=models.Q(leased_by__isnull=False),
            ),
        ]


class ExchangeInbound(models.Model):
    """One message of another system, kept as it came; ``place`` tells in which order they came.

    ``may_jump``: an operator accepted that its status passes over others.
    """

    id = models.UUIDField(primary_key=True)
    system = models.TextField()
    message_id = models.TextField()
    dossier_code = models.TextField()
    sequence = models.BigIntegerField()
    digest = models.BinaryField()
    sealed_body = models.BinaryField()
    arrived_at = models.DateTimeField()
    state = models.TextField()
    reason = models.TextField(default="")
    tries = models.IntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    leased_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    may_jump = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "exchange_inbound"
        constraints = [
            models.UniqueConstraint(fields=["system", "message_id"], name="exchange_inbound_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "taken", "apart", "dismissed"]),
                name="exchange_inbound_never_dropped",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="exchange_inbound_due", condition=models.Q(state="waiting")),
            models.Index(fields=["system", "dossier_code", "sequence"], name="exchange_inbound_of_dossier"),
            models.Index(
                fields=["arrived_at"], name="exchange_inbound_apart", condition=models.Q(state="apart")
            ),
            models.Index(
                fields=["leased_by"],
                name="exchange_inbound_leased",
                condition=models.Q(leased_by__isnull=False),
            ),
        ]


class ExchangeCursor(models.Model):
    """How far a feed of another system has been read."""

    system = models.TextField(primary_key=True)
    position = models.BigIntegerField()
    moved_at = models.DateTimeField()

    class Meta:
        db_table = "exchange_cursor"


class ExchangeOperation(models.Model):
    """What an operator did with a line or a message; the reason is sealed, since people write names."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    officer = models.UUIDField(null=True)
    act = models.TextField()
    system = models.TextField()
    message = models.ForeignKey(
        ExchangeInbound, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    sealed_reason = models.BinaryField()

    class Meta:
        db_table = "exchange_operation"
        indexes = [models.Index(fields=["-at"], name="exchange_operation_latest")]


class ExchangeShown(models.Model):
    """What a peer's list shows of one dossier, by its number there; ``day`` is the list's day."""

    pk = models.CompositePrimaryKey("peer", "code")
    peer = models.TextField()
    code = models.TextField()
    day = models.DateField()
    status = models.SmallIntegerField()
    seen_at = models.DateTimeField()
    is_known = models.BooleanField(default=True)

    class Meta:
        db_table = "exchange_shown"
        indexes = [
            models.Index(fields=["peer", "day"], name="exchange_shown_day"),
            models.Index(
                fields=["peer", "code"], name="exchange_shown_unknown", condition=models.Q(is_known=False)
            ),
        ]


class ExchangeScan(models.Model):
    """When a day of a peer's list was read last."""

    pk = models.CompositePrimaryKey("peer", "day")
    peer = models.TextField()
    day = models.DateField()
    read_at = models.DateTimeField()

    class Meta:
        db_table = "exchange_scan"


class ExchangeBucket(models.Model):
    """The dossiers of one agency opened on one day, hashed as a peer should show them and as it shows them.

    A stale one is hashed again before anybody compares.
    """

    pk = models.CompositePrimaryKey("peer", "day", "agency_code")
    peer = models.TextField()
    day = models.DateField()
    agency_code = models.TextField()
    here = models.BinaryField(null=True)
    there = models.BinaryField(null=True)
    dossiers_here = models.IntegerField(default=0)
    dossiers_there = models.IntegerField(default=0)
    is_stale = models.BooleanField(default=True)
    hashed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_bucket"
        indexes = [
            models.Index(fields=["peer"], name="exchange_bucket_stale", condition=models.Q(is_stale=True)),
            models.Index(
                fields=["peer"],
                name="exchange_bucket_unequal",
                condition=~models.Q(here=models.F("there")),
            ),
        ]


class ExchangeDelay(models.Model):
    """A dossier that a peer was told of late: from when it should have been, when it was (legal time).

    ``is_arrival``: the other way round, one that was filed there and that the house was told of late.
    """

    pk = models.CompositePrimaryKey("dossier_id", "peer", "told_at")
    dossier = models.ForeignKey(ExchangeDossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    peer = models.TextField()
    agency_code = models.TextField()
    waited_from = models.DateTimeField()
    told_at = models.DateTimeField()
    is_arrival = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "exchange_delay"
        indexes = [models.Index(fields=["peer", "told_at"], name="exchange_delay_of_peer")]


class ExchangeDifference(models.Model):
    """A difference that a reconciliation found, and when one found it no more (real time).

    ``asked_at``: when the system was asked last for what is not known here.
    """

    id = models.UUIDField(primary_key=True)
    peer = models.TextField()
    code = models.TextField()
    kind = models.TextField()
    first_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_difference"
        constraints = [
            models.UniqueConstraint(
                fields=["peer", "code"],
                name="exchange_difference_once",
                condition=models.Q(ended_at__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["peer", "ended_at"], name="exchange_difference_ended")]


class ExchangeConflict(models.Model):
    """Two systems said different things of one field: whose word counts, whose does not, and why.

    What both said stands sealed. A word that may be no change of the dossier has no number; it came with
    ``message``. ``said_at`` is when the overruled one wrote, ``held_at`` when the one that counts did.
    """

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey(ExchangeDossier, on_delete=models.PROTECT, related_name="+")
    field = models.TextField()
    kept_system = models.TextField()
    kept_seq = models.IntegerField(null=True)
    overruled_system = models.TextField()
    overruled_seq = models.IntegerField(null=True)
    at = models.DateTimeField()
    message = models.ForeignKey(
        ExchangeInbound, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    why = models.TextField(default="", db_default="")
    said_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    sealed_values = models.BinaryField(null=True)

    class Meta:
        db_table = "exchange_conflict"
        constraints = [
            models.UniqueConstraint(
                fields=["message", "field"],
                name="exchange_conflict_once",
                condition=models.Q(message__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["-at"], name="exchange_conflict_latest")]


class ExchangeCatchUp(models.Model):
    """How far the dossiers were walked through, for a peer that was connected later or for the house itself.

    ``after`` is the last one looked at; ``ended_at`` says that all were.
    """

    whom = models.TextField(primary_key=True)
    after = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_catch_up"

"""Dossiers and what belongs to them. Names, answers and notes are sealed."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from tinhso.casework.dossiers.crossing_models import OutsideCode as OutsideCode
from tinhso.casework.dossiers.postal_models import Parcel as Parcel
from tinhso.casework.dossiers.postal_models import PostalList as PostalList
from tinhso.casework.dossiers.postal_models import PostalListSeries as PostalListSeries
from tinhso.casework.dossiers.postal_models import PostalReturn as PostalReturn
from tinhso.casework.dossiers.postal_models import WithdrawnParcelNumber as WithdrawnParcelNumber
from tinhso.casework.dossiers.reserve_models import ReserveBatch as ReserveBatch
from tinhso.casework.dossiers.reserve_models import ReserveNumber as ReserveNumber
from tinhso.casework.dossiers.reserve_models import ReserveSeries as ReserveSeries


class Dossier(models.Model):
    """One dossier of one applicant under one immutable procedure version."""

    id = models.UUIDField(primary_key=True)
    code = models.TextField()
    dotted_code = models.TextField(null=True)
    national_code = models.TextField(null=True)
    owner_system = models.TextField()
    procedure_code = models.TextField()
    procedure_version = models.TextField()
    case_key = models.TextField()
    channel = models.TextField()
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    applicant = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "representation.Organisation", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    mandate = models.ForeignKey(
        "representation.Mandate", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    representative = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    status = models.SmallIntegerField()
    state = models.TextField()
    version = models.IntegerField()
    sealed_answers = models.BinaryField()
    sealed_applicant_name = models.BinaryField()
    fee_state = models.TextField()
    fee_amount = models.IntegerField()
    check_state = models.TextField()
    checked_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    supplement_rounds = models.SmallIntegerField()
    promised_at = models.DateTimeField(null=True)
    apology_rounds = models.SmallIntegerField(db_default=0)

    class Meta:
        db_table = "dossiers_dossier"
        constraints = [
            models.UniqueConstraint(fields=["code"], name="dossier_code_once"),
            models.UniqueConstraint(fields=["dotted_code"], name="dossier_dotted_code_once"),
            models.UniqueConstraint(
                fields=["national_code"],
                condition=models.Q(national_code__isnull=False),
                name="dossier_national_code_once",
            ),
            models.CheckConstraint(
                condition=models.Q(status__gte=1, status__lte=10), name="dossier_national_status"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[1, 3, 7, 8, 5, 6, 10]) | models.Q(received_at__isnull=False),
                name="dossier_running_is_received",
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-submitted_at"], name="dossiers_of_person"),
            models.Index(fields=["agency", "finished_at"], name="dossiers_of_agency"),
            models.Index(
                fields=["organisation", "-submitted_at"],
                condition=models.Q(organisation__isnull=False),
                name="dossiers_of_organisation",
            ),
            models.Index(
                fields=["mandate"], condition=models.Q(mandate__isnull=False), name="dossiers_of_mandate"
            ),
        ]


class CodeSequence(models.Model):
    """Last number given by one agency on one day; rolled-back numbers leave gaps."""

    pk = models.CompositePrimaryKey("agency_id", "day")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        db_table = "dossiers_code_sequence"


class Paper(models.Model):
    """One file of a dossier; a corrected paper keeps its predecessor."""

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.TextField()
    file = models.ForeignKey("files.StoredFileRow", on_delete=models.PROTECT, related_name="+")
    sealed_name = models.BinaryField()
    added_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    kept_paper = models.ForeignKey(
        "personal_store.KeptPaper", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    outside_code = models.TextField(null=True)

    class Meta:
        db_table = "dossiers_paper"
        indexes = [
            models.Index(fields=["dossier"], name="papers_of_dossier"),
            models.Index(
                fields=["kept_paper"],
                condition=models.Q(kept_paper__isnull=False),
                name="papers_from_the_store",
            ),
        ]


class SparedPaper(models.Model):
    """A paper that the applicant did not have to bring: a register knew it, or the personal store has it."""

    pk = models.CompositePrimaryKey("dossier_id", "key")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.TextField()
    by = models.TextField()
    fact = models.TextField()

    class Meta:
        db_table = "dossiers_spared_paper"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__in=["register", "store"]), name="spared_paper_by_known"
            )
        ]


class DossierEvent(models.Model):
    """One change of a dossier; append-only, one row a version."""

    pk = models.CompositePrimaryKey("dossier_id", "version")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    at = models.DateTimeField()
    action = models.TextField()
    from_status = models.SmallIntegerField()
    status = models.SmallIntegerField()
    state = models.TextField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    sealed_note = models.BinaryField(null=True)

    class Meta:
        db_table = "dossiers_event"
        indexes = [
            models.Index(fields=["agency_id", "at"], name="dossiers_acts_of_agency"),
            BrinIndex(fields=["at"], name="dossiers_events_in_time", pages_per_range=16),
        ]


class SupplementRequest(models.Model):
    """One round of asking for a supplement, with both due dates."""

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    round = models.SmallIntegerField()
    sealed_items = models.BinaryField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    answer_by = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)

    class Meta:
        db_table = "dossiers_supplement"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "round"], name="supplement_round"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=models.Q(answered_at__isnull=True, lapsed_at__isnull=True),
                name="supplement_waits_once",
            ),
        ]


class Apology(models.Model):
    """One new date that the agency promised with an apology; the due date before it goes on counting."""

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    round = models.SmallIntegerField()
    about_version = models.IntegerField()
    sealed_reason = models.BinaryField()
    due_before = models.DateTimeField()
    promised_at = models.DateTimeField()
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()

    class Meta:
        db_table = "dossiers_apology"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "round"], name="apology_round"),
            models.CheckConstraint(
                condition=models.Q(promised_at__gt=models.F("due_before")), name="apology_promises_later"
            ),
        ]


class PrintedSlip(models.Model):
    """A slip as it was first printed: the same bytes ever after."""

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    about_version = models.IntegerField()
    form = models.TextField()
    form_version = models.TextField()
    file = models.ForeignKey("files.StoredFileRow", on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    printed_by = models.UUIDField(null=True)

    class Meta:
        db_table = "dossiers_slip"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "kind", "about_version"], name="slip_printed_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["receipt", "supplement", "refusal", "apology", "control"]),
                name="slip_kind_known",
            ),
        ]


class Result(models.Model):
    """The result of a dossier: drafted, approved, delivered."""

    dossier = models.OneToOneField(Dossier, primary_key=True, on_delete=models.PROTECT, related_name="+")
    sealed_text = models.BinaryField()
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    file = models.ForeignKey("files.StoredFileRow", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "dossiers_result"


class Draft(models.Model):
    """A dossier being written; answers and file names are sealed."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    procedure_code = models.TextField()
    procedure_version = models.TextField()
    sealed_content = models.BinaryField()
    updated_at = models.DateTimeField()
    submitted_dossier_id = models.UUIDField(null=True)
    mandate = models.ForeignKey(
        "representation.Mandate", on_delete=models.PROTECT, related_name="+", null=True
    )
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dossiers_draft"
        indexes = [models.Index(fields=["person", "-updated_at"], name="drafts_of_person")]


class WorklistRow(models.Model):
    """What one agency has to do with one dossier: the room's own summary row.

    Its queues and their numbers are read without the dossiers: each list has an index of just its lines.
    """

    pk = models.CompositePrimaryKey("dossier_id", "agency_id")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency_id = models.UUIDField()
    queue = models.TextField()
    due_at = models.DateTimeField(null=True)
    sort_at = models.DateTimeField()
    is_unverified = models.BooleanField(default=False, db_default=False)
    apology_due_at = models.DateTimeField(null=True)
    apology_rounds = models.SmallIntegerField(default=0, db_default=0)
    code_tail = models.TextField(null=True, db_collation="C")

    class Meta:
        db_table = "dossiers_worklist"
        indexes = [
            models.Index(fields=["agency_id", "queue", "sort_at", "dossier"], name="worklist_order"),
            models.Index(
                fields=["agency_id", "due_at", "dossier"],
                condition=models.Q(queue__in=["to_receive", "to_process", "to_approve", "to_deliver"]),
                name="worklist_open_by_due",
            ),
            models.Index(
                fields=["agency_id", "sort_at", "dossier"],
                condition=models.Q(is_unverified=True),
                name="worklist_unverified",
            ),
            models.Index(
                fields=["agency_id", "apology_due_at", "dossier"],
                include=["apology_rounds"],
                condition=models.Q(apology_due_at__isnull=False),
                name="worklist_to_apologise",
            ),
            models.Index(fields=["agency_id", "code_tail"], name="worklist_code_tail"),
            models.Index(
                fields=["dossier"],
                condition=models.Q(code_tail__isnull=True),
                name="worklist_not_yet_findable",
            ),
        ]


class ApplicantNameWord(models.Model):
    """A whole accent-free word of an applicant's name as a blind index, for each agency that takes part."""

    pk = models.CompositePrimaryKey("agency_id", "word_index", "dossier_id")
    agency_id = models.UUIDField()
    word_index = models.BinaryField(max_length=16)
    # Written with its dossier in one statement and found through it: the database need not look each up.
    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        db_table = "dossiers_name_word"


class VersionMove(models.Model):
    """One decision to let running dossiers go on under another version of their procedure."""

    id = models.UUIDField(primary_key=True)
    procedure_code = models.TextField()
    from_version = models.TextField()
    to_version = models.TextField()
    sealed_reason = models.BinaryField()
    moved_by = models.UUIDField()
    moved_at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dossiers_version_move"


class CalendarMove(models.Model):
    """Running dossiers laid on a changed calendar: how far that is, and what came of it."""

    id = models.UUIDField(primary_key=True)
    since = models.DateField()
    reason = models.TextField()
    total = models.IntegerField()
    looked_at = models.IntegerField(default=0)
    later = models.IntegerField(default=0)
    earlier = models.IntegerField(default=0)
    told = models.IntegerField(default=0)
    reached = models.UUIDField(null=True)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dossiers_calendar_move"


class MovedDossier(models.Model):
    """A dossier that went over, and back: the versions of its row afterwards."""

    pk = models.CompositePrimaryKey("move_id", "dossier_id")
    move = models.ForeignKey(VersionMove, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    version_after = models.IntegerField(null=True)
    version_back = models.IntegerField(null=True)

    class Meta:
        db_table = "dossiers_version_moved"

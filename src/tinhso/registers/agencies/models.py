"""Tables of the room. Ids of units and agencies follow from their natural keys (see ``rules``)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class AdministrativeUnit(models.Model):
    """Đơn vị hành chính trong một thời kỳ: one row for each code and period."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=5)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=8)
    kind = models.CharField(max_length=16)
    parent_code = models.CharField(max_length=5, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=400)

    class Meta:
        db_table = "agencies_administrative_unit"
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="agencies_unit_code_and_period"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="agencies_unit_period_has_days",
            ),
        ]


class Succession(models.Model):
    """Đơn vị cũ được sắp xếp vào đơn vị mới."""

    id = models.UUIDField(primary_key=True)
    old_code = models.CharField(max_length=5)
    old_from = models.DateField()
    new_code = models.CharField(max_length=5)
    new_from = models.DateField()
    coverage = models.CharField(max_length=8)
    default_target = models.BooleanField()
    effective = models.DateField()

    class Meta:
        db_table = "agencies_succession"
        constraints = [
            models.UniqueConstraint(
                fields=["old_code", "old_from", "new_code", "new_from"], name="agencies_succession_pair"
            ),
            models.UniqueConstraint(
                fields=["old_code", "old_from"],
                condition=Q(default_target=True),
                name="agencies_one_default_target",
            ),
        ]


class Agency(models.Model):
    """Cơ quan tham gia giải quyết thủ tục hành chính."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=40)
    national_code = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=32)
    unit_code = models.CharField(max_length=5)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    code_verified = models.BooleanField()

    class Meta:
        db_table = "agencies_agency"
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="agencies_agency_code_and_period"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="agencies_agency_period_has_days",
            ),
        ]


class Officer(models.Model):
    """Cán bộ, công chức, viên chức. The name is sealed."""

    id = models.UUIDField(primary_key=True)
    name_sealed = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "agencies_officer"


class OfficerNameWord(models.Model):
    """A whole accent-free word of an officer's name, as a blind index."""

    pk = models.CompositePrimaryKey("word_index", "officer_id")
    word_index = models.BinaryField(max_length=16)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "agencies_officer_name_word"


class Assignment(models.Model):
    """The post an officer holds during a period; ``valid_to`` is the first day no longer held."""

    id = models.UUIDField(primary_key=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=32))
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "agencies_assignment"
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(valid_to__isnull=True), name="agencies_one_open_assignment"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="agencies_assignment_period_has_days",
            ),
        ]


class LoadedData(models.Model):
    """Which data set was loaded when: answers "is this loaded already?" and invalidates caches."""

    name = models.CharField(primary_key=True, max_length=40)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "agencies_loaded_data"


class Delegation(models.Model):
    """Ủy quyền phê duyệt trong một thời gian, giữa hai cán bộ của một cơ quan."""

    id = models.UUIDField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    basis = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_for = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        db_table = "agencies_delegation"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="agencies_delegation_lasts"),
            models.CheckConstraint(condition=~Q(leader=F("deputy")), name="agencies_delegation_between_two"),
        ]
        indexes = [models.Index(fields=["deputy", "ends_at"], name="agencies_delegation_of_deputy")]


class CompetencePeriod(models.Model):
    """Thẩm quyền giao cho một cơ quan từ một ngày. Without days: taken back. The reason is sealed."""

    id = models.UUIDField(primary_key=True)
    competence = models.CharField(max_length=32)
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    sealed_reason = models.BinaryField()
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "agencies_competence_period"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="agencies_competence_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["competence", "unit"],
                condition=Q(valid_to__isnull=True),
                name="agencies_competence_open_once",
            ),
        ]


class AgencyEnding(models.Model):
    """Kết thúc hoạt động của cơ quan, và cơ quan kế thừa. The reason is sealed."""

    id = models.UUIDField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField()
    officers_follow = models.BooleanField()
    sealed_reason = models.BinaryField()
    ordered_by = models.UUIDField()
    ordered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "agencies_ending"
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(withdrawn_at__isnull=True), name="agencies_agency_ends_once"
            ),
            models.CheckConstraint(
                condition=~Q(agency=F("successor")), name="agencies_agency_succeeded_by_another"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(announced_at__isnull=True),
                name="agencies_ending_withdrawn_before_its_day",
            ),
        ]


class AgencyDetail(models.Model):
    """Tên, điện thoại, địa chỉ của cơ quan từ một ngày; the latest word of a day holds; why is sealed."""

    id = models.UUIDField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    sealed_reason = models.BinaryField(null=True)
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "agencies_agency_detail"

"""The three registers behind the gateway, and the log of look-ups."""

from django.db import models


class BusinessStatus(models.TextChoices):
    """How a business stands; the numbers are the sandbox's own (chưa xác minh)."""

    ACTIVE = "2", "Đang hoạt động"
    SUSPENDED = "4", "Tạm ngừng kinh doanh"
    DISSOLVING = "5", "Đang làm thủ tục giải thể"
    DISSOLVED = "6", "Đã giải thể, phá sản, chấm dứt tồn tại"
    NOT_AT_ADDRESS = "7", "Không còn hoạt động tại địa chỉ đã đăng ký"


class Business(models.Model):
    """A registered business or a branch of one; representatives are people of the population."""

    code = models.CharField(max_length=14, primary_key=True)
    name = models.CharField(max_length=250)
    short_name = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=100)
    status = models.CharField(max_length=1, choices=BusinessStatus.choices, default=BusinessStatus.ACTIVE)
    founded_on = models.DateField()
    capital = models.PositiveBigIntegerField(default=0)
    address = models.CharField(max_length=300)
    commune = models.CharField(max_length=5)
    commune_name = models.CharField(max_length=100)
    district_name = models.CharField(max_length=100)
    representatives = models.JSONField()

    class Meta:
        db_table = "gateway_business"


class InsuranceStatus(models.TextChoices):
    """How an insured person stands (chưa xác minh)."""

    PAYING = "1", "Đang tham gia"
    PAUSED = "2", "Tạm dừng đóng"
    PENSION = "3", "Đang hưởng lương hưu"
    HEALTH_ONLY = "4", "Chỉ tham gia bảo hiểm y tế"


class InsuredPerson(models.Model):
    """A person known to social insurance."""

    number = models.CharField(max_length=10, primary_key=True)
    personal_id = models.CharField(max_length=12, unique=True)
    full_name = models.CharField(max_length=140)
    birth_year = models.PositiveSmallIntegerField()
    birth_date = models.DateField(null=True)
    status = models.CharField(max_length=1, choices=InsuranceStatus.choices)
    employer_code = models.CharField(max_length=14, blank=True)
    employer_name = models.CharField(max_length=250, blank=True)
    months_paid = models.PositiveSmallIntegerField(default=0)
    card = models.CharField(max_length=15)
    card_from = models.DateField()
    card_until = models.DateField()
    clinic = models.CharField(max_length=200)

    class Meta:
        db_table = "gateway_insured_person"


class BudgetUnit(models.Model):
    """A unit with a code of its relation to the budget (mã ĐVQHNS)."""

    code = models.CharField(max_length=7, primary_key=True)
    name = models.CharField(max_length=250)
    parent_code = models.CharField(max_length=7, blank=True)
    budget_level = models.CharField(max_length=1)
    is_active = models.BooleanField(default=True)
    treasury = models.CharField(max_length=200)
    issued_on = models.DateField()

    class Meta:
        db_table = "gateway_budget_unit"


class Edition(models.Model):
    """Which invented registers are loaded, so that seeding again changes nothing."""

    digest = models.CharField(max_length=64, primary_key=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "gateway_edition"


class LookUp(models.Model):
    """One look-up that reached a register: who, for what, how it ended. Not about whom."""

    asked_at = models.DateTimeField(auto_now_add=True, db_index=True)
    register = models.CharField(max_length=10)
    request_id = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=64, blank=True)
    officer = models.CharField(max_length=64, blank=True)
    agency = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=40)

    class Meta:
        db_table = "gateway_look_up"

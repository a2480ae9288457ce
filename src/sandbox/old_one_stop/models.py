"""What the old system keeps: dossiers under its own numbers, every change of them, who is told."""

from django.db import models


class LocalStatus(models.TextChoices):
    """The old system's own words: more of them than the nation has statuses."""

    WAITING = "CTN", "Chờ tiếp nhận"
    RECEIVED = "DTN", "Đã tiếp nhận"
    NOT_RECEIVED = "KTN", "Không tiếp nhận"
    HANDED_OVER = "CPB", "Đã chuyển phòng chuyên môn"
    IN_WORK = "DXL", "Đang xử lý"
    TO_BE_SIGNED = "TKY", "Đang trình ký"
    TO_BE_SUPPLEMENTED = "CBS", "Chờ công dân bổ sung"
    TO_BE_PAID = "CNP", "Chờ nộp lệ phí"
    WITHDRAWING = "XRH", "Xin rút hồ sơ"
    STOPPED = "DUN", "Dừng giải quyết"
    TO_BE_RETURNED = "CTR", "Chờ trả kết quả"
    RETURNED = "DTR", "Đã trả kết quả"


class Dossier(models.Model):
    """One dossier by the old system's number; ``external_code`` is another system's number for it."""

    code = models.CharField(max_length=60, primary_key=True)
    external_code = models.CharField(max_length=60, blank=True, db_index=True)
    procedure = models.CharField(max_length=40)
    title = models.CharField(max_length=400)
    owner = models.CharField(max_length=140)
    personal_id = models.CharField(max_length=12, blank=True)
    phone = models.CharField(max_length=15, blank=True)
    address = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=3, choices=LocalStatus.choices)
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    officer = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_deleted = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "old_one_stop_dossier"


class Change(models.Model):
    """One change; its number is the cursor of the feed and counts without gaps."""

    number = models.AutoField(primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    by = models.CharField(max_length=100)
    values = models.JSONField()

    class Meta:
        db_table = "old_one_stop_change"


class Webhook(models.Model):
    """Whom a change is signalled to, and how far that got."""

    url = models.CharField(max_length=500)
    told_until = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "old_one_stop_webhook"

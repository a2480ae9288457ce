"""What the essential-services portal keeps: dossiers, what the province told of them, what it pushes."""

from django.db import models


class DossierStatus(models.TextChoices):
    """The ten national statuses."""

    NEW = "1", "Mới đăng ký"
    ACCEPTED = "2", "Được tiếp nhận"
    REJECTED = "3", "Không được tiếp nhận"
    PROCESSING = "4", "Đang xử lý"
    SUPPLEMENT = "5", "Yêu cầu bổ sung giấy tờ"
    PAYMENT = "6", "Yêu cầu thực hiện nghĩa vụ tài chính"
    WITHDRAW_REQUESTED = "7", "Công dân yêu cầu rút hồ sơ"
    STOPPED = "8", "Dừng xử lý"
    DONE = "9", "Đã xử lý xong"
    RETURNED = "10", "Đã trả kết quả"


class Dossier(models.Model):
    """One dossier as it shows to its citizen."""

    code = models.CharField(max_length=60, primary_key=True)
    local_code = models.CharField(max_length=60, blank=True, db_index=True)
    unit = models.CharField(max_length=40)
    status = models.CharField(max_length=2, choices=DossierStatus.choices)
    previous_status = models.CharField(max_length=2, blank=True)
    version = models.PositiveBigIntegerField(default=0)
    payload = models.JSONField()
    filed_here = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "essential_portal_dossier"


class UpdateKind(models.TextChoices):
    """What a province tells of a dossier."""

    DOSSIER = "dossier", "Hồ sơ"
    RECEIVED = "received", "Tiếp nhận"
    STATUS = "status", "Trạng thái"
    DUE = "due", "Hẹn trả"
    SUPPLEMENT = "supplement", "Yêu cầu bổ sung"
    FEE = "fee", "Phí, lệ phí"
    RESULT = "result", "Kết quả"


class Update(models.Model):
    """One thing the province told, kept once by its id."""

    id = models.CharField(max_length=64, primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="updates")
    kind = models.CharField(max_length=10, choices=UpdateKind.choices)
    version = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    payload = models.JSONField()
    is_applied = models.BooleanField()
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "essential_portal_update"


class PushKind(models.TextChoices):
    """What a citizen did here that is pushed to the province."""

    FILED = "filed", "Nộp hồ sơ"
    SUPPLEMENTED = "supplemented", "Bổ sung hồ sơ"
    WITHDRAWN = "withdrawn", "Yêu cầu rút hồ sơ"


class Push(models.Model):
    """One message to the province, tried until it is taken; only a refusal (4xx) ends it."""

    id = models.CharField(max_length=32, primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="pushes")
    kind = models.CharField(max_length=12, choices=PushKind.choices)
    sequence = models.PositiveIntegerField()
    body = models.TextField()
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)
    taken_at = models.DateTimeField(null=True)
    is_finished = models.BooleanField(default=False, db_index=True)

    class Meta:
        db_table = "essential_portal_push"


class Target(models.Model):
    """Where pushes go, when it is not the address of the settings."""

    url = models.CharField(max_length=500)

    class Meta:
        db_table = "essential_portal_target"


class Paper(models.Model):
    """A file a citizen gave here; the province fetches it by an address nobody can guess."""

    id = models.CharField(max_length=32, primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="papers")
    content_type = models.CharField(max_length=60)
    content = models.BinaryField()
    kept_until = models.DateTimeField()

    class Meta:
        db_table = "essential_portal_paper"

"""What the national portal keeps: dossiers, their progress, what citizens did here, files it fetched."""

from django.db import models


class DossierStatus(models.TextChoices):
    """The ten national statuses (``data/dossier_status.csv``)."""

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
    """One dossier as last told, by its code; ``payload`` has the field names of the specification."""

    code = models.CharField(max_length=60, primary_key=True)
    local_code = models.CharField(max_length=60, blank=True, db_index=True)
    unit = models.CharField(max_length=40, db_index=True)
    procedure = models.CharField(max_length=40)
    status = models.CharField(max_length=2, choices=DossierStatus.choices)
    previous_status = models.CharField(max_length=2, blank=True)
    status_moment = models.CharField(max_length=14, blank=True)
    payload = models.JSONField()
    filed_here = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "national_portal_dossier"


class Progress(models.Model):
    """One step of processing, as CapNhatTienDoHoSoMC told it; the same step is kept once."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="progress")
    digest = models.CharField(max_length=64)
    payload = models.JSONField()
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "national_portal_progress"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "digest"], name="national_portal_step_once"),
        ]


class WishKind(models.TextChoices):
    """What a citizen did here that the province must learn."""

    FILED = "NOP_MOI", "Nộp hồ sơ"
    SUPPLEMENTED = "BO_SUNG", "Bổ sung hồ sơ"
    WITHDRAWN = "RUT", "Yêu cầu rút hồ sơ"


class Wish(models.Model):
    """One act of a citizen at the national portal, handed out until the province says it has it."""

    id = models.CharField(max_length=32, primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=8, choices=WishKind.choices)
    payload = models.JSONField()
    unit = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        db_table = "national_portal_wish"


class Paper(models.Model):
    """A file a citizen gave here; the province fetches it by an address nobody can guess."""

    id = models.CharField(max_length=32, primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    content = models.BinaryField()
    kept_until = models.DateTimeField()

    class Meta:
        db_table = "national_portal_paper"


class FileFetch(models.Model):
    """A file of the province that the portal fetches by its URL, with how it went."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="fetches")
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=1000)
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=60, blank=True)
    is_finished = models.BooleanField(default=False, db_index=True)
    sha256 = models.CharField(max_length=64, blank=True)
    length = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "national_portal_file_fetch"


class Call(models.Model):
    """One call of a province: which service, how many records, how it ended. No personal data."""

    called_at = models.DateTimeField(auto_now_add=True, db_index=True)
    service = models.CharField(max_length=40)
    unit = models.CharField(max_length=40, blank=True)
    records = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=4)

    class Meta:
        db_table = "national_portal_call"

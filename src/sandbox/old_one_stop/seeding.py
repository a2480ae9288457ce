"""Two dozen dossiers that the district had before anybody connected its system; made once."""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.timezone import make_aware

from sandbox.old_one_stop.editing import create_dossier, edit_dossier
from sandbox.old_one_stop.models import Dossier, LocalStatus
from sandbox.population.models import Citizen

DISTRICT = "722"
FIRST_MORNING = make_aware(datetime(2023, 7, 17, 11))
OFFICERS = ("Trần Thị Lan", "Lê Văn Phúc", "Nguyễn Thị Hòa")
PROCEDURES = {
    "1.001193": "Đăng ký khai sinh",
    "1.000656": "Đăng ký khai tử",
    "1.000894": "Đăng ký kết hôn",
    "1.001612": "Đăng ký thành lập hộ kinh doanh",
}
DOSSIERS = 24


def seed_old_one_stop() -> int:
    """Make sure that the old system has its dossiers; returns their number."""
    with transaction.atomic(using="old_one_stop"):
        if not Dossier.objects.exists():
            _take_in()
    return Dossier.objects.count()


def _take_in() -> None:
    random = Random(DISTRICT)
    adults = Citizen.objects.filter(birth_year__lte=2003, life_status="alive").exclude(phone="")
    there = adults.filter(permanent_residence__district=DISTRICT).order_by("personal_id")[:DOSSIERS]
    for number, person in enumerate(there):
        procedure, title = random.choice(sorted(PROCEDURES.items()))
        received = FIRST_MORNING - timedelta(days=random.randint(1, 20), minutes=random.randrange(300))
        place = person.permanent_residence
        dossier = create_dossier(
            {
                "maThuTuc": f"{procedure}.000.00.00.H09",
                "tenThuTuc": title,
                "nguoiNop": person.full_name,
                "soGiayTo": person.personal_id if number % 6 else "",
                "dienThoai": person.phone,
                "diaChi": f"{place['detail']}, {place['commune_name']}",
                "ngayNhan": received.strftime("%d/%m/%Y %H:%M"),
                "ngayHenTra": (received + timedelta(days=7)).strftime("%d/%m/%Y %H:%M"),
                "canBoXuLy": random.choice(OFFICERS),
            },
            by=OFFICERS[0],
            now=received,
        )
        status = LocalStatus.values[number % len(LocalStatus.values)]
        later = received + timedelta(hours=2)
        edit_dossier(dossier.code, {"maTinhTrang": status}, by=random.choice(OFFICERS), now=later)

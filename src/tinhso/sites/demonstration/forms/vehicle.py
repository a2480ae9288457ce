"""Đăng ký mô tô, xe gắn máy lần đầu (1.012575, 1.013066, 1.013067)."""

from datetime import timedelta
from typing import Any

from tinhso.casework.dossiers.service import SupplementItem
from tinhso.sites.demonstration.forms.case import Filing

VEHICLE_SUPPLEMENTS = (
    SupplementItem(
        target="paper",
        key="origin",
        label="",
        rule="Quyết định 1383/QĐ-BCA",
        message="Ảnh chứng từ nguồn gốc bị mờ, không đọc được số khung. Anh/chị chụp lại cả trang.",
    ),
    SupplementItem(
        target="field",
        key="frame_number",
        label="",
        rule="Quyết định 1383/QĐ-BCA",
        message="Số khung ghi khác với chứng từ nguồn gốc. Anh/chị xem lại và ghi đúng.",
    ),
)
VEHICLE_RESULT = "Nguồn gốc xe hợp lệ, số khung và số máy khớp với chứng từ.\nĐồng ý cấp đăng ký và biển số."
_MODELS = (("Honda", "Wave Alpha"), ("Honda", "Vision"), ("Yamaha", "Sirius"), ("VinFast", "Feliz S"))
_COLOURS = ("Đen", "Trắng", "Đỏ - Đen", "Xanh")


def domestic_answers(filing: Filing) -> dict[str, Any]:
    """A new motorcycle made in the country, bought a few days ago."""
    return _vehicle(filing)


def imported_answers(filing: Filing) -> dict[str, Any]:
    """An imported one, with the number of its customs declaration."""
    return {**_vehicle(filing), "customs_declaration": f"1057{filing.random.randrange(10**8):08d}"}


def in_person_answers(filing: Filing) -> dict[str, Any]:
    """One that its owner brings along."""
    return {**_vehicle(filing), "origin_kind": "domestic"}


def _vehicle(filing: Filing) -> dict[str, Any]:
    random = filing.random
    brand, model = random.choice(_MODELS)
    bought = filing.filed_at.date() - timedelta(days=random.randrange(2, 25))
    return {
        **filing.applicant(),
        "residence_commune": filing.commune,
        "residence_address": filing.person.residence_detail or filing.house(),
        "vehicle_kind": "moped" if brand == "VinFast" else "motorcycle",
        "brand": brand,
        "model": model,
        "colour": random.choice(_COLOURS),
        "frame_number": f"RLM{random.randrange(10**10):010d}",
        "engine_number": f"JM{random.randrange(10**7):07d}",
        "bought_date": bought.isoformat(),
        "tax_state": "paid",
        "delivery": "desk",
        "declaration": "on",
        **filing.wishes,
    }

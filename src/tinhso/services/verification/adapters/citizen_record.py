"""A record of the population database as the catalogue's prefill sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tinhso.foundation.identifiers.service import UnableToReadDate, parse_partial_date
from tinhso.services.verification.adapters.national_units import place_names

RESIDENCE_ANYWHERE = "population.residence_anywhere"
"""Not a source that forms name: whoever knows the dated units of the province says it better."""

SPOUSE, FATHER, MOTHER = "population.spouse", "population.father", "population.mother"
"""Personal ids of relatives. Not sources that forms name, either: they fill in nothing and show nothing; they
prove a relation to somebody whom the applicant names."""

_MARRIED = "married"
_SEXES = {"1": "male", "2": "female"}
_MARITAL_STATUSES = {
    "Chưa kết hôn": "single",
    "Đang có vợ/chồng": "married",
    "Góa": "widowed",
    "Đã ly hôn": "divorced",
}


def prefill_sources(record: Mapping[str, Any]) -> dict[str, str]:
    """What the record says, by prefill source; what it leaves out is left out."""
    home = record.get("ThuongTru") or {}
    marital_status = _MARITAL_STATUSES.get(record.get("TinhTrangHonNhan") or "")
    found = {
        "population.personal_id": record.get("SoDinhDanh"),
        "population.full_name": _full_name(record.get("HoVaTen") or {}),
        "population.birth": _birth(record.get("NgayThangNamSinh") or {}),
        "population.sex": _SEXES.get(record.get("GioiTinh") or ""),
        "population.marital_status": marital_status,
        "population.residence_commune": home.get("MaPhuongXa"),
        "population.residence_detail": home.get("ChiTiet"),
        RESIDENCE_ANYWHERE: _whole_address(home),
        SPOUSE: _number_of(record.get("VoChong")) if marital_status == _MARRIED else "",
        FATHER: _number_of(record.get("Cha")),
        MOTHER: _number_of(record.get("Me")),
    }
    return {source: text for source, text in found.items() if text}


def _number_of(relative: Mapping[str, str | None] | None) -> str:
    return (relative or {}).get("SoDinhDanh") or ""


def _whole_address(home: Mapping[str, str | None]) -> str:
    """The address in one line, as far as the national list of units knows its codes."""
    places = place_names(
        province=home.get("MaTinhThanh") or "",
        district=home.get("MaQuanHuyen") or "",
        commune=home.get("MaPhuongXa") or "",
    )
    return ", ".join(part for part in (home.get("ChiTiet"), *places) if part) if places else ""


def _full_name(name: Mapping[str, str | None]) -> str:
    return " ".join(text for part in ("Ho", "ChuDem", "Ten") if (text := name.get(part)))


def _birth(birth: Mapping[str, str | None]) -> str:
    day = birth.get("NgayThangNam")
    written = f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else birth.get("Nam") or ""
    try:
        return parse_partial_date(written).iso if written else ""
    except UnableToReadDate:
        return ""

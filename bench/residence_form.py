"""The whole form of temporary residence (1.004194) as a browser posts it."""

from __future__ import annotations


def residence_fields(personal_id: str, full_name: str) -> dict[str, str]:
    """Every field that is asked of somebody who rents and registers with a child."""
    return {
        **applicant_fields(personal_id, full_name),
        **request_fields(),
        **place_fields(),
        **confirm_fields(),
    }


def applicant_fields(personal_id: str, full_name: str) -> dict[str, str]:
    """Who applies."""
    return {
        "personal_id": personal_id,
        "full_name": full_name,
        "birth-day": "3",
        "birth-month": "2",
        "birth-year": "1990",
        "sex": "female",
        "permanent_residence": "Khu phố 1, Phường Phú Cường, Thành phố Thủ Dầu Một, Bình Dương",
        "phone": "0912345678",
        "email": "hoa@vidu.vn",
    }


def request_fields() -> dict[str, str]:
    """What is asked for; the guardian's consent comes as a paper."""
    return {
        "registration_kind": "individual",
        "has_minor": "yes",
        "guardian-full_name": "Trần Thị Mẹ",
        "guardian-personal_id": "074170000123",
        "guardian-birth-year": "1970",
        "reason": "work",
    }


def place_fields() -> dict[str, str]:
    """Where, how long, in whose dwelling."""
    return {
        "new_commune": "25747",
        "new_address": "Số 12/3, đường Yersin, khu phố 2",
        "stay_from-day": "20",
        "stay_from-month": "7",
        "stay_from-year": "2023",
        "stay_until-day": "19",
        "stay_until-month": "7",
        "stay_until-year": "2024",
        "dwelling_kind": "rented",
        "owner-full_name": "Lê Văn Chủ",
        "owner-personal_id": "074060000456",
        "owner-birth-year": "1960",
        "owner_agrees": "yes",
    }


def confirm_fields() -> dict[str, str]:
    """How the result comes back, and the declaration."""
    return {"result_form": "electronic", "declaration": "yes"}

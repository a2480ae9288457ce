"""What is filled in for an organisation: a new seal (2.001428), low-voltage electricity (3.000001).

Name, code and address of the organisation are known from the right to act for it; nobody types them.
"""

from typing import Any

from tinhso.sites.demonstration.forms.case import Filing

SEAL_RESULT = (
    "Hồ sơ và mẫu con dấu đúng quy định.\nĐồng ý làm con dấu và cấp giấy chứng nhận đã đăng ký mẫu dấu."
)
ELECTRICITY_RESULT = (
    "Đã khảo sát tại địa điểm dùng điện.\nĐồng ý phương án cấp điện và dự thảo hợp đồng kèm theo."
)


def seal_answers(filing: Filing) -> dict[str, Any]:
    """A first seal without a symbol, for an organisation under a law of its own."""
    return {
        **filing.applicant(),
        "organisation_kind": "economic",
        "reason": "first",
        "seal_emblem": "plain",
        "delivery": "desk",
        "declaration": "on",
        **filing.wishes,
    }


def electricity_answers(filing: Filing) -> dict[str, Any]:
    """A place of its own, with what it is used for."""
    return {
        **filing.applicant(),
        "residence": filing.residence(),
        "supply_commune": filing.commune,
        "supply_address": filing.house(),
        "place_right": "owner",
        "contract_form": "electronic",
        "declaration": "on",
        **filing.wishes,
    }

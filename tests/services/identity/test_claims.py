"""VNeID's claims, translated; what is missing is not made up."""

import pytest

from tinhso.foundation.identifiers.service import PartialDate
from tinhso.services.identity.adapters.claims import citizen_claims
from tinhso.services.identity.errors import SignInRefusal, UnableToSignIn

SAID = {
    "iss": "https://vneid.example",
    "sub": "opaque",
    "citizen_pid": "074190000001",
    "name": "Nguyễn Thị Hoà",
    "birthdate": "1990-02-03",
    "gender": "Nữ",
    "phone_number": "+84912345678",
    "email": "hoa@vidu.vn",
    "level_of_assurance": 2,
}


def test_every_claim_is_read_into_its_one_spelling() -> None:
    claims = citizen_claims(SAID)
    assert (claims.personal_id, claims.sex, claims.phone) == ("074190000001", "female", "0912345678")
    assert claims.birth == PartialDate(1990, 2, 3)
    assert "074190000001" not in repr(claims)


@pytest.mark.parametrize(
    "changes",
    [
        {"citizen_pid": None},
        {"citizen_pid": "07419000000"},
        {"name": "  "},
        {"name": "Nguyễn\u200bThị"},
        {"level_of_assurance": None},
        {"level_of_assurance": 3},
        {"level_of_assurance": "2"},
        {"level_of_assurance": True},
    ],
)
def test_without_id_name_or_level_nobody_signs_in(changes: dict[str, object]) -> None:
    with pytest.raises(UnableToSignIn) as refused:
        citizen_claims(SAID | changes)
    assert refused.value.refusal is SignInRefusal.CLAIMS_INCOMPLETE


@pytest.mark.parametrize(
    ("claim", "field"),
    [("birthdate", "birth"), ("gender", "sex"), ("phone_number", "phone"), ("email", "email")],
)
@pytest.mark.parametrize("value", [None, "", "không rõ", "30/02/1990", 7])
def test_anything_else_that_cannot_be_read_is_left_out(claim: str, field: str, value: object) -> None:
    assert getattr(citizen_claims(SAID | {claim: value}), field) is None

"""A person of the tests, and a database in which everything is really committed."""

import datetime as dt
from itertools import count

import pytest

from tinhso.foundation.identifiers.service import PartialDate
from tinhso.registers.people.service import FactSource, PersonFacts

_numbers = count(1)


@pytest.fixture
def facts(legal_moment: dt.datetime) -> PersonFacts:
    """What VNeID says of somebody whom no other test has met."""
    return PersonFacts(
        personal_id=f"074190{next(_numbers):06d}",
        source=FactSource.VNEID,
        as_of=legal_moment,
        full_name="Nguyễn Thị Hoà",
        birth=PartialDate(1990, 2, 3),
        sex="female",
        residence_code="25747",
        residence_detail="Số 1, đường Mẫu",
        phone="0912345678",
        email="hoa@vidu.vn",
    )


@pytest.fixture
def committed(really_committed: None) -> None:
    """Real commits, so that other connections see them."""

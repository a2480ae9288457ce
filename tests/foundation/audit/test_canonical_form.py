"""The hashed bytes never change their form: an old log must verify for ever."""

import json
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tests.foundation.audit.planting import LEGAL, make_entry
from tinhso.foundation.audit.canonical import canonical_bytes

RECORDED = datetime(2026, 11, 23, 4, 5, 6, 7, tzinfo=UTC)


def test_form_is_the_documented_one() -> None:
    entry = make_entry(id=UUID(int=3), recorded_at=RECORDED, hidden_until=LEGAL, hidden_basis="Điều 5")

    assert canonical_bytes(entry).decode() == (
        '["tinhso-audit-1","00000000-0000-0000-0000-000000000003","2023-07-17T02:00:00.000000Z",'
        '"2026-11-23T04:05:06.000007Z","officer","00000000-0000-0000-0000-000000000007",'
        '"00000000-0000-0000-0000-000000000008","dossier.read","dossier",'
        '"00000000-0000-0000-0000-000000000009",["00000000-0000-0000-0000-000000000001"],'
        '"giải quyết hồ sơ","Luật Cư trú 2020, Điều 28","done",'
        '{"papers":2,"step":"thẩm định","urgent":false},"t-1","2023-07-17T02:00:00.000000Z","Điều 5"]'
    )


def test_missing_values_are_null_and_not_empty() -> None:
    content = json.loads(canonical_bytes(make_entry(actor_id=None, object_id=None, recorded_at=RECORDED)))

    assert (content[5], content[9], content[16]) == (None, None, None)


@given(
    st.dictionaries(st.text(max_size=8), st.text(max_size=20) | st.integers(-(2**60), 2**60) | st.booleans())
)
def test_any_json_reader_gives_the_details_back(details: dict[str, str | int | bool]) -> None:
    content = canonical_bytes(make_entry(recorded_at=RECORDED, details=details))

    assert json.loads(content)[14] == details
    assert list(json.loads(content)[14]) == sorted(details)

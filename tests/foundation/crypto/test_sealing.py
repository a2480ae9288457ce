"""Sealed values open for their owner and field only; keys rotate; indexes tell nothing without the key."""

import hashlib
import stat
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from tinhso.foundation.crypto.service import (
    UnableToCreateKeys,
    UnableToLoadKeys,
    UnableToOpen,
    blind_index,
    create_keys,
    forget_keys,
    key_problems,
    name_words_index,
    open_json,
    open_sealed,
    open_text,
    public_key_pem,
    rotate_field_key,
    seal,
    seal_json,
    seal_text,
    sign,
    verify,
)

AN = str(UUID(int=1))
BINH = str(UUID(int=2))


@pytest.fixture
def fresh_keys(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "keys"
    create_keys(folder)
    settings.TINHSO_KEYS_DIR = folder
    return folder


@given(st.binary(max_size=200), st.uuids())
def test_sealed_value_opens_for_its_owner_and_field(content: bytes, owner: UUID) -> None:
    sealed = seal(content, owner=str(owner), field="full_name")

    assert open_sealed(sealed, owner=str(owner), field="full_name") == content
    assert len(sealed) == len(content) + 33


def test_texts_and_structures_come_back_equal() -> None:
    value = {"họ tên": "Nguyễn Văn An", "con": [1, None, True]}

    assert open_text(seal_text("Đặng Ửu", owner=AN, field="name"), owner=AN, field="name") == "Đặng Ửu"
    assert open_json(seal_json(value, owner=AN, field="answers"), owner=AN, field="answers") == value


def test_value_swapped_between_two_owners_is_refused() -> None:
    of_an, of_binh = (
        seal_text(name, owner=owner, field="full_name") for name, owner in (("An", AN), ("Bình", BINH))
    )

    for sealed, thief in ((of_an, BINH), (of_binh, AN)):
        with pytest.raises(UnableToOpen):
            open_sealed(sealed, owner=thief, field="full_name")


def test_value_moved_to_another_field_is_refused() -> None:
    with pytest.raises(UnableToOpen):
        open_sealed(seal_text("An", owner=AN, field="full_name"), owner=AN, field="phone")


def test_owner_and_field_cannot_be_confused() -> None:
    with pytest.raises(ValueError, match="colon"):
        seal(b"", owner="b", field="a:b")
    with pytest.raises(ValueError, match="owner"):
        seal(b"", owner="", field="a")


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_changed_byte_is_found(content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(content, owner=AN, field="full_name"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(UnableToOpen):
        open_sealed(bytes(sealed), owner=AN, field="full_name")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"x" * 33])
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(UnableToOpen):
        open_sealed(sealed, owner=AN, field="full_name")


def test_same_value_seals_differently_each_time() -> None:
    assert seal(b"An", owner=AN, field="name") != seal(b"An", owner=AN, field="name")


def test_rotation_keeps_old_values_readable_and_uses_the_new_key(fresh_keys: Path) -> None:
    old = seal_text("An", owner=AN, field="name")
    rotate_field_key(fresh_keys)
    rotate_field_key(fresh_keys)
    new = seal_text("An", owner=AN, field="name")

    assert open_text(old, owner=AN, field="name") == open_text(new, owner=AN, field="name") == "An"
    assert old[:5] != new[:5]


def test_value_of_another_installation_is_refused(
    fresh_keys: Path, tmp_path: Path, settings: Settings
) -> None:
    sealed = seal_text("An", owner=AN, field="name")
    create_keys(tmp_path / "other")
    settings.TINHSO_KEYS_DIR = tmp_path / "other"

    with pytest.raises(UnableToOpen):
        open_text(sealed, owner=AN, field="name")


def test_keys_are_never_overwritten_and_never_readable_by_others(fresh_keys: Path) -> None:
    before = {path.name: path.read_bytes() for path in fresh_keys.iterdir()}

    with pytest.raises(UnableToCreateKeys):
        create_keys(fresh_keys)

    assert {path.name: path.read_bytes() for path in fresh_keys.iterdir()} == before
    assert {stat.S_IMODE(path.stat().st_mode) for path in fresh_keys.iterdir()} == {0o600}
    assert stat.S_IMODE(fresh_keys.stat().st_mode) == 0o700


def test_key_files_hold_no_key_in_clear(fresh_keys: Path) -> None:
    from tinhso.foundation.crypto.keyring import keyring

    private = keyring().signing.private_bytes_raw()

    assert all(private not in path.read_bytes() for path in fresh_keys.iterdir())


def test_missing_exposed_or_foreign_keys_are_named(fresh_keys: Path, settings: Settings) -> None:
    assert key_problems() == []
    (fresh_keys / "index.key").chmod(0o644)
    assert any("0600" in problem for problem in key_problems())
    (fresh_keys / "index.key").unlink()
    assert any("index.key" in problem for problem in key_problems())
    settings.TINHSO_MASTER_KEY = "A" * 43 + "="
    assert any("Khóa chủ" in problem for problem in key_problems())
    forget_keys()
    with pytest.raises(UnableToLoadKeys):
        seal(b"", owner=AN, field="name")


def test_master_key_may_come_from_outside_the_folder(tmp_path: Path, settings: Settings) -> None:
    master = "c2l4dGVlbiBieXRlcyB0d2ljZSBpcyBuZWVkZWQhISE="
    create_keys(tmp_path / "keys", master_key=master)
    settings.TINHSO_KEYS_DIR, settings.TINHSO_MASTER_KEY = tmp_path / "keys", master

    assert not (tmp_path / "keys" / "master.key").exists()
    assert open_text(seal_text("An", owner=AN, field="name"), owner=AN, field="name") == "An"


def test_blind_index_is_short_stable_and_different_for_each_kind(fresh_keys: Path) -> None:
    index = blind_index("074085001234", kind="personal_id")
    forget_keys()

    assert index == blind_index("074085001234", kind="personal_id")
    assert len(index) == 16
    assert index != blind_index("074085001234", kind="mobile_number")
    assert index != hashlib.sha256(b"074085001234").digest()[:16]


def test_blind_index_needs_the_key(fresh_keys: Path, tmp_path: Path, settings: Settings) -> None:
    index = blind_index("074085001234", kind="personal_id")
    create_keys(tmp_path / "other")
    settings.TINHSO_KEYS_DIR = tmp_path / "other"

    assert index != blind_index("074085001234", kind="personal_id")


def test_names_are_found_by_any_of_their_words_without_accents() -> None:
    of_name = name_words_index("Nguyễn Thị Đào")

    assert len(of_name) == 3
    assert name_words_index("dao")[0] in of_name
    assert name_words_index("THỊ")[0] in of_name
    assert name_words_index("Đà")[0] not in of_name


def test_signature_is_checked_against_the_public_key(
    fresh_keys: Path, tmp_path: Path, settings: Settings
) -> None:
    signature = sign(b"head 1")
    public = public_key_pem()

    assert len(signature) == 64
    assert verify(b"head 1", signature)
    assert not verify(b"head 2", signature)
    assert not verify(b"head 1", b"\x00" * 64)
    create_keys(tmp_path / "other")
    settings.TINHSO_KEYS_DIR = tmp_path / "other"
    assert not verify(b"head 1", signature)
    assert verify(b"head 1", signature, public_pem=public)


def test_an_id_is_an_owner_as_it_is_and_an_absent_text_is_empty() -> None:
    owner = UUID(int=7)
    sealed = seal_text("Thị Ánh", owner=owner, field="a.b")
    assert open_text(memoryview(sealed), owner=str(owner), field="a.b") == "Thị Ánh"
    assert open_text(None, owner=owner, field="a.b") == ""

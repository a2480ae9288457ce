"""Of a picture nothing is kept but the picture: no place, no device, upright, of a readable size."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo
from pytest_django.fixtures import Settings

from tests.foundation.files.zoo import MEBIBYTE, with_scan
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.files import blobs, inspection
from tinhso.foundation.files.blobs import mark_damaged
from tinhso.foundation.files.cell.asking import CellIsGone, Look
from tinhso.foundation.files.cell.picturing import MOST_KEPT_PIXELS
from tinhso.foundation.files.inspection import inspect
from tinhso.foundation.files.models import StoredFileRow
from tinhso.foundation.files.rules.jpeg import read_jpeg
from tinhso.foundation.files.service import (
    StoredFile,
    UnableToAcceptFile,
    UnableToCheckFile,
    UnableToKeepFile,
    UnableToReadFile,
    UnableToShowPicture,
    describe,
    paint_waiting,
    read,
    store,
    store_again,
    sweep_orphans,
)

NOW = datetime(2023, 7, 17, 2, 0, tzinfo=UTC)
PLACE = (21.0, 1.0, 42.5)
DEVICE = "Camera of An"


def photo(size: tuple[int, int] = (320, 240), *, orientation: int = 1, **saving: object) -> bytes:
    """As a phone takes it: place, device and a comment in it; the upper left quarter is red."""
    image = Image.effect_noise(size, 20).convert("RGB")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[Base.Make] = DEVICE
    exif[Base.Orientation] = orientation
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = PLACE
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif, comment=b"so nha 12", icc_profile=b"profile of An", **saving)
    return target.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def test_photo_loses_place_device_comment_and_profile() -> None:
    taken = photo()
    assert opened(taken).getexif().get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] == PLACE

    kept = inspect(taken).content

    assert dict(opened(kept).getexif()) == {}
    assert set(opened(kept).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for told in (b"Exif", DEVICE.encode(), b"so nha", b"profile of An"):
        assert told in taken
        assert told not in kept


@pytest.mark.parametrize(
    ("orientation", "red_at"),
    [(1, (0, 0)), (2, (1, 0)), (3, (1, 1)), (4, (0, 1)), (5, (0, 0)), (6, (1, 0)), (7, (1, 1)), (8, (0, 1))],
)
def test_photo_is_turned_the_way_it_was_taken(orientation: int, red_at: tuple[int, int]) -> None:
    kept = opened(inspect(photo(orientation=orientation)).content)

    assert kept.size == ((240, 320) if orientation >= 5 else (320, 240))
    quarters = {
        (column, row): kept.getpixel((kept.width * (1 + 2 * column) // 4, kept.height * (1 + 2 * row) // 4))
        for column in (0, 1)
        for row in (0, 1)
    }
    assert [at for at, (red, green, _) in quarters.items() if red > 200 and green < 60] == [red_at]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("size", "saving"),
    [((4000, 3000), {}), ((7300, 5400), {}), ((3500, 2500), {"progressive": True, "subsampling": 0})],
    ids=["12 Mpx", "39 Mpx", "9 Mpx in passes"],
)
def test_large_photo_is_made_smaller_within_its_means(
    size: tuple[int, int], saving: dict[str, object], looks: list[Look]
) -> None:
    kept = opened(inspect(photo(size, **saving)).content)

    pixels = kept.width * kept.height
    assert MOST_KEPT_PIXELS / 4 < pixels <= MOST_KEPT_PIXELS * 1.001
    assert kept.width / kept.height == pytest.approx(size[0] / size[1], rel=0.01)
    assert all(look.cpu_s < 0.9 and look.memory < 160 * MEBIBYTE for look in looks), looks


def test_long_strip_stays_readable() -> None:
    assert opened(inspect(photo((700, 9_000))).content).size == (700, 9_000)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "I;16"])
def test_png_of_every_kind_is_painted_anew(mode: str) -> None:
    noise = Image.effect_noise((90, 70), 60)
    image = Image.new("I;16", (90, 70), 0x8000) if mode == "I;16" else noise.convert(mode)
    words = PngInfo()
    words.add_text("Author", "An")
    target = io.BytesIO()
    image.save(target, "PNG", pnginfo=words)

    kept = inspect(target.getvalue())

    assert kept.media_type == "image/png"
    assert opened(kept.content).size == (90, 70)
    assert b"Author" not in kept.content
    if mode == "I;16":
        assert opened(kept.content).getpixel((5, 5)) == 0x80


def test_what_shines_through_becomes_white() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(target, "PNG")

    assert opened(inspect(target.getvalue()).content).getpixel((4, 4)) == (255, 255, 255)


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.TINHSO_FILES_DIR = tmp_path / "files"
    return settings.TINHSO_FILES_DIR


def lying(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def hand_in(content: bytes, owner: str = "person:1") -> StoredFile:
    return store(content=content, declared_name="a.jpg", owner=owner, now=NOW)


@pytest.mark.django_db
def test_original_is_not_kept_and_the_result_is_stored_once(folder: Path) -> None:
    taken = photo(orientation=6)

    first, again = hand_in(taken), hand_in(taken)
    kept = read(first.id)
    after = hand_in(taken)
    handed_on = store_again(first.id, owner="dossier:1", now=NOW)

    assert again.id == first.id == after.id
    assert (first.sha256, first.size) == (hashlib.sha256(taken).hexdigest(), len(taken))
    assert kept == inspect(taken).content != taken
    assert read(first.id) == read(handed_on.id) == kept
    assert StoredFileRow.objects.count() == 2
    assert len(lying(folder)) == 1


@pytest.mark.django_db
def test_plain_photo_waits_without_a_look_and_the_worker_paints_it(folder: Path, looks: list[Look]) -> None:
    stored = [hand_in(photo(orientation=turned)) for turned in (1, 6)]
    assert looks == []
    assert {path.parent.name for path in lying(folder)} == {"waiting"}
    assert not any(b"Exif" in path.read_bytes() for path in lying(folder))

    assert paint_waiting() == 2
    assert paint_waiting() == 0

    assert len(looks) == 2
    assert [opened(read(file.id)).size for file in stored] == [(320, 240), (240, 320)]
    assert len(looks) == 2, "a painted photo is not painted again"
    assert "waiting" not in {path.parent.name for path in lying(folder)}


@pytest.mark.django_db
def test_whoever_looks_before_the_worker_sees_the_painted_photo(folder: Path) -> None:
    taken = photo()
    stored = hand_in(taken)

    assert read(stored.id) == inspect(taken).content
    assert len(lying(folder)) == 1
    assert paint_waiting() == 0


@pytest.mark.django_db
def test_photo_that_waits_is_never_taken_for_a_painted_one(folder: Path) -> None:
    stored = hand_in(photo())
    (waiting,) = lying(folder)
    moved = folder / waiting.name[:2] / waiting.name
    moved.parent.mkdir()
    waiting.rename(moved)

    with pytest.raises(UnableToReadFile):
        read(stored.id)


@pytest.mark.parametrize(
    "saving", [{"progressive": True}, {"quality": 90, "restart_marker_blocks": 4}], ids=["passes", "restarts"]
)
def test_only_a_photo_whose_header_tells_all_may_wait(saving: dict[str, object]) -> None:
    assert inspect(photo(**saving), may_wait=True).waits == ("progressive" not in saving)


def broken_inside(content: bytes) -> bytes:
    """Whole by its marks, with a coding table that no reader can build: too many short codes."""
    counts = content.index(b"\xff\xc4") + 5
    return content[:counts] + bytes([sum(content[counts : counts + 16])]) + bytes(15) + content[counts + 16 :]


@pytest.mark.django_db
def test_photo_that_is_damaged_inside_is_told_and_not_tried_again(folder: Path) -> None:
    damaged, sound = broken_inside(photo()), photo((64, 64))
    stored, other = hand_in(damaged), hand_in(sound)

    assert paint_waiting() == 2
    assert paint_waiting() == 0

    with pytest.raises(UnableToShowPicture, match="bị hỏng bên trong"):
        read(stored.id)
    assert read(other.id)
    with pytest.raises(UnableToAcceptFile) as refused:
        hand_in(damaged, owner="person:2")
    assert refused.value.code == "file.broken"


@pytest.mark.django_db
@pytest.mark.parametrize("share", [0.4, 0.8])
@pytest.mark.parametrize("saving", [{}, {"restart_marker_blocks": 4}, {"quality": 95, "subsampling": 0}])
def test_photo_of_which_a_part_is_missing_is_marked_and_shown_to_nobody(
    folder: Path, share: float, saving: dict[str, object]
) -> None:
    """The library would fill the rest with grey and say nothing."""
    stored, other = hand_in(with_scan(photo(**saving), share)), hand_in(photo(**saving))

    assert paint_waiting() == 2

    told = describe([stored.id, other.id])
    assert (told[stored.id].is_damaged, told[other.id].is_damaged) == (True, False)
    with pytest.raises(UnableToShowPicture, match="bị hỏng bên trong"):
        read(stored.id)
    assert read(other.id)


@pytest.mark.parametrize("grey", [False, True])
def test_photo_without_pixels_is_refused_at_the_door(grey: bool) -> None:
    content = photo()
    if grey:
        target = io.BytesIO()
        opened(content).convert("L").save(target, "JPEG")
        content = target.getvalue()
    assert inspect(content, may_wait=True).waits
    with pytest.raises(UnableToAcceptFile) as refused:
        inspect(with_scan(content, 0.01), may_wait=True)
    assert refused.value.code == "file.broken"


@pytest.mark.parametrize("colour", ["white", "black", "#336699"])
@pytest.mark.parametrize("size", [(2_000, 3_000), (33, 41), (8, 8), (1, 1)])
def test_photo_of_nothing_at_all_is_whole(colour: str, size: tuple[int, int]) -> None:
    """The shortest scan that an honest photo can have."""
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG", quality=30, optimize=True)
    assert inspect(target.getvalue(), may_wait=True).waits
    assert opened(inspect(target.getvalue()).content).size == size


@pytest.mark.django_db
def test_photos_go_on_waiting_while_there_is_no_cell_or_no_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = hand_in(photo())
    for module, name, trouble in (
        (inspection, "look_in_cell", CellIsGone()),
        (blobs.os, "writev", OSError(errno.ENOSPC, "full")),
    ):

        def failing(*_: object, trouble: Exception = trouble, **__: object) -> None:
            raise trouble

        with monkeypatch.context() as planted:
            planted.setattr(module, name, failing)
            assert paint_waiting() == 0
            with pytest.raises((UnableToCheckFile, UnableToKeepFile)):
                read(stored.id)

    assert paint_waiting() == 1
    assert read(stored.id)


@pytest.mark.django_db
def test_waiting_and_damaged_photos_of_nobody_are_swept(folder: Path) -> None:
    kept = hand_in(photo())
    with pytest.raises(RuntimeError), transaction.atomic():
        hand_in(photo((64, 64)))
        hand_in(broken_inside(photo((80, 64))))
        raise RuntimeError
    damaged = min(lying(folder), key=lambda path: path.stat().st_size)
    mark_damaged(bytes.fromhex(damaged.name))
    moment = real_now().timestamp() - 2 * 86_400
    for path in lying(folder):
        os.utime(path, (moment, moment))

    assert sweep_orphans() == 2
    assert len(lying(folder)) == 1
    assert read(kept.id)


def test_header_that_names_a_table_or_a_channel_that_is_not_there_is_not_plain() -> None:
    sound = photo()
    scan, frame = sound.index(b"\xff\xda"), sound.index(b"\xff\xc0")
    assert read_jpeg(sound).plain  # type: ignore[union-attr]
    for place, value in (
        (scan + 5, 9),  # a channel that the frame does not name
        (scan + 6, 0x33),  # coding tables that are not there
        (scan + 11, 1),  # only a part of the spectrum
        (frame + 4, 12),  # more bits than readers know
        (frame + 11, 0x55),  # larger units than the standard has
        (frame + 12, 3),  # a quantisation table that is not there
        (frame + 1, 0xC9),  # another coding
    ):
        changed = bytearray(sound)
        assert changed[place] != value
        changed[place] = value
        shape = read_jpeg(bytes(changed))
        assert shape is None or not shape.plain, (place, value)
    table = sound.index(b"\xff\xc4")
    changed = bytearray(sound)
    changed[table + 5] += 1  # one code more than the segment has room for
    shape = read_jpeg(bytes(changed))
    assert shape is None or not shape.plain

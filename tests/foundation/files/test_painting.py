"""Of a picture nothing is kept but the picture: no place, no device, upright, of a readable size."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo
from pytest_django.fixtures import Settings

from tests.foundation.files.zoo import MEBIBYTE
from tinhso.foundation.files.cell.asking import Look
from tinhso.foundation.files.cell.picturing import MOST_KEPT_PIXELS
from tinhso.foundation.files.inspection import inspect
from tinhso.foundation.files.models import StoredFileRow
from tinhso.foundation.files.service import read, store, store_again

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


@pytest.mark.django_db
def test_original_is_not_kept_and_the_result_is_stored_once(tmp_path: Path, settings: Settings) -> None:
    settings.TINHSO_FILES_DIR = tmp_path / "files"
    taken = photo(orientation=6)

    first = store(content=taken, declared_name="a.jpg", owner="person:1", now=NOW)
    again = store(content=taken, declared_name="b.jpg", owner="person:1", now=NOW)
    kept = read(first.id)
    handed_on = store_again(first.id, owner="dossier:1", now=NOW)

    assert again.id == first.id
    assert first.sha256 == hashlib.sha256(kept).hexdigest() != hashlib.sha256(taken).hexdigest()
    assert read(handed_on.id) == kept
    assert StoredFileRow.objects.count() == 2
    assert sum(path.is_file() for path in (tmp_path / "files").rglob("*")) == 1

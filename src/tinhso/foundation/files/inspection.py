"""The gate: which bytes and names are accepted as a paper."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from tinhso.foundation.files import rules
from tinhso.foundation.identifiers.service import DomainError, UnableToReadText, clean_text

_LONGEST_NAME = 200
_FORMATS: dict[rules.MediaType, str] = {"image/jpeg": "JPEG", "image/png": "PNG"}


class UnableToAcceptFile(DomainError):
    """The file is empty, too large, of another type, damaged, locked or dangerous."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What the gate found out."""

    media_type: rules.MediaType
    pages: int | None


def inspect(content: bytes) -> Inspected:
    """Accept PDF, JPEG and PNG of at most 20 MB; the type is that of the content."""
    if not content:
        raise UnableToAcceptFile("file.empty", "Tệp rỗng. Hãy chọn lại tệp có nội dung.")
    if len(content) > rules.LARGEST:
        raise UnableToAcceptFile(
            "file.too_large", "Tệp lớn hơn 20 MB. Hãy chụp hoặc quét lại với dung lượng nhỏ hơn."
        )
    media_type = rules.media_type_of(content)
    if media_type is None:
        raise UnableToAcceptFile("file.type", "Chỉ nhận tệp PDF, JPEG hoặc PNG. Hãy chọn tệp khác.")
    if media_type == "application/pdf":
        return Inspected(media_type=media_type, pages=_pages_of_sound_pdf(content))
    _refuse_unsound_image(content, media_type)
    return Inspected(media_type=media_type, pages=None)


def _pages_of_sound_pdf(content: bytes) -> int | None:
    if not rules.is_complete_pdf(content):
        raise _broken()
    skeleton = rules.pdf_skeleton(content)
    if rules.is_locked_pdf(skeleton):
        raise UnableToAcceptFile(
            "file.locked", "Tệp PDF có đặt mật khẩu hoặc hạn chế. Hãy bỏ mật khẩu rồi gửi lại."
        )
    if rules.has_active_content(skeleton):
        raise UnableToAcceptFile(
            "file.active_content",
            "Tệp PDF có chứa mã chạy tự động nên không nhận. Hãy in lại thành PDF thường.",
        )
    return rules.count_pages(skeleton)


def _refuse_unsound_image(content: bytes, media_type: rules.MediaType) -> None:
    # Pillow reads the size from the header before any pixel is unpacked.
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[media_type]]) as image:
            width, height = image.size
            if width * height > rules.MOST_PIXELS:
                raise _too_many_pixels()
            image.verify()
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _broken() from error
    if media_type == "image/jpeg" and not rules.is_complete_jpeg(content):
        raise _broken()


def _broken() -> UnableToAcceptFile:
    return UnableToAcceptFile("file.broken", "Tệp bị hỏng hoặc tải lên chưa đủ. Hãy gửi lại tệp gốc.")


def _too_many_pixels() -> UnableToAcceptFile:
    return UnableToAcceptFile(
        "file.too_many_pixels",
        "Ảnh quá lớn (trên 40 triệu điểm ảnh). Hãy chụp lại với độ phân giải thấp hơn.",
    )


def clean_name(declared: str) -> str:
    """The last part of a declared file name, in one spelling; refuses hidden and deceiving characters."""
    base = declared.replace("\\", "/").rpartition("/")[2]
    try:
        return clean_text(base, _LONGEST_NAME) or "Không tên"
    except UnableToReadText as error:
        raise UnableToAcceptFile(
            "file.name", "Tên tệp quá dài hoặc có ký tự không nhận được. Hãy đổi tên tệp rồi gửi lại."
        ) from error


def preview(content: bytes, *, longest_side: int = 320) -> bytes:
    """A small JPEG of an accepted photo, turned the way it was taken; it carries no place and no device."""
    with Image.open(io.BytesIO(content), formats=list(_FORMATS.values())) as image:
        image.draft("RGB", (longest_side * 2, longest_side * 2))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((longest_side, longest_side))
        small = io.BytesIO()
        upright.save(small, "JPEG", quality=80)
    return small.getvalue()

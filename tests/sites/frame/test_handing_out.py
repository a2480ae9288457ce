"""A file is handed out whole or in the part that was asked for, and never as a page of ours."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from tinhso.sites.frame.service import file_response


@dataclass(frozen=True)
class File:
    content: bytes = bytes(range(100))
    media_type: str = "application/pdf"
    name: str = 'giấy "khai"\r\n.pdf'


def answer(asked: str = "", *, if_range: str = "", method: str = "get", **options: bool):  # type: ignore[no-untyped-def]
    headers = {"Range": asked} if asked else {}
    if if_range:
        headers["If-Range"] = if_range
    request = getattr(RequestFactory(), method)("/a", headers=headers)
    return file_response(request, File(), **options)


@pytest.mark.parametrize(
    ("asked", "status", "content_range", "content"),
    [
        ("", 200, None, bytes(range(100))),
        ("bytes=0-9", 206, "bytes 0-9/100", bytes(range(10))),
        ("bytes=90-", 206, "bytes 90-99/100", bytes(range(90, 100))),
        ("bytes=90-400", 206, "bytes 90-99/100", bytes(range(90, 100))),
        ("bytes=-5", 206, "bytes 95-99/100", bytes(range(95, 100))),
        ("bytes=-500", 206, "bytes 0-99/100", bytes(range(100))),
        ("bytes=99-99", 206, "bytes 99-99/100", b"\x63"),
        ("bytes=100-", 416, "bytes */100", b""),
        ("bytes=-0", 416, "bytes */100", b""),
        ("bytes=9-3", 200, None, bytes(range(100))),
        ("bytes=0-1,5-6", 200, None, bytes(range(100))),
        ("lines=0-1", 200, None, bytes(range(100))),
        ("bytes=a-b", 200, None, bytes(range(100))),
    ],
)
def test_part_is_handed_out_as_asked(
    asked: str, status: int, content_range: str | None, content: bytes
) -> None:
    given_out = answer(asked)

    assert (given_out.status_code, given_out.content) == (status, content)
    assert given_out.headers.get("Content-Range") == content_range
    assert given_out.headers["Accept-Ranges"] == "bytes"


def test_part_of_another_file_is_not_put_behind_this_one() -> None:
    tag = answer().headers["ETag"]

    assert answer("bytes=0-9", if_range=tag).status_code == 206
    assert answer("bytes=0-9", if_range='"another"').status_code == 200
    assert answer("bytes=0-9", method="head").status_code == 200


@given(st.text(alphabet="bytes=0123456789-, ", max_size=20))
def test_any_range_gives_a_piece_of_the_file_or_a_plain_refusal(asked: str) -> None:
    given_out = answer(asked)

    assert given_out.status_code in (200, 206, 416)
    assert given_out.content in File().content


def test_headers_keep_a_file_from_acting_as_a_page() -> None:
    shown, saved, framed = answer(), answer(as_download=True), answer(in_page=True)

    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert shown.headers["Content-Disposition"].startswith("inline; filename*=UTF-8''gi%E1%BA%A5y%20%22")
    assert saved.headers["Content-Disposition"].startswith("attachment; ")
    assert "\n" not in saved.headers["Content-Disposition"]
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "X-Frame-Options" not in shown.headers

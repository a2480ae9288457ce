"""Forms with files mean the same, whichever parser reads them, and every limit still refuses."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest
from django.conf import LazySettings
from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.sites.frame.uploads import LARGEST_BODY, read_form

BOUNDARY = "----edge"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"
Part = tuple[str, bytes]


def body_of(parts: Iterable[Part]) -> bytes:
    pieces = [f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + content + b"\r\n" for head, content in parts]
    return b"".join(pieces) + f"--{BOUNDARY}--\r\n".encode()


def field(name: str, value: str) -> Part:
    return f'Content-Disposition: form-data; name="{name}"', value.encode()


def paper(name: str, filename: str, content: bytes, media_type: str = "application/pdf") -> Part:
    return (
        f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: {media_type}',
        content,
    )


def by_django(body: bytes) -> tuple[object, object]:
    meta = {"CONTENT_TYPE": TYPE, "CONTENT_LENGTH": str(len(body))}
    return _seen(MultiPartParser(meta, io.BytesIO(body), [MemoryFileUploadHandler()]).parse())


def by_house(body: bytes) -> tuple[object, object] | None:
    form = read_form(body, BOUNDARY.encode())
    return form and _seen(form)


def by_request(body: bytes) -> tuple[object, object]:
    request = RequestFactory().post("/", body, content_type=TYPE)
    return _seen((request.POST, request.FILES))


def _seen(form: tuple[object, object]) -> tuple[object, object]:
    post, files = form
    return dict(post.lists()), [  # type: ignore[attr-defined]
        (name, upload.name, upload.content_type, upload.size, upload.read())
        for name, uploads in files.lists()  # type: ignore[attr-defined]
        for upload in uploads
    ]


_TEXTS = st.text(max_size=40)
_NAMES = st.text(st.characters(blacklist_characters='"\\\r\n', blacklist_categories=("Cs",)), max_size=20)
_BYTES = st.one_of(
    st.binary(max_size=200),
    st.lists(st.sampled_from([b"\r\n", b"--", b"----edge", b"\r", b"\n", b"x"]), max_size=12).map(b"".join),
)
_PARTS = st.one_of(
    st.builds(field, _NAMES, _TEXTS.filter(lambda text: "\ud800" not in text)),
    st.builds(paper, _NAMES, _NAMES, _BYTES),
)


@settings(max_examples=400)
@given(st.lists(_PARTS, max_size=6))
def test_what_the_house_reads_is_what_django_reads(parts: list[Part]) -> None:
    body = body_of(parts)
    found = by_house(body)

    assert found is None or found == by_django(body)


def test_an_ordinary_form_is_read_by_the_house() -> None:
    body = body_of(
        [
            field("full_name", "Nguyễn Thị Hoà"),
            field("tick", "a"),
            field("tick", "b"),
            paper("paper", "hợp đồng; bản 2.pdf", b"%PDF\r\n\r\n--" * 50),
            paper("paper", "", b"", "application/octet-stream"),
        ]
    )
    found = by_house(body)

    assert found is not None
    assert found == by_django(body)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(body_of([paper("p", "a&amp;b.pdf", b"x")]), id="escaped name"),
        pytest.param(body_of([paper("p", "../../etc/passwd", b"x")]), id="path"),
        pytest.param(body_of([paper("p", "..", b"x")]), id="parent"),
        pytest.param(body_of([paper("p", "a\u202eb.pdf", b"x")]), id="turned letters"),
        pytest.param(body_of([field("a", "b")])[:-9], id="cut off"),
        pytest.param(b"before\r\n" + body_of([field("a", "b")]), id="preamble"),
        pytest.param(
            body_of(
                [('Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64', b"eA==")]
            ),
            id="base64",
        ),
        pytest.param(body_of([("Content-Disposition: form-data; name=a", b"b")]), id="unquoted"),
        pytest.param(body_of([('content-disposition: form-data; name="a"', b"b")]), id="small letters"),
        pytest.param(body_of([("", b"b")]), id="no head"),
    ],
)
def test_anything_unusual_is_judged_by_django(body: bytes) -> None:
    assert by_house(body) is None
    try:
        expected: object = by_django(body)
    except MultiPartParserError:
        with pytest.raises(MultiPartParserError):
            by_request(body)
        return
    assert by_request(body) == expected


def test_a_body_that_is_too_large_to_split_is_read_all_the_same() -> None:
    body = body_of([field("a", "b"), paper("p", "big.pdf", b"x" * LARGEST_BODY)])

    fields, ((_, name, _, size, _),) = by_request(body)  # type: ignore[misc]
    assert (fields, name, size) == ({"a": ["b"]}, "big.pdf", LARGEST_BODY)


def test_too_many_fields_are_refused(settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    with pytest.raises(TooManyFieldsSent):
        by_request(body_of([field("a", "b")] * 20))


def test_too_many_files_are_refused(settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    with pytest.raises(TooManyFilesSent):
        by_request(body_of([paper("p", "a.pdf", b"x")] * 3))

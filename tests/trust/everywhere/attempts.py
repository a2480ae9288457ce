"""One try at an address, and everything that is wrong with its answer."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
from django.conf import settings
from django.db import connection, transaction

from tests.support.pdf import text_of_pdf
from tests.trust.canary import Canaries
from tests.trust.everywhere.addresses import Address, things_at
from tests.trust.everywhere.allowed import Expected, expected, may_know_the_code, may_read, readable_people
from tests.trust.everywhere.doors import Door, door_of
from tests.trust.everywhere.town import COUNTS, DIGITS, MARK, PEOPLE, Somebody, Thing, Town, rows

KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
SENDING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_SAME_FOR_ALL = re.compile(
    rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{12,32}"
    rb'|name="csrfmiddlewaretoken" value="[^"]*"|[0-9A-Z.]{5,}-\d{6}-\d{4,}|PA-\d{6}-[0-9A-Z]{8}'
)
CANARIES = {name: Canaries(being.words) for name, being in PEOPLE.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, and what it left behind."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    refused: int
    changed: tuple[int, ...]

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    def likeness(self) -> tuple[int, bytes, str]:
        """The answer without what differs from try to try: ids, codes, tokens."""
        plain = _SAME_FOR_ALL.sub(b"#", self.body)
        return self.status, plain, _SAME_FOR_ALL.sub(b"#", self.location.encode()).decode()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back, so that each try meets the same town."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def attempt(
    town: Town,
    who: Somebody,
    method: str,
    path: str,
    data: Mapping[str, Any] | None = None,
    *,
    checks_tokens: bool = False,
    **headers: str,
) -> Answer:
    """Send one request; nothing of it stays."""
    screen = who.client
    cookies = {name: each.value for name, each in screen.cookies.items()}
    with undone():
        if who.level:
            rows(
                "update identity_account set assurance_level = %s where id = %s",
                who.level,
                who.actor.account_id,
            )
        screen.raise_request_exception = False
        screen.handler.enforce_csrf_checks = checks_tokens
        response = screen.generic(method, path, **_body(method, data), **headers)
        if response.status_code == 302 and _is_short_link(path, response.headers["Location"]):
            response = screen.generic(method, response.headers["Location"], **headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        after = _counts()
    screen.cookies.clear()
    for name, value in cookies.items():
        screen.cookies[name] = value
    return Answer(
        status=response.status_code,
        body=body,
        headers=dict(response.items()),
        refused=after[0] - town.counts[0],
        changed=tuple(later - earlier for later, earlier in zip(after[1:], town.counts[1:], strict=True)),
    )


def _counts() -> tuple[int, ...]:
    """In one message; the end of the try takes the scope back."""
    with connection.cursor() as cursor:
        cursor.execute(f"select set_config('tinhso.scope', 'system', true); {COUNTS}")
        cursor.nextset()
        found: tuple[int, ...] = cursor.fetchone()
    return found


def _is_short_link(path: str, location: str) -> bool:
    """A file's own address, with the link that opens it for this viewer."""
    return location.startswith(f"{path.split('?')[0]}?link=")


def _body(method: str, data: Mapping[str, Any] | None) -> dict[str, Any]:
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    if method == "POST":
        return {"data": encode_multipart(BOUNDARY, dict(data or {})), "content_type": MULTIPART_CONTENT}
    if method == "PATCH":
        return {"data": b"x", "content_type": "application/offset+octet-stream"}
    return {}


def methods_of(address: Address, path: str, town: Town) -> tuple[frozenset[str], list[str]]:
    """Which methods the address takes, by its own word; and what is wrong where it gives none."""
    if address not in town.methods:
        town.methods[address] = _asked_methods(address, path, town)
    return town.methods[address]


def _asked_methods(address: Address, path: str, town: Town) -> tuple[frozenset[str], list[str]]:
    answer = attempt(town, town.everybody["reception_officer here"], "PUT", path)
    if answer.status != 405:
        problem = f"{address.name}: PUT is answered {answer.status}, not 405: no method is refused"
        return frozenset({"GET", "POST"}), [problem]
    allowed = frozenset(answer.headers["Allow"].replace(" ", "").split(",")) & KNOWN_METHODS
    return allowed - {"HEAD"} if "GET" in allowed else allowed, []


def findings(address: Address, town: Town) -> list[str]:
    """Everything that is wrong with an address, for everybody and everything it can be tried with."""
    things = things_at(address, town)
    methods, wrong = methods_of(address, address.path(things[0]), town)
    door = door_of(address, things, methods)
    for who in town.everybody.values():
        hidden = {name: CANARIES[name] for name in PEOPLE.keys() - readable_people(town, who)}
        for method in sorted(methods):
            unknown: dict[str, Answer] = {}
            for thing in sorted(things, key=lambda each: not each.name.startswith("unknown")):
                data = door.data(town, thing)
                path = f"{address.path(thing)}?{door.query}" if door.query else address.path(thing)
                answer = attempt(town, who, method, path, data)
                rest = thing.name.partition(",")[2]
                if thing.name.startswith("unknown"):
                    unknown[rest] = answer
                said = f"{address.name} {method} by {who.name}, {thing.name or 'no object'}"
                sent = f"{address.path(thing)} {data}"
                wrong += [
                    f"{said}: {problem}"
                    for problem in [
                        *_wrong_for_all(answer, hidden, sent),
                        *ids_shown(town, who, answer, sent),
                        *_done_by_looking(method, answer),
                        *_wrong_here(address, door, thing, who, method, answer, unknown.get(rest)),
                    ]
                ]
    return [*wrong, *_other_methods(address, town, things[0], methods)]


def _other_methods(address: Address, town: Town, thing: Thing, methods: frozenset[str]) -> Iterator[str]:
    """What is not taken is refused as such, and does nothing."""
    for who in (town.everybody["owner, level 2"], town.everybody["reception_officer here"]):
        for method in sorted(SENDING - methods):
            answer = attempt(town, who, method, address.path(thing))
            if answer.status != 405 or any(answer.changed):
                yield f"{address.name} {method} by {who.name}: answered {answer.status}, expected 405"


def ids_shown(town: Town, who: Somebody, answer: Answer, sent: str) -> Iterator[str]:
    """What a list, a search or an export shows opens by `get`: by id or code, wherever that stands."""
    whole = _whole(answer)
    for name, resource in town.resources.items():
        shown = str(resource.id)
        if shown.encode() in whole and shown not in sent and not may_read(who, resource):
            yield f"shows the id of the {name}, which they may not open"
        codes = _codes(town).get(resource.id, ())
        seen = any(code.encode() in whole and code not in sent for code in codes)
        if seen and not may_know_the_code(who, resource):
            yield f"shows the code of the {name}, which they may not open"


def _codes(town: Town) -> Mapping[Any, tuple[str, ...]]:
    """The codes of each dossier, in every notation: what a table for a spreadsheet names them by."""
    if not town.codes:
        found = rows("select id, code, dotted_code, national_code from dossiers_dossier")
        town.codes = {each[0]: tuple(filter(None, each[1:])) for each in found}
    return town.codes


def _done_by_looking(method: str, answer: Answer) -> Iterator[str]:
    if method in ("GET", "HEAD") and any(answer.changed[1:]):
        yield "was only looked at, and something was announced or ordered"


def _wrong_for_all(answer: Answer, hidden: Mapping[str, Canaries], sent: str) -> Iterator[str]:
    """Rules without an exception: no failure, no stranger's data, nobody's data in a header."""
    if answer.status >= 500 and answer.status != 503:
        yield f"answered {answer.status}"
    for name, word in read_in(_whole(answer), hidden, sent):
        yield f"shows the {word} of {name}"
    headers = "\n".join(f"{key}: {value}" for key, value in answer.headers.items()).encode()
    for name, word in read_in(headers, CANARIES, sent):
        if word != "file" or "filename*=" not in headers.decode("latin-1"):
            yield f"has the {word} of {name} in a header"
    if answer.location and not is_safe(answer.location):
        yield f"leads to {answer.location}"


def _wrong_here(
    address: Address,
    door: Door,
    thing: Thing,
    who: Somebody,
    method: str,
    answer: Answer,
    unknown: Answer | None,
) -> Iterator[str]:
    """Whether the answer is what the table of permissions says."""
    sends = method in ("POST", "PATCH")
    meant = expected(address, door, thing, who, sends=sends)
    status = answer.status
    is_real = thing.resource is not None
    if meant is Expected.ALLOWED:
        if is_real and status in (403, 404, 405):
            yield f"answered {status} to whom the table lets in"
        return
    if sends and any(answer.changed):
        yield f"{meant}, and yet something was done"
    if meant is Expected.LED_AWAY:
        if not (_leads_to_sign_in(answer) or status in (403, 404)):
            yield f"answered {status} to whom the page is not made for"
    elif meant is Expected.NOT_LET_IN:
        if status != 401:
            yield f"answered {status}, expected 401"
    elif meant is Expected.NOT_PERMITTED:
        if status not in (403, 404):
            yield f"answered {status}, expected 403"
    elif status != 404 and not (status == 403 and unknown is not None):
        yield f"answered {status}, expected 404"
    is_hidden = meant is not Expected.NOT_PERMITTED and is_real
    if is_hidden and unknown is not None and answer.likeness() != unknown.likeness():
        yield f"answered {status}, unlike the {unknown.status} for what does not exist"
    is_refused = meant not in (Expected.LED_AWAY, Expected.NOT_LET_IN) and (is_real or status == 403)
    if is_refused and answer.refused != 1:
        yield f"refused with {status}, audited {answer.refused}×"


def _leads_to_sign_in(answer: Answer) -> bool:
    return answer.status == 302 and urlsplit(answer.location).path in ("/sign-in", "/desk/sign-in/")


def read_in(content: bytes, canaries: Mapping[str, Canaries], sent: str = "") -> Iterator[tuple[str, str]]:
    """Who can be read in it, and by what; a value that the request itself held is an echo, no leak."""
    squeezed = content.replace(b" ", b"").replace(b".", b"").lower()
    if MARK.encode() not in squeezed and DIGITS.encode() not in squeezed:
        return
    for name, each in canaries.items():
        for leak in each.search(content, ""):
            if each.values[leak.canary] not in sent:
                yield name, leak.canary


def _whole(answer: Answer) -> bytes:
    """The body, and what is packed in it: tables for spreadsheets and printed pages are packed."""
    if answer.body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
            return b"\n".join([answer.body, *(packed.read(name) for name in packed.namelist())])
    if answer.body.startswith(b"%PDF"):
        return answer.body + b"\n" + _printed(answer.body)
    return answer.body


@lru_cache(maxsize=256)
def _printed(content: bytes) -> bytes:
    """The words on the pages; nothing for a part of a file, or for a paper that no reader opens."""
    try:
        return text_of_pdf(content).encode()
    except pypdfium2.PdfiumError:
        return b""


def is_safe(location: str) -> bool:
    """A page of this house, or one of the lines that its settings name."""
    if location.startswith(("//", "/\\", "\\")):
        return False
    parts = urlsplit(location)
    if not parts.scheme and not parts.netloc:
        return True
    ways_out = (settings.TINHSO_VNEID_ISSUER, settings.TINHSO_PAYMENT_URL, settings.TINHSO_LIVE_URL)
    return any(f"{parts.scheme}://{parts.netloc}" == _origin(way) for way in ways_out if way)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"

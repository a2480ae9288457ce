"""Files that come in pieces before their form is sent, so that a line that breaks costs one piece.

The shape is that of the tus protocol, version 1.0 (HEAD says how much is there, PATCH adds to it), for files
that are named by their SHA-256. The form then names the file instead of carrying it.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.authority.service import Permission, require
from tinhso.foundation.files.service import UnableToContinueUpload, receive_part, received_bytes
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.sites.frame.errors import Refusal, error_response
from tinhso.sites.frame.visits import visit_of

_OFFSET = "Upload-Offset"


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Where uploads lie; there is nothing to see."""
    raise Http404


@require_http_methods(["HEAD", "PATCH"])
def piece(request: HttpRequest, sha256: str) -> HttpResponse:
    """How much of a file of this citizen is there, or one piece more of it.

    409 with the right offset when a piece does not follow.
    """
    visit = visit_of(request)
    with unit_of_work(actor=visit.actor, now=visit.now):  # it audits a refusal
        require(actor=visit.actor, permission=Permission.DOSSIER_DRAFT)
    owner = str(visit.actor.reference)
    try:
        if request.method == "PATCH":
            offset = _number(request.headers.get(_OFFSET, ""))
            received = receive_part(owner=owner, sha256=sha256, offset=offset, content=request.body)
        else:
            received = received_bytes(owner=owner, sha256=sha256)
    except UnableToContinueUpload as refusal:
        response = error_response(request, Refusal(status=409, code=refusal.code, message=refusal.message))
        response.headers[_OFFSET] = str(refusal.received)
        return response
    return HttpResponse(status=204, headers={_OFFSET: str(received)})


def _number(text: str) -> int:
    """A place in a file; what is none lies before every file, so that no piece follows it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else -1

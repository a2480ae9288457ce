"""HMAC-SHA256 over the exact bytes of a body (or, for GET, over path and query), in hex."""

import hmac

from django.conf import settings
from django.http import HttpRequest

HEADER = "X-Signature"


def signature_of(content: bytes) -> str:
    """The signature of the shared payment secret."""
    key = settings.SHARED_SECRETS["payment_secret"].encode("ascii")
    return hmac.new(key, content, "sha256").hexdigest()


def is_signed(request: HttpRequest) -> bool:
    """Whether a request of the merchant carries the right signature."""
    content = request.body if request.method == "POST" else request.get_full_path().encode("ascii")
    given = request.headers.get(HEADER, "")
    return given.isascii() and hmac.compare_digest(given, signature_of(content))

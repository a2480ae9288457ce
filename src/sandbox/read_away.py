"""Reads what a request still holds before it is answered, so that its connection can carry the next one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, UnreadablePostError

GetResponse = Callable[[HttpRequest], HttpResponse]
READ_AWAY = 1_000_000
"""Bytes; a longer rest is left, and the connection is said to end."""


class ReadAwayMiddleware:
    """Whoever answers before the body has come (a refused token, a line that is down) ends the connection.

    The server then cuts it without a word, and the caller's next question on it is lost: a failure by
    chance, that no dial was turned for.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        try:
            rest = request.read(READ_AWAY + 1)
        except UnreadablePostError:
            return response
        if len(rest) > READ_AWAY:
            response.headers["Connection"] = "close"
        return response

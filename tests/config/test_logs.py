"""An unexpected error can be found in the log, and gives nobody away there."""

from __future__ import annotations

import json
import logging

import pytest
from django.http import HttpResponseServerError
from django.test import RequestFactory
from django.utils.log import log_response

from tinhso.sites.frame.access_log import JsonLines


def test_an_unexpected_error_leaves_its_type_and_place_but_none_of_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    request = RequestFactory().get("/desk/find/074188001202")
    try:
        raise ValueError("Nguyễn Thị Hồng Ánh")
    except ValueError as error:
        with caplog.at_level(logging.NOTSET, logger="root"):
            answer = HttpResponseServerError()
            log_response("%s: %s", "Error", request.path, response=answer, request=request, exception=error)
    (record,) = caplog.records
    line = JsonLines(trace_id=lambda: "t").format(record)
    known = json.loads(line)
    assert known["exception"] == "ValueError"
    assert "test_logs.py" in known["at"]
    assert "074188001202" not in line
    assert "Ánh" not in line


def test_a_refusal_is_no_error() -> None:
    assert not logging.getLogger("django.request").isEnabledFor(logging.WARNING)

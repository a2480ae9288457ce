"""Whom the house believes to be the system at the other end of a line."""

from __future__ import annotations

import ssl
from functools import lru_cache

import certifi


@lru_cache(maxsize=1)
def trusted_authorities() -> ssl.SSLContext:
    """For clients of HTTP: certificates are checked against the known authorities.

    Built once a process: reading the authorities takes some 20 ms of CPU, many times what a message costs.
    """
    return ssl.create_default_context(cafile=certifi.where())

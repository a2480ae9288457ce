"""The door of files: papers are checked by content, kept once, encrypted, fetched by short-lived links."""

from tinhso.foundation.files.blobs import UnableToReadFile
from tinhso.foundation.files.cell.asking import end_cell
from tinhso.foundation.files.inspection import preview
from tinhso.foundation.files.painting import UnableToShowPicture, paint_waiting
from tinhso.foundation.files.parts import (
    UnableToContinueUpload,
    forget_upload,
    receive_part,
    received_bytes,
    whole_upload,
)
from tinhso.foundation.files.quotas import UnableToKeepMore, keep_within_day, keep_within_draft
from tinhso.foundation.files.refusals import UnableToAcceptFile, UnableToCheckFile, UnableToKeepFile
from tinhso.foundation.files.storing import describe, read, store, store_again, store_all, sweep_orphans
from tinhso.foundation.files.tokens import UnableToUseToken, check_token, signed_token
from tinhso.foundation.files.types import FileToken, HandedIn, StoredFile

__all__ = [
    "FileToken",
    "HandedIn",
    "StoredFile",
    "UnableToAcceptFile",
    "UnableToCheckFile",
    "UnableToContinueUpload",
    "UnableToKeepFile",
    "UnableToKeepMore",
    "UnableToReadFile",
    "UnableToShowPicture",
    "UnableToUseToken",
    "check_token",
    "describe",
    "end_cell",
    "forget_upload",
    "keep_within_day",
    "keep_within_draft",
    "paint_waiting",
    "preview",
    "read",
    "receive_part",
    "received_bytes",
    "signed_token",
    "store",
    "store_again",
    "store_all",
    "sweep_orphans",
    "whole_upload",
]

"""The door of audit: entries are written with the act, sealed into a Merkle log, shown to their subjects."""

from tinhso.foundation.audit.heads import TreeHead, UnableToReadTreeHeads, read_heads
from tinhso.foundation.audit.proofs import (
    ConsistencyProof,
    InclusionProof,
    UnableToProve,
    prove_consistency,
    prove_inclusion,
)
from tinhso.foundation.audit.queries import HISTORY_KINDS, entries_about, history_of
from tinhso.foundation.audit.sequencer import publish_heads, seal_pending
from tinhso.foundation.audit.types import Entry
from tinhso.foundation.audit.verification import Finding, FindingKind, VerificationReport, verify
from tinhso.foundation.audit.writing import CTE, insert_sql, rows_of

__all__ = [
    "CTE",
    "HISTORY_KINDS",
    "ConsistencyProof",
    "Entry",
    "Finding",
    "FindingKind",
    "InclusionProof",
    "TreeHead",
    "UnableToProve",
    "UnableToReadTreeHeads",
    "VerificationReport",
    "entries_about",
    "history_of",
    "insert_sql",
    "prove_consistency",
    "prove_inclusion",
    "publish_heads",
    "read_heads",
    "rows_of",
    "seal_pending",
    "verify",
]

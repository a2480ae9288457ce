"""The door of the personal store: papers digitised and certified once, and results, used again.

A scan becomes usable only when an officer has looked at it a second time and certified it; an expired,
revoked, withheld or somebody else's paper is never offered, and refused where it is tried. Every reading
is recorded.
"""

from tinhso.services.personal_store.actions.digitising import (
    IssuedResult,
    ScannedPaper,
    certify_paper,
    discard_scan,
    keep_result,
    kind_names,
    scan_of_case,
    scan_paper,
)
from tinhso.services.personal_store.actions.withdrawing import revoke_paper, withhold_paper
from tinhso.services.personal_store.errors import (
    UnableToCertify,
    UnableToDigitise,
    UnableToReuse,
    UnableToRevoke,
)
from tinhso.services.personal_store.queries import (
    get_kept_paper,
    kept_papers,
    open_kept_paper,
    own_holder,
    own_store,
    require_usable,
    scans_to_check,
    usable_papers,
)
from tinhso.services.personal_store.types import (
    KEPT_KIND,
    Checked,
    Holder,
    KeptOrigin,
    KeptPaper,
    KeptState,
    OpenedPaper,
    PaperFacts,
)

__all__ = [
    "KEPT_KIND",
    "Checked",
    "Holder",
    "IssuedResult",
    "KeptOrigin",
    "KeptPaper",
    "KeptState",
    "OpenedPaper",
    "PaperFacts",
    "ScannedPaper",
    "UnableToCertify",
    "UnableToDigitise",
    "UnableToReuse",
    "UnableToRevoke",
    "certify_paper",
    "discard_scan",
    "get_kept_paper",
    "keep_result",
    "kept_papers",
    "kind_names",
    "open_kept_paper",
    "own_holder",
    "own_store",
    "require_usable",
    "revoke_paper",
    "scan_of_case",
    "scan_paper",
    "scans_to_check",
    "usable_papers",
    "withhold_paper",
]

"""The door of identity: signing in and out, and the actor behind an account.

Citizens sign in with VNeID (OpenID Connect), officers with user name and password. An account names nobody;
what VNeID says of a person goes to the register of people. The session keeps the account's id, nothing else.
"""

from tinhso.services.identity.actions.accounts import (
    disable_account,
    enable_account,
    open_officer_account,
    set_officer_password,
)
from tinhso.services.identity.actions.citizen_sign_in import (
    begin_sign_in,
    finish_sign_in,
    sign_in_citizen,
)
from tinhso.services.identity.actions.demonstration import create_demonstration_accounts
from tinhso.services.identity.actions.officer_sign_in import (
    OFFICER_SIGN_IN_REFUSED,
    authenticate_officer,
)
from tinhso.services.identity.actions.own_password import (
    change_own_password,
    end_own_sessions,
    is_own_password,
    replace_code,
)
from tinhso.services.identity.adapters.provider import forget_provider
from tinhso.services.identity.administering.accounts import (
    change_duties,
    create_officer_account,
    end_account_sessions,
    issue_code,
    lock_account,
    unlock_account,
)
from tinhso.services.identity.administering.directory import (
    account_history,
    get_officer_account,
    list_officer_accounts,
)
from tinhso.services.identity.administering.following import follow_agency
from tinhso.services.identity.administering.transfers import (
    plan_transfer,
    planned_transfer,
    take_due_transfers,
    transfer_account,
    withdraw_transfer,
)
from tinhso.services.identity.errors import (
    SignInRefusal,
    UnableToKeepAccount,
    UnableToSignIn,
    UnableToTransferOfficer,
)
from tinhso.services.identity.queries import actor_of, actor_of_session, half_signed_in, own_account
from tinhso.services.identity.sessions import (
    begin_half_session,
    epoch_of,
    has_second_step,
    sign_in_session,
    sign_out,
    signed_in_account,
    why_session_ended,
)
from tinhso.services.identity.types import (
    Account,
    AccountEvent,
    AccountKind,
    AccountList,
    AccountState,
    CitizenClaims,
    DemonstrationAccount,
    IssuedCode,
    LockReason,
    OfficerAccount,
    OrganisationClaim,
    PlannedTransfer,
    SessionEnd,
    SignedIn,
    TransferPlan,
    WorkToMove,
)

__all__ = [
    "OFFICER_SIGN_IN_REFUSED",
    "Account",
    "AccountEvent",
    "AccountKind",
    "AccountList",
    "AccountState",
    "CitizenClaims",
    "DemonstrationAccount",
    "IssuedCode",
    "LockReason",
    "OfficerAccount",
    "OrganisationClaim",
    "PlannedTransfer",
    "SessionEnd",
    "SignInRefusal",
    "SignedIn",
    "TransferPlan",
    "UnableToKeepAccount",
    "UnableToSignIn",
    "UnableToTransferOfficer",
    "WorkToMove",
    "account_history",
    "actor_of",
    "actor_of_session",
    "authenticate_officer",
    "begin_half_session",
    "begin_sign_in",
    "change_duties",
    "change_own_password",
    "create_demonstration_accounts",
    "create_officer_account",
    "disable_account",
    "enable_account",
    "end_account_sessions",
    "end_own_sessions",
    "epoch_of",
    "finish_sign_in",
    "follow_agency",
    "forget_provider",
    "get_officer_account",
    "half_signed_in",
    "has_second_step",
    "is_own_password",
    "issue_code",
    "list_officer_accounts",
    "lock_account",
    "open_officer_account",
    "own_account",
    "plan_transfer",
    "planned_transfer",
    "replace_code",
    "set_officer_password",
    "sign_in_citizen",
    "sign_in_session",
    "sign_out",
    "signed_in_account",
    "take_due_transfers",
    "transfer_account",
    "unlock_account",
    "why_session_ended",
    "withdraw_transfer",
]  # fmt: skip

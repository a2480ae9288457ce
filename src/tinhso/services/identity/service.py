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
from tinhso.services.identity.adapters.provider import forget_provider
from tinhso.services.identity.errors import SignInRefusal, UnableToKeepAccount, UnableToSignIn
from tinhso.services.identity.queries import actor_of
from tinhso.services.identity.sessions import sign_in_session, sign_out, signed_in_account
from tinhso.services.identity.types import (
    Account,
    AccountKind,
    CitizenClaims,
    DemonstrationAccount,
    SignedIn,
)

__all__ = [
    "OFFICER_SIGN_IN_REFUSED",
    "Account",
    "AccountKind",
    "CitizenClaims",
    "DemonstrationAccount",
    "SignInRefusal",
    "SignedIn",
    "UnableToKeepAccount",
    "UnableToSignIn",
    "actor_of",
    "authenticate_officer",
    "begin_sign_in",
    "create_demonstration_accounts",
    "disable_account",
    "enable_account",
    "finish_sign_in",
    "forget_provider",
    "open_officer_account",
    "set_officer_password",
    "sign_in_citizen",
    "sign_in_session",
    "sign_out",
    "signed_in_account",
]

"""What VNeID says about a person, and how it lies when its dial is turned."""

from collections.abc import Iterable
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from sandbox.dials.modes import Mode
from sandbox.dials.service import take
from sandbox.population.models import Citizen
from sandbox.vneid.models import Account
from sandbox.vneid.organisations import organisations_of

ISSUER_PATH = "/vneid"
STRAY_KEY_MARK = "sandbox_signs_with_stray_key"
CLAIM_LABELS = {
    "openid": "Mã định danh riêng cho hệ thống này và mức độ tài khoản",
    "profile": "Họ tên, ngày sinh, giới tính, số định danh cá nhân",
    "citizen": "Số định danh cá nhân",
    "phone": "Số điện thoại",
    "email": "Thư điện tử",
    "organisation": "Cơ quan, tổ chức mà người này đại diện theo pháp luật",
}


class CitizenClaims(DefaultOIDCAdapter):
    """Claims of a citizen from the population store; the issuer is a fixed address."""

    scope_display = CLAIM_LABELS

    def get_issuer(self) -> str:
        return f"{settings.PUBLIC_URL}{ISSUER_PATH}"

    def get_user_sub(self, client: Client, user: AbstractBaseUser) -> str:
        return str(user.get_username())

    def get_user_by_sub(self, client: Client, sub: str) -> AbstractBaseUser | None:
        return Account.objects.filter(subject=sub, is_active=True).first()

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: AbstractBaseUser,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        account = Account.objects.get(pk=user.pk)
        return claims_of(account, set(scopes))

    def populate_id_token(
        self, id_token: dict[str, Any], client: Client, scopes: Iterable[str], **kwargs: Any
    ) -> None:
        position = take("vneid", {Mode.WRONG})
        if position is None:
            return
        if position.variant == "bad_signature":
            # The library asks the adapter for the key next; the request carries the wish.
            setattr(self.request, STRAY_KEY_MARK, True)
        _falsify(id_token, position.variant, set(scopes))

    def get_signing_key(self) -> PrivateKey:
        if getattr(self.request, STRAY_KEY_MARK, False):
            return PrivateKey(pem=settings.PRIVATE_SECRETS["stray_signing_key"])
        return super().get_signing_key()

    def populate_server_metadata(self, data: dict[str, str | list[str]]) -> None:
        data["scopes_supported"] = list(CLAIM_LABELS)
        data["response_types_supported"] = ["code"]
        data["grant_types_supported"] = ["authorization_code"]
        data["claims_supported"] = [
            "sub", "citizen_pid", "name", "birthdate", "gender", "phone_number", "email",
            "level_of_assurance", "organisations",
        ]  # fmt: skip


def claims_of(account: Account, scopes: set[str]) -> dict[str, Any]:
    """The claims an account releases under these scopes; unknown values are left out."""
    citizen = Citizen.objects.get(personal_id=account.personal_id)
    claims: dict[str, Any] = {
        "sub": account.subject,
        "level_of_assurance": account.level_of_assurance,
    }
    if scopes & {"profile", "citizen"}:
        claims["citizen_pid"] = citizen.personal_id
    if "profile" in scopes:
        birth = citizen.birth_date
        claims["name"] = citizen.full_name
        claims["birthdate"] = birth.isoformat() if birth else str(citizen.birth_year)
        claims["gender"] = citizen.sex
    if "phone" in scopes and citizen.phone:
        claims["phone_number"] = citizen.phone
        claims["phone_number_verified"] = True
    if "organisation" in scopes:
        claims["organisations"] = organisations_of(citizen.personal_id)
    if "email" in scopes and citizen.email:
        claims["email"] = citizen.email
        claims["email_verified"] = True
    return claims


def _falsify(id_token: dict[str, Any], variant: str, scopes: set[str]) -> None:
    if variant == "bad_audience":
        id_token["aud"] = "another-system"
    elif variant == "expired":
        id_token["iat"] -= 7200
        id_token["exp"] = id_token["iat"] + 300
    elif variant == "bad_nonce":
        id_token["nonce"] = "not-your-nonce"
    elif variant == "bad_issuer":
        id_token["iss"] = "https://vneid.example"
    elif variant == "another_person":
        other = Account.objects.exclude(subject=id_token["sub"]).order_by("personal_id").first()
        if other is not None:
            id_token.update(claims_of(other, scopes))

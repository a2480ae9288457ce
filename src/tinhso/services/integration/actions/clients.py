"""Making, changing, disabling a client; a new secret. By administrators, each audited."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from tinhso.foundation.authority.service import Actor, NotVisible, Permission, Resource, require
from tinhso.foundation.clock.service import new_id, new_token, real_now
from tinhso.foundation.crypto.service import blind_index
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, claim_key, unit_of_work
from tinhso.services.integration.errors import UnableToKeepClient
from tinhso.services.integration.models import AccessToken, Client
from tinhso.services.integration.queries import client_rows, row_of
from tinhso.services.integration.rules import wrong_terms
from tinhso.services.integration.types import CLIENT_KIND, ClientRow, ClientTerms, IssuedSecret

_SECRET = "integration.secret"  # noqa: S105 - the name of an index, no secret


def secret_index(secret: str) -> bytes:
    """The keyed hash by which a secret is known again; 256 random bits need no slow one."""
    return blind_index(secret, kind=_SECRET)


def register_client(*, terms: ClientTerms, key: str, actor: Actor, now: datetime) -> IssuedSecret:
    """Let a system in under these terms; the secret is shown once. Raises UnableToKeepClient.

    ``key`` names the filled form: sent again it makes no second client.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.INTEGRATION_ADMINISTER)
        _refuse_wrong(terms)
        client_id, secret = new_id(), new_token()
        digest = sha256(repr(sorted(_columns(terms).items())).encode()).digest()
        if claim_key(work, key=f"client:{key}", request_digest=digest, result_id=client_id) != client_id:
            raise UnableToKeepClient(
                "already_registered",
                "Kết nối này đã được lập; khóa chỉ hiện một lần. Nếu chưa kịp lưu, hãy đổi khóa.",
            )
        with acting_as_system(work):
            Client.objects.create(
                id=client_id,
                **_columns(terms),
                secret_index=secret_index(secret),
                secret_made_at=now,
                created_at=now,
                created_by=actor.reference,
            )
        _record(work, "integration.client_registered", client_id, terms)
    return IssuedSecret(client_id=client_id, secret=secret)


def change_client(*, client_id: UUID, terms: ClientTerms, actor: Actor, now: datetime) -> None:
    """Other terms, from now on: also for tokens that were given out."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.INTEGRATION_ADMINISTER)
        _refuse_wrong(terms)
        with acting_as_system(work):
            client = _locked(client_id)
            for name, value in _columns(terms).items():
                setattr(client, name, value)
            client.save()
        _record(work, "integration.client_changed", client_id, terms)


def renew_secret(*, client_id: UUID, actor: Actor, now: datetime) -> IssuedSecret:
    """Another secret, shown once; the old one and every token end at once."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.INTEGRATION_ADMINISTER)
        secret = new_token()
        with acting_as_system(work):
            client = _locked(client_id)
            client.secret_index, client.secret_made_at = secret_index(secret), now
            client.save(update_fields=["secret_index", "secret_made_at"])
            AccessToken.objects.filter(client_id=client_id).delete()
        _record(work, "integration.secret_renewed", client_id)
    return IssuedSecret(client_id=client_id, secret=secret)


def disable_client(*, client_id: UUID, actor: Actor, now: datetime) -> None:
    """End the agreement now: the secret and every token end at once. There is no way back."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.INTEGRATION_ADMINISTER)
        with acting_as_system(work):
            client = _locked(client_id)
            client.disabled_at = now
            client.save(update_fields=["disabled_at"])
            AccessToken.objects.filter(client_id=client_id).delete()
        _record(work, "integration.client_disabled", client_id)


def list_clients(*, actor: Actor, now: datetime) -> tuple[ClientRow, ...]:
    """Every client, for administrators."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.INTEGRATION_ADMINISTER)
        with acting_as_system(work):
            return client_rows()


def get_client(*, client_id: UUID, actor: Actor, now: datetime) -> ClientRow:
    """One client, for administrators; NotVisible where there is none."""
    with unit_of_work(actor=actor, now=now) as work:
        resource = Resource(kind=CLIENT_KIND, id=client_id)
        require(actor=actor, permission=Permission.INTEGRATION_ADMINISTER, resource=resource)
        with acting_as_system(work):
            client = Client.objects.filter(id=client_id).first()
        if client is None:
            raise _unknown(client_id)
        return row_of(client)


def _locked(client_id: UUID) -> Client:
    client = Client.objects.select_for_update().filter(id=client_id).first()
    if client is None:
        raise _unknown(client_id)
    if client.disabled_at is not None:
        raise UnableToKeepClient("client_disabled", "Kết nối này đã ngừng. Hãy lập kết nối mới.")
    return client


def _unknown(client_id: UUID) -> NotVisible:
    return NotVisible(
        object_kind=CLIENT_KIND, object_id=client_id, permission=Permission.INTEGRATION_ADMINISTER
    )


def _refuse_wrong(terms: ClientTerms) -> None:
    wrong = wrong_terms(
        texts={
            "name": terms.name,
            "operator": terms.operator,
            "reason": terms.reason,
            "legal_basis": terms.legal_basis,
        },
        purposes=len(terms.purposes),
        agencies=None if terms.agency_ids is None else len(terms.agency_ids),
        per_minute=terms.per_minute,
        is_over=terms.valid_until <= real_now(),
    )
    if wrong:
        raise UnableToKeepClient("wrong_terms", "Thỏa thuận chưa đủ.", wrong)


def _columns(terms: ClientTerms) -> dict[str, object]:
    return {
        "name": terms.name.strip(),
        "operator": terms.operator.strip(),
        "reason": terms.reason.strip(),
        "legal_basis": terms.legal_basis.strip(),
        "purposes": sorted(terms.purposes),
        "agency_ids": None if terms.agency_ids is None else sorted(terms.agency_ids),
        "per_minute": terms.per_minute,
        "valid_until": terms.valid_until,
    }


def _record(work: UnitOfWork, action: str, client_id: UUID, terms: ClientTerms | None = None) -> None:
    details: dict[str, str | int | bool] = {}
    if terms is not None:
        details = {
            "purposes": " ".join(sorted(terms.purposes)),
            "agencies": "all" if terms.agency_ids is None else len(terms.agency_ids),
            "valid_until": terms.valid_until.isoformat(),
            "per_minute": terms.per_minute,
        }
    work.record(action=action, object_kind=CLIENT_KIND, object_id=client_id, details=details)

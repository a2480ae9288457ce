"""Reading a second factor; every row is read as the system, whoever may see it was asked before."""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings

from tinhso.foundation.authority.service import Role
from tinhso.services.second_factor import models
from tinhso.services.second_factor.types import FactorStanding, Removal


def is_required_of(roles: Collection[Role]) -> bool:
    """Whether an officer with these duties must have a second factor (setting, no statement)."""
    return not settings.TINHSO_SECOND_FACTOR_REQUIRED.isdisjoint(role.value for role in roles)


def standing(officer_id: UUID) -> FactorStanding:
    """The standing of an officer's factor, inside a unit of work of the system's scope."""
    row = models.Authenticator.objects.filter(officer_id=officer_id).first()
    if row is None:
        return FactorStanding(enabled_at=None, recovery_codes_left=0, removal=None)
    removal = None
    if row.removed_at is not None and row.removed_by_id is not None:
        removal = Removal(at=row.removed_at, by=row.removed_by_id)
    return FactorStanding(
        enabled_at=row.enabled_at, recovery_codes_left=codes_left(officer_id), removal=removal
    )


def codes_left(officer_id: UUID) -> int:
    """How many recovery codes have not been used."""
    return models.RecoveryCode.objects.filter(officer_id=officer_id, used_at__isnull=True).count()

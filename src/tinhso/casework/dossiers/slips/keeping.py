"""A slip is printed once and kept: sealed, by the hash of its bytes, and read from there ever after."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.slip_types import SlipKind, SlipRow
from tinhso.casework.dossiers.slips.forms import SlipForm, form_in_force
from tinhso.casework.dossiers.slips.offered import slips_of
from tinhso.casework.dossiers.slips.printing import print_slip
from tinhso.foundation.clock.service import legal_day, new_id
from tinhso.foundation.files.service import read, store
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system


def slip_of(dossier: LoadedDossier, *, kind: SlipKind, about: int, for_owner: bool) -> SlipRow | None:
    """The slip of this kind that one act gave; None where the history gives none."""
    rows = slips_in_history(dossier, for_owner=for_owner)
    return next((each for each in rows if each.kind is kind and each.about == about), None)


def slips_in_history(dossier: LoadedDossier, *, for_owner: bool) -> tuple[SlipRow, ...]:
    """Every slip that the dossier's history gives."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select version, at, action from dossiers_event where dossier_id = %s order by version",
            [dossier.id],
        )
        return slips_of(dossier.procedure, cursor.fetchall(), for_owner=for_owner)


def kept_slip(work: UnitOfWork, dossier: LoadedDossier, row: SlipRow, *, tracking_url: str) -> bytes:
    """The slip's bytes: those of its first printing, else printed now on the form in force at its act."""
    with acting_as_system(work):
        file_id = _file_of(dossier.id, row)
        if file_id is not None:
            return read(file_id)
        form = form_in_force(row.kind, row.form, on=legal_day(row.at))
        content = print_slip(dossier, row, form, tracking_url=tracking_url)
        _keep(work, dossier, row, form, content)
        # Whoever printed it a moment before has kept the same bytes: a slip is told by its act alone.
        return content


def file_name(dossier: LoadedDossier, row: SlipRow) -> str:
    """How the file is called: the kind, the code, and which of several."""
    return f"{_NAMES[row.kind]}-{dossier.code}-{row.about}.pdf"


_NAMES = {
    SlipKind.RECEIPT: "giay-tiep-nhan",
    SlipKind.SUPPLEMENT: "phieu-bo-sung",
    SlipKind.REFUSAL: "phieu-tu-choi",
    SlipKind.APOLOGY: "phieu-xin-loi",
    SlipKind.CONTROL: "phieu-kiem-soat",
}


def _file_of(dossier_id: UUID, row: SlipRow) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select file_id from dossiers_slip where dossier_id = %s and kind = %s and about_version = %s",
            [dossier_id, row.kind.value, row.about],
        )
        found = cursor.fetchone()
    return found[0] if found else None


def _keep(work: UnitOfWork, dossier: LoadedDossier, row: SlipRow, form: SlipForm, content: bytes) -> None:
    stored = store(
        content=content,
        declared_name=file_name(dossier, row),
        owner=str(dossier.applicant_id),
        now=work.now,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into dossiers_slip (id, dossier_id, kind, about_version, form, form_version, file_id,
                 printed_at, printed_by) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
               on conflict (dossier_id, kind, about_version) do nothing""",
            [
                new_id(), dossier.id, row.kind.value, row.about, form.form, form.version, stored.id,
                work.now, work.actor.reference,
            ],
        )  # fmt: skip

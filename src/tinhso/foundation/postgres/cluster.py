"""Start, reuse and stop one PostgreSQL cluster of the house.

Promises: data checksums, SCRAM passwords, TCP on 127.0.0.1 only, no statement and no parameter in
the server log (they hold personal data), fsync on. Idempotent: a running cluster is reused; after
``kill -9`` of every process the start is retried until the orphans have let go of shared memory.
"""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg

from tinhso.foundation.postgres.binaries import find_binaries, reachable_copy
from tinhso.foundation.postgres.roles import prepare_roles
from tinhso.foundation.postgres.types import (
    ADMIN_ROLE,
    APP_ROLE,
    OWNER_ROLE,
    Cluster,
    UnableToStartPostgres,
)

_SETTINGS = {
    "listen_addresses": "'127.0.0.1'",
    "unix_socket_directories": "''",
    "password_encryption": "'scram-sha-256'",
    "max_connections": "80",
    "shared_buffers": "'48MB'",
    "jit": "off",
    "update_process_title": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    # Personal data must not reach the server log: no statements, no DETAIL lines, no parameters.
    "log_statement": "'none'",
    "log_min_error_statement": "'panic'",
    "log_error_verbosity": "'terse'",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "-1",
}
_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(64 << 10), "MALLOC_TRIM_THRESHOLD_": str(256 << 10)}
"""A session gives back what it planned a large statement in: left to itself glibc keeps as much again."""
_LONGEST_REASON = 400
_START_PATIENCE_S = 40.0


def ensure_running(
    *, folder: Path, port: int | None = None, settings: dict[str, str] | None = None
) -> Cluster:
    """Bring up the cluster kept in ``folder`` (made at the first call) and return it.

    ``port`` is used at the first call only (a free one when None); ``settings`` override
    postgresql.conf at every start. Raises UnableToStartPostgres.
    """
    home = _home(folder)
    binaries = find_binaries()
    if os.geteuid() == 0:
        binaries = reachable_copy(binaries, folder=home)
    passwords = _passwords(home)
    data = home / f"data-{_major_version(binaries)}"
    if not (data / "PG_VERSION").exists():
        _initialise(binaries, data, passwords, home)
    port = _port(home, port)
    _write_settings(data, port, settings or {})
    cluster = Cluster(binaries=binaries, data=data, port=port, passwords=passwords)
    if not is_accepting(cluster):
        _start(cluster)
    prepare_roles(cluster)
    return cluster


def stop(cluster: Cluster) -> None:
    """Stop the cluster; open transactions are rolled back, committed work stays."""
    if (cluster.data / "postmaster.pid").exists():
        _run(cluster.binaries, "pg_ctl", ["stop", "-D", str(cluster.data), "-m", "fast", "-w"])


def remove(cluster: Cluster) -> None:
    """Stop the cluster and delete its data: for throw-away test clusters."""
    stop(cluster)
    shutil.rmtree(cluster.data.parent, ignore_errors=True)


def is_accepting(cluster: Cluster) -> bool:
    """Whether this cluster (not another server on the same port) answers."""
    if not (cluster.data / "postmaster.pid").exists():
        return False
    try:
        with psycopg.connect(cluster.url(ADMIN_ROLE, "postgres"), connect_timeout=2, autocommit=True):
            return True
    except psycopg.OperationalError:
        return False


def _home(folder: Path) -> Path:
    """The folder itself, or for root one that the unprivileged server may enter."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return folder
    marker = folder / "moved-to"
    if marker.exists():
        return Path(marker.read_text().strip())
    parent = Path("/var/lib/tinhso")
    parent.mkdir(mode=0o755, exist_ok=True)
    home = parent / f"{folder.name}-{secrets.token_hex(6)}"
    home.mkdir(mode=0o711)
    marker.write_text(f"{home}\n")
    return home


def _passwords(home: Path) -> dict[str, str]:
    path = home / "passwords.json"
    if path.exists():
        known: dict[str, str] = json.loads(path.read_text())
        return known
    made = {role: secrets.token_urlsafe(24) for role in (ADMIN_ROLE, OWNER_ROLE, APP_ROLE)}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(made, file)
    return made


def _port(home: Path, wanted: int | None) -> int:
    path = home / "port"
    if path.exists():
        return int(path.read_text())
    port = wanted if wanted and _is_free(wanted) else _free_port()
    path.write_text(str(port))
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _initialise(binaries: Path, data: Path, passwords: dict[str, str], home: Path) -> None:
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    password_file = home / ".initial-password"
    password_file.write_text(passwords[ADMIN_ROLE])
    if os.geteuid() == 0:
        account = _service_account()
        os.chown(data, account.pw_uid, account.pw_gid)
        os.chown(password_file, account.pw_uid, account.pw_gid)
    password_file.chmod(0o600)
    try:
        _run(
            binaries,
            "initdb",
            ["-D", str(data), "-U", ADMIN_ROLE, f"--pwfile={password_file}", "--no-sync"]
            + ["-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"],
        )
    finally:
        password_file.unlink()


def _write_settings(data: Path, port: int, extra: dict[str, str]) -> None:
    lines = {**_SETTINGS, "port": str(port), **extra}
    text = "".join(f"{name} = {value}\n" for name, value in lines.items())
    (data / "postgresql.auto.conf").write_text(text)
    if os.geteuid() == 0:
        account = _service_account()
        os.chown(data / "postgresql.auto.conf", account.pw_uid, account.pw_gid)


def _start(cluster: Cluster) -> None:
    log = cluster.data / "server.log"
    deadline = time.monotonic() + _START_PATIENCE_S
    while True:
        arguments = ["start", "-D", str(cluster.data), "-l", str(log), "-w", "-t", "15"]
        result = _run(cluster.binaries, "pg_ctl", arguments, check=False)
        if result.returncode == 0 and is_accepting(cluster):
            return
        if time.monotonic() > deadline:
            raise UnableToStartPostgres(f"PostgreSQL không khởi động được; xem nhật ký máy chủ: {log}")
        time.sleep(0.5)


def _major_version(binaries: Path) -> str:
    output = subprocess.run(  # noqa: S603 - our own program
        [str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    return output.split()[2].split(".")[0]


def _run(
    binaries: Path, program: str, arguments: Sequence[str], *, check: bool = True
) -> subprocess.CompletedProcess[bytes]:
    """Run one of PostgreSQL's programs, never as root."""
    command = [str(binaries / program), *arguments]
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **_MEMORY}
    account = _service_account() if os.geteuid() == 0 else None
    # A file, since a server that is started would keep a pipe open for ever.
    with tempfile.TemporaryFile() as said:
        result = subprocess.run(  # noqa: S603 - our own program and arguments
            command,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            start_new_session=True,
            check=False,
        )
        if check and result.returncode:
            said.seek(0)
            reason = " ".join(said.read().decode(errors="replace").split())[-_LONGEST_REASON:]
            raise UnableToStartPostgres(f"{program} thất bại (mã {result.returncode}): {reason}")
    return result


def _service_account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise UnableToStartPostgres("Cần một tài khoản hệ thống không đặc quyền (postgres, nobody).")

"""What a process of the house needs to know of its surroundings, as environment variables.

``tinhso run`` composes it once and leaves it in ``var/run/environment.json`` (mode 0600), so that a
command typed in another terminal speaks to the same database and the same clock. What the caller has
set already always wins.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parents[4]
_OWNER_ONLY = "TINHSO_DATABASE_OWNER_URL"


def var_folder() -> Path:
    """The folder of all run-time data: ``TINHSO_VAR_DIR``, or ``var`` of the checkout."""
    return Path(os.environ.get("TINHSO_VAR_DIR", _REPOSITORY / "var")).resolve()


def environment_file(var: Path) -> Path:
    """Where the composed environment is kept."""
    return var / "run" / "environment.json"


def save_environment(var: Path, values: Mapping[str, str]) -> None:
    """Keep ``values`` for other commands; readable by this user only, since it holds passwords."""
    target = environment_file(var)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(dict(values), file, indent=1, ensure_ascii=False)
    partial.replace(target)


def load_environment(*, as_owner: bool = False) -> None:
    """Complete this process's environment from the kept one; the owner's address only when asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings")
    source = environment_file(var_folder())
    if source.exists():
        known: dict[str, str] = json.loads(source.read_text(encoding="utf-8"))
        for name, value in known.items():
            if as_owner or name != _OWNER_ONLY:
                os.environ.setdefault(name, value)
    if as_owner:
        os.environ.setdefault("TINHSO_DATABASE_ROLE", "owner")


def start_django() -> None:
    """Make the doors of the house usable in this process."""
    load_environment()
    import django

    django.setup()


def refuse_unsafe_start() -> None:
    """End this process, saying what is wrong, when a check of ``config.startup`` finds anything."""
    from django.core.checks import run_checks

    found = run_checks(tags=["house"], include_deployment_checks=True)
    if found:
        lines = "\n".join(f"  {each.id}: {each.msg}" for each in found)
        raise SystemExit(f"Cấu hình chưa an toàn, hệ thống không khởi động:\n{lines}")

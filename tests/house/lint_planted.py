"""Run import-linter on a planted tree, once clean and once per plant; prints JSON: plant -> broken contracts.

A program of its own, since it must see the planted packages ``tinhso`` and ``sandbox`` and not the real ones.
``PYTHONPATH`` names the planted ``src`` first; the plants come as JSON on standard input.
"""

import json
import shutil
import sys
from pathlib import Path

from importlinter import configuration
from importlinter.application import use_cases

configuration.configure()


def broken_contracts(config: str) -> list[str]:
    options = use_cases.read_user_options(config_filename=config)
    use_cases._register_contract_types(options)
    report = use_cases.create_report(options, cache_dir=None)
    return [contract.name for contract, check in report.get_contracts_and_checks() if not check.kept]


def missing_packages(path: Path) -> list[Path]:
    """Make the package that ``path`` needs; returns it when it was new."""
    if path.parent.exists():
        return []
    path.parent.mkdir()
    (path.parent / "__init__.py").write_text("")
    return [path.parent]


def main() -> None:
    root, config = Path(sys.argv[1]), sys.argv[2]
    sys.stdout, real_output = sys.stderr, sys.stdout
    found = {"clean": broken_contracts(config)}
    for name, plant in json.load(sys.stdin).items():
        path = root / plant["file"]
        before = path.read_text(encoding="utf-8") if path.exists() else None
        made = missing_packages(path)
        path.write_text((before or "") + plant["text"], encoding="utf-8")
        found[name] = broken_contracts(config)
        path.unlink()
        if before is not None:
            path.write_text(before, encoding="utf-8")
        for package in made:
            shutil.rmtree(package)
    json.dump(found, real_output)


if __name__ == "__main__":
    main()

"""What a page loads stays small, and comes from our own origin only."""

import gzip
import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
ASSETS = ROOT / "frontend" / "dist" / "assets"


def compressed(kind: str) -> int:
    return sum(len(gzip.compress(file.read_bytes())) for file in ASSETS.glob(f"*.{kind}"))


def test_style_stays_under_25_kb() -> None:
    assert 0 < compressed("css") <= 25_000


def test_scripts_stay_under_30_kb() -> None:
    assert 0 < compressed("js") <= 30_000


def test_style_names_no_other_origin() -> None:
    for file in ASSETS.glob("*.css"):
        loaded = re.findall(r"(?:url\(|@import )[\"']?([^)\"']+)", file.read_text())
        assert loaded
        assert not [url for url in loaded if not url.startswith("/static/")]


def test_lock_file_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert packages
    assert not [name for name, package in packages.items() if "resolved" in package]

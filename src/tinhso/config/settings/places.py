"""Where run-time data lives: outside the code, outside the database."""

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[4]

TINHSO_VAR_DIR = Path(os.environ.get("TINHSO_VAR_DIR", REPOSITORY / "var"))
TINHSO_KEYS_DIR = Path(os.environ.get("TINHSO_KEYS_DIR", TINHSO_VAR_DIR / "keys"))
TINHSO_FILES_DIR = Path(os.environ.get("TINHSO_FILES_DIR", TINHSO_VAR_DIR / "files"))
TINHSO_TREE_HEADS_FILE = Path(
    os.environ.get("TINHSO_TREE_HEADS_FILE", TINHSO_VAR_DIR / "audit" / "tree-heads.jsonl")
)

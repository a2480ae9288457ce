"""`python -m tools.house`: print every broken house rule of this checkout; exit 1 if there is one."""

import gc
import sys
from pathlib import Path

from tools.house.checks import CHECKS
from tools.house.sources import Tree


def main() -> int:
    """Check the checkout this file stands in."""
    gc.disable()  # a thousand parsed files are kept until the end: nothing to collect, much to search through
    tree = Tree(Path(__file__).resolve().parents[2])
    violations = [violation for check in CHECKS.values() for violation in check(tree)]
    for violation in violations:
        print(violation)
    print(f"House rules: {len(CHECKS)} checks, {len(tree.rooms)} rooms, {len(violations)} violations.")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())

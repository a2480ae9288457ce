"""Python reads this at the start of a planted process: one module will be changed as it is imported."""

from __future__ import annotations

import importlib.abc
import os
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any


class _Planter(importlib.abc.MetaPathFinder):
    """Finds one module as always, and changes it when it has been read."""

    def __init__(self, module: str, patch: Callable[[Any], None]) -> None:
        self._module, self._patch = module, patch

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._module:
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec is None or spec.loader is None:
            raise ImportError(f"nothing to plant a defect in: {fullname}")
        spec.loader = _Loader(spec.loader, self._patch)
        return spec


class _Loader(importlib.abc.Loader):
    def __init__(self, inner: Any, patch: Callable[[Any], None]) -> None:
        self._inner, self._patch = inner, patch

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._inner.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        self._inner.exec_module(module)
        self._patch(module)


def _plant() -> None:
    from tools.drill.planted import PLANTED

    plant = PLANTED[os.environ["DRILL_PLANTED"]]
    if plant.module:
        sys.meta_path.insert(0, _Planter(plant.module, plant.patch))


if "DRILL_PLANTED" in os.environ:
    _plant()

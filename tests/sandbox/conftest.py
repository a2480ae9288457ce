"""Fixtures of the sandbox's own tests; the server itself comes from tests/support."""

import pytest

PLUGIN = "tests.support.sandbox_server"


def pytest_configure(config: pytest.Config) -> None:
    """Load the sandbox server where the top conftest has not done so already."""
    if not config.pluginmanager.has_plugin(PLUGIN):
        config.pluginmanager.import_plugin(PLUGIN)

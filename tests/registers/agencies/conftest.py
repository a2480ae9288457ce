"""The register as its data files tell it, without a database."""

import pytest

from tinhso.registers.agencies.adapters.agency_files import read_agencies
from tinhso.registers.agencies.adapters.unit_files import read_units
from tinhso.registers.agencies.directory import Directory


@pytest.fixture(scope="session")
def register() -> Directory:
    data = read_units()
    return Directory.of(data.units, data.successions, read_agencies(data.units))

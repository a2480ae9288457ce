"""The interface kept in the adapter is the one the register describes."""

from __future__ import annotations

import httpx
import pytest
from lxml import etree

from tinhso.services.verification.adapters.population_soap import WSDL_FILE
from tinhso.services.verification.rules import name_parts

_ADDRESS = "{http://schemas.xmlsoap.org/wsdl/soap/}address"


def _canonical(content: bytes) -> bytes:
    tree = etree.fromstring(content, etree.XMLParser(remove_blank_text=True, remove_comments=True))
    for address in tree.iter(_ADDRESS):
        address.set("location", "")
    return etree.tostring(tree, method="c14n")


def test_kept_description_equals_that_of_the_service(sandbox):
    described = httpx.get(sandbox.wsdl_url).raise_for_status().content
    assert _canonical(WSDL_FILE.read_bytes()) == _canonical(described)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Brôi", ("", "", "Brôi")),
        ("Lê Khôi", ("Lê", "", "Khôi")),
        ("Nguyễn Thị Hồng Ánh", ("Nguyễn", "Thị Hồng", "Ánh")),
    ],
)
def test_name_is_taken_apart_and_joins_to_itself(name, parts):
    assert name_parts(name) == parts
    assert " ".join(part for part in parts if part) == name


def test_what_people_wait_for_runs_every_few_seconds():
    from datetime import datetime

    from croniter import croniter
    from procrastinate.contrib.django import app

    app.perform_import_paths()
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    for name, seconds in (
        ("verification.drain_due", 5),
        ("verification.drain_business", 5),
        ("verification.drain_insurance", 5),
        ("verification.drain_budget", 5),
        ("exchange.take", 5),
        ("exchange.essential", 5),
        ("exchange.national", 5),
        ("exchange.old_one_stop", 5),
        ("exchange.reconcile", 60),
        ("notices.drain_due", 5),
        ("payments.reconcile", 30),
    ):
        ticks = croniter(crons[name], datetime(2023, 7, 17, 9, 0, 0))
        first, second = ticks.get_next(datetime), ticks.get_next(datetime)
        assert (second - first).total_seconds() == seconds, name

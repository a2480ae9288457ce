"""Answering the questions of a form, whatever control each of them is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.sync_api import Locator

from tests.journeys.papers import ChosenFile
from tests.support.browser import Visitor

Answer = str | bool | Mapping[str, str]
CODE = re.compile(r"H09\.[\d.]+-\d{6}-\d+")
"""The code of a dossier as people read it."""


def answer(visitor: Visitor, answers: Mapping[str, Answer]) -> None:
    """Type, choose or tick the answer of each question, by the question's key.

    A date is ``dd/mm/yyyy``; a person is a mapping of parts; a commune is a few letters without accents.
    """
    for key, value in answers.items():
        if isinstance(value, Mapping):
            answer(visitor, {f"{key}-{part}": one for part, one in value.items()})
        else:
            _answer_one(visitor, key, value)


def attach(visitor: Visitor, key: str, *files: ChosenFile) -> None:
    """Choose files for a paper."""
    visitor.interactions += 1
    visitor.page.locator(f'input[type="file"][name="{key}"]').first.set_input_files(list(files))


def _answer_one(visitor: Visitor, key: str, value: str | bool) -> None:
    visitor.interactions += 1
    page = visitor.page
    if value is True or value is False:
        _label_of(visitor, page.locator(f'[name="{key}"]')).click()
    elif page.locator(f'[name="{key}-year"]').count():
        for part, text in zip(("year", "month", "day"), reversed(str(value).split("/")), strict=False):
            page.locator(f'[name="{key}-{part}"]').fill(text)
    elif page.locator(f'[name="{key}"][type="radio"]').count():
        _label_of(visitor, page.locator(f'[name="{key}"][value="{value}"]')).click()
    elif page.locator(f'select[name="{key}"]').count():
        _choose(page.locator(f'select[name="{key}"]'), str(value))
    else:
        page.locator(f'[name="{key}"]').fill(str(value))


def _label_of(visitor: Visitor, control: Locator) -> Locator:
    return visitor.page.locator(f'label[for="{control.get_attribute("id")}"]')


def _choose(select: Locator, value: str) -> None:
    """From a short list by value; from a long one by typing into the box that stands before it."""
    if select.is_visible():
        select.select_option(value)
        return
    box = select.locator("xpath=..").get_by_role("combobox")
    box.fill(value)
    box.press("Enter")

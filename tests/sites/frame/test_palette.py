"""Every pair of colours that carries text is readable (WCAG 2.2 AA), and so is every mark that matters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PALETTE = Path(__file__).parents[3] / "frontend" / "styles" / "_palette.scss"

TEXT = [
    ("ink", "paper"), ("ink", "ivory"), ("ink", "jade-50"), ("ink", "gold-500"), ("ink", "gold-100"),
    ("ink", "lacquer-50"), ("ink", "sky-50"), ("ink", "leaf-50"), ("ink", "sand-100"),
    ("ink-soft", "paper"), ("ink-soft", "ivory"), ("ink-soft", "jade-50"), ("ink-soft", "sand-100"),
    ("jade-700", "paper"), ("jade-700", "ivory"), ("jade-700", "jade-50"), ("jade-900", "jade-100"),
    ("jade-900", "jade-50"), ("paper", "jade-700"), ("paper", "jade-900"), ("jade-100", "jade-700"),
    ("jade-100", "jade-900"), ("jade-50", "jade-900"), ("jade-300", "jade-900"), ("gold-500", "jade-900"),
    ("jade-700", "gold-100"),
    ("gold-800", "gold-100"), ("gold-800", "paper"), ("gold-800", "jade-50"), ("paper", "lacquer-700"),
    ("lacquer-700", "paper"), ("lacquer-700", "lacquer-50"), ("paper", "lacquer-800"), ("leaf-700", "paper"),
    ("leaf-700", "leaf-50"), ("sky-700", "sky-50"), ("plum-700", "plum-50"), ("plum-700", "paper"),
    ("plum-700", "ivory"), ("paper", "leaf-700"),
]  # fmt: skip
MARKS = [("line-strong", "paper"), ("line-strong", "ivory"), ("jade-600", "paper"), ("gold-500", "ink")]


def colours() -> dict[str, str]:
    return dict(re.findall(r"^\$([a-z0-9-]+): (#[0-9a-f]{6});", PALETTE.read_text(), re.MULTILINE))


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_is_readable_on_its_ground(text: str, ground: str) -> None:
    known = colours()
    assert contrast(known[text], known[ground]) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_borders_and_marks_are_seen(mark: str, ground: str) -> None:
    known = colours()
    assert contrast(known[mark], known[ground]) >= 3


def test_contrast_is_measured_rightly() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48

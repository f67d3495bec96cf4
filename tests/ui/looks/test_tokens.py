"""The contrast table is true, and no window brings a colour or font size of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import loancrm_desktop.ui
from loancrm_desktop import places

TOKENS = json.loads((places.resources() / "theme" / "tokens.json").read_text("utf-8"))
UI = Path(loancrm_desktop.ui.__file__).parent
PAIRS = 57
LITERALS = re.compile(
    r"""\#[0-9a-fA-F]{6}\b                   # a colour in hex
    |["']\#[0-9a-fA-F]{3}["']
    |\brgba?\(                              # a colour of a style sheet
    |\bQColor\(\s*["'\d]                    # by name or by numbers
    |\bGlobalColor\.(?!transparent\b)\w+
    |\bsetStyleSheet\(
    |\bsetP(?:oint|ixel)Size\(\s*\d         # a size beside the type scale
    |\bQFont\(\s*["']
    """,
    re.VERBOSE,
)
HOME_OF_THE_LOOK = {"theme.py", "tinted_icons.py"}
READ_BY_CAMERAS = {"qr_code.py"}  # black on white in every theme, or no telephone reads it
ON_PAPER = {"paper.py"}  # paper is white in every theme


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_contrast_table_is_recomputed(theme):
    colours, table = TOKENS["color"][theme], TOKENS["contrast"][theme]
    assert len(table) == PAIRS
    for pair in table:
        found = ratio(colours[pair["fg"]], colours[pair["bg"]])
        assert found == pytest.approx(pair["ratio"], abs=0.02), pair
        assert found >= pair["min"] - 0.005, pair
        assert pair["min"] >= 3.0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("textInverse", "danger", 4.5),  # the button before something goes for good
        ("textInverse", "dangerHover", 4.5),
        ("dangerText", "dangerSoft", 4.5),  # a toast that tells of a failure
        ("accentText", "accentSoft", 4.5),  # a segment in force, a condition
        ("accentText", "dangerSoft", 4.5),  # the problems named at the top of a form
        ("warningText", "warningSoft", 4.5),
        ("borderStrong", "surface", 3.0),
        ("focusRing", "accentSoft", 3.0),
    ],
)
def test_what_the_widgets_put_together_is_legible_too(theme, ink, ground, least):
    colours = TOKENS["color"][theme]
    assert ratio(colours[ink], colours[ground]) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_mark_has_a_colour_that_is_seen(theme):
    surface = TOKENS["color"][theme]["surface"]
    for priority in TOKENS["priority"].values():
        assert ratio(priority[theme], surface) >= 3.0
    for stage in (*TOKENS["stage"].values(), *TOKENS["outcome"].values()):
        assert ratio(stage[theme]["text"], stage[theme]["soft"]) >= 4.5
        assert ratio(stage[theme]["solid"], surface) >= 3.0


def test_no_window_has_a_colour_or_a_font_of_its_own():
    found = [
        f"{path.relative_to(UI)}:{number}: {line.strip()}"
        for path in sorted(UI.rglob("*.py"))
        if path.name not in HOME_OF_THE_LOOK | READ_BY_CAMERAS | ON_PAPER
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if LITERALS.search(line) and not (path.name == "application.py" and "setStyleSheet" in line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        'painter.setPen(QColor("red"))',
        "QColor(255, 0, 0)",
        'label.setStyleSheet("color: #ff0000")',
        "painter.fillRect(place, Qt.GlobalColor.red)",
        'colour = "#a1b2c3"',
        "rgb(1, 2, 3)",
        "font.setPixelSize(14)",
    ],
)
def test_the_search_for_colours_finds_them(line):
    assert LITERALS.search(line)


@pytest.mark.parametrize(
    "line",
    ["Qt.GlobalColor.transparent", "theme.current().colour('text')", "font.setPixelSize(side)"],
)
def test_the_search_for_colours_leaves_the_theme_alone(line):
    assert not LITERALS.search(line)

"""Colours and sizes come from the tokens, are legible in both themes, and from nowhere else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from loancrm_desktop import places
from loancrm_desktop.terms import terms_of
from loancrm_desktop.ui import theme

UI = Path(theme.__file__).parent
TOKENS = json.loads((places.resources() / "theme" / "tokens.json").read_text("utf-8"))


def luminance(colour) -> float:
    parts = [part / 255 for part in colour.getRgb()[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", theme.THEMES)
def test_every_pair_of_the_contrast_table_is_legible(qapp, name):
    look = theme.Theme(name)
    for pair in TOKENS["contrast"][name]:
        found = contrast(look.colour(pair["fg"]), look.colour(pair["bg"]))
        assert found >= pair["min"] - 0.005, pair
        assert found == pytest.approx(pair["ratio"], abs=0.05)


@pytest.mark.parametrize("name", theme.THEMES)
def test_every_stage_of_the_shipped_process_has_legible_colours(qapp, name):
    look = theme.Theme(name)
    for stage in terms_of("stage"):
        colours = look.stage(stage.name)
        assert contrast(colours.text, colours.soft) >= 4.5, stage.name


def test_the_shipped_stages_do_not_share_colours(qapp):
    look = theme.Theme("light")
    solids = {look.stage(stage.name).solid.name() for stage in terms_of("stage")}
    assert len(solids) == len(terms_of("stage"))


def test_a_stage_of_the_offices_own_always_looks_the_same(qapp):
    one, other = theme.Theme("light").stage("家访"), theme.Theme("light").stage("家访")
    assert one.solid == other.solid


@pytest.mark.parametrize("name", theme.THEMES)
def test_the_style_sheet_leaves_no_name_open(qapp, name):
    sheet = theme.Theme(name).style_sheet()
    assert "@" not in sheet
    for path in re.findall(r"url\(([^)]+)\)", sheet):
        assert Path(path).suffix == ".svg"


def test_small_pictures_of_the_style_sheet_are_written_and_tinted(qapp):
    look = theme.Theme("dark")
    paths = {Path(path) for path in re.findall(r"url\(([^)]+)\)", look.style_sheet())}
    assert paths
    for path in paths:
        text = path.read_text("utf-8")
        assert "currentColor" not in text


def test_icons_are_drawn_for_fine_screens(qapp):
    icon = theme.Theme("light").icon("plus")
    assert {size.width() for size in icon.availableSizes()} == {16, 32}


def test_every_icon_named_in_the_windows_exists(qapp):
    have = {path.stem for path in (places.resources() / "icons").glob("*.svg")}
    named = set()
    for path in UI.rglob("*.py"):
        text = path.read_text("utf-8")
        named |= set(re.findall(r'icon="([a-z-]+)"', text))
        named |= set(re.findall(r'\bicon(?:_button)?\(\s*"([a-z-]+)"', text))
    assert named
    assert named <= have


def test_no_window_has_a_colour_of_its_own():
    found = [
        f"{path.relative_to(UI)}: {colour}"
        for path in UI.rglob("*.py")
        for colour in re.findall(
            r"#[0-9a-fA-F]{6}\b|QColor\(\d|setStyleSheet\(\"", path.read_text()
        )
    ]
    assert found == []


def test_dressing_an_application_changes_the_theme_in_force(qapp):
    theme.apply(qapp, "dark")
    assert theme.current().name == "dark"
    assert qapp.palette().window().color() == theme.current().colour("window")
    theme.apply(qapp, "light")
    assert theme.current().name == "light"

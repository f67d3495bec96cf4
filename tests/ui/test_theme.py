"""Colours and sizes come from the tokens, are legible in both themes, and from nowhere else."""

from __future__ import annotations

import gc
import json
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QAction, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QPushButton

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


def colour_of(icon, size=16, ratio=1.0) -> str:
    image = icon.pixmap(QSize(size, size), ratio).toImage()
    inked = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    return inked[0].name()


def test_icons_are_drawn_for_fine_screens(qapp):
    icon = theme.current().icon("plus")
    fine = icon.pixmap(QSize(16, 16), 2.0)
    assert (fine.width(), fine.devicePixelRatio()) == (32, 2.0)
    assert icon.actualSize(QSize(24, 24)) == QSize(16, 16)


def test_an_icon_takes_the_colours_of_the_theme_it_is_painted_in(qapp):
    theme.apply(qapp, "light")
    icon = theme.current().icon("stop", "accent")
    button = QPushButton()
    button.setIcon(icon)
    action = QAction(icon, "stop")
    assert colour_of(icon) == theme.Theme("light").colour("accent").name()
    theme.apply(qapp, "dark")
    dark = theme.Theme("dark").colour("accent").name()
    assert dark != theme.Theme("light").colour("accent").name()
    assert [colour_of(each) for each in (icon, button.icon(), action.icon())] == [dark] * 3
    theme.apply(qapp, "light")


def test_a_disabled_icon_is_paler(qapp):
    theme.apply(qapp, "light")
    icon = theme.current().icon("stop", "accent")
    pale = icon.pixmap(QSize(16, 16), QIcon.Mode.Disabled).toImage()
    colours = {pale.pixelColor(x, 8).name() for x in range(16) if pale.pixelColor(x, 8).alpha()}
    assert theme.current().colour("textDisabled").name() in colours


def test_an_icon_outlives_many_paintings_copies_and_collections(qapp):
    icon = theme.current().icon("plus")
    picture = QImage(32, 32, QImage.Format.Format_ARGB32)
    for number in range(20_000):
        painter = QPainter(picture)
        icon.paint(painter, QRect(0, 0, 32, 32))
        painter.end()
        if number % 2_000 == 0:
            copy = QIcon(icon)
            copy.addPixmap(QPixmap(4, 4))
            gc.collect()
            assert colour_of(copy) == colour_of(icon)


def test_larger_text_makes_fonts_rows_and_controls_larger(qapp):
    usual, large = theme.Theme("light"), theme.Theme("light", 2.0)
    assert large.font("body").pixelSize() == 2 * usual.font("body").pixelSize()
    assert (usual.size("row"), large.size("row")) == (36, 56)
    assert large.size("control") == large.line() + 12
    assert "min-height: 50px" in large.style_sheet()
    assert theme.Theme("light", 0.9).size("row") == 36
    assert theme.Theme("light", 9.0).text_scale == 2.0


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

"""Colours, fonts, sizes and icons from the design tokens; one theme is in force at a time."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from PySide6.QtCore import QByteArray, QRectF, Qt, QTemporaryDir
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from loancrm_desktop import places
from loancrm_desktop.ui.late_dress import LateDress
from loancrm_desktop.ui.tinted_icons import tinted_icon

ThemeName = Literal["light", "dark"]
THEMES: tuple[ThemeName, ...] = ("light", "dark")
TEXT_SCALES = (0.9, 2.0)
_NO_SHEET = ""

# The stages of the shipped process under the names the tokens give their colours.
_STAGE_COLOURS = {
    "lead_assignment": "lead",
    "first_call": "contact",
    "qualification_review": "review",
    "product_matching": "match",
    "signing_support": "sign",
    "bank_approval": "bank",
    "disbursed": "funded",
    "post_loan": "post",
}
_STYLE_SHEET_ICONS = {
    "check": ("check", "textOnAccent"),
    "tick": ("check", "accentText"),
    "down": ("down", "textTertiary"),
    "calendar": ("calendar", "textTertiary"),
    "arrow-up": ("arrow-up", "accentText"),
    "arrow-down": ("arrow-down", "accentText"),
}
_RGBA = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")
_HEIGHT = re.compile(r"\b(min-height|max-height|height): (\d+)px")
_LEAST_TEXT_HEIGHT = 20  # what the style sheet makes lower than this holds no text

# What grows with the text: by how many pixels at twice the size.
_GROWING_SIZES = {
    **dict.fromkeys(("rowDense", "row", "tableHeader", "control", "controlLarge"), 20),
    **dict.fromkeys(("tab", "chip", "navItem", "menuItem"), 20),
    **dict.fromkeys(("controlSmall", "badge"), 16),
    "rowTwoLine": 36,
    "avatarSmall": 14,
    "avatar": 14,
    "avatarLarge": 20,
    "kanbanColumnMin": 90,
}
_GROWING_LENGTHS = {
    "navWidth": 104,
    "pageHeader": 26,
    "toolbar": 20,
    "statusBar": 16,
    "sidePreview": 120,
    "propertyPanel": 120,
    "palettePanel": 104,
    "formLabelWidth": 112,
    "formColumnMin": 200,
}


@dataclass(frozen=True, slots=True)
class StageColours:
    """The four colours a stage is painted in."""

    solid: QColor
    soft: QColor
    border: QColor
    text: QColor


class Theme:
    """The design tokens in Qt's terms; answers are cached, so painting parses nothing.

    Runs: GUI thread.
    """

    def __init__(self, name: ThemeName, text_scale: float = 1.0) -> None:
        self.name: ThemeName = name
        self.text_scale = min(max(text_scale, TEXT_SCALES[0]), TEXT_SCALES[1])
        self._tokens = _tokens()
        self._colours: Mapping[str, str] = self._tokens["color"][name]
        self._made_colours: dict[str, QColor] = {}
        self._made_stages: dict[str, StageColours] = {}
        self._made_fonts: dict[str, QFont] = {}
        self._drawn: dict[tuple[str, str, int], QPixmap] = {}
        self._assets: QTemporaryDir | None = None

    def colour(self, role: str) -> QColor:
        """Answer a colour by its role, such as `textSecondary`."""
        found = self._made_colours.get(role)
        if found is None:
            found = self._made_colours[role] = _colour(self._colours[role])
        return found

    def stage(self, key: str) -> StageColours:
        """Answer a stage's colours; a stage of the office's own takes one by its name."""
        found = self._made_stages.get(key)
        if found is None:
            drawn = _stage_token(self._tokens, key)[self.name]
            found = StageColours(*(QColor(drawn[part]) for part in _STAGE_PARTS))
            self._made_stages[key] = found
        return found

    def font(self, style: str = "body") -> QFont:
        """Answer a font of the scale: `caption`, `body`, `bodyStrong`, `title`, …."""
        found = self._made_fonts.get(style)
        if found is None:
            found = self._made_fonts[style] = self._made_font(style)
        return QFont(found)

    def line(self, style: str = "body") -> int:
        """Answer the height of a line of text in logical pixels."""
        return round(self._tokens["font"]["scale"][style]["line"] * self.text_scale)

    def size(self, name: str) -> int:
        """Answer a control's size in logical pixels, such as `row`; it grows with the text."""
        return int(self._tokens["size"][name]) + self._grown(_GROWING_SIZES.get(name, 0))

    def layout(self, name: str) -> int:
        """Answer a length of the page layout in logical pixels, such as `navWidth`."""
        return int(self._tokens["layout"][name]) + self._grown(_GROWING_LENGTHS.get(name, 0))

    @property
    def icon_side(self) -> int:
        """The side of an icon beside a line of text, in logical pixels."""
        return round(16 * min(max(self.text_scale, 1.0), 1.75))

    def icon(self, name: str, role: str = "textSecondary", size: int = 16) -> QIcon:
        """Answer an icon that is painted in a colour role of the theme in force at that time."""
        return _icon(name, role, size)

    def drawing(self, name: str, role: str, side: int) -> QPixmap:
        """Answer an icon's picture in this theme, `side` device pixels wide and high."""
        key = (name, role, side)
        found = self._drawn.get(key)
        if found is None:
            found = self._drawn[key] = self._pixmap(name, role, side)
        return found

    def _grown(self, at_twice: int) -> int:
        return round(max(0.0, self.text_scale - 1.0) * at_twice)

    def palette(self) -> QPalette:
        """Answer the palette for everything no style sheet rule reaches."""
        palette = QPalette()
        for place, role in self._tokens["qpalette"].items():
            group, _, name = place.rpartition("/")
            target = getattr(QPalette.ColorRole, name)
            if group:
                palette.setColor(QPalette.ColorGroup.Disabled, target, self.colour(role))
            else:
                palette.setColor(target, self.colour(role))
        return palette

    def style_sheet(self) -> str:
        """Answer the application's one style sheet, its small pictures written beside it."""
        if self._assets is None:
            self._assets = QTemporaryDir()
            for target, (name, role) in _STYLE_SHEET_ICONS.items():
                path = Path(self._assets.filePath(f"{self.name}-{target}.svg"))
                path.write_text(self._svg(name, role), encoding="utf-8")
        words = {**self._colours, "assets": self._assets.path(), "theme": self.name}
        source = (places.resources() / "theme" / "app.qss").read_text("utf-8")
        filled = re.sub(r"@(\w+)", lambda found: words[found.group(1)], source)
        return _HEIGHT.sub(self._height, filled)

    def _height(self, rule: re.Match[str]) -> str:
        name, height = rule.group(1), int(rule.group(2))
        grown = self._grown(20) if height >= _LEAST_TEXT_HEIGHT else 0
        return f"{name}: {height + grown}px"

    def _made_font(self, style: str) -> QFont:
        tokens = self._tokens["font"]
        shape = tokens["scale"][style]
        platform = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
        font = QFont()
        font.setFamilies(tokens["family"][platform])
        font.setPixelSize(round(shape["size"] * self.text_scale))
        strong = shape["weight"] >= 600
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _svg(self, name: str, role: str) -> str:
        return _svg_source(name).replace("currentColor", self._colours[role])

    def _pixmap(self, name: str, role: str, side: int) -> QPixmap:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        drawing = QSvgRenderer(QByteArray(self._svg(name, role).encode()))
        drawing.render(painter, QRectF(0, 0, side, side))
        painter.end()
        return pixmap


_STAGE_PARTS = ("solid", "soft", "border", "text")
_in_force: list[Theme] = []


def current() -> Theme:
    """Answer the theme in force."""
    if not _in_force:
        _in_force.append(Theme("light"))
    return _in_force[0]


def apply(
    application: QApplication,
    name: ThemeName,
    text_scale: float = 1.0,
    *,
    follow_system: bool = False,
) -> Theme:
    """Dress the whole application in a theme, also while windows are shown.

    Args:
        application: what is dressed.
        name: light or dark.
        text_scale: how large text is, 0.9 to 2.0; what already has its font keeps it until it
            is built anew.
        follow_system: leave the choice of light or dark with the system, so that it tells of
            its changes.
    """
    before = _in_force[0] if _in_force else None
    theme = Theme(name, text_scale)
    _in_force[:] = [theme]
    hints = application.styleHints()
    if follow_system:
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if name == "dark" else Qt.ColorScheme.Light)
    if before is not None and before.text_scale == theme.text_scale:
        _late_dress().set_aside(application)
    application.setStyleSheet(_NO_SHEET)  # off and on again is much faster than to change
    if application.style().name() != "fusion" or before is None:  # with a sheet it has no name
        application.setStyle("Fusion")
    application.setPalette(theme.palette())
    if before is None or before.text_scale != theme.text_scale:
        application.setFont(theme.font())
    application.setStyleSheet(theme.style_sheet())
    for widget in application.allWidgets():
        widget.update()
    return theme


@cache
def _late_dress() -> LateDress:
    return LateDress()


@cache
def _icon(name: str, role: str, size: int) -> QIcon:
    return tinted_icon(name, role, size, _draw)


def _draw(name: str, role: str, mode: QIcon.Mode, side: int) -> QPixmap:
    tint = "textDisabled" if mode == QIcon.Mode.Disabled else role
    return current().drawing(name, tint, side)


@cache
def _tokens() -> dict[str, Any]:
    path = places.resources() / "theme" / "tokens.json"
    return cast("dict[str, Any]", json.loads(path.read_text("utf-8")))


@cache
def _svg_source(name: str) -> str:
    return (places.resources() / "icons" / f"{name}.svg").read_text("utf-8")


def _colour(written: str) -> QColor:
    found = _RGBA.match(written)
    if found is None:
        return QColor(written)
    red, green, blue, alpha = found.groups()
    return QColor(int(red), int(green), int(blue), round(float(alpha) * 255))


def _stage_token(tokens: dict[str, Any], key: str) -> dict[str, Any]:
    if key in tokens["outcome"]:
        return tokens["outcome"][key]
    stages = tokens["stage"]
    known = _STAGE_COLOURS.get(key)
    if known is None:
        names = sorted(stages)
        known = names[sum(key.encode()) % len(names)]
    return stages[known]

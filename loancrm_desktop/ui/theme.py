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

ThemeName = Literal["light", "dark"]
THEMES: tuple[ThemeName, ...] = ("light", "dark")

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
_ICON_RATIOS = (1, 2)


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

    def __init__(self, name: ThemeName) -> None:
        self.name: ThemeName = name
        self._tokens = _tokens()
        self._colours: Mapping[str, str] = self._tokens["color"][name]
        self._made_colours: dict[str, QColor] = {}
        self._made_stages: dict[str, StageColours] = {}
        self._made_fonts: dict[str, QFont] = {}
        self._made_icons: dict[tuple[str, str, int], QIcon] = {}
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

    def size(self, name: str) -> int:
        """Answer a control's size in logical pixels, such as `row`."""
        return int(self._tokens["size"][name])

    def layout(self, name: str) -> int:
        """Answer a length of the page layout in logical pixels, such as `navWidth`."""
        return int(self._tokens["layout"][name])

    def icon(self, name: str, role: str = "textSecondary", size: int = 16) -> QIcon:
        """Answer an icon tinted in a colour role."""
        key = (name, role, size)
        found = self._made_icons.get(key)
        if found is None:
            found = QIcon()
            for mode, tint in ((QIcon.Mode.Normal, role), (QIcon.Mode.Disabled, "textDisabled")):
                for ratio in _ICON_RATIOS:
                    found.addPixmap(self._pixmap(name, tint, size, ratio), mode)
            self._made_icons[key] = found
        return found

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
        return re.sub(r"@(\w+)", lambda found: words[found.group(1)], source)

    def _made_font(self, style: str) -> QFont:
        tokens = self._tokens["font"]
        shape = tokens["scale"][style]
        platform = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
        font = QFont()
        font.setFamilies(tokens["family"][platform])
        font.setPixelSize(int(shape["size"]))
        strong = shape["weight"] >= 600
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _svg(self, name: str, role: str) -> str:
        return _svg_source(name).replace("currentColor", self._colours[role])

    def _pixmap(self, name: str, role: str, size: int, ratio: int) -> QPixmap:
        pixmap = QPixmap(size * ratio, size * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        drawing = QSvgRenderer(QByteArray(self._svg(name, role).encode()))
        drawing.render(painter, QRectF(0, 0, size * ratio, size * ratio))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap


_STAGE_PARTS = ("solid", "soft", "border", "text")
_in_force: list[Theme] = []


def current() -> Theme:
    """Answer the theme in force."""
    if not _in_force:
        _in_force.append(Theme("light"))
    return _in_force[0]


def apply(application: QApplication, name: ThemeName) -> Theme:
    """Dress the whole application in a theme."""
    theme = Theme(name)
    _in_force[:] = [theme]
    application.setStyle("Fusion")
    dark = name == "dark"
    application.styleHints().setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    application.setPalette(theme.palette())
    application.setFont(theme.font())
    application.setStyleSheet(theme.style_sheet())
    return theme


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

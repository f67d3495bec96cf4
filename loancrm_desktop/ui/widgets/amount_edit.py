"""An amount of money: typed in yuan or in units of ten thousand, said back in capitals."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import set_state

Unit = Literal["yuan", "wan"]

FEN_PER_UNIT: dict[Unit, int] = {"yuan": 100, "wan": 1_000_000}
_MOST_FEN = 10**15
_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?)(万|亿)?")
_SIGNS = re.compile(r"[\s,，¥￥元]")
_FACTORS = {"万": 10_000, "亿": 100_000_000}


def read_amount(text: str, unit: Unit = "yuan") -> int | None:
    """Read an amount as people write it: `300,000`, `¥ 30万`, `1.2亿`; answers fen.

    Args:
        text: what was typed; 万 or 亿 in it counts more than the unit.
        unit: what a bare number is counted in.

    Returns:
        Fen, or None when the text is no amount.
    """
    if text.strip().endswith("元"):
        unit = "yuan"  # who writes the unit means it
    plain = _SIGNS.sub("", _half_width(text)).removesuffix("元")
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        return None
    number, scale = Decimal(found.group(1)), found.group(2)
    factor = _FACTORS[scale] * 100 if scale else FEN_PER_UNIT[unit]
    fen = (number * factor).to_integral_value(ROUND_HALF_UP)
    return int(fen) if abs(fen) <= _MOST_FEN else None


def write_amount(fen: int, unit: Unit) -> str:
    """Write an amount as the input shows it: grouped digits, no needless zeros."""
    number = Decimal(fen) / FEN_PER_UNIT[unit]
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class AmountEdit(QWidget):
    """One line, its unit as a button at the right, and the amount in capitals below.

    Signals:
        edited: the person changed the amount.
        left: the person is done with it.
        unit_changed: bare numbers now mean yuan or ten thousand (`yuan`, `wan`).
    """

    edited = Signal()
    left = Signal()
    unit_changed = Signal(str)

    def __init__(
        self, unit: Unit = "wan", *, says_capitals: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._unit: Unit = unit
        self.line = QLineEdit()
        self.line.textEdited.connect(self._on_line_text_edited)
        self.line.editingFinished.connect(self._on_line_editing_finished)
        self.unit_button = QToolButton(self.line)
        self.unit_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.unit_button.setProperty("kind", "unit")
        self.unit_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.unit_button.clicked.connect(self._on_unit_button_clicked)
        inside = QHBoxLayout(self.line)
        inside.setContentsMargins(0, 0, 6, 0)
        inside.addStretch(1)
        inside.addWidget(self.unit_button)
        self._capitals = ElidedLabel(role="caption", font="caption")
        self._capitals.setVisible(False)
        self._says_capitals = says_capitals
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addWidget(self.line)
        whole.addWidget(self._capitals)
        self.setFocusProxy(self.line)
        self._dress()

    @property
    def unit(self) -> Unit:
        """What a bare number is counted in."""
        return self._unit

    @property
    def capitals(self) -> str:
        """What is said below."""
        return self._capitals.text()

    @property
    def is_readable(self) -> bool:
        """Whether nothing was typed, or an amount."""
        return not self.line.text().strip() or self.amount_fen() is not None

    def amount_fen(self) -> int | None:
        """Answer the amount, None when nothing or no amount was typed."""
        return read_amount(self.line.text(), self._unit)

    def set_amount_fen(self, fen: int | None) -> None:
        """Show an amount."""
        self.line.setText("" if fen is None else write_amount(fen, self._unit))
        self._dress()

    def set_unit(self, unit: Unit) -> None:
        """Count bare numbers in another unit; the amount stays the same."""
        if unit == self._unit:
            return
        fen = self.amount_fen()
        self._unit = unit
        if fen is not None:
            self.line.setText(write_amount(fen, unit))
        self._dress()
        self.unit_changed.emit(unit)

    def set_state(self, state: str) -> None:
        """Give the line a state the style sheet paints."""
        set_state(self.line, state)

    def changeEvent(self, event: QEvent) -> None:
        """Hand a state set on the whole to the line."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        name = tr("10,000 yuan") if self._unit == "wan" else tr("yuan")
        other = tr("yuan") if self._unit == "wan" else tr("10,000 yuan")
        self.unit_button.setText(name)
        self.unit_button.setToolTip(tr("Count in {unit}", unit=other))
        self.unit_button.setAccessibleName(tr("Unit: {unit}", unit=name))
        self.line.setPlaceholderText(tr("Amount in {unit}", unit=name))
        self.line.setTextMargins(0, 0, self.unit_button.sizeHint().width() + 4, 0)
        fen = self.amount_fen()
        said = "" if fen is None else _in_words(fen)
        self._capitals.setText(said)
        self._capitals.setVisible(bool(said) and self._says_capitals)
        self.line.setAccessibleDescription(said)

    def _on_line_text_edited(self) -> None:
        self._dress()
        self.edited.emit()

    def _on_line_editing_finished(self) -> None:
        fen = self.amount_fen()
        if fen is not None:
            self.line.setText(write_amount(fen, self._unit))
        self._dress()
        self.left.emit()

    def _on_unit_button_clicked(self) -> None:
        self.set_unit("yuan" if self._unit == "wan" else "wan")


def _in_words(fen: int) -> str:
    if current_language() == "zh":
        return tr("RMB {capitals}", capitals=display.rmb_capitals(fen))
    return display.money_exact(fen)


def _half_width(text: str) -> str:
    return "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in text)

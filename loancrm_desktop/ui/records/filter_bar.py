"""The row of filters above a list: search box and one chip per field, read as a condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QPushButton, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.parts import button, restyle, row

SEARCH_PAUSE_MS = 180
SHOWN_CHOICES = 3

Condition = Mapping[str, Any]
ME: Mapping[str, bool] = {"me": True}
"""Whoever asks, as conditions write it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a chip offers: the value as conditions write it, and its name."""

    value: Any
    name: str


class ChoiceChip(QPushButton):
    """A filter of one field: nothing chosen means all.

    Signals:
        chosen: other choices are ticked now.
    """

    chosen = Signal()

    def __init__(self, field: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._title = title
        self._choices: tuple[Choice, ...] = ()
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._on_menu_triggered)
        self.setMenu(self._menu)
        self.setProperty("kind", "chip")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setCheckable(True)
        self._show()

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer other choices; ticks on those still offered stay."""
        ticked = self.ticked
        self._choices = tuple(choices)
        self._menu.clear()
        everything = self._menu.addAction(tr("All"))
        everything.setData(-1)
        self._menu.addSeparator()
        for position, choice in enumerate(self._choices):
            action = self._menu.addAction(choice.name)
            action.setCheckable(True)
            action.setChecked(choice.value in ticked)
            action.setData(position)
        self._show()

    @property
    def ticked(self) -> list[Any]:
        """The values ticked."""
        return [self._choices[position].value for position in self._ticked_positions()]

    def tick(self, values: Sequence[Any]) -> None:
        """Tick exactly these values."""
        for action in self._choice_actions():
            action.setChecked(self._choices[int(action.data())].value in values)
        self._show()
        self.chosen.emit()

    def take(self, condition: Condition) -> bool:
        """Tick what a condition asks for, if this chip can say just that."""
        if condition.get("field") != self.field or condition.get("op") not in ("eq", "in"):
            return False
        asked = condition.get("value")
        values = cast("list[Any]", asked) if isinstance(asked, list) else [asked]
        offered = [choice.value for choice in self._choices]
        if self.ticked or not values or not all(value in offered for value in values):
            return False
        self.tick(values)
        return True

    def condition(self) -> Condition | None:
        """Answer what is ticked as a condition, None for all."""
        values = self.ticked
        if not values:
            return None
        plain: list[Any] = [each for each in values if not isinstance(each, Mapping)]
        parts: list[Condition] = []
        if len(plain) < len(values):
            parts.append({"field": self.field, "op": "eq", "value": ME})
        if plain:
            parts.append({"field": self.field, "op": "in", "value": plain})
        return parts[0] if len(parts) == 1 else {"any": parts}

    def _choice_actions(self) -> list[QAction]:
        return [action for action in self._menu.actions() if action.isCheckable()]

    def _ticked_positions(self) -> list[int]:
        return [action.data() for action in self._choice_actions() if action.isChecked()]

    def _on_menu_triggered(self, action: QAction) -> None:
        if action.data() == -1:
            self.tick(())
            return
        self._show()
        self.chosen.emit()

    def _show(self) -> None:
        names = [self._choices[position].name for position in self._ticked_positions()]
        shown = "、".join(names[:SHOWN_CHOICES]) + ("…" if len(names) > SHOWN_CHOICES else "")
        self.setText(f"{self._title}  {shown or tr('All')}     ")
        self.setChecked(bool(names))
        self.setAccessibleName(f"{self._title} {shown or tr('All')}")
        restyle(self)


class FilterBar(QFrame):
    """Search box and chips of a list.

    Signals:
        changed: the list should be read again.
    """

    changed = Signal()

    def __init__(self, chips: Sequence[ChoiceChip], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "toolbar")
        self.setMinimumHeight(theme.current().layout("toolbar"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Name, pinyin, phone, company"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(220)
        self.search.setMaximumWidth(280)
        self.search.setAccessibleName(tr("Search"))
        icon = theme.current().icon("search", "textTertiary")
        self.search.setProperty("look", "search")
        self.search.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.search.textChanged.connect(self._on_search_text_changed)
        self.chips = tuple(chips)
        for chip in self.chips:
            chip.chosen.connect(self._on_chip_chosen)
        self._clear = button(tr("Clear filters"), kind="link")
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        layout = row(self.search, *self.chips, self._clear, None, margins=(16, 6, 16, 6))
        self.setLayout(layout)

    def sizeHint(self) -> QSize:
        """Ask for the toolbar's height."""
        return super().sizeHint().expandedTo(QSize(0, theme.current().layout("toolbar")))

    @property
    def search_text(self) -> str | None:
        """What is searched for, None for nothing."""
        return self.search.text().strip() or None

    def condition(self) -> Condition | None:
        """Answer all chips as one condition."""
        parts = [part for chip in self.chips if (part := chip.condition()) is not None]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else {"all": parts}

    @property
    def filtering(self) -> bool:
        """Whether rows are left out."""
        return self.search_text is not None or self.condition() is not None

    def clear(self) -> None:
        """Let every row in again."""
        self.search.clear()
        for chip in self.chips:
            chip.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            chip.tick(())
            chip.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._on_chip_chosen()

    def _on_search_text_changed(self) -> None:
        self._clear.setVisible(self.filtering)
        self._pause.start()

    def _on_chip_chosen(self) -> None:
        self._clear.setVisible(self.filtering)
        self._pause.stop()
        self.changed.emit()

"""The line above the board that says which deals are shown, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from loancrm_desktop.services.board_cards import BoardAsk, Only, Sort
from loancrm_desktop.services.process.paths import ProcessPath
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.chips import FilterChips
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.filter_bar import ME, Choice, ChoiceChip
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import button, icon_button, label, row, set_caption
from loancrm_desktop.ui.widgets.switch import Switch

_LIMITS: tuple[tuple[Only, str], ...] = (
    ("overdue", "breached"),
    ("due_soon", "due_soon"),
    ("on_time", "on_time"),
    ("no_limit", "none"),
)
OVERDUE: dict[str, Any] = {"field": "due_at", "op": "lt", "value": {"minutes": 0}}
"""What the switch says, as a condition."""


class BoardFilters(QFrame):
    """Process, owner, product, source, limit, only overdue; order and columns.

    Signals:
        changed: the board should be read again.
        columns_requested: the menu of columns is wanted.
    """

    changed = Signal()
    columns_requested = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._sort: Sort = "urgent"
        self._only: tuple[Only, ...] = ()
        self.setProperty("role", "toolbar")
        self.process = CalmCombo()
        self.process.setAccessibleName(tr("Process"))
        self.process.currentIndexChanged.connect(self._on_process_changed)
        self.process.hide()
        self.owner = ChoiceChip("owner", tr("Owner"))
        self.product = ChoiceChip("product_type", tr("Product"))
        self.source = ChoiceChip("channel", tr("Source"))
        self.limit = ChoiceChip("", tr("Time limit"))
        self.limit.offer([Choice(key, name_of("limit", word)) for key, word in _LIMITS])
        self.chips = (self.owner, self.product, self.source, self.limit)
        for chip in self.chips:
            chip.chosen.connect(self._on_chip_chosen)
        self.overdue = Switch(tr("Only overdue"))
        self.overdue.toggled.connect(self._on_overdue_toggled)
        self.overdue_words = label(tr("Only overdue"))
        self.overdue_words.setBuddy(self.overdue)
        self.clear_button = button(tr("Clear filters"), kind="link")
        self.clear_button.clicked.connect(self.clear)
        self.clear_button.hide()
        self.more = FilterChips(bridge, words, "deal")
        self.more.changed.connect(self._on_more_changed)
        self.more.clear.clicked.connect(self.clear)
        self._build_right()
        self._lay_out()

    def _lay_out(self) -> None:
        chips = QWidget()
        flow = FlowLayout(chips)
        for part in (self.process, *self.chips):
            flow.addWidget(part)
        switch = QWidget()
        switch.setLayout(row(self.overdue, self.overdue_words, spacing=4))
        flow.addWidget(switch)
        flow.addWidget(self.more)
        flow.addWidget(self.clear_button)
        self._flow = flow
        first = row(chips, self.sort_button, self.columns_button)
        first.setStretchFactor(chips, 1)
        first.setAlignment(self.sort_button, Qt.AlignmentFlag.AlignTop)
        first.setAlignment(self.columns_button, Qt.AlignmentFlag.AlignTop)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(16, 6, 16, 6)
        self._lines.setSpacing(6)
        self._lines.addLayout(first)

    def _build_right(self) -> None:
        self.sort_button = button("", kind="ghost", icon="sort", size="small")
        self.sort_button.setToolTip(tr("Order of the cards"))
        self._sort_menu = QMenu(self)
        self._sorts = QActionGroup(self)
        names: tuple[tuple[Sort, str], ...] = (
            ("urgent", tr("By urgency")),
            ("amount", tr("By amount")),
            ("newest", tr("Newest first")),
        )
        for key, name in names:
            action = self._sort_menu.addAction(name)
            action.setCheckable(True)
            action.setData(key)
            self._sorts.addAction(action)
        self._sorts.triggered.connect(self._on_sort_triggered)
        self.sort_button.setMenu(self._sort_menu)
        self._show_sort()
        self.columns_button = icon_button("columns", tr("Columns shown"))
        self.columns_button.clicked.connect(self.columns_requested)

    # What is asked for

    @property
    def ask(self) -> BoardAsk:
        """What the board is to show."""
        process = self.process.currentData()
        only = self._only or tuple(self.limit.ticked)
        return BoardAsk(process, self.where(), only, self._sort)

    def where(self) -> dict[str, Any] | None:
        """Answer the chips as one condition on deals."""
        parts = [
            dict(part)
            for chip in (self.owner, self.product, self.source)
            if (part := chip.condition()) is not None
        ]
        more = self.more.where()
        parts += [more] if more is not None else []
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else {"all": parts}

    @property
    def filtering(self) -> bool:
        """Whether cards are left out."""
        return self.where() is not None or bool(self.ask.only)

    @property
    def only(self) -> tuple[Only, ...]:
        """The state that alone is shown, by switch or summary; empty for all."""
        return self._only

    def show_only(self, *only: Only) -> None:
        """Show only deals in one state; what is shown alone already shows all again."""
        self._only = () if self._only == only else only
        self._show_switch()
        self._show_clear()
        self.changed.emit()

    def clear(self) -> None:
        """Show every deal again."""
        self.show_where(None)

    def show_where(self, where: dict[str, Any] | None) -> None:
        """Show the deals of a condition, by the chips as far as they can say it."""
        parts = _parts(where)
        self._only = ("overdue",) if OVERDUE in parts else ()
        rest: list[dict[str, Any]] = []
        for chip in self.chips:
            chip.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            chip.tick(())
        for part in parts:
            taken = part == OVERDUE or any(chip.take(part) for chip in self.chips if chip.field)
            rest += [] if taken else [part]
        for chip in self.chips:
            chip.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.more.set_where(rest[0] if len(rest) == 1 else {"all": rest} if rest else None)
        self._give_room()
        self._show_switch()
        self._show_clear()
        self.changed.emit()

    def set_sort(self, sort: Sort) -> None:
        """Put the cards into another order."""
        if sort != self._sort:
            self._sort = sort
            self._show_sort()
            self.changed.emit()

    @property
    def sort_actions(self) -> list[QAction]:
        """The orders to choose from, for a menu."""
        return self._sorts.actions()

    # What can be chosen

    def offer_words(self) -> None:
        """Offer people, products and sources by their names."""
        people = self._words.links("person")
        self.owner.offer([Choice(ME, tr("Me")), *(Choice(one, name) for one, name in people)])
        fields = self._words.fields("deal")
        spec = fields.get("product_type")
        options = () if spec is None else spec.options
        self.product.offer(
            [Choice(one.key, self._words.say(spec, one.key)) for one in options] if spec else []
        )
        channels = self._words.links("channel") if "channel" in fields else []
        self.source.offer([Choice(one, name) for one, name in channels])
        self.source.setVisible(bool(channels))

    def offer_processes(self, paths: Sequence[ProcessPath]) -> None:
        """Offer the office's processes; with one there is nothing to choose."""
        before = self.process.currentData()
        self.process.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.process.clear()
        for path in paths:
            name = path.name_en if current_language() == "en" else path.name_zh
            self.process.addItem(name, path.key)
        at = self.process.findData(before)
        self.process.setCurrentIndex(max(0, at) if paths else -1)
        self.process.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.process.setVisible(len(paths) > 1)

    # Keeping

    def state(self) -> dict[str, Any]:
        """Answer what is chosen, to find it so again."""
        return {
            "process": self.process.currentData(),
            "ticked": {chip.field or "limit": list(chip.ticked) for chip in self.chips},
            "more": self.more.where(),
            "only": list(self._only),
            "sort": self._sort,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Choose what was chosen."""
        at = self.process.findData(state.get("process"))
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        if at >= 0:
            self.process.setCurrentIndex(at)
        ticked: Mapping[str, list[Any]] = state.get("ticked") or {}
        for chip in self.chips:
            chip.tick(ticked.get(chip.field or "limit", []))
        self.more.set_where(state.get("more"))
        self._give_room()
        self._only = tuple(state.get("only") or ())
        self._sort = state.get("sort") or "urgent"
        self._show_sort()
        self._show_switch()
        self._show_clear()
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def _on_process_changed(self) -> None:
        self.changed.emit()

    def _on_chip_chosen(self) -> None:
        if self.sender() is self.limit:
            self._only = ()  # the chip says the same more exactly
        self._show_switch()
        self._show_clear()
        self.changed.emit()

    def _give_room(self) -> None:
        """Give added conditions a line of their own; the button to add one needs none."""
        own_line = self._lines.indexOf(self.more) >= 0
        if own_line != bool(self.more.chips):
            (self._lines if own_line else self._flow).removeWidget(self.more)
            if own_line:
                self._flow.addWidget(self.more)
            else:
                self._lines.addWidget(self.more)

    def _on_more_changed(self) -> None:
        self._give_room()
        self._show_clear()
        self.changed.emit()

    def _on_overdue_toggled(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signature
        self._only = ("overdue",) if on else ()
        self._show_clear()
        self.changed.emit()

    def _on_sort_triggered(self, action: QAction) -> None:
        self.set_sort(action.data())

    def _show_sort(self) -> None:
        for action in self._sorts.actions():
            if action.data() == self._sort:
                action.setChecked(True)
                set_caption(self.sort_button, f"{action.text()}   ")

    def _show_switch(self) -> None:
        self.overdue.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.overdue.setChecked(self._only == ("overdue",))
        self.overdue.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.overdue.update()

    def _show_clear(self) -> None:
        self.clear_button.setVisible(self.filtering and not self.more.chips)


def _parts(where: dict[str, Any] | None) -> list[dict[str, Any]]:
    if not where:
        return []
    return list(where["all"]) if set(where) == {"all"} else [where]

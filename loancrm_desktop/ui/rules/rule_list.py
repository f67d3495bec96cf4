"""The list of rules at the left: found, chosen, switched, put in order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QListView, QMenu, QVBoxLayout, QWidget

from loancrm_desktop.services.rules.drawing import RuleRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import Command, add_letter
from loancrm_desktop.ui.rules.rule_list_delegate import RuleListDelegate
from loancrm_desktop.ui.rules.rule_list_model import RuleListModel
from loancrm_desktop.ui.widgets.parts import frame, icon_button, row


class RuleList(QWidget):
    """Search above, the rules below.

    Signals:
        chosen: another rule is chosen (its key).
        switch_wanted: a rule is to be switched (its key, on or off).
        ordered: the keys of all rules in a new order.
    """

    chosen = Signal(str)
    switch_wanted = Signal(str, bool)
    ordered = Signal(list)

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a rule"))
        self.search.setAccessibleName(tr("Find a rule"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_filter_changed)
        self.faulty = icon_button("filter", tr("Only those with failures"))
        self.faulty.setCheckable(True)
        self.faulty.toggled.connect(self._on_filter_changed)
        bar = frame("toolbar")
        bar.setLayout(row(self.search, self.faulty, margins=(12, 8, 8, 8)))
        self.model = RuleListModel(self)
        self.model.ordered.connect(self.ordered)
        self.delegate = RuleListDelegate(self)
        self.delegate.switched.connect(self.toggle)
        self.view = QListView()
        self.view.setAccessibleName(tr("Rules"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(self.delegate)
        self.view.setProperty("role", "cards")
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setDragDropMode(QListView.DragDropMode.InternalMove)
        self.view.setDropIndicatorShown(True)
        self.view.setDragDropOverwriteMode(False)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_view_menu_requested)
        self.view.selectionModel().currentChanged.connect(self._on_view_current_changed)
        self.menu_actions: list[QAction] = []
        self._build_commands(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.view, 1)
        self._quiet = False

    def _build_commands(self, page: QWidget) -> None:
        for command, run in (
            (Command("rules.switch", tr("Switch the rule on or off"), "Space", "toggle"),
             self.toggle_current),
            (Command("rules.up", tr("Fire earlier"), "Alt+Up", "arrow-up"), self.step_up),
            (Command("rules.down", tr("Fire later"), "Alt+Down", "arrow-down"), self.step_down),
        ):  # fmt: skip
            self.menu_actions.append(add_letter(self.view, page, command, run))

    @property
    def key(self) -> str:
        """The key of the rule chosen, empty for none."""
        rule = self.rule
        return "" if rule is None else rule.key

    @property
    def rule(self) -> RuleRow | None:
        """The rule chosen."""
        return self.model.rule_at(self.view.currentIndex().row())

    def show_rules(self, rules: Sequence[RuleRow], key: str = "") -> None:
        """Show the rules, choosing one without telling."""
        wanted = key or self.key
        self._quiet = True
        self.model.show_rules(rules)
        self.choose(wanted)
        self._quiet = False

    def choose(self, key: str) -> None:
        """Choose a rule."""
        at = self.model.row_of(key)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if at >= 0:
            self.view.selectionModel().setCurrentIndex(self.model.index(at), flag)
            self.view.scrollTo(self.model.index(at))
        else:
            self.view.selectionModel().clear()

    def choose_quietly(self, key: str) -> None:
        """Choose a rule without telling."""
        self._quiet = True
        self.choose(key)
        self._quiet = False

    def toggle(self, key: str) -> None:
        """Ask that a rule be switched."""
        rule = self.model.rule_at(self.model.row_of(key))
        if rule is not None:
            self.switch_wanted.emit(key, not rule.is_on)

    def toggle_current(self) -> None:
        """Ask that the rule chosen be switched."""
        self.toggle(self.key)

    def step_up(self) -> None:
        """Let the rule fire earlier."""
        self.model.step(self.key, -1)

    def step_down(self) -> None:
        """Let the rule fire later."""
        self.model.step(self.key, 1)

    def _on_filter_changed(self) -> None:
        key = self.key
        self._quiet = True
        self.model.filter(self.search.text(), only_faulty=self.faulty.isChecked())
        self.choose(key)
        self._quiet = False

    def _on_view_current_changed(self, now: QModelIndex) -> None:
        rule = self.model.rule_at(now.row())
        if rule is not None and not self._quiet:
            self.chosen.emit(rule.key)

    def _on_view_menu_requested(self, at: QPoint) -> None:
        if self.model.rule_at(self.view.indexAt(at).row()) is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.menu_actions)
        menu.popup(self.view.viewport().mapToGlobal(at))

"""Chooses who gets customers: everybody who may, each with what is at hand already."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from loancrm_desktop.services.ownership.transfer_preview import Load
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.pick_box import is_read

_PERSON = Qt.ItemDataRole.UserRole
_ROOM = 14


def load_text(load: Load) -> str:
    """Say what somebody has at hand."""
    return tr(
        "{customers} customers, {deals} deals, {tasks} tasks",
        customers=load.customers,
        deals=load.deals,
        tasks=load.tasks,
    )


class PersonList(QWidget):
    """The people, the least loaded first; typed letters narrow the list.

    Signals:
        chosen: other people are chosen now.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None, *, several: bool = False) -> None:
        super().__init__(parent)
        self._several = several
        self._loads: tuple[Load, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Name of the person"))
        self.search.setAccessibleName(tr("Name of the person"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search_text_changed)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setProperty("role", "boxed")
        self.list.setAccessibleName(tr("Who gets the customers"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if several:
            self.list.itemChanged.connect(self._on_list_item_changed)
        else:
            self.list.currentItemChanged.connect(self._on_list_current_item_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.search)

    def show_loads(self, loads: Sequence[Load], without: Collection[int] = ()) -> None:
        """Offer people; those in `without` are left out."""
        kept = set(self.ids)
        self._loads = tuple(
            sorted((each for each in loads if each.user_id not in without), key=_least_first)
        )
        look = theme.current()
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own call
        self.list.clear()
        for load in self._loads:
            item = QListWidgetItem(f"{load.name}\n{load_text(load)}")
            item.setIcon(look.icon("user"))
            item.setData(_PERSON, load.user_id)
            item.setToolTip(item.text())
            item.setSizeHint(QSize(0, look.line("body") * 2 + _ROOM))
            if self._several:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                ticked = load.user_id in kept
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
            if not self._several and load.user_id in kept:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's own call

    @property
    def ids(self) -> tuple[int, ...]:
        """Who is chosen."""
        items = [self.list.item(number) for number in range(self.list.count())]
        if self._several:
            chosen = [each for each in items if each.checkState() == Qt.CheckState.Checked]
        else:
            at = self.list.currentRow()
            chosen = [items[at]] if at >= 0 and not items[at].isHidden() else []
        return tuple(int(each.data(_PERSON)) for each in chosen)

    def name_of(self, person_id: int) -> str:
        """Name somebody of the list."""
        return next((each.name for each in self._loads if each.user_id == person_id), "")

    def choose(self, person_id: int) -> None:
        """Choose somebody."""
        for number in range(self.list.count()):
            item = self.list.item(number)
            if int(item.data(_PERSON)) == person_id:
                if self._several:
                    item.setCheckState(Qt.CheckState.Checked)
                else:
                    self.list.setCurrentItem(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list from the search field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _step(self, step: int) -> None:
        shown = [
            number for number in range(self.list.count()) if not self.list.item(number).isHidden()
        ]
        if not shown:
            return
        here = self.list.currentRow()
        at = shown.index(here) + step if here in shown else 0
        self.list.setCurrentRow(shown[max(0, min(at, len(shown) - 1))])

    def _take(self) -> None:
        """Take the first that is shown, or tick the one the keyboard is on."""
        at = self.list.currentRow()
        here = self.list.item(max(at, 0))
        if at < 0 or here.isHidden():
            self._step(1)
        elif self._several:
            ticked = here.checkState() == Qt.CheckState.Checked
            here.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def _on_search_text_changed(self, text: str) -> None:
        typed = text.strip()
        for number in range(self.list.count()):
            item = self.list.item(number)
            name = self._loads[number].name
            item.setHidden(bool(typed) and not _matches(name, typed))
        self.chosen.emit()

    def _on_list_item_changed(self) -> None:
        self.chosen.emit()

    def _on_list_current_item_changed(self) -> None:
        self.chosen.emit()


def _least_first(load: Load) -> tuple[int, str]:
    return load.customers, load.name


def _matches(name: str, typed: str) -> bool:
    return typed.casefold() in name.casefold() or (typed.isascii() and is_read(name, typed))

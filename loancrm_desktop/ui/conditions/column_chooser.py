"""Which columns a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.column_list_model import ColumnListModel, ColumnOffer
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.tick_delegate import TickDelegate
from loancrm_desktop.ui.conditions.tokens import grown
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.parts import button, icon_button, label, row
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 280
_HEIGHT = 380
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TICKS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class ColumnChooser(Popover):
    """Ticks columns and puts them in order.

    Signals:
        changed: other columns are to be shown (their keys in order).
    """

    changed = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Columns"), parent)
        self._usual: list[str] = []
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Find by name or pinyin"))
        self.filter.setAccessibleName(tr("Find by name or pinyin"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filter_text_changed)
        self.filter.installEventFilter(self)
        self.model = ColumnListModel(self)
        self.model.chosen_changed.connect(self._on_model_chosen_changed)
        self.view = QListView()
        self.view.setAccessibleName(tr("Columns"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(TickDelegate(self.view))
        self.view.setProperty("role", "cards")
        self.view.setUniformItemSizes(True)
        self.view.setFixedSize(grown(_WIDTH), grown(_HEIGHT))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.view.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.view.setDropIndicatorShown(True)
        self.view.clicked.connect(self._on_view_clicked)
        self.view.installEventFilter(self)
        self.up = icon_button("up", tr("Move up (Alt+↑)"))
        self.up.clicked.connect(self._on_up_clicked)
        self.down = icon_button("down", tr("Move down (Alt+↓)"))
        self.down.clicked.connect(self._on_down_clicked)
        self.reset = button(tr("Reset"), kind="link", tip=tr("Show the usual columns again"))
        self.reset.clicked.connect(self._on_reset_clicked)
        self._count = label(role="caption")
        self.body.addWidget(self.filter)
        self.body.addWidget(self.view)
        self.body.addLayout(row(self.up, self.down, self._count, None, self.reset))

    def offer(self, offers: Sequence[ColumnOffer], usual: Sequence[str]) -> None:
        """Offer columns, and name those that are usually shown."""
        self._usual = list(usual)
        self.model.offer(offers)
        self._say()

    def set_chosen(self, keys: Sequence[str]) -> None:
        """Show these ticked, in their order, without telling."""
        self.model.choose(keys)
        self._say()

    @property
    def chosen(self) -> list[str]:
        """The keys ticked, in order."""
        return self.model.chosen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tick with Space or Enter, move with Alt and the arrow keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _STEPS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._step(_STEPS[key])
                return True
            if watched is self.filter and key in _MOVES:
                self.view.keyPressEvent(event)
                return True
            if key in _TICKS and (watched is self.view or key != Qt.Key.Key_Space):
                self._tick(self._current())
                return True
        return super().eventFilter(watched, event)

    def _current(self) -> str:
        offer = self.model.column(self.view.currentIndex().row())
        return "" if offer is None else offer.key

    def _tick(self, key: str) -> None:
        if key:
            self.model.toggle(key)
            self._stand_at(key)

    def _step(self, step: int) -> None:
        key = self._current()
        if key:
            self.model.step(key, step)
            self._stand_at(key)

    def _stand_at(self, key: str) -> None:
        index = self.model.index(self.model.row_of(key))
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def _say(self) -> None:
        self._count.setText(tr("{count} columns", count=len(self.model.chosen)))
        self.reset.setEnabled(self.model.chosen != self._usual)

    def _on_filter_text_changed(self, text: str) -> None:
        self.model.set_filter(text)
        if text and self.model.rowCount() > 1:
            self.view.setCurrentIndex(self.model.index(1))

    def _on_view_clicked(self) -> None:
        self._tick(self._current())

    def _on_up_clicked(self) -> None:
        self._step(-1)

    def _on_down_clicked(self) -> None:
        self._step(1)

    def _on_reset_clicked(self) -> None:
        self.model.choose(self._usual)
        self._on_model_chosen_changed()

    def _on_model_chosen_changed(self) -> None:
        self._say()
        self.changed.emit(self.model.chosen)


def field_columns(words: OfficeWords, kind: str, fixed: str = "name") -> list[ColumnOffer]:
    """Offer every field of a kind as a column, by section, one of them always shown."""
    own = words.fields(kind)
    return [
        ColumnOffer(offer.name, offer.label, offer.section, offer.name == fixed)
        for offer in ConditionFields(words, kind).offers()
        if offer.name in own
    ]

"""The command palette: one box that finds customers, acts on them, pages and commands."""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.palette import offers
from loancrm_desktop.ui.palette.entries import Entry, EntryModel
from loancrm_desktop.ui.palette.entry_delegate import EntryDelegate, paint_keys
from loancrm_desktop.ui.palette.finder import Finder
from loancrm_desktop.ui.palette.hints import Hints
from loancrm_desktop.ui.palette.offers import PalettePlace

__all__ = ["CommandPalette", "PalettePlace"]

_WIDTH = 640
_BOX_HEIGHT = 52
_MOST_LIST = 424
_TOP_SHARE = 0.14
_PAGE = 8
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}


class CommandPalette(QWidget):
    """Lies over the window while it is open; only says what was chosen.

    Signals:
        customer_opened: open this customer's page (id).
        customer_window_requested: open this customer in an own window (id).
        customer_act_requested: do something for a customer (id, one of offers.LOG, CALL,
            CONTRACT, EDIT, or `advance:<stage>`).
        place_chosen: go to a page (key).
        record_chosen: open a record of the office's own (kind, id).
        section_chosen: go to a section of the settings (key).
        colleague_chosen: show a colleague's customers (id).
        closed: the palette is gone.
    """

    customer_opened = Signal(int)
    customer_window_requested = Signal(int)
    customer_act_requested = Signal(int, str)
    place_chosen = Signal(str)
    record_chosen = Signal(str, int)
    section_chosen = Signal(str)
    colleague_chosen = Signal(int)
    closed = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, window: QWidget) -> None:
        super().__init__(window)
        self.finder = Finder(bridge, words, self)
        self.finder.arrived.connect(self._on_finder_arrived)
        self._alone = False
        self._enter_held: bool | None = None
        self._moved = False
        self._composing = False
        self._focus_before: QWidget | None = None
        self.setAccessibleName(tr("Command palette"))
        self._build()
        self.hide()
        window.installEventFilter(self)

    def _build(self) -> None:
        self._panel = _Panel(self)
        self.box = QLineEdit()
        self.box.setProperty("look", "bare")
        large = theme.current().font("subtitle")
        large.setWeight(QFont.Weight.Normal)
        self.box.setFont(large)
        self.box.setPlaceholderText(tr("Customer, page or command"))
        self.box.setAccessibleName(tr("Search customers or run a command"))
        self.box.installEventFilter(self)
        self.box.textChanged.connect(self._on_box_text_changed)
        self.model = EntryModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(EntryDelegate(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setProperty("role", "cards")
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setAccessibleName(tr("What was found"))
        self.view.clicked.connect(self._on_view_clicked)
        self.view.entered.connect(self._on_view_entered)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        hints = (
            ("↑↓", tr("choose")),
            ("Tab", tr("more acts")),
            (">", tr("only commands")),
            ("#", tr("only numbers")),
            ("@", tr("only colleagues")),
        )
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        top = QWidget()
        top.setFixedHeight(_BOX_HEIGHT)
        around = QVBoxLayout(top)
        around.setContentsMargins(46, 0, 66, 0)
        around.addWidget(self.box)
        layout.addWidget(top)
        layout.addSpacing(2)
        layout.addWidget(self.view)
        layout.addWidget(Hints(hints, tr("Pinyin works: qhm"), self._panel))

    def set_places(
        self, places: Sequence[PalettePlace], sections: Sequence[PalettePlace] = ()
    ) -> None:
        """Take the pages and the sections of the settings that this person may go to."""
        self.finder.places, self.finder.sections = tuple(places), tuple(sections)

    def open_with(self, actions: Sequence[QAction]) -> None:
        """Open over the window with the commands that may be run now."""
        if not self.isVisible():
            self._focus_before = QApplication.focusWidget()
        self.finder.actions = list(actions)
        self._clear_box()
        self._on_box_text_changed("")
        self._place()
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_quietly(self) -> None:
        """Close without a choice; the focus returns to where it was."""
        if self.isHidden():
            return
        before, self._focus_before = self._focus_before, None
        self.hide()
        self._clear_box()
        self.finder.rest()
        self.model.show([])
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def remember_customer(self, customer_id: int) -> None:
        """Count a customer that was looked at among the recent ones of this session."""
        self.finder.remember(customer_id)

    def forget(self) -> None:
        """Forget the recent ones: somebody else may sit down here."""
        self.finder.forget()

    def _clear_box(self) -> None:
        quiet = QSignalBlocker(self.box)
        self.box.clear()
        quiet.unblock()

    def _on_box_text_changed(self, text: str) -> None:
        self._alone = False
        self._moved = False
        self._enter_held = None
        self.finder.look_for(text)
        self._show_all()

    def _on_finder_arrived(self) -> None:
        if self.isHidden() or self._alone:
            return
        self._show_all()
        held, self._enter_held = self._enter_held, None
        if held is not None and not self.finder.awaiting:
            self._choose(self.view.currentIndex(), own_window=held)

    def _show_all(self) -> None:
        kept = self._current() if self._moved else None
        self.model.show(self.finder.entries())
        self._fit_list()
        self._select(kept)

    def _fit_list(self) -> None:
        height = sum(self.view.sizeHintForRow(row) for row in range(self.model.rowCount()))
        self.view.setFixedHeight(min(height + 12 if height else 0, self._most_list()))
        self._place()

    def _most_list(self) -> int:
        parent = self.parentWidget()
        room = parent.height() - _BOX_HEIGHT - 60 if parent is not None else _MOST_LIST
        return max(120, min(_MOST_LIST, room))

    def _select(self, kept: Entry | None) -> None:
        rows = list(self.model.choices())
        if not rows:
            return
        same = [
            row
            for row in rows
            if kept is not None
            and (entry := self.model.entry(row)) is not None
            and (entry.kind, entry.key) == (kept.kind, kept.key)
        ]
        self.view.setCurrentIndex(self.model.index(same[0] if same else rows[0]))
        if not same:
            self.view.scrollToTop()

    def _current(self) -> Entry | None:
        return self.model.entry(self.view.currentIndex().row())

    def _on_current_changed(self, current: QModelIndex, before: QModelIndex) -> None:
        """Offer the acts for the customer that is looked at now."""
        del before
        entry = self.model.entry(current.row())
        if entry is None:
            return
        self.box.setAccessibleDescription(entry.spoken)
        subject = self.finder.subject
        if entry.kind != "customer" or entry.found is None or subject is None or self._alone:
            return
        if entry.found.id != subject.id:
            self.finder.subject = entry.found
            QTimer.singleShot(0, self, self._show_acts_anew)

    def _show_acts_anew(self) -> None:
        if self._alone or self.isHidden():
            return
        first = sum(1 for one in self.model.entries if one.kind == "customer") + 1
        self.model.show_behind(first, self.finder.entries_behind())
        self._fit_list()

    # Keys and mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the box's keys before anything else does, and follow the window's size."""
        kind = event.type()
        if watched is self.box:
            if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                event.accept()  # no shortcut of the page below runs while one types here
                return False
            if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
                self._composing = bool(event.preeditString())
            if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return not self._composing and self._take_key(event)
        elif kind == QEvent.Type.Resize and self.isVisible():
            self._fit_list()
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._enter(own_window=control)
        elif key == Qt.Key.Key_Escape:
            self._step_out()
        elif key == Qt.Key.Key_Tab:
            self._show_alone()
        elif key == Qt.Key.Key_Backtab:
            self._back_from_alone()
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        rows = list(self.model.choices())
        if not rows:
            return
        self._moved = True
        here = self.view.currentIndex().row()
        at = rows.index(here) if here in rows else -1
        last = len(rows) - 1
        to = (at + by) % len(rows) if abs(by) == 1 else max(0, min(last, at + by))
        self.view.setCurrentIndex(self.model.index(rows[to]))
        if to == 0:
            self.view.scrollToTop()

    def _enter(self, *, own_window: bool) -> None:
        entry = self._current()
        of_old = entry is None or entry.found is not None or not self._moved
        if self.finder.awaiting and of_old:
            self._enter_held = own_window  # what is shown belongs to what was typed before
            return
        self._choose(self.view.currentIndex(), own_window=own_window)

    def _step_out(self) -> None:
        if not self._back_from_alone():
            self.close_quietly()

    def _show_alone(self) -> None:
        """Show only what can be done for the customer that is looked at."""
        entry = self._current()
        found = entry.found if entry is not None else None
        if found is None or self._alone or self.finder.awaiting:
            return
        self._alone = True
        self.finder.subject = found
        self.model.show(self.finder.acts())
        self._fit_list()
        self._select(None)

    def _back_from_alone(self) -> bool:
        if not self._alone:
            return False
        subject = self.finder.subject
        self._alone = False
        self._show_all()
        if subject is not None:
            self._select(Entry("customer", subject.name, key=str(subject.id)))
        return True

    def _on_view_clicked(self, index: QModelIndex) -> None:
        control = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        self._choose(index, own_window=bool(control))

    def _on_view_entered(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row())
        if entry is not None and entry.may_be_chosen:
            self._moved = True
            self.view.setCurrentIndex(index)

    def _choose(self, index: QModelIndex, *, own_window: bool) -> None:
        entry = self.model.entry(index.row()) if index.isValid() else None
        if entry is None or not entry.may_be_chosen:
            return
        action = next((one for one in self.finder.actions if one.objectName() == entry.key), None)
        self.close_quietly()
        if entry.found is not None:
            self._choose_customer(entry, entry.found.id, own_window=own_window)
        elif entry.kind == "place":
            self.place_chosen.emit(entry.key)
        elif entry.kind == "record":
            kind, _, number = entry.key.rpartition(" ")
            self.record_chosen.emit(kind, int(number))
        elif entry.kind == "section":
            self.section_chosen.emit(entry.key)
        elif entry.kind == "colleague":
            self.colleague_chosen.emit(int(entry.key))
        elif action is not None and shiboken6.isValid(action):
            action.trigger()

    def _choose_customer(self, entry: Entry, customer_id: int, *, own_window: bool) -> None:
        self.remember_customer(customer_id)
        if entry.kind == "act" and entry.key != offers.OWN_WINDOW:
            self.customer_act_requested.emit(customer_id, entry.key)
        elif own_window or entry.kind == "act":
            self.customer_window_requested.emit(customer_id)
        else:
            self.customer_opened.emit(customer_id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a click beside the panel."""
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_quietly()

    # Looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window below."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().colour("scrim"))
        painter.end()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self.setGeometry(parent.rect())
        width = min(_WIDTH, self.width() - 48)
        height = self._panel.sizeHint().height()
        top = min(int(self.height() * _TOP_SHARE), max(8, self.height() - height - 8))
        self._panel.setGeometry((self.width() - width) // 2, top, width, height)


class _Panel(QWidget):
    """The raised sheet the palette's parts lie on."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet, the glass and the line below the box."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.setBrush(look.colour("surfaceRaised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        middle = _BOX_HEIGHT // 2
        look.icon("search", "textSecondary", 18).paint(painter, QRect(17, middle - 9, 18, 18))
        paint_keys(painter, QRect(0, 0, self.width() - 16, _BOX_HEIGHT), "Esc")
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawLine(1, _BOX_HEIGHT, self.width() - 2, _BOX_HEIGHT)
        painter.end()

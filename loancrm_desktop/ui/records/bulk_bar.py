"""The bar over the list while rows are ticked: how many, how much, and what to do with them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from loancrm_desktop import display
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.records.row_delegate import BOX, paint_box
from loancrm_desktop.ui.widgets.parts import button, icon_button, label, line

ASSIGN, MOVE, TAG, TASK, TRASH, RESTORE = "assign", "move", "tag", "task", "trash", "restore"
_GAP = 12


class BulkBar(QFrame):
    """Lies over the foot of its parent while something is ticked.

    Signals:
        act_wanted: one of the acts was chosen (its name, the button it was chosen at).
        all_wanted: everything the list holds is to be ticked.
        closed: the ticks are to go.
    """

    act_wanted = Signal(str, QWidget)
    all_wanted = Signal()
    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("role", "bulk")
        self.setAccessibleName(tr("What to do with the ticked customers"))
        self._over = over
        self.count = label(font="bodyStrong")
        self.amount = label(role="secondary")
        self.unseen = label(role="warning")
        self.all = button(tr("Tick all"), kind="link", size="small")
        self.all.clicked.connect(self.all_wanted)
        self.buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 8, 5)
        layout.setSpacing(6)
        layout.addWidget(_Box())
        for part in (self.count, self.amount, self.unseen, self.all):
            layout.addWidget(part)
        self._add_acts(layout)
        self.more = icon_button("more", tr("More"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self._menu.triggered.connect(self._on_menu_triggered)
        self.more.setMenu(self._menu)
        layout.addWidget(self.more)
        close = icon_button("x", tr("Clear the ticks (Esc)"))
        close.clicked.connect(self.closed)
        layout.addWidget(close)
        over.installEventFilter(self)
        self.hide()

    def _add_acts(self, layout: QHBoxLayout) -> None:
        acts = (
            (ASSIGN, "user-plus", tr("Assign owner")),
            (MOVE, "arrow-right", tr("Advance stage")),
            (TAG, "tag", tr("Tags")),
            (TASK, "clock", tr("New task")),
            (TRASH, "archive", tr("Put into the trash")),
            (RESTORE, "undo", tr("Put back")),
        )
        self._divider = line(vertical=True)
        self._divider.setFixedHeight(18)
        layout.addWidget(self._divider)
        for name, icon, words in acts:
            made = button(words, kind="ghost", icon=icon, size="small")
            made.setObjectName(name)
            made.clicked.connect(self._on_button_clicked)
            self.buttons[name] = made
            layout.addWidget(made)

    @property
    def room(self) -> int:
        """How much of the foot of its parent the bar takes."""
        return self.sizeHint().height() + 2 * _GAP

    @property
    def over(self) -> QWidget:
        """What it lies over."""
        return self._over

    def offer(self, acts: set[str]) -> None:
        """Offer only these acts."""
        for name, made in self.buttons.items():
            made.setProperty("offered", name in acts)
        self._arrange()

    def show_ticks(self, count: int, total: int) -> None:
        """Come up with a count; with none, go."""
        if not count:
            self.hide()
            return
        self.count.setText(tr("{count} selected", count=f"{count:,}"))
        self.all.setText(tr("Tick all {count}", count=f"{total:,}"))
        self.all.setVisible(count < total)
        self._arrange()
        self.show()
        self.raise_()

    def call_them(self, ticked: str, every: str) -> None:
        """Call the ticked rows by other words than customers; made room for at once."""
        self.count.setText(ticked)
        self.all.setText(every)
        self._arrange()

    def show_picked(self, amount_fen: int, unseen: int) -> None:
        """Say what the ticks come to, and how many of them the list does not show now."""
        text = tr("total {amount}", amount=display.money_short(amount_fen)) if amount_fen else ""
        self.amount.setText(text)
        self.amount.setVisible(bool(text))
        self.unseen.setText(tr("{count} not in this list", count=unseen) if unseen else "")
        self.unseen.setVisible(bool(unseen))
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the list."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._arrange()
        return False

    def _arrange(self) -> None:
        """Take the room there is: acts that do not fit go into the menu, the last first."""
        room = self._over.width() - 2 * _GAP
        offered = [one for one in self.buttons.values() if one.property("offered") is not False]
        for made in self.buttons.values():
            made.setVisible(made in offered)
        self.more.hide()
        self.ensurePolished()
        hidden: list[QPushButton] = []
        while self.sizeHint().width() > room and len(hidden) < len(offered):
            last = offered[len(offered) - 1 - len(hidden)]
            last.hide()
            hidden.insert(0, last)
            self.more.show()
        self._fill_menu(hidden)
        size = self.sizeHint()
        width = min(size.width(), room)
        left = (self._over.width() - width) // 2
        self.setGeometry(left, self._over.height() - size.height() - _GAP, width, size.height())

    def _fill_menu(self, hidden: list[QPushButton]) -> None:
        self._menu.clear()
        for made in hidden:
            action = self._menu.addAction(made.icon(), made.text().strip())
            action.setData(made.objectName())

    def _on_menu_triggered(self, action: QAction) -> None:
        self.act_wanted.emit(str(action.data()), self.more)

    def _on_button_clicked(self) -> None:
        made = self.sender()
        if isinstance(made, QPushButton):
            self.act_wanted.emit(made.objectName(), made)


class _Box(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(BOX, BOX)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint_box(painter, QRect(0, 0, BOX, BOX), Qt.CheckState.Checked)
        painter.end()

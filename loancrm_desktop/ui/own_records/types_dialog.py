"""The record types of the office's own: which there are, what they hold; retire and restore."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import record_types
from loancrm_desktop.services.record_types import TypeRow
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.own_records.type_dialog import TypeDialog
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row, set_caption

_WIDTH, _HEIGHT = 520, 420


class TypesDialog(QDialog):
    """Lists the types.

    Signals:
        form_requested: the form of a type is to be designed (kind).
    """

    form_requested = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._types: Sequence[TypeRow] = ()
        self.dialog: TypeDialog | None = None
        self.setWindowTitle(tr("Record types of our own"))
        self.setModal(True)
        self.resize(_WIDTH, _HEIGHT)
        self.notice = Notice()
        self.notice.hide()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Record types of our own"))
        self.list.currentRowChanged.connect(self._offer)
        self.list.itemDoubleClicked.connect(self.design)
        self.hint = label(
            tr("A type taken out of use keeps its records and its form; restored, all is back."),
            role="caption",
            wrap=True,
        )
        self.new_button = button(tr("New record type"), icon="plus")
        self.new_button.clicked.connect(self.make)
        self.edit_button = button(tr("Change"), icon="edit")
        self.edit_button.clicked.connect(self.change)
        self.state_button = button(tr("Take out of use"), icon="archive")
        self.state_button.clicked.connect(self.turn)
        self.form_button = button(tr("Design the form"), kind="primary", icon="form")
        self.form_button.clicked.connect(self.design)
        foot = frame("footer")
        foot.setLayout(
            row(
                *(self.new_button, None, self.edit_button, self.state_button, self.form_button),
                margins=(16, 10, 16, 10),
            )
        )
        body = column(self.notice, self.list, self.hint, margins=(16, 16, 16, 12))
        whole = column(spacing=0)
        whole.addLayout(body, 1)
        whole.addWidget(foot)
        self.setLayout(whole)
        bridge.changed.connect(self._on_bridge_changed)
        self.reload()

    @property
    def chosen(self) -> TypeRow | None:
        """The type the list is at."""
        at = self.list.currentRow()
        return self._types[at] if 0 <= at < len(self._types) else None

    def reload(self) -> None:
        """Read the types again."""
        self._bridge.ask(
            record_types.page,
            retired=True,
            counted=True,
            then=self._on_types,
            failed=self._on_problem,
            key="types",
        )

    def make(self) -> None:
        """Ask for a new type."""
        self._open(None)

    def change(self) -> None:
        """Ask what is to be other about a type."""
        if self.chosen is not None:
            self._open(self.chosen)

    def turn(self) -> None:
        """Take a type out of use, or restore it."""
        own = self.chosen
        if own is not None:
            act = record_types.restore if own.retired else record_types.retire
            self._bridge.do(act, kind=own.kind, refused=self._on_problem)

    def design(self) -> None:
        """Go to the form of a type."""
        own = self.chosen
        if own is not None and not own.retired:
            self.accept()
            self.form_requested.emit(own.kind)

    def _open(self, own: TypeRow | None) -> None:
        dialog = TypeDialog(self._bridge, own, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_dialog_finished)
        self.dialog = dialog
        dialog.open()

    def _on_dialog_finished(self) -> None:
        self.dialog = None

    def _on_types(self, types: Sequence[TypeRow]) -> None:
        at = max(0, self.list.currentRow())
        self._types = types
        self.list.clear()
        for own in types:
            icon = theme.current().icon(own.icon, "textTertiary" if own.retired else "text")
            item = QListWidgetItem(icon, self._said(own))
            item.setSizeHint(QSize(0, theme.current().size("row")))
            self.list.addItem(item)
        self.list.setCurrentRow(min(at, len(types) - 1))
        self._offer()

    def _said(self, own: TypeRow) -> str:
        title, count = own.title(current_language()), own.records or 0
        if own.retired:
            return tr("{title} · {count} records · out of use", title=title, count=count)
        return tr("{title} · {count} records", title=title, count=count)

    def _offer(self) -> None:
        own = self.chosen
        for made in (self.edit_button, self.state_button, self.form_button):
            made.setEnabled(own is not None)
        if own is not None:
            words = tr("Restore") if own.retired else tr("Take out of use")
            set_caption(self.state_button, words)
            self.form_button.setEnabled(not own.retired)

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem), "danger")

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches("design", "own_record"):
            self.reload()

"""What else belongs to a customer: the records of the office's own kinds, type by type."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import own_record_list
from loancrm_desktop.services.own_record_list import LinkedRecords, OwnRow
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import button, clear_layout, icon_button, label, line, row

SHOWN = 5
_FACTS = 2
_PAUSE_MS = 80


class LinkedPanel(QWidget):
    """Lists a customer's own records under the deals; gone where the office has no such types.

    Signals:
        record_requested: a record's form is wanted (kind, id, 0 for a new one; how it begins).
    """

    record_requested = Signal(str, int, dict)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._words = bridge, words
        self._customer_id = 0
        self._linked: Sequence[LinkedRecords] = ()
        self._open: set[str] = set()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 0, 14, 12)
        self._layout.setSpacing(6)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_PAUSE_MS)
        self._again.timeout.connect(self.reload)
        bridge.changed.connect(self._on_bridge_changed)
        words.loaded.connect(self.reload)
        self.hide()

    @property
    def linked(self) -> Sequence[LinkedRecords]:
        """What is shown, type by type."""
        return self._linked

    def show_customer(self, customer_id: int) -> None:
        """Show what belongs to a customer."""
        if customer_id != self._customer_id:
            self._customer_id = customer_id
            self._open.clear()
            self._show(())
        self.reload()

    def reload(self) -> None:
        """Read the records again."""
        self._again.stop()
        types = [own for own in self._words.record_types if "customer" in own.links]
        if not self._customer_id or not types:
            self._show(())
            return
        self._bridge.ask(
            own_record_list.of_customer,
            customer_id=self._customer_id,
            then=self._show,
            failed=self._on_failed,
            key="linked",
        )

    def _show(self, linked: Sequence[LinkedRecords]) -> None:
        self._linked = linked
        clear_layout(self._layout)
        self.setVisible(bool(linked))
        for each in linked:
            self._layout.addWidget(line())
            self._layout.addWidget(self._head(each))
            most = len(each.rows) if each.kind in self._open else SHOWN
            for found in each.rows[:most]:
                self._layout.addWidget(self._record(each.kind, found))
            if each.count > min(most, len(each.rows)):
                self._layout.addWidget(self._rest(each, most))

    def _head(self, each: LinkedRecords) -> QWidget:
        holder = QWidget()
        title = each.title(current_language())
        words = tr("{title} {count}", title=title, count=each.count) if each.count else title
        parts: list[QWidget | None] = [_picture(each.icon), label(words, font="bodyStrong"), None]
        if each.may_add:
            more = icon_button("plus", tr("New: {title}", title=title))
            more.setObjectName(each.kind)
            more.clicked.connect(self._on_more_clicked)
            parts.append(more)
        holder.setLayout(row(*parts, spacing=6))
        return holder

    def _record(self, kind: str, found: OwnRow) -> QWidget:
        holder = QWidget()
        name = button(found.name, kind="link")
        name.setObjectName(f"{kind} {found.id}")
        name.setToolTip(found.name)
        name.clicked.connect(self._on_name_clicked)
        facts = ElidedLabel(self._facts(kind, found), role="caption", font="caption")
        line_of = row(name, facts, spacing=8)
        line_of.setStretch(1, 1)
        holder.setLayout(line_of)
        return holder

    def _facts(self, kind: str, found: OwnRow) -> str:
        fields = self._words.fields(kind)
        said: list[str] = []
        for key, value in found.more.items():
            spec = fields.get(key)
            if spec is None or spec.built_in:
                continue
            text = str(value or "") if key in found.masked else self._words.say(spec, value)
            if text:
                said.append(text.replace("\n", " "))
        return " · ".join(said[:_FACTS])

    def _rest(self, each: LinkedRecords, most: int) -> QWidget:
        rest = each.count - min(most, len(each.rows))
        if each.kind in self._open or len(each.rows) <= most:
            return label(tr("{count} more in the list", count=rest), role="caption")
        more = button(tr("{count} more", count=rest), kind="link")
        more.setObjectName(each.kind)
        more.clicked.connect(self._on_rest_clicked)
        return more

    def _on_more_clicked(self) -> None:
        begun = {"customer": self._customer_id}
        self.record_requested.emit(self.sender().objectName(), 0, begun)

    def _on_name_clicked(self) -> None:
        kind, _, record_id = self.sender().objectName().rpartition(" ")
        self.record_requested.emit(kind, int(record_id), {})

    def _on_rest_clicked(self) -> None:
        self._open.add(self.sender().objectName())
        self._show(self._linked)

    def _on_failed(self, problem: Problem) -> None:
        """Show nothing; the page itself says what is wrong with the customer."""
        del problem
        self._show(())

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches("own_record"):
            self._again.start()


def _picture(icon: str) -> QLabel:
    made = QLabel()
    drawn: QPixmap = theme.current().icon(icon, "textTertiary").pixmap(16, 16)
    made.setPixmap(drawn)
    return made

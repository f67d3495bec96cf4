"""What an import did, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from loancrm_desktop.services.exchange.import_plan import ImportReport
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row

WIDTH = 640


class ImportResultPanel(QWidget):
    """The end of an import.

    Signals:
        list_requested: the imported customers are to be seen.
        rejects_requested: the rows left out are to be saved.
        undo_requested: the import is to be taken back.
        again_requested: another list is to be imported.
    """

    list_requested = Signal()
    rejects_requested = Signal()
    undo_requested = Signal()
    again_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = frame("card")
        self._picture = QLabel()
        self._title = label(font="subtitle", wrap=True)
        self._details = label(role="secondary", wrap=True)
        self._rejected = label(role="warning", wrap=True)
        self.see = button(tr("See the imported customers"), kind="primary", icon="users")
        self.see.clicked.connect(self.list_requested)
        self._rejects = button(tr("Save the rows left out …"), icon="download")
        self._rejects.clicked.connect(self.rejects_requested)
        self.undo = button(tr("Undo the import"), icon="undo")
        self.undo.clicked.connect(self._on_undo_clicked)
        again = button(tr("Another list"), kind="ghost", icon="upload")
        again.clicked.connect(self.again_requested)
        words = column(self._title, self._details, self._rejected, spacing=6)
        head = row(self._picture, spacing=14)
        head.addLayout(words, 1)
        inner = column(margins=(28, 24, 28, 24), spacing=18)
        inner.addLayout(head)
        inner.addLayout(row(self.undo, self._rejects, None))
        inner.addLayout(row(again, None, self.see))
        card.setLayout(inner)
        card.setMaximumWidth(WIDTH)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        middle = row(None, card, None)
        middle.setStretchFactor(card, 6)
        layout.addLayout(middle)
        layout.addStretch(2)

    @property
    def text(self) -> str:
        """What is said."""
        return f"{self._title.text()}\n{self._details.text()}"

    def show_report(self, report: ImportReport, *, can_undo: bool) -> None:
        """Say what was done."""
        self._show_picture("check-circle", "successText")
        self._title.setText(tr("{count} customers imported", count=f"{report.created:,}"))
        self._details.setText(
            tr(
                "{updated} updated · {skipped} known and skipped · {rejected} left out",
                updated=f"{report.updated:,}",
                skipped=f"{report.skipped:,}",
                rejected=f"{report.rejected:,}",
            )
        )
        self._rejected.setText(
            tr("Save the rows left out, mend them in Excel and import that file.")
        )
        for each in (self._rejects, self._rejected):
            each.setVisible(report.rejected > 0)
        self.see.setVisible(report.created > 0)
        self.undo.setEnabled(can_undo)
        (self.see if report.created else self.undo).setFocus()

    def show_undone(self) -> None:
        """Say that everything is as it was before."""
        self._show_picture("undo", "textSecondary")
        self._title.setText(tr("The import was taken back; everything is as it was before."))
        self._details.setText("")
        for each in (self._rejects, self._rejected, self.see):
            each.hide()

    def _show_picture(self, icon: str, role: str) -> None:
        self._picture.setPixmap(theme.current().icon(icon, role, 32).pixmap(32, 32))

    def _on_undo_clicked(self) -> None:
        self.undo.setEnabled(False)
        self.undo_requested.emit()

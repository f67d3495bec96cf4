"""What an import did, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.services.exchange.import_plan import ImportReport
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row

WIDTH = 600


class ImportResultPanel(QWidget):
    """The end of an import.

    Signals:
        list_requested: the imported customers are to be seen.
        rejects_requested: the rows left out are to be saved.
        undo_requested: the import is to be taken back.
    """

    list_requested = Signal()
    rejects_requested = Signal()
    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = frame("card")
        self._title = label(font="subtitle", wrap=True)
        self._details = label(role="secondary", wrap=True)
        see = button(tr("See the customers"), kind="primary", icon="users")
        see.clicked.connect(self.list_requested)
        self._rejects = button(tr("Save the rows left out …"), icon="download")
        self._rejects.clicked.connect(self.rejects_requested)
        self.undo = button(tr("Undo the import"), icon="undo")
        self.undo.clicked.connect(self._on_undo_clicked)
        inner = column(self._title, self._details, margins=(28, 24, 28, 24), spacing=12)
        inner.addLayout(row(self.undo, self._rejects, None, see))
        card.setLayout(inner)
        card.setFixedWidth(WIDTH)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(row(None, card, None))
        layout.addStretch(2)

    @property
    def text(self) -> str:
        """What is said."""
        return f"{self._title.text()}\n{self._details.text()}"

    def show_report(self, report: ImportReport, *, can_undo: bool) -> None:
        """Say what was done."""
        self._title.setText(tr("{count} customers imported", count=f"{report.created:,}"))
        self._details.setText(
            tr(
                "{updated} updated · {skipped} known and skipped · {rejected} left out",
                updated=f"{report.updated:,}",
                skipped=f"{report.skipped:,}",
                rejected=f"{report.rejected:,}",
            )
        )
        self._rejects.setVisible(report.rejected > 0)
        self.undo.setEnabled(can_undo)

    def show_undone(self) -> None:
        """Say that everything is as it was before."""
        self._title.setText(tr("The import was taken back; everything is as it was before."))
        self._details.setText("")
        self._rejects.hide()

    def _on_undo_clicked(self) -> None:
        self.undo.setEnabled(False)
        self.undo_requested.emit()

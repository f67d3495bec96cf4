"""The record types of the office's own among the forms one can design, and a new one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.forms.designer_header import DesignerHeader, shipped_kinds
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.own_records.type_dialog import TypeDialog
from loancrm_desktop.ui.own_records.types_dialog import TypesDialog

NEW, ALL = "new", "all"


class TypeChoice(QObject):
    """Fills the list of kinds in the designer's head, and makes what is not there yet.

    Signals:
        chosen: the form of a type is to be put on the table (kind).
    """

    chosen = Signal(str)

    def __init__(
        self, bridge: Bridge, words: OfficeWords, header: DesignerHeader, page: QWidget
    ) -> None:
        super().__init__(page)
        self._bridge, self._words, self._header, self._page = bridge, words, header, page
        self._wanted = ""
        self.dialog: QDialog | None = None
        header.more_chosen.connect(self._on_header_more_chosen)
        words.loaded.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Offer the types there are now."""
        language = current_language()
        own = [(each.kind, each.title(language)) for each in self._words.record_types]
        more = [(NEW, tr("New record type…")), (ALL, tr("Record types of our own…"))]
        self._header.set_choices([*shipped_kinds(), *own], more)
        wanted, self._wanted = self._wanted, ""
        if wanted and self._words.record_type(wanted) is not None:
            self.chosen.emit(wanted)
        elif wanted:
            self._wanted = wanted

    def make(self) -> TypeDialog:
        """Ask for a new type; its form follows."""
        dialog = TypeDialog(self._bridge, None, self._page)
        dialog.made.connect(self._on_dialog_made)
        self._open(dialog)
        return dialog

    def show_all(self) -> TypesDialog:
        """Show all types, those out of use too."""
        dialog = TypesDialog(self._bridge, self._page)
        dialog.form_requested.connect(self._on_dialog_made)
        self._open(dialog)
        return dialog

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_dialog_finished)
        self.dialog = dialog
        dialog.open()

    def _on_header_more_chosen(self, key: str) -> None:
        if key == NEW:
            self.make()
        elif key == ALL:
            self.show_all()

    def _on_dialog_made(self, kind: str) -> None:
        """Open the form once the names of the new type are read."""
        if self._words.record_type(kind) is not None:
            self.chosen.emit(kind)
        else:
            self._wanted = kind

    def _on_dialog_finished(self) -> None:
        self.dialog = None

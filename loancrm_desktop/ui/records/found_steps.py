"""Steps through what a search has left, forward and back, round at the ends: F3 and Shift+F3."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit


class FoundSteps(QObject):
    """The steps of one page with a search field and a list that shows only what was found.

    The keyboard stays where it is, so that one can go on typing.
    """

    def __init__(
        self, search: QLineEdit, view: QAbstractItemView, begin: Callable[[], object]
    ) -> None:
        super().__init__(view)
        self._search = search
        self._view = view
        self._begin = begin

    def go_on(self) -> None:
        """Go to the next one found; begin a search where nothing is searched for."""
        self._step(1)

    def go_back(self) -> None:
        """Go to the one found before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if not self._search.text().strip():
            self._begin()
            return
        model, here = self._view.model(), self._view.currentIndex()
        rows = model.rowCount()
        at = here.row() if here.isValid() else (-1 if by > 0 else rows)
        for step in range(1, rows + 1):
            wanted = model.index((at + by * step) % rows, max(here.column(), 0), QModelIndex())
            if wanted.flags() & Qt.ItemFlag.ItemIsSelectable:
                self._view.setCurrentIndex(wanted)
                self._view.scrollTo(wanted)
                return

"""The open office with its keys as they are now: some settings answer with newer ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from loancrm_desktop.services.opening import Opened


class OpenedKeys(QObject):
    """Holds what was opened, for all panels of the settings.

    Signals:
        replaced: the keys are other ones now (Opened).
    """

    replaced = Signal(object)

    def __init__(self, opened: Opened, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened = opened

    @property
    def opened(self) -> Opened:
        """The open office, who acts in it, and the keys."""
        return self._opened

    def replace(self, opened: Opened) -> None:
        """Go on with other keys."""
        self._opened = opened
        self.replaced.emit(opened)

"""What the person's name in the navigation offers: looks, language, own settings, lock."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.desk_memory import DeskMemory


class PersonMenu(QMenu):
    """Writes looks and language into the desk's memory; says what changed.

    Signals:
        desk_changed: theme or language.
        section_requested: go to a section of the settings (key).
        lock_requested: lock the office.
    """

    desk_changed = Signal(str)
    section_requested = Signal(str)
    lock_requested = Signal()

    def __init__(self, memory: DeskMemory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        look = theme.current()
        self._choices(
            "theme",
            (("", tr("Colours of the system")), ("light", tr("Light")), ("dark", tr("Dark"))),
            memory.theme,
        )
        self.addSeparator()
        self._choices("language", (("zh", "中文"), ("en", "English")), current_language())
        self.addSeparator()
        for key, title, icon in (
            ("appearance", tr("Appearance and lock"), "palette"),
            ("password", tr("My password"), "key"),
        ):
            action = self.addAction(look.icon(icon), title)
            action.setObjectName(key)
            action.triggered.connect(self._on_section_triggered)
        self.addSeparator()
        lock = self.addAction(look.icon("lock"), tr("Lock"))
        lock.triggered.connect(self.lock_requested)

    def _choices(self, what: str, choices: Sequence[tuple[str, str]], current: str) -> None:
        group = QActionGroup(self)
        for key, title in choices:
            action = QAction(title, self)
            action.setCheckable(True)
            action.setChecked(key == current)
            action.setObjectName(f"{what}:{key}")
            action.triggered.connect(self._on_choice_triggered)
            group.addAction(action)
            self.addAction(action)

    def _on_choice_triggered(self) -> None:
        what, _, key = self.sender().objectName().partition(":")
        if what == "theme":
            self._memory.theme = key
        else:
            self._memory.language = key
        self._memory.write()
        self.desk_changed.emit(what)

    def _on_section_triggered(self) -> None:
        self.section_requested.emit(self.sender().objectName())

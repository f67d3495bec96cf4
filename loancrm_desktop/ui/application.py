"""The Qt application: look, language, idle lock, the last net; runs the main window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from loancrm_desktop.texts import current_language, set_language, tr
from loancrm_desktop.ui import theme, vault_calls
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.crash_dialog import CrashNet
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.main_window import MainWindow

IDLE_LOCK_MS = 15 * 60 * 1000
_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
    }
)


@dataclass(frozen=True, slots=True)
class Options:
    """How the program was started.

    Attributes:
        office: the folder of the office to offer.
        language: `zh`, `en` or empty for what is remembered, else the system's.
        theme: `light`, `dark` or empty likewise.
    """

    office: Path | None = None
    language: str = ""
    theme: str = ""


class IdleWatch(QObject):
    """Notices that nobody touched the program for a while.

    Signals:
        idle: the time has passed.
    """

    idle = Signal()

    def __init__(self, after_ms: int = IDLE_LOCK_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(self.idle)

    def begin(self) -> None:
        """Watch from now on."""
        self._timer.start()

    def end(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start the time anew with every key and click."""
        del watched
        if event.type() in _ACTIVITY and self._timer.isActive():
            self._timer.start()
        return False


class Program(QObject):
    """Everything that lives as long as the program."""

    def __init__(self, application: QApplication, options: Options) -> None:
        super().__init__()
        self._application = application
        self.memory = DeskMemory.read()
        self._speak(options.language or self.memory.language)
        self._theme = options.theme or self.memory.theme
        theme.apply(application, self._theme_name())
        self.net = CrashNet(self)
        self.bridge = Bridge(self)
        self.bridge.crashed.connect(self.net.take)
        self.window = MainWindow(self.bridge, self.memory)
        self.window.theme_requested.connect(self._on_theme_requested)
        self.idle = IdleWatch(parent=self)
        self.idle.idle.connect(self.window.lock)
        application.installEventFilter(self.idle)
        application.styleHints().colorSchemeChanged.connect(self._on_system_theme_changed)
        self.window.start(options.office)

    def show(self) -> None:
        """Show the window; what opening needs is imported while the person types."""
        self.net.spread()
        self.window.show()
        self.idle.begin()
        self.bridge.outside(vault_calls.warm_up)

    def end(self) -> None:
        """Drain the lanes, close the office; the last thing."""
        self.idle.end()
        self._application.removeEventFilter(self.idle)
        self.net.fold()
        self.bridge.shut_down()

    def _speak(self, language: str) -> None:
        system = QLocale.system().language()
        usual = "zh" if system in (QLocale.Language.Chinese, QLocale.Language.C) else "en"
        set_language(language or usual)
        self._translator = QTranslator(self)
        if current_language() == "zh":
            QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._translator.load("qtbase_zh_CN", folder):
                self._application.installTranslator(self._translator)
        self._application.setApplicationDisplayName(tr("Loan customer management"))

    def _theme_name(self) -> theme.ThemeName:
        if self._theme in theme.THEMES:
            return "dark" if self._theme == "dark" else "light"
        dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _on_theme_requested(self) -> None:
        self._theme = "light" if theme.current().name == "dark" else "dark"
        self.memory.theme = self._theme
        self.memory.write()
        self._dress()

    def _on_system_theme_changed(self) -> None:
        if not self._theme and theme.current().name != self._theme_name():
            self._dress()

    def _dress(self) -> None:
        theme.apply(self._application, self._theme_name())
        self.window.dress_again()


def make_application(arguments: Sequence[str]) -> QApplication:
    """Make the Qt application."""
    if sys.platform == "linux" and not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    application = QApplication(list(arguments))
    application.setApplicationName("LoanCRM")
    return application


def run(options: Options, arguments: Sequence[str] = ()) -> int:
    """Run the program until its window is closed; answers the exit code."""
    application = make_application(["loancrm-desktop", *arguments])
    program = Program(application, options)
    program.show()
    code = application.exec()
    program.end()
    return code


def _has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

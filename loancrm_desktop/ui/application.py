"""The Qt application: look, language, idle lock, the last net; runs the main window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from loancrm_desktop.texts import current_language, set_language, tr
from loancrm_desktop.ui import collector, motion, theme, vault_calls
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.collector import GuiCollector
from loancrm_desktop.ui.crash_dialog import CrashNet
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.frame.idle_watch import IdleWatch
from loancrm_desktop.ui.frame.system_notices import SystemNotices
from loancrm_desktop.ui.frame.tray import Tray, tray_is_there
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.shell.program_icon import program_icon
from loancrm_desktop.ui.shell.sleep_watch import SleepWatch


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


class Program(QObject):
    """Everything that lives as long as the program."""

    def __init__(self, application: QApplication, options: Options) -> None:
        super().__init__()
        self._application = application
        self._translator: QTranslator | None = None
        self.memory = DeskMemory.read()
        self._language = options.language or self.memory.language
        self._theme = options.theme or self.memory.theme
        self._speak()
        self._dress()
        motion.set_reduced(application, wished=self.memory.reduced_motion)
        self.net = CrashNet(self)
        self.bridge = Bridge(self)
        self.bridge.crashed.connect(self.net.take)
        application.setWindowIcon(program_icon())
        self.window = MainWindow(self.bridge, self.memory)
        self.window.theme_requested.connect(self._on_theme_requested)
        self.window.desk_changed.connect(self._on_desk_changed)
        self.idle = IdleWatch(parent=self)
        self.idle.set_minutes(self.memory.lock_after_min)
        self.idle.idle.connect(self.window.lock)
        self.sleep = SleepWatch(parent=self)
        self.sleep.slept.connect(self.window.lock)
        application.focusWindowChanged.connect(self.idle.listen_to)
        application.styleHints().colorSchemeChanged.connect(self._on_system_theme_changed)
        self.tray: Tray | None = None
        self.notices = SystemNotices(self.bridge, self)
        self.notices.activated.connect(self._on_tray_open_requested)
        self.notices.missed.connect(self._on_notices_missed)
        self.window.entered.connect(self._on_window_entered)
        self._set_up_tray()
        self.window.start(options.office)

    def show(self) -> None:
        """Show the window; what opening needs is imported while the person types."""
        self.net.spread()
        self.window.show()
        self.idle.listen_to(self.window.windowHandle())
        self.idle.begin()
        self.sleep.begin()
        self.bridge.outside(vault_calls.warm_up, then=self._on_warm)

    def end(self) -> None:
        """Drain the lanes, close the office, leave Qt's own words; the last thing."""
        self.idle.end()
        self.sleep.end()
        self._application.focusWindowChanged.disconnect(self.idle.listen_to)
        self._application.styleHints().colorSchemeChanged.disconnect(self._on_system_theme_changed)
        self.notices.end()
        if self.tray is not None:
            self.tray.end()
        self.net.fold()
        self.bridge.shut_down()
        self._forget_translator()

    def _on_warm(self, _nothing: object) -> None:
        if self.window.workspace is None:
            GuiCollector.leave_alone_what_is_there()

    def _speak(self) -> None:
        system = QLocale.system().language()
        usual = "zh" if system in (QLocale.Language.Chinese, QLocale.Language.C) else "en"
        set_language(self._language or usual)
        self._forget_translator()
        if current_language() == "zh":
            QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
            self._translator = QTranslator(self)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._translator.load("qtbase_zh_CN", folder):
                self._application.installTranslator(self._translator)
        else:
            QLocale.setDefault(
                QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
            )  # fmt: skip
        self._application.setApplicationDisplayName(tr("Loan customer management"))

    def _forget_translator(self) -> None:
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
            self._translator = None

    def _dress(self) -> None:
        follow = self._theme not in theme.THEMES
        if follow:
            self._application.styleHints().unsetColorScheme()
        theme.apply(
            self._application,
            self._theme_name(),
            self.memory.text_scale,
            follow_system=follow,
        )

    def _theme_name(self) -> theme.ThemeName:
        if self._theme in theme.THEMES:
            return "dark" if self._theme == "dark" else "light"
        dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _on_theme_requested(self) -> None:
        self.memory.theme = "light" if theme.current().name == "dark" else "dark"
        self.memory.write()
        self._on_desk_changed("theme")

    def _on_system_theme_changed(self) -> None:
        if self._theme not in theme.THEMES and theme.current().name != self._theme_name():
            self._dress()

    def _on_desk_changed(self, what: str) -> None:
        if what == "theme":
            self._theme = self.memory.theme
            self._dress()
        elif what == "language":
            self._language = self.memory.language
            self._speak()
            self.window.rebuild()
        elif what == "reduced_motion":
            motion.set_reduced(self._application, wished=self.memory.reduced_motion)
        elif what == "text_scale":
            self._dress()
            self.window.rebuild()
        elif what == "lock_after_min":
            self.idle.set_minutes(self.memory.lock_after_min)
        if what in ("close_to_tray", "language"):
            self._set_up_tray()

    def _set_up_tray(self) -> None:
        wanted = self.memory.close_to_tray and tray_is_there()
        self.window.may_hide = wanted
        self._application.setQuitOnLastWindowClosed(not wanted)
        if wanted and self.tray is None:
            self.tray = Tray(self._application.windowIcon(), self)
            self.tray.open_requested.connect(self._on_tray_open_requested)
            self.tray.new_requested.connect(self._on_tray_new_requested)
            self.tray.lock_requested.connect(self.window.lock)
            self.tray.quit_requested.connect(self.window.quit)
            self.window.left.connect(self._on_window_left)
            self.tray.show_open(is_open=self.window.workspace is not None)
        if self.tray is not None:
            self.tray.name_again()
            self.tray.set_shown(shown=wanted)

    def _on_window_entered(self) -> None:
        if self.tray is not None:
            self.tray.show_open(is_open=True)
        if self.window.workspace is not None:
            self.window.workspace.noticed.connect(self._on_workspace_noticed)

    def _on_workspace_noticed(self, count: int) -> None:
        if not self.window.isActiveWindow():
            self.notices.tell(count)

    def _on_notices_missed(self, count: int) -> None:
        if self.tray is not None:
            self.tray.tell(count)

    def _on_window_left(self) -> None:
        if self.tray is not None:
            self.tray.show_open(is_open=False)

    def _on_tray_open_requested(self) -> None:
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _on_tray_new_requested(self) -> None:
        self._on_tray_open_requested()
        if self.window.workspace is not None:
            self.window.workspace.new_customer()


def make_application(arguments: Sequence[str]) -> QApplication:
    """Make the Qt application."""
    if sys.platform == "linux" and not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    application = QApplication(list(arguments))
    application.setApplicationName("LoanCRM")
    # On a Mac Tab would pass over buttons otherwise.
    application.styleHints().setTabFocusBehavior(Qt.TabFocusBehavior.TabFocusAllControls)
    return application


def run(options: Options, arguments: Sequence[str] = ()) -> int:
    """Run the program until its window is closed; answers the exit code."""
    application = make_application(["loancrm-desktop", *arguments])
    program = Program(application, options)
    program.show()
    code = application.exec()
    program.end()
    collector.rest()
    return code


def _has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

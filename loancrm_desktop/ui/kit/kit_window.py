"""The window of the kit; theme, language and text size are switched in its header."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from loancrm_desktop.texts import current_language, set_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.kit import control_specimens, mark_specimens
from loancrm_desktop.ui.kit.message_specimens import MessageSpecimens
from loancrm_desktop.ui.widgets.notices import ToastHost
from loancrm_desktop.ui.widgets.parts import PageHeader
from loancrm_desktop.ui.widgets.segments import SegmentedControl

SIZE = (1180, 900)
TEXT_SCALES = ("0.9", "1.0", "1.3", "2.0")


class KitWindow(QMainWindow):
    """Every part in every state; Tab walks through them and shows the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.toasts = ToastHost(self)
        self._themes = SegmentedControl(tr("Theme"))
        self._languages = SegmentedControl(tr("Language"))
        self._scales = SegmentedControl(tr("Text size"))
        self._themes.chosen.connect(self._on_themes_chosen)
        self._languages.chosen.connect(self._on_languages_chosen)
        self._scales.chosen.connect(self._on_scales_chosen)
        self._scale = "1.0"
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._messages: MessageSpecimens | None = None
        close = Command("window.close", tr("Close the kit"), QKeySequence.StandardKey.Close)
        add_command(self, close, self.close)
        self.resize(*SIZE)
        self.rebuild()

    @property
    def messages(self) -> MessageSpecimens | None:
        """The section whose parts open over the page."""
        return self._messages

    def rebuild(self) -> None:
        """Build everything anew, as a change of language or text size needs."""
        self.toasts.clear()
        for control in (self._themes, self._languages, self._scales):
            control.setParent(None)
        whole = QWidget()
        whole.setProperty("role", "page")
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header())
        self._area.setParent(None)
        layout.addWidget(self._area, 1)
        self._area.setWidget(self._body())
        self._area.setAccessibleName(tr("Parts"))
        self.setCentralWidget(whole)
        self.setWindowTitle(tr("Parts of the windows"))

    def _header(self) -> PageHeader:
        header = PageHeader(tr("Parts of the windows"))
        header.set_status(tr("Tab shows the focus, the pointer shows what it rests on"))
        self._themes.set_choices(
            [("light", "", "sun"), ("dark", "", "moon")], [tr("Light"), tr("Dark")]
        )
        self._themes.set_current(theme.current().name)
        self._languages.set_choices([("zh", "中文", ""), ("en", "English", "")])
        self._languages.set_current(current_language())
        self._scales.set_choices([(each, each, "") for each in TEXT_SCALES])
        self._scales.set_current(self._scale)
        for control in (self._themes, self._languages, self._scales):
            header.add_action(control)
        return header

    def _body(self) -> QWidget:
        body = QWidget()
        body.setProperty("role", "window")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        self._messages = MessageSpecimens(self.toasts, body)
        for section in (
            *control_specimens.sections(),
            *mark_specimens.sections(),
            *self._messages.sections(),
        ):
            layout.addWidget(section)
        layout.addStretch(1)
        return body

    def _on_themes_chosen(self, name: str) -> None:
        self._dress("dark" if name == "dark" else "light")

    def _on_languages_chosen(self, language: str) -> None:
        set_language(language)
        self.rebuild()

    def _on_scales_chosen(self, scale: str) -> None:
        self._scale = scale
        self._dress(theme.current().name)
        self.rebuild()

    def _dress(self, name: theme.ThemeName) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, name, float(self._scale))


def make() -> QWidget:
    """Make the window of the kit, not yet shown."""
    return KitWindow()

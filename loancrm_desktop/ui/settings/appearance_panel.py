"""How the program looks and behaves at this computer: theme, language, text, lock, tray."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSlider, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import motion
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.frame.idle_watch import MIN_BOUNDS
from loancrm_desktop.ui.frame.tray import tray_is_there
from loancrm_desktop.ui.panel_parts import SettingsPanel
from loancrm_desktop.ui.widgets.parts import column, frame, label, row
from loancrm_desktop.ui.widgets.segments import SegmentedControl
from loancrm_desktop.ui.widgets.switch import Switch

SCALE_STEP_PERCENT = 5
SCALE_BOUNDS_PERCENT = (90, 200)
LOCK_STEP_MIN = 5
SETTLE_MS = 400
SYSTEM = "system"


class AppearancePanel(SettingsPanel):
    """Writes into the desk's memory what the person chooses, and says what changed.

    Signals:
        desk_changed: theme, language, text_scale, reduced_motion, lock_after_min or
            close_to_tray.
    """

    desk_changed = Signal(str)

    def __init__(self, memory: DeskMemory, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Appearance and lock"),
            tr("For you at this computer. Changes take effect at once."),
            parent,
        )
        self._memory = memory
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._on_scale_settled)
        self._build_look()
        self._build_text()
        self._build_motion()
        self._build_lock()
        self._build_tray()
        self.body.addStretch(1)
        self.lay_out()

    def _add(self, title: str, text: str, *controls: QWidget) -> None:
        card = frame("card")
        inner = column(spacing=8, margins=(16, 12, 16, 12))
        words = label(title, font="bodyStrong", wrap=True)
        top = row(words, *controls, spacing=12)
        top.setStretchFactor(words, 1)
        inner.addLayout(top)
        inner.addWidget(label(text, role="secondary", wrap=True))
        card.setLayout(inner)
        self.body.addWidget(card)

    def _build_look(self) -> None:
        self.look = _segments(
            tr("Colours"),
            (
                (SYSTEM, tr("System"), "monitor"),
                ("light", tr("Light"), "sun"),
                ("dark", tr("Dark"), "moon"),
            ),
            self._memory.theme or SYSTEM,
        )
        self.look.chosen.connect(self._on_look_chosen)
        self._add(tr("Colours"), tr("System follows what the computer is set to."), self.look)
        self.language = _segments(
            tr("Language"),
            ((SYSTEM, tr("System"), "monitor"), ("zh", "中文", ""), ("en", "English", "")),
            self._memory.language or SYSTEM,
        )
        self.language.chosen.connect(self._on_language_chosen)
        self._add(
            tr("Language"),
            tr("Of the windows. Contracts and messages keep the language of their templates."),
            self.language,
        )

    def _build_text(self) -> None:
        self.scale = _slider(
            tr("Size of text"), SCALE_BOUNDS_PERCENT, SCALE_STEP_PERCENT,
            round(self._memory.text_scale * 100),
        )  # fmt: skip
        self.scale_text = label()
        self.scale.valueChanged.connect(self._on_scale_changed)
        self._say_scale()
        self._add(
            tr("Size of text"),
            tr("Rows and buttons grow with it. Usual is 100 %."),
            self.scale,
            self.scale_text,
        )

    def _build_motion(self) -> None:
        title = tr("Reduce motion")
        self.motion = Switch(title)
        self.motion.setChecked(self._memory.reduced_motion or motion.system_reduces())
        self.motion.setEnabled(not motion.system_reduces())
        self.motion.clicked.connect(self._on_motion_clicked)
        text = tr("Cards and panels are there at once instead of sliding.")
        if motion.system_reduces():
            text = tr("This computer is set to reduce motion; the program follows.")
        self._add(title, text, self.motion)

    def _build_lock(self) -> None:
        self.lock_after = _slider(
            tr("Lock when untouched"), MIN_BOUNDS, LOCK_STEP_MIN, self._memory.lock_after_min
        )
        self.lock_text = label()
        self.lock_after.valueChanged.connect(self._on_lock_after_changed)
        self._say_lock()
        self._add(
            tr("Lock when untouched"),
            tr("The office is also locked when the computer sleeps, and with Ctrl+L."),
            self.lock_after,
            self.lock_text,
        )

    def _build_tray(self) -> None:
        title = tr("Keep running in the tray when the window is closed")
        self.tray = Switch(title)
        there = tray_is_there()
        self.tray.setChecked(self._memory.close_to_tray and there)
        self.tray.setEnabled(there)
        self.tray.clicked.connect(self._on_tray_clicked)
        text = tr("The office is still locked when nobody touches it.")
        if not there:
            text = tr("This desktop has no tray; closing the window ends the program.")
        self._add(title, text, self.tray)

    def _on_look_chosen(self, key: str) -> None:
        self._memory.theme = "" if key == SYSTEM else key
        self._tell("theme")

    def _on_language_chosen(self, key: str) -> None:
        self._memory.language = "" if key == SYSTEM else key
        self._tell("language")

    def _on_scale_changed(self) -> None:
        self._say_scale()
        self._timer.start()

    def _on_scale_settled(self) -> None:
        scale = self.scale.value() / 100
        if scale != self._memory.text_scale:
            self._memory.text_scale = scale
            self._tell("text_scale")

    def _on_lock_after_changed(self) -> None:
        self._memory.lock_after_min = self.lock_after.value()
        self._say_lock()
        self._tell("lock_after_min")

    def _on_motion_clicked(self) -> None:
        self._memory.reduced_motion = self.motion.isChecked()
        self._tell("reduced_motion")

    def _on_tray_clicked(self) -> None:
        self._memory.close_to_tray = self.tray.isChecked()
        self._tell("close_to_tray")

    def _tell(self, what: str) -> None:
        self._memory.write()
        self.desk_changed.emit(what)

    def _say_scale(self) -> None:
        text = tr("{percent} %", percent=self.scale.value())
        self.scale_text.setText(text)
        self.scale.setAccessibleDescription(text)

    def _say_lock(self) -> None:
        text = tr("after {count} minutes", count=self.lock_after.value())
        self.lock_text.setText(text)
        self.lock_after.setAccessibleDescription(text)


def _segments(name: str, choices: Sequence[tuple[str, str, str]], current: str) -> SegmentedControl:
    made = SegmentedControl(name)
    made.set_choices(choices)
    made.set_current(current)
    return made


def _slider(name: str, bounds: tuple[int, int], step: int, value: int) -> QSlider:
    made = QSlider(Qt.Orientation.Horizontal)
    made.setAccessibleName(name)
    made.setRange(*bounds)
    made.setSingleStep(step)
    made.setPageStep(step * 2)
    made.setValue(value)
    made.setFixedWidth(200)
    return made

"""A password with its label, eye, problem and the hint that Caps Lock is on."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.doors.caps_lock import CapsWatch
from loancrm_desktop.ui.widgets.entry_parts import LabelledInput, PasswordEdit
from loancrm_desktop.ui.widgets.parts import label


class PasswordInput(LabelledInput):
    """A labelled password."""

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(title, PasswordEdit(title), hint)
        self.caps = label(tr("↑ Caps Lock is on"), role="warning", font="caption")
        self.caps.hide()
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addWidget(self.caps)
        self._watch = CapsWatch(self.edit)
        self._watch.changed.connect(self.caps.setVisible)

"""A label, an input and the line below it that says what is wrong, doubtful or fine."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.announcing import announce
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import label, set_role, set_state

FieldState = Literal["", "error", "warning", "ok"]

_ICONS: dict[str, tuple[str, str]] = {
    "error": ("x-circle", "dangerText"),
    "warning": ("alert", "warningText"),
    "ok": ("check-circle", "successText"),
}
_ROLES = {"": "caption", "error": "error", "warning": "warning", "ok": "success"}


class Field(QWidget):
    """Wraps any input; the label is its buddy, the message its description for screen readers."""

    def __init__(
        self,
        title: str,
        inside: QWidget,
        *,
        required: bool = False,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.input = inside
        self._hint = hint
        self._state: FieldState = ""
        # Laid out from the outside in: what is moved with its insides is dressed twice.
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        self._head = QHBoxLayout()
        self._head.setSpacing(4)
        whole.addLayout(self._head)
        self._title = label(title, role="secondary", font="caption")
        self._title.setBuddy(inside)
        self._head.addWidget(self._title)
        if required:
            self._head.addWidget(label("*", role="error", font="caption"))
        self._head.addStretch(1)
        self._note: QLabel | None = None
        self._message = _MessageLine(self)
        whole.addWidget(inside)
        whole.addWidget(self._message)
        whole.addStretch(1)
        spoken = tr("{field}, required", field=title) if required else title
        self._spoken_parts = [inside]
        proxy = inside.focusProxy()
        if proxy is not None:
            self._spoken_parts.append(proxy)
        for part in self._spoken_parts:
            part.setAccessibleName(spoken)
        self.setFocusProxy(inside)
        self.clear_message()

    @property
    def title(self) -> str:
        """The label's words."""
        return self._title.text()

    @property
    def state(self) -> FieldState:
        """The state shown: error, warning, ok, or empty."""
        return self._state

    @property
    def message(self) -> str:
        """What is said below the input."""
        return self._message.text

    def set_note(self, note: str) -> None:
        """Say something at the right of the label: “filled from the ID number”."""
        if self._note is None:
            if not note:
                return
            self._note = label(role="caption")
            self._head.addWidget(self._note)
        self._note.setText(note)

    def show_message(self, text: str, state: FieldState = "error") -> None:
        """Say something about the value; an error met while typing is read out."""
        self._state = state
        self._message.say(text, state)
        self._message.setVisible(bool(text))
        set_state(self.input, state)
        for part in self._spoken_parts:
            part.setAccessibleDescription(text)
        if state == "error" and (self.input.hasFocus() or self.isAncestorOf(self.focusWidget())):
            announce(self.input, text)

    def clear_message(self) -> None:
        """Say the hint again."""
        self.show_message(self._hint, "")


class _MessageLine(QWidget):
    """Built when there is something to say: most fields of a form never have."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts: tuple[IconMark, QLabel] | None = None

    @property
    def text(self) -> str:
        return "" if self._parts is None else self._words.text()

    @property
    def _mark(self) -> IconMark:
        return self._built()[0]

    @property
    def _words(self) -> QLabel:
        return self._built()[1]

    def _built(self) -> tuple[IconMark, QLabel]:
        if self._parts is None:
            line = QHBoxLayout(self)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(4)
            mark, words = IconMark(size=12), label(role="caption", wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            self._parts = (mark, words)
        return self._parts

    def say(self, text: str, state: FieldState) -> None:
        if self._parts is None and not text:
            return
        icon, role = _ICONS.get(state, ("", ""))
        self._mark.show_icon(icon, role)
        self._mark.setFixedHeight(theme.current().line("caption") + 1)
        self._mark.setVisible(bool(icon))
        self._words.setText(text)
        set_role(self._words, _ROLES[state])


def buddy_of(widget: QWidget) -> QLabel | None:
    """Answer the label whose buddy a widget is, among those beside it."""
    around = widget.parentWidget()
    if around is None:
        return None
    return next((one for one in around.findChildren(QLabel) if one.buddy() is widget), None)

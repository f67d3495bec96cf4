"""One fact of a customer: its name, its value, and the editor that takes the value's place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.records.field_editors import FieldEditor, ListEditor, editor_for
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.masked_field import MaskedValue
from loancrm_desktop.ui.widgets.parts import icon_button, label, set_role

LABEL_WIDTH = {"zh": 86, "en": 110}
_HEIGHT = 28
_LONG = 16
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Fact:
    """What a row shows.

    Attributes:
        value: the JSON value, masked where `masked`.
        said: the value in words, empty for none.
        locked: the value may be seen but not changed.
        revealable: a masked value may be looked at in full.
        strong: the number that matters most.
    """

    value: Any
    said: str
    masked: bool = False
    revealable: bool = False
    locked: bool = False
    strong: bool = False


class FactRow(QWidget):
    """A fact; a click or F2 edits it in place.

    Signals:
        saving: the person is done and it differs (its key, the new value).
        stepped: the arrow keys want the row before (-1) or after (+1).
    """

    saving = Signal(str, object)
    stepped = Signal(int)

    def __init__(self, spec: FieldSpec, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._words = words
        self._fact = Fact(None, "")
        self._editor: FieldEditor | None = None
        self._composing: ComposingWatch | None = None
        self._masked: MaskedValue | None = None
        self._started_with: Any = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name = spec.label(current_language())
        self._shown: tuple[ElidedLabel, QLabel] | None = None
        self._pencil: QToolButton | None = None
        self._ends: tuple[QToolButton, ...] = ()
        self._problem: QLabel | None = None

    def build(self) -> None:
        """Build what is seen of a fact; most facts of a customer are empty and never shown."""
        if self._shown is not None:
            return
        title = ElidedLabel(self._name, role="caption")
        title.setFont(theme.current().font())
        title.setFixedWidth(label_width())
        title.setMinimumHeight(_HEIGHT)
        said = label(wrap=True)
        said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        said.setMinimumHeight(_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._line = QHBoxLayout()
        layout.addLayout(self._line)
        self._line.setContentsMargins(14, 0, 12, 0)
        self._line.setSpacing(6)
        self._line.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        self._line.addWidget(said, 1)
        self._shown = (title, said)
        self._dress()

    def _pencil_made(self) -> QToolButton:
        if self._pencil is None:
            self._pencil = icon_button("edit", tr("Edit {field} (F2)", field=self._name))
            self._pencil.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._pencil.setParent(self)
            self._pencil.clicked.connect(self.edit)
        return self._pencil

    def _hide_pencil(self) -> None:
        if self._pencil is not None:
            self._pencil.hide()

    def _show_ends(self, *, shown: bool) -> None:
        """Show the buttons that end the editing; they are made with the first editor."""
        if not self._ends:
            keep = icon_button("check", tr("Save (Enter)"))
            keep.clicked.connect(self.finish)
            leave = icon_button("x", tr("Leave as it was (Esc)"))
            leave.clicked.connect(self.restore)
            self._ends = (keep, leave)
            for part in self._ends:
                self._line.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        for part in self._ends:
            part.setVisible(shown)

    @property
    def said(self) -> str:
        """The value as shown."""
        return self._fact.said

    @property
    def editor(self) -> FieldEditor | None:
        """The editor while the fact is being edited."""
        return self._editor

    @property
    def problem(self) -> str:
        """What stands below as wrong."""
        shown = self._problem is not None and not self._problem.isHidden()
        return self._problem.text() if self._problem is not None and shown else ""

    @property
    def masked_value(self) -> MaskedValue:
        """The widget of a value that is shown masked, made on first use."""
        if self._masked is None:
            self.build()
        if self._masked is None:  # building dresses a masked fact, which makes it
            self._masked = MaskedValue(self._name)
            self._masked.setMinimumHeight(_HEIGHT)
            for words in self._masked.findChildren(QLabel):
                words.setMinimumWidth(1)  # a long address gives way, its eye does not
            self._line.insertWidget(1, self._masked, 1)
        return self._masked

    def show_fact(self, fact: Fact) -> None:
        """Show a value; one that is being edited stays as it is being typed."""
        self._fact = fact
        self.setAccessibleName(f"{self._name}: {fact.said or tr('not filled in')}")
        if self._editor is None:
            self._dress()

    def _dress(self) -> None:
        if self._shown is None:
            return
        fact, (title, said) = self._fact, self._shown
        title.setFixedWidth(label_width())
        covered = fact.masked and bool(fact.said)
        if covered:
            self.masked_value.show_value(fact.said, fact.revealable)
        if self._masked is not None:
            self._masked.setVisible(covered)
        said.setVisible(not covered)
        said.setText(_breakable(fact.said) or tr("not filled in"))
        said.setFont(theme.current().font("bodyStrong" if fact.strong else "body"))
        set_role(said, "" if fact.said else "caption")
        locked = tr("Locked: it can be read here, not changed.")
        self.setToolTip(locked if fact.locked else fact.said if len(fact.said) > _LONG else "")
        self._hide_pencil()

    def edit(self) -> None:
        """Put the editor in the value's place."""
        if self._fact.locked or self._editor is not None:
            return
        editor = editor_for(self.spec, self._words)
        # A masked value is typed anew; what is masked cannot be mended.
        self._started_with = None if self._fact.masked else self._fact.value
        editor.set_value(self._started_with)
        self._started_with = editor.value()
        self._put_in(editor)

    def _put_in(self, editor: FieldEditor) -> None:
        self.build()
        self._editor = editor
        self._composing = ComposingWatch(*editor.findChildren(QWidget), parent=editor)
        self._line.insertWidget(1, editor, 1)
        if self._shown is not None:
            self._shown[1].hide()
        self._hide_pencil()
        if self._masked is not None:
            self._masked.hide()
        self._show_ends(shown=True)
        if isinstance(editor, ListEditor):
            editor.left.connect(self.finish)
        editor.show()
        editor.setFocus()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def finish(self) -> None:
        """Save what was typed, if it differs."""
        editor = self._editor
        if editor is None or (self._composing is not None and self._composing.active):
            return
        value = editor.value()
        if value == self._started_with or (self._fact.masked and value is None):
            self.restore()
            return
        self._watch_no_more()
        editor.setEnabled(False)
        self.saving.emit(self.spec.key, value)

    def restore(self) -> None:
        """Put the value back as it was."""
        self._take_out()

    def show_saved(self) -> None:
        """The value is stored; the fact shown next has it."""
        self._take_out()

    def show_problem(self, text: str) -> None:
        """The value was refused: the editor stays open with the reason below."""
        if self._editor is None:
            return
        self._say_problem(text)
        self._editor.setEnabled(True)
        self._editor.set_problem(has_problem=True)
        self._editor.setFocus()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def _say_problem(self, text: str) -> None:
        layout = self.layout()
        if self._problem is None and isinstance(layout, QVBoxLayout):
            self._problem = label(role="error", font="caption", wrap=True)
            self._problem.setContentsMargins(label_width() + 20, 0, 8, 4)
            layout.addWidget(self._problem)
        if self._problem is not None:
            self._problem.setText(text)
            self._problem.show()

    def _watch_no_more(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._on_focus_changed)

    def _take_out(self) -> None:
        editor, self._editor = self._editor, None
        if editor is None:
            return
        had_focus = editor.isAncestorOf(QApplication.focusWidget() or self)
        if editor.isEnabled():
            self._watch_no_more()
        self._line.removeWidget(editor)
        editor.hide()
        editor.deleteLater()
        if self._problem is not None:
            self._problem.hide()
        self._show_ends(shown=False)
        self._dress()
        if had_focus or QApplication.focusWidget() is None:
            self.setFocus()

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        # Another program in front is no leaving; nor is the list of a choice, or a calendar.
        if now is None or now is self or self.isAncestorOf(now):
            return
        if now.window() is not self.window():
            return
        self.finish()

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Esc while editing, before a command of the page takes them."""
        override = event.type() == QEvent.Type.ShortcutOverride
        editing = override and self._editor is not None
        own = isinstance(event, QKeyEvent) and event.key() in (*_ENTER, Qt.Key.Key_Escape)
        if editing and own:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit with F2 and Enter, save with Enter, restore with Esc, step with the arrows."""
        key = event.key()
        if self._editor is not None:
            self._edit_key(event)
        elif key in (Qt.Key.Key_F2, *_ENTER):
            self.edit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _edit_key(self, event: QKeyEvent) -> None:
        if self._composing is not None and self._composing.active:
            return
        if event.key() in _ENTER:
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            self.restore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Edit what was clicked."""
        super().mouseReleaseEvent(event)
        inside = self.rect().contains(event.position().toPoint())
        if inside and event.button() == Qt.MouseButton.LeftButton and not self._fact.masked:
            self.edit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the pencil."""
        super().enterEvent(event)
        # Over the value's end; where an eye stands there, over the end of the name.
        pencil = self._pencil_made()
        side = pencil.sizeHint().width()
        left = 14 + label_width() - side if self._fact.masked else self.width() - side - 6
        pencil.setGeometry(left, 1, side, _HEIGHT - 2)
        pencil.setVisible(self._editor is None and not self._fact.locked)
        pencil.raise_()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the pencil away."""
        super().leaveEvent(event)
        self._hide_pencil()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground under the pointer, and the ring of the keyboard."""
        super().paintEvent(event)
        if self._editor is not None or not (self.underMouse() or self.hasFocus()):
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(4, 0, -4, 0)
        painter.setPen(look.colour("focusRing") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("surfaceHover"))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.end()


def label_width() -> int:
    """Answer the room for the names of facts, wider with larger text."""
    return round(LABEL_WIDTH[current_language()] * theme.current().text_scale)


def _breakable(said: str) -> str:
    """Let a long address of mail or web go on in the next line."""
    if len(said) <= _LONG or not said.isascii():
        return said
    return re.sub(r"([@._/-])", "\\1\u200b", said)

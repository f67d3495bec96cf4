"""One thing on the canvas: a field with its real control, a heading or a hint."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.forms import carried
from loancrm_desktop.ui.forms.controls import type_icon
from loancrm_desktop.ui.forms.design_desk import FIELD, NOTE, Chosen, DesignDesk
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.drawn_editors import drawn_editor
from loancrm_desktop.ui.records.drawn_specs import words_in
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import column, icon_button, label, row, set_state

_TOOLS_GAP = 4


class CanvasItem(QFrame):
    """What can be chosen, dragged, renamed in its place, copied, hidden and deleted.

    Signals:
        menu_requested: its menu is wanted at a place on the screen.
    """

    menu_requested = Signal(QPoint)

    def __init__(self, desk: DesignDesk, chosen: Chosen, spot: form_body.Spot) -> None:
        super().__init__()
        self.setObjectName(f"item {chosen.key or spot}")
        self._desk = desk
        self.chosen = chosen
        self.spot = spot
        self.icon = "heading"
        self._pressed_at: QPoint | None = None
        self._hovered = False
        self._is_chosen = False
        self._title = ElidedLabel(role="secondary", font="caption")
        self.rename_edit = QLineEdit()
        self.rename_edit.hide()
        self.rename_edit.editingFinished.connect(self._on_rename_finished)
        self.tools: QFrame | None = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setMinimumWidth(40)

    @property
    def title(self) -> str:
        """What it is called."""
        return self._title.text()

    def set_chosen(self, *, is_chosen: bool) -> None:
        """Show whether it is chosen; the chosen one has its tools at the upper right."""
        self._is_chosen = is_chosen
        if is_chosen and self.tools is None:
            self.tools = self._made_tools()
        if self.tools is not None:
            self.tools.setVisible(is_chosen)
            self._place_tools()
        self.update()

    def begin_rename(self) -> None:
        """Type the title in its place."""
        self.rename_edit.setText(self._title.text())
        self.rename_edit.setAccessibleName(tr("Title"))
        self._title.hide()
        self.rename_edit.show()
        self.rename_edit.selectAll()
        self.rename_edit.setFocus()

    def _made_tools(self) -> QFrame:
        made = QFrame(self)
        made.setProperty("role", "card")
        tools = [("copy", tr("Copy (Ctrl+D)"), self._desk.copy_chosen)]
        if self.chosen.kind == FIELD:
            tools.append(("eye-off", tr("Take off the form (H)"), self._desk.hide_chosen))
        if not self._desk.is_built_in(self.chosen.key):
            tools.append(("trash", tr("Delete (Del)"), self._desk.delete_chosen))
        buttons: list[QWidget] = []
        for icon, name, run in tools:
            tool = icon_button(icon, name)
            tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tool.clicked.connect(run)
            buttons.append(tool)
        made.setLayout(row(*buttons, spacing=2, margins=(2, 1, 2, 1)))
        made.adjustSize()
        return made

    def _place_tools(self) -> None:
        if self.tools is not None:
            self.tools.move(self.width() - self.tools.width() - _TOOLS_GAP, 1)
            self.tools.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tools at the upper right."""
        super().resizeEvent(event)
        self._place_tools()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it; moving on drags it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
        self._desk.choose(self.chosen)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it after six pixels."""
        start = self._pressed_at
        if start is None:
            return
        if (event.position().toPoint() - start).manhattanLength() >= carried.START_AFTER:
            self._pressed_at = None
            held = carried.Carried(carried.PLACED, self.chosen.key, self.spot)
            carried.begin_drag(self, held, self.icon, self.title)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It was a click."""
        self._pressed_at = None
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename it."""
        event.accept()
        self.begin_rename()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with it."""
        self._desk.choose(self.chosen)
        self.menu_requested.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the title as it was with Esc."""
        if event.key() == Qt.Key.Key_Escape and self.rename_edit.isVisible():
            self.rename_edit.setText(self._title.text())
            self._on_rename_finished()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be taken."""
        super().enterEvent(event)
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEnterEvent) -> None:  # type: ignore[override] - Qt hands a plain QEvent
        """Look as usual."""
        super().leaveEvent(event)
        self._hovered = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame: chosen, under the pointer, or none."""
        super().paintEvent(event)
        if not (self._is_chosen or self._hovered):
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._is_chosen:
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.setBrush(look.colour("accentSoft"))
        else:
            painter.setPen(QPen(look.colour("accentBorder"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner, 4, 4)
        if self._is_chosen:
            grip = QRectF(0, inner.center().y() - 11, 7, 22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawRoundedRect(grip, 2, 2)
        painter.end()

    def _on_rename_finished(self) -> None:
        if self.rename_edit.isHidden():
            return
        text = self.rename_edit.text().strip()
        self.rename_edit.hide()
        self._title.show()
        if text and text != self._title.text():
            # Later: the frame is drawn anew, and must not go while it handles its own key.
            QTimer.singleShot(0, self, self._take_title)

    def _take_title(self) -> None:
        self._desk.choose(self.chosen)
        self._desk.set_title(self.rename_edit.text().strip())


class CanvasField(CanvasItem):
    """A field with its real control, which cannot be used here."""

    def __init__(
        self, desk: DesignDesk, words: OfficeWords, key: str, spot: form_body.Spot
    ) -> None:
        super().__init__(desk, Chosen(FIELD, key), spot)
        spec = desk.spec(key)
        raw = form_body.field_raw(desk.body, key)
        self._title.setText(desk.label(key))
        star = label("*", role="error", font="caption")
        star.setVisible(spec is not None and spec.required)
        head = row(self._title, star, spacing=4)
        head.addWidget(self.rename_edit, 1)
        for mark, state in self._marks(desk, key):
            badge = label(mark, role="badge")
            set_state(badge, state)
            head.addWidget(badge)
        head.addStretch(1)
        layout = column(spacing=4, margins=(8, 6, 8, 8))
        layout.addLayout(head)
        if spec is not None:
            self.icon = type_icon(spec.type)
            editor = drawn_editor(spec, words, raw)
            shut_off(editor)
            layout.addWidget(editor)
            help_text = spec.help_en if current_language() == "en" else spec.help_zh
            if help_text and raw.get("help"):
                layout.addWidget(ElidedLabel(help_text, role="caption", font="caption"))
        self.setLayout(layout)
        self.setAccessibleName(desk.label(key))

    @staticmethod
    def _marks(desk: DesignDesk, key: str) -> list[tuple[str, str]]:
        spec = desk.spec(key)
        raw = form_body.field_raw(desk.body, key)
        marks: list[tuple[str, str]] = []
        if spec is None:
            return [(tr("not known"), "danger")]
        if raw.get("unique", "refuse" if spec.unique else "no") != "no":
            marks.append((tr("unique"), "accent"))
        if spec.mask is not None:
            marks.append((tr("masked"), ""))
        if form_body.state_of(desk.body, key):
            marks.append((tr("rules"), ""))
        return marks


class CanvasNote(CanvasItem):
    """A heading or a hint."""

    def __init__(self, desk: DesignDesk, item: form_body.Item, spot: form_body.Spot) -> None:
        super().__init__(desk, Chosen(NOTE, spot=spot), spot)
        is_heading = "heading" in item
        self.icon = "heading" if is_heading else "info"
        self._title.deleteLater()
        font, role = ("subtitle", "") if is_heading else ("caption", "caption")
        words = item.get("heading") or item.get("hint")
        self._title = ElidedLabel(words_in(words, current_language()), role=role, font=font)
        layout = row(self._title, margins=(8, 6, 8, 6))
        layout.addWidget(self.rename_edit, 1)
        self.setLayout(layout)
        self.setAccessibleName(self._title.text())


def shut_off(editor: QWidget) -> None:
    """Let a control be seen, not used: no mouse, no keyboard, no drops."""
    editor.setEnabled(False)
    editor.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    for part in (editor, *editor.findChildren(QWidget)):
        part.setAcceptDrops(False)
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)

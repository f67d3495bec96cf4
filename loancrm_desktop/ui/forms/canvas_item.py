"""One thing on the canvas: a field with its real control, a heading or a hint."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.forms import carried
from loancrm_desktop.ui.forms.controls import type_icon
from loancrm_desktop.ui.forms.design_desk import FIELD, NOTE, Chosen, DesignDesk
from loancrm_desktop.ui.forms.held_frame import HeldFrame
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.drawn_editors import drawn_editor
from loancrm_desktop.ui.records.drawn_specs import words_in
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import column, icon_button, label, row, set_state

_TOOLS_GAP = 4


class CanvasItem(HeldFrame):
    """What can be chosen, dragged, renamed in its place, copied, hidden and deleted."""

    def __init__(self, desk: DesignDesk, chosen: Chosen, spot: form_body.Spot) -> None:
        super().__init__(desk, chosen, ElidedLabel(role="secondary", font="caption"))
        self.setObjectName(f"item {chosen.key or spot}")
        self.spot = spot
        self._hovered = False
        self._is_chosen = False
        self.rename_edit.setAccessibleName(tr("Title"))
        self.tools: QFrame | None = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setMinimumWidth(40)

    def held(self) -> carried.Carried:
        """Answer it with the place it is taken from."""
        return carried.Carried(carried.PLACED, self.chosen.key, self.spot)

    def set_chosen(self, *, is_chosen: bool) -> None:
        """Show whether it is chosen; the chosen one has its tools at the upper right."""
        self._is_chosen = is_chosen
        if is_chosen and self.tools is None:
            self.tools = self._made_tools()
        if self.tools is not None:
            self.tools.setVisible(is_chosen)
            self._place_tools()
        self.update()

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

"""The options of a choice: pasted one per line, coloured, put in order, retired."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from loancrm_desktop.texts import current_language, say, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.drawn_specs import words_in
from loancrm_desktop.ui.records.form_body import free_key, in_both, mapping
from loancrm_desktop.ui.widgets.parts import button, clear_layout, icon_button, label, row
from loancrm_desktop.ui.widgets.popover import Popover
from loancrm_desktop.ui.widgets.relay import relay

Option = dict[str, Any]
COLOURS = ("accent", "success", "warning", "danger", "info", "neutral")
_PASTED_HEIGHT = 180
_DOT = 10


def pasted_options(text: str, before: list[Option]) -> list[Option]:
    """Read options one per line; those that stay keep their keys, missing ones are retired.

    Args:
        text: what was pasted.
        before: the options there were.
    """
    by_title = {words_in(each.get("label"), current_language()): each for each in before}
    titles = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    taken = {str(each["key"]) for each in before}
    found: list[Option] = []
    for title in titles:
        kept = by_title.get(title)
        if kept is None:
            key = free_key(taken, "option")
            taken.add(key)
            kept = {"key": key, "label": {"zh": title, "en": title}}
        found.append({name: value for name, value in kept.items() if name != "retired"})
    gone = [each for each in before if each not in found and not _is_among(each, found)]
    return [*found, *({**each, "retired": True} for each in gone)]


def _is_among(option: Option, found: list[Option]) -> bool:
    return any(each["key"] == option["key"] for each in found)


class OptionsEditor(QWidget):
    """Lists the options.

    Signals:
        changed: the options are others now (list).
    """

    changed = Signal(object)

    def __init__(self, *, fixed: bool = False) -> None:
        super().__init__()
        self._options: list[Option] = []
        self._fixed = fixed
        self.edits: list[QLineEdit] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.add_button = button(tr("Add an option"), kind="link", icon="plus")
        self.add_button.clicked.connect(self.add)
        self.paste_button = button(tr("Paste several"), kind="link", icon="list")
        self.paste_button.clicked.connect(self.open_paste)
        self.popover: Popover | None = None
        self.pasted = QPlainTextEdit()
        self.pasted.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._lines)
        layout.addLayout(row(self.add_button, self.paste_button, None))
        for each in (self.add_button, self.paste_button):
            each.setVisible(not fixed)

    def show_options(self, options: list[Option]) -> None:
        """Show options without telling."""
        before, self._options = self._options, [dict(each) for each in options]
        same = [each["key"] for each in before] == [each["key"] for each in self._options]
        marks = [(each.get("colour"), each.get("retired")) for each in before]
        if same and marks == [(each.get("colour"), each.get("retired")) for each in self._options]:
            for edit, each in zip(self.edits, self._options, strict=True):
                title = words_in(each.get("label"), current_language())
                if edit.text().strip() != title:
                    edit.setText(title)
            return
        self._draw()

    def add(self) -> None:
        """Add an option and begin to type its title."""
        key = free_key({str(each["key"]) for each in self._options}, "option")
        title = in_both(say("Option {number}", number=len(self._options) + 1))
        self._tell([*self._options, {"key": key, "label": title}])
        if self.edits:
            self.edits[-1].setFocus()
            self.edits[-1].selectAll()

    def open_paste(self) -> None:
        """Ask for options one per line."""
        self.popover = popover = Popover(tr("One option per line"), self)
        self.pasted = QPlainTextEdit()
        self.pasted.setFixedHeight(_PASTED_HEIGHT)
        self.pasted.setAccessibleName(tr("One option per line"))
        titles = [
            words_in(each.get("label"), current_language())
            for each in self._options
            if not each.get("retired")
        ]
        self.pasted.setPlainText("\n".join(titles))
        self.pasted.selectAll()
        popover.body.addWidget(self.pasted)
        popover.body.addWidget(
            label(tr("Options left out are retired, not deleted."), role="caption")
        )
        take = button(tr("Take over"), kind="primary")
        take.clicked.connect(self.take_pasted)
        popover.body.addLayout(row(None, take))
        popover.closed.connect(popover.deleteLater)
        popover.open_at(self.paste_button)

    def take_pasted(self) -> None:
        """Take over what was pasted."""
        options = pasted_options(self.pasted.toPlainText(), self._options)
        if self.popover is not None:
            self.popover.close()
            self.popover = None
        if options:
            self._tell(options)

    def _draw(self) -> None:
        clear_layout(self._lines)
        self.edits = []
        for at, option in enumerate(self._options):
            edit = QLineEdit(words_in(option.get("label"), current_language()))
            edit.setAccessibleName(tr("Option {number}", number=at + 1))
            edit.textEdited.connect(relay(edit, self._on_edit_text_edited, at))
            edit.setEnabled(not option.get("retired"))
            self.edits.append(edit)
            dot = icon_button("circle", tr("Colour of the option"))
            if option.get("colour"):
                dot.setIcon(_dot(str(option["colour"])))
            dot.setProperty("at", at)
            dot.clicked.connect(relay(dot, self._on_dot_clicked, at, dot))
            more = icon_button("more", tr("More about the option"))
            more.clicked.connect(relay(more, self._on_more_clicked, at, more))
            more.setVisible(not self._fixed)
            line = row(dot, edit, spacing=4)
            if option.get("retired"):
                line.addWidget(label(tr("retired"), role="badge"))
            line.addWidget(more)
            line.setStretchFactor(edit, 1)
            self._lines.addLayout(line)

    def _tell(self, options: list[Option]) -> None:
        self.show_options(options)
        self.changed.emit([dict(each) for each in options])

    def _on_edit_text_edited(self, at: int, text: str) -> None:
        if not text.strip():
            return
        options = [dict(each) for each in self._options]
        words = dict(mapping(options[at].get("label")))
        if words.get("zh") == words.get("en"):
            words = {"zh": text.strip(), "en": text.strip()}
        words[current_language()] = text.strip()
        options[at]["label"] = words
        self._options = options
        self.changed.emit(options)

    def _on_dot_clicked(self, at: int, dot: QWidget) -> None:
        menu = QMenu(self)
        names = {
            "accent": tr("Blue"), "success": tr("Green"), "warning": tr("Amber"),
            "danger": tr("Red"), "info": tr("Cyan"), "neutral": tr("Grey"),
        }  # fmt: skip
        menu.addAction(tr("No colour")).setData("")
        for colour in COLOURS:
            menu.addAction(_dot(colour), names[colour]).setData(colour)
        menu.triggered.connect(relay(menu, self._on_colour_triggered, at))
        menu.popup(dot.mapToGlobal(dot.rect().bottomLeft()))

    def _on_colour_triggered(self, at: int, action: Any) -> None:
        self._change(at, "colour", action.data() or None)

    def _on_more_clicked(self, at: int, more: QWidget) -> None:
        menu = QMenu(self)
        retired = bool(self._options[at].get("retired"))
        menu.addAction(tr("Move up")).triggered.connect(relay(menu, self.move_option, at, -1))
        menu.addAction(tr("Move down")).triggered.connect(relay(menu, self.move_option, at, 1))
        title = tr("Offer it again") if retired else tr("Retire: old records keep it")
        menu.addAction(title).triggered.connect(relay(menu, self.retire, at))
        menu.addAction(tr("Delete the option")).triggered.connect(relay(menu, self.remove, at))
        menu.popup(more.mapToGlobal(more.rect().bottomLeft()))

    def retire(self, at: int) -> None:
        """Offer an option no longer, or again."""
        self._change(at, "retired", None if self._options[at].get("retired") else True)

    def remove(self, at: int) -> None:
        """Delete an option; the last one stays."""
        if len(self._options) > 1:
            self._tell([each for number, each in enumerate(self._options) if number != at])

    def move_option(self, at: int, step: int) -> None:
        """Move an option up or down."""
        if 0 <= at + step < len(self._options):
            options = list(self._options)
            options.insert(at + step, options.pop(at))
            self._tell(options)

    def _change(self, at: int, name: str, value: object) -> None:
        options = [dict(each) for each in self._options]
        options[at][name] = value
        options[at] = {key: each for key, each in options[at].items() if each is not None}
        self._tell(options)


def _dot(colour: str) -> QIcon:
    picture = QPixmap(QSize(_DOT, _DOT))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    known = colour in COLOURS
    painter.setBrush(theme.current().colour(colour if known else "neutral"))
    painter.setPen(theme.current().colour("border"))
    painter.drawEllipse(1, 1, _DOT - 2, _DOT - 2)
    painter.end()
    return QIcon(picture)

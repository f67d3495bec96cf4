"""Two people changed the same fields: mine and theirs, to choose field by field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop import display
from loancrm_desktop.errors import Clash, Conflict
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.services.meanwhile import FieldEdit
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import listed, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.marks import Avatar
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    icon_button,
    label,
    row,
)

KIND = "customer"
_ROW = 36
_MOST_ROWS = 9
# What was checked against a document or by its check digit is worth more than a newer guess.
_CHECKED = (FieldType.PHONE, FieldType.ID_NUMBER)


class ConflictDialog(QDialog):
    """Asks which values to keep; 1 takes mine, 2 theirs, in the row that has the keyboard.

    Signals:
        decided: mine where mine was chosen (dict by field; what is left out stays as it is
            stored), and the revision to base them on.
    """

    decided = Signal(dict, int)

    def __init__(
        self,
        conflict: Conflict,
        words: OfficeWords,
        edits: Sequence[FieldEdit] = (),
        parent: QWidget | None = None,
        *,
        name: str = "",
        kind: str = KIND,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._conflict = conflict
        self._words = words
        self._edits = {edit.field: edit for edit in edits}
        self._mine: dict[str, QRadioButton] = {}
        self._theirs: dict[str, QRadioButton] = {}
        clashing = {clash.field for clash in conflict.clashes}
        self._who = next((each for each in edits if each.field in clashing), None)
        self._merged = [each.field for each in edits if each.field not in clashing]
        self.setWindowTitle(self._title())
        self.setModal(True)
        self.setMinimumWidth(theme.current().size("row") * 20)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._build_head(name))
        layout.addWidget(self._build_table(), 1)
        layout.addWidget(self._build_merged())
        layout.addWidget(self._build_footer())
        save = Command("conflict.save", tr("Save as chosen"), "Ctrl+S", "check")
        add_command(self, save, self._on_save_clicked)
        self._start_at_first()

    def _title(self) -> str:
        who = "" if self._who is None else self._words.person_name(self._who.person_id)
        if not who:
            return tr("Somebody has just changed the same")
        return tr("{name} has just changed the same", name=who)

    def _build_head(self, name: str) -> QVBoxLayout:
        close = icon_button("x", tr("Close (Esc)"))
        close.clicked.connect(self.reject)
        picture = label()
        picture.setPixmap(theme.current().icon("swap", "warningText", 20).pixmap(20, 20))
        count = len(self._conflict.clashes)
        said = [
            tr("When you saved “{name}”, {count} fields did not agree.", name=name, count=count)
        ]
        if self._who is not None:
            when = display.time_relative(self._who.at, system_clock())
            said.append(tr("The other change was made {time}.", time=when))
        head = row(picture, label(self._title(), font="subtitle", wrap=True), spacing=10)
        head.setStretch(1, 1)
        head.addWidget(close)
        below = label("\n".join(said), role="secondary", wrap=True)
        layout = column(margins=(20, 16, 14, 14), spacing=4)
        layout.addLayout(head)
        layout.addLayout(row(below, margins=(30, 0, 0, 0)))
        return layout

    def _build_table(self) -> QWidget:
        table = QWidget()
        table.setProperty("role", "scrolled")
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._cells(self._head_cells(), "toolbar"), 0, 0)
        for number, clash in enumerate(self._conflict.clashes, 1):
            grid.addWidget(self._cells(self._clash_cells(clash), "header"), number, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(table)
        shown = min(len(self._conflict.clashes), _MOST_ROWS) + 1
        area.setMinimumHeight(shown * (_ROW + 1) + 4)
        return area

    def _cells(self, cells: Sequence[QWidget], role: str) -> QFrame:
        line = frame(role)
        line.setMinimumHeight(_ROW)
        layout = QGridLayout(line)
        layout.setContentsMargins(20, 2, 20, 2)
        for place, (cell, stretch) in enumerate(zip(cells, (3, 7, 7), strict=True)):
            layout.addWidget(cell, 0, place)
            layout.setColumnStretch(place, stretch)
            cell.setMinimumWidth(60)
        return line

    def _head_cells(self) -> tuple[QWidget, QWidget, QWidget]:
        who = "" if self._who is None else self._words.person_name(self._who.person_id)
        theirs = QWidget()
        said = tr("Change by {name}", name=who) if who else tr("Stored meanwhile")
        words = [Avatar(who, 22)] if who else []
        theirs.setLayout(row(*words, label(said, role="caption"), None, spacing=6))
        return (
            label(tr("Field"), role="caption"),
            label(tr("Your change"), role="caption"),
            theirs,
        )

    def _clash_cells(self, clash: Clash) -> tuple[QWidget, QWidget, QWidget]:
        mine = self._radio(clash, clash.mine)
        theirs = self._radio(clash, clash.theirs)
        group = QButtonGroup(self)
        group.addButton(mine)
        group.addButton(theirs)
        self._mine[clash.field], self._theirs[clash.field] = mine, theirs
        (mine if self._mine_is_better(clash) else theirs).setChecked(True)
        for radio, name in ((mine, tr("Your change")), (theirs, tr("Their change"))):
            radio.setAccessibleName(f"{name}: {radio.text()}")
            radio.installEventFilter(self)
            radio.toggled.connect(self._on_radio_toggled)
        self._embolden(clash.field)
        before = tr("Before: {value}", value=self._say(clash, clash.original))
        title = label(self._words.field_label(self._kind, clash.field), wrap=True)
        title.setToolTip(before)
        return title, mine, theirs

    def _radio(self, clash: Clash, value: Any) -> QRadioButton:
        said = self._say(clash, value)
        most = 40
        radio = QRadioButton(said if len(said) <= most else f"{said[:most]}…")
        radio.setToolTip(said)
        return radio

    def _mine_is_better(self, clash: Clash) -> bool:
        """Say whether mine is chosen to begin with: it is newer, and no checked one is there."""
        spec = self._words.fields(self._kind).get(clash.field)
        checked = spec is not None and spec.type in _CHECKED
        return not checked or clash.theirs in (None, "")

    def _say(self, clash: Clash, value: Any) -> str:
        spec = self._words.fields(self._kind).get(clash.field)
        if spec is not None and spec.mask is not None and isinstance(value, str):
            value = _masked(spec.mask, value)
            return value or tr("(empty)")
        said = str(value or "") if spec is None else self._words.say(spec, value)
        return said or tr("(empty)")

    def _build_merged(self) -> QWidget:
        self._merged_line = frame("toolbar")
        names = [self._words.field_label(self._kind, key) for key in self._merged]
        picture = label()
        picture.setPixmap(theme.current().icon("check-circle", "successText").pixmap(16, 16))
        said = label(tr("Merged by itself: {fields}", fields=listed(names)), wrap=True)
        said.setProperty("role", "secondary")
        look = button(tr("Show"), kind="link")
        look.clicked.connect(self._on_look_clicked)
        self._merged_row = row(picture, said, look, margins=(20, 4, 16, 4))
        self._merged_row.setStretch(1, 1)
        self._merged_line.setLayout(self._merged_row)
        self._merged_line.setVisible(bool(names))
        return self._merged_line

    def _build_footer(self) -> QWidget:
        bar = frame("footer")
        hint = label(tr("Both changes stay in the history."), role="caption")
        drop = button(tr("Drop my changes"), kind="ghost")
        drop.clicked.connect(self.reject)
        mine = button(tr("Use all of mine"))
        mine.clicked.connect(self.choose_all_mine)
        save = KeyedButton(tr("Save as chosen"), "Ctrl+S", kind="primary", icon="check")
        save.clicked.connect(self._on_save_clicked)
        bar.setLayout(row(hint, None, drop, mine, save, margins=(20, 12, 20, 12)))
        return bar

    def choose_mine(self, field: str) -> None:
        """Choose my value for a field."""
        self._mine[field].setChecked(True)

    def choose_theirs(self, field: str) -> None:
        """Choose their value for a field."""
        self._theirs[field].setChecked(True)

    def choose_all_mine(self) -> None:
        """Choose my value everywhere."""
        for radio in self._mine.values():
            radio.setChecked(True)

    @property
    def chosen(self) -> dict[str, str]:
        """Whose value is chosen, by field: mine or theirs."""
        return {key: "mine" if radio.isChecked() else "theirs" for key, radio in self._mine.items()}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose with 1 and 2, go on to the next field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            sides = {Qt.Key.Key_1: self._mine, Qt.Key.Key_2: self._theirs}
            side = sides.get(Qt.Key(event.key()))
            key = self._field_of(watched)
            if side is not None and key is not None:
                side[key].setChecked(True)
                self._go_on(key)
                return True
        return super().eventFilter(watched, event)

    def _field_of(self, radio: QObject) -> str | None:
        return next(
            (key for key in self._mine if radio in (self._mine[key], self._theirs[key])), None
        )

    def _go_on(self, field: str) -> None:
        keys = list(self._mine)
        ahead = keys[min(keys.index(field) + 1, len(keys) - 1)]
        self._focus(ahead)

    def _focus(self, field: str) -> None:
        mine = self._mine[field]
        (mine if mine.isChecked() else self._theirs[field]).setFocus()

    def _start_at_first(self) -> None:
        for key in self._mine:
            self._focus(key)
            return

    def _embolden(self, field: str) -> None:
        look = theme.current()
        for radio in (self._mine[field], self._theirs[field]):
            radio.setFont(look.font("bodyStrong" if radio.isChecked() else "body"))

    def _on_radio_toggled(self) -> None:
        field = self._field_of(self.sender())
        if field is not None:
            self._embolden(field)

    def _on_look_clicked(self) -> None:
        clear_layout(self._merged_row)
        lines = [
            tr(
                "{field}: {name}, {time}",
                field=self._words.field_label(self._kind, key),
                name=self._words.person_name(self._edits[key].person_id),
                time=display.time_relative(self._edits[key].at, system_clock()),
            )
            for key in self._merged
        ]
        self._merged_row.addWidget(label("\n".join(lines), role="secondary", wrap=True))

    def _on_save_clicked(self) -> None:
        mine = {
            clash.field: clash.mine
            for clash in self._conflict.clashes
            if self._mine[clash.field].isChecked()
        }
        self.decided.emit(mine, self._conflict.stored_revision)
        self.accept()


def _masked(mask: str, value: str) -> str:
    maskers = {
        "phone": display.mask_phone,
        "id": display.mask_id_number,
        "card": display.mask_card,
        "address": display.mask_address,
    }
    return value if "*" in value else maskers.get(mask, display.mask_text)(value)

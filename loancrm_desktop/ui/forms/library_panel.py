"""The library at the left: controls by group, fields not on the form, removed fields."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.services.forms.drawing import TrashedField
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.forms import carried
from loancrm_desktop.ui.forms.controls import (
    ADVANCED,
    BASIC,
    BUSINESS,
    Control,
    all_controls,
    control_named,
    group_title,
    type_icon,
)
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.form_body import mapping
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    label,
    line,
    row,
    scrolled,
)
from loancrm_desktop.ui.widgets.pick_box import is_read


class LibraryButton(QPushButton):
    """One thing to put on the form: pressed it goes after what is chosen, dragged anywhere."""

    def __init__(self, held: carried.Carried, icon: str, title: str) -> None:
        super().__init__(f" {title}")
        self.held, self.icon_name, self.title = held, icon, title
        self._pressed_at: QPoint | None = None
        self.setObjectName(f"{held.what} {held.key}")
        self.setProperty("look", "tile")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setIcon(theme.current().icon(icon, "textSecondary"))
        self.setToolTip(tr("{title}: click to add it, or drag it onto the form", title=title))
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAutoDefault(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """End the title in … where room is short; the tip says it whole."""
        super().resizeEvent(event)
        room = max(0, self.width() - 20 - self.iconSize().width() - 8)
        said = self.fontMetrics().elidedText(self.title, Qt.TextElideMode.ElideRight, room)
        if self.text() != f" {said}":
            self.setText(f" {said}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it after six pixels."""
        start = self._pressed_at
        if start is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position().toPoint() - start).manhattanLength() >= carried.START_AFTER:
            self._pressed_at = None
            self.setDown(False)
            carried.begin_drag(self, self.held, self.icon_name, self.title)


class LibraryPanel(QFrame):
    """What can be put on the form.

    Signals:
        restore_requested: a removed field is to come back (its key).
    """

    restore_requested = Signal(str)

    def __init__(self, desk: DesignDesk) -> None:
        super().__init__()
        self.setProperty("role", "bare")
        self._desk = desk
        self._trash: tuple[TrashedField, ...] = ()
        self._left_out: list[str] = []
        self.setFixedWidth(theme.current().layout("palettePanel") + 32)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search controls"))
        self.search.setAccessibleName(tr("Search controls"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(
            theme.current().icon("search", "textTertiary"),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._on_search_return)
        self.buttons: list[LibraryButton] = []
        self._groups: list[tuple[QWidget, QGridLayout, list[LibraryButton]]] = []
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(14, 8, 14, 14)
        self._column.setSpacing(6)
        for group in (BASIC, BUSINESS, ADVANCED):
            controls = [each for each in all_controls() if each.group == group]
            self._add_group(group_title(group), [_of_control(each) for each in controls])
        self._off_title = label(tr("Not on the form"), role="secondary", font="captionStrong")
        self._column.addWidget(self._off_title)
        self._off_grid = QGridLayout()
        self._off_grid.setSpacing(6)
        self._column.addLayout(self._off_grid)
        self._off_buttons: list[LibraryButton] = []
        self.nothing = label(tr("No control of that name."), role="caption", wrap=True)
        self.nothing.hide()
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        head = column(self.search, margins=(14, 12, 14, 10))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(line())
        whole.addWidget(scrolled(content), 1)
        whole.addWidget(self._made_trash())
        desk.changed.connect(self._show_off_form)

    def show_trash(self, removed: Sequence[TrashedField]) -> None:
        """Show the fields that were removed."""
        self._trash = tuple(removed)
        self._show_trash()

    def trashed(self, key: str) -> TrashedField | None:
        """Answer a removed field."""
        return next((each for each in self._trash if each.key == key), None)

    def _add_group(self, title: str, buttons: list[LibraryButton]) -> None:
        heading = label(title, role="secondary", font="captionStrong")
        self._column.addWidget(heading)
        grid = QGridLayout()
        grid.setSpacing(6)
        self._column.addLayout(grid)
        for made in buttons:
            made.clicked.connect(self._on_button_clicked)
        self.buttons += buttons
        self._groups.append((heading, grid, buttons))
        _fill(grid, buttons)

    def _filter(self) -> None:
        typed = self.search.text().strip().casefold()
        found = 0
        for heading, grid, buttons in self._groups:
            fitting = [each for each in buttons if _fits(each.title, typed)]
            _fill(grid, fitting)
            for each in buttons:
                each.setVisible(each in fitting)
            heading.setVisible(bool(fitting))
            found += len(fitting)
        fitting = [each for each in self._off_buttons if _fits(each.title, typed)]
        for each in self._off_buttons:
            each.setVisible(each in fitting)
        self._off_title.setVisible(bool(fitting))
        self.nothing.setVisible(not found and not fitting)

    def _show_off_form(self) -> None:
        placed = set(form_body.placed_fields(self._desk.body))
        keys = [key for key in self._desk.specs() if key not in placed]
        prints = [f"{key} {self._desk.label(key)}" for key in keys]
        if prints == self._left_out:
            return
        self._left_out = prints
        clear_layout(self._off_grid)
        self._off_buttons = []
        for key in keys:
            spec = self._desk.spec(key)
            if spec is not None:
                held = carried.Carried(carried.FIELD, key)
                made = LibraryButton(held, type_icon(spec.type), self._desk.label(key))
                made.clicked.connect(self._on_button_clicked)
                self._off_buttons.append(made)
        _fill(self._off_grid, self._off_buttons)
        self._filter()
        self._show_trash()

    def _made_trash(self) -> QWidget:
        self.trash_pane = QFrame()
        self.trash_pane.setProperty("role", "footer")
        self._trash_count = label(role="caption")
        self._trash_column = column(spacing=2)
        whole = column(spacing=6, margins=(14, 10, 14, 10))
        heading = label(tr("Removed fields"), font="bodyStrong")
        whole.addLayout(row(heading, None, self._trash_count))
        whole.addLayout(self._trash_column)
        self.trash_pane.setLayout(whole)
        self.trash_pane.hide()
        return self.trash_pane

    def _show_trash(self) -> None:
        here = mapping(self._desk.body.get("fields"))
        shown = [each for each in self._trash if each.key not in here]
        clear_layout(self._trash_column)
        for each in shown[:6]:
            title = each.label_en if current_language() == "en" else each.label_zh
            said = tr("{count} with values", count=each.records)
            back = button(tr("Restore"), kind="link")
            back.setObjectName(each.key)
            back.setAccessibleName(tr("Restore {field}", field=title))
            back.clicked.connect(self._on_restore_clicked)
            named = ElidedLabel(title)
            inside = row(named, label(said, role="caption"), back, spacing=6)
            inside.setStretchFactor(named, 1)
            self._trash_column.addLayout(inside)
        self._trash_count.setText(str(len(shown)))
        self.trash_pane.setVisible(bool(shown))

    def _on_restore_clicked(self) -> None:
        self.restore_requested.emit(self.sender().objectName())

    def _on_button_clicked(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, LibraryButton):
            self._put(pressed.held)

    def _on_search_return(self) -> None:
        shown = [each for each in (*self.buttons, *self._off_buttons) if not each.isHidden()]
        if shown and self.search.text().strip():
            self._put(shown[0].held)

    def _put(self, held: carried.Carried) -> None:
        if held.what == carried.FIELD:
            self._desk.add_field(held.key)
            return
        control = control_named(held.key)
        if control is not None:
            self._desk.add_control(control)


def _of_control(control: Control) -> LibraryButton:
    held = carried.Carried(carried.CONTROL, control.key)
    return LibraryButton(held, control.icon, control.title)


def _fill(grid: QGridLayout, buttons: Sequence[QWidget]) -> None:
    for each in range(grid.count() - 1, -1, -1):
        grid.takeAt(each)
    columns = 1 if current_language() == "en" else 2  # English titles need the whole width
    for at, each in enumerate(buttons):
        grid.addWidget(each, at // columns, at % columns)
    for part in range(columns):
        grid.setColumnStretch(part, 1)


def _fits(title: str, typed: str) -> bool:
    if not typed or typed in title.casefold():
        return True
    return typed.isascii() and is_read(title, typed)

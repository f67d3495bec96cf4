"""The sheet of the canvas: the sections of a tab, to be chosen, dragged and dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.forms import carried, section_edits
from loancrm_desktop.ui.forms.canvas_item import CanvasItem
from loancrm_desktop.ui.forms.canvas_menu import CanvasMenus
from loancrm_desktop.ui.forms.controls import control_named
from loancrm_desktop.ui.forms.design_desk import FIELD, NOTE, SECTION, Chosen, DesignDesk
from loancrm_desktop.ui.forms.insertion_mark import InsertionMark
from loancrm_desktop.ui.forms.landing import (
    Landing,
    RowPlace,
    SectionPlace,
    landing_at,
    nearest_section,
)
from loancrm_desktop.ui.forms.section_frame import SectionFrame, fingerprint
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.form_body import SectionSpot, Spot
from loancrm_desktop.ui.widgets.piecemeal import Piecemeal
from loancrm_desktop.ui.widgets.states import StateView


class Sheet(QWidget):
    """The inside of the canvas: takes drops, keys and clicks beside everything.

    Signals:
        removed_dropped: a removed field was let go here (its key, where it goes).
    """

    removed_dropped = Signal(str, object)

    def __init__(self, desk: DesignDesk, words: OfficeWords) -> None:
        super().__init__()
        self._desk, self._words = desk, words
        self.setObjectName("sheet")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAccessibleName(tr("The form"))
        self.tab = 0
        self._frames: list[SectionFrame] = []
        self._kept: dict[str, SectionFrame] = {}  # drawn before, not at their places yet
        self._building = Piecemeal(self)
        self.menus = CanvasMenus(desk, self)
        self.mark = InsertionMark(self)
        self.empty = StateView()
        self.empty.show_empty(
            "form",
            tr("This form is empty"),
            tr("Drag controls from the left onto this page, or click them."),
            (),
        )
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 16, 24, 24)
        self.column.setSpacing(12)
        self.column.addWidget(self.empty)
        self.column.addStretch(1)
        desk.changed.connect(self.show_body)
        desk.chosen_changed.connect(self.show_chosen)
        desk.rename_requested.connect(self._on_rename_requested)

    @property
    def frames(self) -> list[SectionFrame]:
        """The sections of the tab shown; whoever asks has all of them built."""
        self._building.finish()
        return self._frames

    @property
    def items(self) -> list[CanvasItem]:
        """Everything on the tab shown, in reading order."""
        return [item for frame in self.frames for item in frame.items]

    def item(self, key: str) -> CanvasItem | None:
        """Answer a field's place on the canvas."""
        return next((each for each in self.items if each.chosen.key == key), None)

    def show_body(self) -> None:
        """Draw what is drawn otherwise now; what is the same stays."""
        body = self._desk.body
        self.tab = max(0, min(self.tab, len(form_body.tabs_of(body)) - 1))
        self._building.stop()  # what was still to be drawn may be gone from the body
        kept = self._kept | {frame.print: frame for frame in self._frames}
        wanted = [
            (spot, fingerprint(self._desk, section, spot))
            for spot, section in form_body.sections_of(body)
            if spot.tab == self.tab
        ]
        for print_ in kept.keys() - {print_ for _, print_ in wanted}:
            frame = kept.pop(print_)
            frame.hide()
            frame.setParent(None)
            frame.deleteLater()
        self._frames = []
        self._kept = kept
        self.empty.setVisible(not any(True for _ in form_body.items_of(body)))
        self._building.begin(self._lay(wanted))

    def _lay(self, wanted: list[tuple[SectionSpot, str]]) -> Iterator[None]:
        """Put the sections into their places; a turn for each that has to be made."""
        is_first = True
        for spot, print_ in wanted:
            frame = self._kept.pop(print_, None)
            if frame is None:
                if not is_first:
                    yield
                is_first = False
                frame = self._made(spot)
            at = len(self._frames)
            if self.column.indexOf(frame) != at:
                self.column.insertWidget(at, frame)
            self._frames.append(frame)
            frame.show()
            self._show_chosen_in(frame)

    def show_tab(self, tab: int) -> None:
        """Show another tab."""
        if tab != self.tab and 0 <= tab < len(form_body.tabs_of(self._desk.body)):
            self.tab = tab
            self.show_body()

    def show_chosen(self) -> None:
        """Mark what is chosen."""
        for frame in self._frames:
            self._show_chosen_in(frame)

    def _show_chosen_in(self, frame: SectionFrame) -> None:
        chosen = self._desk.chosen
        frame.set_chosen(is_chosen=frame.chosen == chosen)
        for item in frame.items:
            item.set_chosen(is_chosen=same_choice(item.chosen, chosen))

    def places(self) -> list[SectionPlace]:
        """Answer where everything is."""
        return [
            SectionPlace(
                frame.spot.tab,
                frame.spot.section,
                self._place(frame),
                ()
                if frame.is_folded
                else tuple(
                    RowPlace(tuple(self._place(each) for each in row)) for row in frame.rows
                ),
            )
            for frame in self.frames
        ]

    def landing(self, held: carried.Carried, point: QPoint) -> Landing | None:
        """Answer where something carried would land."""
        if held.what != carried.SECTION:
            return landing_at(point, self.places())
        here = nearest_section(point, self.places())
        if here is None:
            return None
        below = point.y() > here.place.center().y()
        y = here.place.bottom() + 5 if below else here.place.top() - 6
        line = QRect(here.place.left(), y, here.place.width(), 2)
        return Landing(Spot(here.tab, here.section + below, 0), line)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what is ours."""
        if carried.unpack(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would land."""
        held = carried.unpack(event.mimeData())
        landing = None if held is None else self.landing(held, event.position().toPoint())
        self.mark.show_line(None if landing is None else landing.line)
        if landing is not None:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It is elsewhere now."""
        del event
        self.mark.show_line(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put it in."""
        self.mark.show_line(None)
        held = carried.unpack(event.mimeData())
        landing = None if held is None else self.landing(held, event.position().toPoint())
        if held is None or landing is None:
            return
        event.acceptProposedAction()
        self._drop(held, landing.spot)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the form with the arrows, move what is chosen with Ctrl and them."""
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        menus = self.menus
        moves: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Up: menus.move_up,
            Qt.Key.Key_Down: menus.move_down,
            Qt.Key.Key_Left: menus.move_left,
            Qt.Key.Key_Right: menus.move_right,
        }
        if key in moves and with_control:
            moves[key]()
        elif key in moves:
            self._go(-1 if key in (Qt.Key.Key_Up, Qt.Key.Key_Left) else 1)
        elif key == Qt.Key.Key_Escape and self._desk.chosen != Chosen():
            self._desk.choose(Chosen())
        elif key == Qt.Key.Key_Menu:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the form itself."""
        self._desk.choose(Chosen())
        super().mousePressEvent(event)

    def open_menu(self) -> None:
        """Open the menu of what is chosen."""
        found: QWidget | None = next(
            (each for each in self.items if same_choice(each.chosen, self._desk.chosen)), None
        )
        is_section = self._desk.chosen.kind == SECTION
        if is_section:
            found = next((each for each in self.frames if each.chosen == self._desk.chosen), None)
        if found is not None:
            place = found.mapToGlobal(QPoint(20, 20))
            (self._on_section_menu if is_section else self._on_item_menu)(place)

    def _go(self, step: int) -> None:
        order: list[Chosen] = []
        for frame in self.frames:
            order.append(frame.chosen)
            order += [] if frame.is_folded else [item.chosen for item in frame.items]
        here = next(
            (n for n, each in enumerate(order) if same_choice(each, self._desk.chosen)), None
        )
        at = (0 if step > 0 else len(order) - 1) if here is None else here + step
        if 0 <= at < len(order):
            self._desk.choose(order[at])

    def _drop(self, held: carried.Carried, spot: Spot) -> None:
        desk = self._desk
        if held.what == carried.CONTROL:
            control = control_named(held.key)
            if control is not None:
                desk.add_control(control, spot)
        elif held.what == carried.FIELD:
            desk.add_field(held.key, spot)
        elif held.what == carried.PLACED and held.spot is not None:
            desk.move(held.spot, spot)
        elif held.what == carried.REMOVED:
            self.removed_dropped.emit(held.key, spot)
        elif held.what == carried.SECTION:
            start = form_body.find_section(desk.body, held.key)
            if start is not None:
                end = SectionSpot(spot.tab, spot.section)
                body = section_edits.move_section(desk.body, start, end)
                desk.change(body, tr("Move the section"))

    def _made(self, spot: SectionSpot) -> SectionFrame:
        made = SectionFrame(self._desk, self._words, spot, self)
        made.menu_requested.connect(self._on_section_menu)
        made.item_menu_requested.connect(self._on_item_menu)
        return made

    def _place(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self, QPoint(0, 0)), widget.size())

    def _on_section_menu(self, place: QPoint) -> None:
        self.menus.section_menu().popup(place)

    def _on_item_menu(self, place: QPoint) -> None:
        self.menus.item_menu().popup(place)

    def _on_rename_requested(self) -> None:
        chosen = self._desk.chosen
        for frame in self.frames:
            if frame.chosen == chosen:
                frame.begin_rename()
            for item in frame.items:
                if same_choice(item.chosen, chosen):
                    item.begin_rename()


def same_choice(one: Chosen, other: Chosen) -> bool:
    """Say whether two choices are the same thing."""
    if one.kind != other.kind or one.kind not in (FIELD, NOTE):
        return False
    return one.key == other.key if one.kind == FIELD else one.spot == other.spot

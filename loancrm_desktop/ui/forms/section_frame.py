"""A section on the canvas: its head, and its rows of fields in twelve parts of its width."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.forms import carried
from loancrm_desktop.ui.forms.canvas_item import CanvasField, CanvasItem, CanvasNote
from loancrm_desktop.ui.forms.design_desk import SECTION, Chosen, DesignDesk
from loancrm_desktop.ui.forms.held_frame import HeldFrame
from loancrm_desktop.ui.forms.section_edits import fields_in, set_section
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.drawn_specs import words_in
from loancrm_desktop.ui.records.form_body import SectionSpot, Spot, listed
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import column, frame, icon_button, label, line, row

PARTS = 12


class SectionFrame(HeldFrame):
    """One section.

    Signals:
        item_menu_requested: the menu of something in it is wanted at a place on the screen.
    """

    item_menu_requested = Signal(QPoint)

    def __init__(
        self,
        desk: DesignDesk,
        words: OfficeWords,
        spot: SectionSpot,
        parent: QWidget | None = None,
    ) -> None:
        section = form_body.section_at(desk.body, spot.tab, spot.section)
        self.key = str(section.get("key"))
        title = words_in(section.get("title"), current_language()) or tr("Untitled section")
        shown = ElidedLabel(title, font="bodyStrong")
        super().__init__(desk, Chosen(SECTION, self.key), shown, parent)
        self.setProperty("role", "card")
        self.icon = "rows"
        self.spot = spot
        self.rename_edit.setAccessibleName(tr("Title of the section"))
        self.print = fingerprint(desk, section, spot)
        self.rows: list[list[CanvasItem]] = []
        self._layout = column(self._head(section), line(), spacing=0)
        self.setLayout(self._layout)
        # From the outside in: what is moved with its insides is dressed once more.
        self._body = QWidget(self)
        self._layout.addWidget(self._body)
        self._fill(self._body, section, words)
        self._body.setVisible(not section.get("collapsed"))

    @property
    def items(self) -> list[CanvasItem]:
        """Everything in it, in reading order."""
        return [item for items in self.rows for item in items]

    def held(self) -> carried.Carried:
        """Answer the section."""
        return carried.Carried(carried.SECTION, self.key)

    @property
    def is_folded(self) -> bool:
        """Whether only its head is shown."""
        return self._body.isHidden()

    def set_chosen(self, *, is_chosen: bool) -> None:
        """Show whether it is chosen."""
        role = "accent" if is_chosen else ""
        if (self._title.property("role") or "") == role:
            return
        self._title.setProperty("role", role)
        self._title.style().unpolish(self._title)
        self._title.style().polish(self._title)

    def _head(self, section: dict[str, object]) -> QWidget:
        head = frame("bare")
        folded = bool(section.get("collapsed"))
        self._fold = icon_button(
            "right" if folded else "down", tr("Unfold") if folded else tr("Fold")
        )
        self._fold.clicked.connect(self._on_fold_clicked)
        count = len(fields_in(section))
        said = tr("1 field") if count == 1 else tr("{count} fields", count=count)
        more = icon_button("more", tr("More about the section"))
        more.clicked.connect(self._on_more_clicked)
        inside = row(
            self._fold, self._title, self.rename_edit, label(said, role="caption"), None, more,
            spacing=6, margins=(8, 4, 8, 4),
        )  # fmt: skip
        head.setLayout(inside)
        return head

    def _fill(self, body: QWidget, section: dict[str, object], words: OfficeWords) -> None:
        grid = QGridLayout(body)
        grid.setContentsMargins(10, 8, 10, 10)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        for part in range(PARTS):
            grid.setColumnStretch(part, 1)
            grid.setColumnMinimumWidth(part, 1)
        rows: list[list[form_body.Item]] = listed(section.get("rows"))  # type: ignore[assignment] - JSON
        for row_at, items in enumerate(rows):
            made: list[CanvasItem] = []
            place = 0
            for at, item in enumerate(items):
                shown = self._made_item(
                    item, Spot(self.spot.tab, self.spot.section, row_at, at), words
                )
                part = form_body.share(str(item.get("width") or ""), len(items))
                span = max(1, min(PARTS - place, int(part * PARTS + Fraction(1, 2))))
                grid.addWidget(shown, row_at, min(place, PARTS - 1), 1, span)
                place += span
                made.append(shown)
            self.rows.append(made)
        if not rows:
            hint = label(tr("Drag or click a control to put it here."), role="placeholder")
            hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
            hint.setMinimumHeight(56)
            grid.addWidget(hint, 0, 0, 1, PARTS)

    def _made_item(self, item: form_body.Item, spot: Spot, words: OfficeWords) -> CanvasItem:
        key = item.get("field")
        if key:
            made: CanvasItem = CanvasField(self._desk, words, str(key), spot)
        else:
            made = CanvasNote(self._desk, item, spot)
        made.menu_requested.connect(self.item_menu_requested)
        return made

    def _on_fold_clicked(self) -> None:
        body = set_section(self._desk.body, self.spot, "collapsed", not self.is_folded)
        self._desk.change(body, tr("Fold the section"), f"fold {self.key}")

    def _on_more_clicked(self) -> None:
        self._desk.choose(self.chosen)
        button = self.sender()
        if isinstance(button, QWidget):
            self.menu_requested.emit(button.mapToGlobal(QPoint(0, button.height())))


def fingerprint(desk: DesignDesk, section: dict[str, object], spot: SectionSpot) -> str:
    """Answer what a section is drawn from; the same print draws the same."""
    body = desk.body
    fields = [
        (
            key,
            form_body.field_raw(body, key),
            bool(form_body.state_of(body, key)),
            repr(desk.shipped.get(key)) if not form_body.field_raw(body, key) else "",
        )
        for key in fields_in(section)
    ]
    return repr((spot, section, fields, current_language()))

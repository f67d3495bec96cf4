"""The canvas: the form as it will look, its parts to be chosen, dragged and dropped."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QTabBar, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.forms.canvas_item import CanvasItem
from loancrm_desktop.ui.forms.canvas_menu import tab_title
from loancrm_desktop.ui.forms.canvas_sheet import Sheet, same_choice
from loancrm_desktop.ui.forms.design_desk import FIELD, NOTE, SECTION, DesignDesk
from loancrm_desktop.ui.forms.dotted_ground import DottedGround
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.widgets.parts import scrolled

WIDE, NARROW = 860, 390
_EDGE, _STEP, _EVERY_MS = 32, 14, 30


class Canvas(QWidget):
    """The tabs of the form and the sheet below them."""

    def __init__(self, desk: DesignDesk, words: OfficeWords) -> None:
        super().__init__()
        self._desk = desk
        self.sheet = Sheet(desk, words)
        holder = DottedGround()
        around = QVBoxLayout(holder)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.sheet, 1)
        self.area: QScrollArea = scrolled(holder)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(tr("Tabs of the form"))
        self.tabs.currentChanged.connect(self._on_tabs_current_changed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.tabs)
        whole.addWidget(self.area, 1)
        self.setProperty("role", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._creep = QTimer(self)
        self._creep.setInterval(_EVERY_MS)
        self._creep.timeout.connect(self._on_creep_timeout)
        self.set_narrow(narrow=False)
        desk.changed.connect(self._show_tabs)
        desk.chosen_changed.connect(self._on_desk_chosen_changed)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the form as narrow as on a phone, or as wide as on a desk."""
        self.sheet.setMaximumWidth(NARROW if narrow else WIDE)
        self.sheet.setMinimumWidth(NARROW - 60 if narrow else 360)
        layout = self.sheet.parentWidget()
        inner = None if layout is None else layout.layout()
        if inner is not None:
            inner.setAlignment(self.sheet, Qt.AlignmentFlag(0))
        if isinstance(inner, QVBoxLayout):
            margin = 0
            inner.setContentsMargins(margin, 0, margin, 0)

    def _show_tabs(self) -> None:
        tabs = form_body.tabs_of(self._desk.body)
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own
        while self.tabs.count() > len(tabs):
            self.tabs.removeTab(self.tabs.count() - 1)
        for at, tab in enumerate(tabs):
            title = tab_title(tab, at)
            if at < self.tabs.count():
                self.tabs.setTabText(at, title)
            else:
                self.tabs.addTab(title)
        self.tabs.setCurrentIndex(self.sheet.tab)
        self.tabs.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.tabs.setVisible(len(tabs) > 1)

    def _on_tabs_current_changed(self, at: int) -> None:
        self.sheet.show_tab(at)

    def _on_desk_chosen_changed(self) -> None:
        chosen = self._desk.chosen
        spot = self._desk.spot()
        if chosen.kind == SECTION:
            section = form_body.find_section(self._desk.body, chosen.key)
            tab = None if section is None else section.tab
        else:
            tab = None if spot is None else spot.tab
        if tab is not None and tab != self.sheet.tab:
            self.sheet.show_tab(tab)
            self._show_tabs()
        item = self._chosen_item()
        if item is not None:
            QTimer.singleShot(0, item, self._bring_chosen)

    def _chosen_item(self) -> CanvasItem | None:
        chosen = self._desk.chosen
        if chosen.kind not in (FIELD, NOTE):
            return None  # asking for an item has the whole sheet built
        return next((each for each in self.sheet.items if same_choice(each.chosen, chosen)), None)

    def _bring_chosen(self) -> None:
        item = self._chosen_item()
        if item is not None and self.isVisible():
            self.area.ensureWidgetVisible(item, 0, 30)

    def _on_creep_timeout(self) -> None:
        port = self.area.viewport()
        pointer = port.mapFromGlobal(self.cursor().pos()).y()
        bar = self.area.verticalScrollBar()
        if self.sheet.mark.isHidden():
            return
        if pointer < _EDGE:
            bar.setValue(bar.value() - _STEP)
        elif pointer > port.height() - _EDGE:
            bar.setValue(bar.value() + _STEP)

    def showEvent(self, event: object) -> None:  # type: ignore[override] - Qt's event as it comes
        """Scroll while something is carried to an edge."""
        super().showEvent(event)  # type: ignore[arg-type] - handed on
        self._creep.start()

    def hideEvent(self, event: object) -> None:  # type: ignore[override] - Qt's event as it comes
        """Rest."""
        super().hideEvent(event)  # type: ignore[arg-type] - handed on
        self._creep.stop()

"""The properties of the form itself, of a section, of a heading or a hint."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.forms import section_edits
from loancrm_desktop.ui.forms.canvas_menu import tab_title
from loancrm_desktop.ui.forms.design_desk import Chosen, DesignDesk
from loancrm_desktop.ui.forms.property_rows import LineRow, SwitchRow, WordsRow, note
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.form_body import mapping
from loancrm_desktop.ui.widgets.parts import button, icon_button, label, row


class FormProperties(QWidget):
    """Title and tabs of the form."""

    def __init__(self, desk: DesignDesk) -> None:
        super().__init__()
        self._desk = desk
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self.title_row = WordsRow("title", tr("Title"))
        self.title_row.show_value(desk.body.get("title"))
        self.title_row.changed.connect(self._on_title_row_changed)
        layout.addWidget(self.title_row)
        layout.addWidget(label(tr("Tabs"), font="bodyStrong"))
        self._tabs = QVBoxLayout()
        layout.addLayout(self._tabs)
        self.tab_rows: list[LineRow] = []
        for at, tab in enumerate(form_body.tabs_of(desk.body)):
            self._add_tab_row(at, tab_title(tab, at))
        add = button(tr("Add a tab"), kind="link", icon="plus")
        add.clicked.connect(self._on_add_clicked)
        layout.addLayout(row(add, None))
        layout.addWidget(note(tr("Click a field to see its properties.")))
        layout.addStretch(1)

    def _add_tab_row(self, at: int, title: str) -> None:
        tab_row = LineRow(f"tab {at}", tr("Tab {number}", number=at + 1))
        tab_row.show_value(title)
        tab_row.changed.connect(self._on_tab_row_changed)
        self.tab_rows.append(tab_row)
        line = row(tab_row, spacing=2)
        for icon, name, run in (
            ("arrow-up", tr("Move the tab up"), self._on_up_clicked),
            (
                "trash",
                tr("Remove the tab; its sections go to the one before"),
                self._on_gone_clicked,
            ),
        ):
            tool = icon_button(icon, name)
            tool.setObjectName(str(at))
            tool.clicked.connect(run)
            line.addWidget(tool)
        self._tabs.addLayout(line)

    def _on_title_row_changed(self, words: object) -> None:
        self._desk.change({**self._desk.body, "title": words or {}}, tr("Rename the form"), "title")

    def _on_tab_row_changed(self, text: object) -> None:
        at = int(self.sender().objectName().rpartition(" ")[2])
        words = {"zh": str(text or ""), "en": str(text or "")}
        body = section_edits.set_tab_title(self._desk.body, at, words)
        self._desk.change(body, tr("Rename the tab"), f"tab {at}")

    def _on_up_clicked(self) -> None:
        at = int(self.sender().objectName())
        if at:
            self._desk.change(
                section_edits.move_tab(self._desk.body, at, at - 1), tr("Move the tab")
            )
            self._again()

    def _on_gone_clicked(self) -> None:
        at = int(self.sender().objectName())
        self._desk.change(section_edits.remove_tab(self._desk.body, at), tr("Remove the tab"))
        self._again()

    def _on_add_clicked(self) -> None:
        count = len(form_body.tabs_of(self._desk.body))
        title = tr("Tab {number}", number=count + 1)
        body = section_edits.add_tab(self._desk.body, count, {"zh": title, "en": title})
        self._desk.change(body, tr("Add a tab"))
        self._again()

    def _again(self) -> None:
        """The panel makes these properties anew."""
        section = next((each for _, each in form_body.sections_of(self._desk.body)), None)
        if section is not None:
            self._desk.choose(Chosen("section", str(section["key"])))
            self._desk.choose(Chosen())


class SectionProperties(QWidget):
    """Title of a section, and whether it begins folded."""

    def __init__(self, desk: DesignDesk, key: str) -> None:
        super().__init__()
        self._desk, self._key = desk, key
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self.title_row = WordsRow("title", tr("Title"))
        self.fold_row = SwitchRow("collapsed", tr("Folded at first"))
        for made in (self.title_row, self.fold_row):
            made.changed.connect(self._on_row_changed)
            layout.addWidget(made)
        layout.addStretch(1)
        desk.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        spot = form_body.find_section(self._desk.body, self._key)
        if spot is not None:
            section = form_body.section_at(self._desk.body, spot.tab, spot.section)
            self.title_row.show_value(section.get("title"))
            self.fold_row.show_value(section.get("collapsed"))

    def _on_row_changed(self, value: object) -> None:
        spot = form_body.find_section(self._desk.body, self._key)
        name = "title" if self.sender() is self.title_row else "collapsed"
        if spot is not None:
            shown = mapping(value) if name == "title" else value
            body = section_edits.set_section(self._desk.body, spot, name, shown)
            self._desk.change(body, tr("Change the section"), f"section {self._key} {name}")


class NoteProperties(QWidget):
    """The words of a heading or a hint."""

    def __init__(self, desk: DesignDesk, chosen: Chosen) -> None:
        super().__init__()
        self._desk, self._chosen = desk, chosen
        self.words_row = WordsRow("words", tr("Text"))
        item = (form_body.item_at(desk.body, chosen.spot) if chosen.spot else None) or {}
        self.words_row.show_value(item.get("heading") or item.get("hint"))
        self.words_row.changed.connect(self._on_words_row_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words_row)
        layout.addStretch(1)

    def _on_words_row_changed(self) -> None:
        self._desk.choose(self._chosen)
        self._desk.set_title(self.words_row.edit.text())

"""Lays a customer's form out: the sections at its left, the fields, who looks alike, the foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.drawn_form import drawn_from, titled_sections
from loancrm_desktop.ui.records.form_rail import FormRail
from loancrm_desktop.ui.records.form_sections import Section, customer_sections
from loancrm_desktop.ui.records.form_view import FormView
from loancrm_desktop.ui.records.look_alike_panel import LookAlikePanel
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    PageHeader,
    button,
    icon_button,
    line,
    row,
    scrolled,
)
from loancrm_desktop.ui.widgets.problem_summary import ProblemSummary

LEFT_OUT = frozenset({"last_contact_at", "created_at", "deal_amount"})
PANEL_FROM, RAIL_FROM = 880, 640


class FormFoot(QFrame):
    """What ends the form: save it, keep it as a draft, leave it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "footer")
        self.another = QCheckBox(tr("Then add another one"))
        self.cancel = button(tr("Cancel"), kind="ghost")
        self.keep = button(tr("Keep as draft"))
        self.save = KeyedButton(tr("Save customer"), "Ctrl+S", kind="primary", icon="check")
        parts = (self.another, None, self.cancel, self.keep, self.save)
        self.setLayout(row(*parts, margins=(24, 10, 24, 10)))


class FormParts:
    """The parts of the page, laid out from the outside in: what is moved is dressed once more."""

    def __init__(self, page: QWidget, words: OfficeWords) -> None:
        sections = _sections(words)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.header = PageHeader(tr("New customer"))
        layout.addWidget(self.header)
        self.back = icon_button("x", tr("Back; the draft is kept (Esc)"))
        self.header.add_before(self.back)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        layout.addLayout(middle, 1)
        self._lines = (line(vertical=True), line(vertical=True))
        self.rail = FormRail([section.title for section in sections])
        self.content = QWidget()
        self.area = scrolled(self.content)
        self.alikes = LookAlikePanel()
        for part in (self.rail, self._lines[0], self.area):
            middle.addWidget(part, 1 if part is self.area else 0)
        self.notice = Notice()
        self.summary = ProblemSummary()
        self.form = self._filled(sections, words)
        for part in (self._lines[1], self.alikes):
            middle.addWidget(part)
        self.foot = FormFoot(page)
        layout.addWidget(self.foot)

    def _filled(self, sections: Sequence[Section], words: OfficeWords) -> FormView:
        inner = QVBoxLayout(self.content)
        inner.setContentsMargins(24, 14, 24, 24)
        inner.setSpacing(14)
        for part in (self.notice, self.summary):
            inner.addWidget(part)
        sheet = words.customer_form
        form = (
            FormView(sections, words, self.content, piecemeal=True)
            if sheet is None
            else drawn_from(sheet, words, self.content, LEFT_OUT, piecemeal=True)
        )
        inner.addWidget(form, 1)
        return form

    def fit(self, width: int) -> None:
        """Leave rail and look-alikes out where the fields need the room."""
        share = 1 + max(theme.current().text_scale - 1, 0) * 0.6  # larger words need more room
        for part in (self.alikes, self._lines[1]):
            part.setVisible(width >= PANEL_FROM * share)
        for part in (self.rail, self._lines[0]):
            part.setVisible(width >= RAIL_FROM * share)

    def put_in_order(self) -> None:
        """Have Tab come to what stands beside and below the fields after the last of them."""
        fields = self.form.built
        if not fields:
            return
        after = [each for part in (self.alikes, self.foot) for each in _in_order(part)]
        last = [fields[-1], *_in_order(fields[-1])][-1]
        for part in after:
            QWidget.setTabOrder(last, part)
            last = part


def _in_order(whole: QWidget) -> Iterator[QWidget]:
    """Answer what Tab comes to within a part of the page, in its order."""
    wanted = {
        part for part in whole.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    part = whole.nextInFocusChain()
    while wanted and part is not None and part is not whole:  # the chain is the whole window's
        if part in wanted:
            wanted.remove(part)
            yield part
        part = part.nextInFocusChain()


def _sections(words: OfficeWords) -> list[Section]:
    sheet = words.customer_form
    if sheet is None:
        left_out = words.read_only("customer") | LEFT_OUT
        return customer_sections(words.fields("customer"), left_out)
    return titled_sections(sheet)

"""The form filled in for a test: as a role sees it, wide or narrow; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from loancrm_desktop.services.forms.design import read_form
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.drawn_form import DrawnForm, Viewer
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, frame, row, scrolled
from loancrm_desktop.ui.widgets.segments import SegmentedControl

_WIDTH, _HEIGHT, _NARROW = 960, 680, 430


class PreviewDialog(QDialog):
    """Shows the draft as a form one can type into."""

    def __init__(
        self,
        desk: DesignDesk,
        words: OfficeWords,
        roles: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._words = desk, words
        self.setModal(True)
        self.setWindowTitle(tr("Try the form out: nothing is saved"))
        self.resize(_WIDTH, _HEIGHT)
        self.role_box = CalmCombo()
        self.role_box.setAccessibleName(tr("Seen as"))
        self.role_box.addItem(tr("Seen by everybody"), "")
        for key, name in roles:
            self.role_box.addItem(tr("Seen as {role}", role=name), key)
        self.role_box.activated.connect(self._draw)
        self.width_choice = SegmentedControl(tr("Width of the form"))
        self.width_choice.set_choices(
            (("desk", tr("Desk"), "monitor"), ("narrow", tr("Narrow"), "mobile"))
        )
        self.width_choice.chosen.connect(self._draw)
        self.check_button = button(tr("Check what is filled in"), kind="primary", icon="check")
        self.check_button.clicked.connect(self.check)
        close = button(tr("Close"))
        close.clicked.connect(self.reject)
        self.notice = Notice()
        self.notice.hide()
        head = frame("toolbar")
        head.setLayout(row(self.role_box, self.width_choice, None, margins=(16, 6, 16, 6)))
        foot = frame("footer")
        foot.setLayout(row(None, close, self.check_button, margins=(16, 10, 16, 10)))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        for part in (head, self.notice, foot):
            self._layout.addWidget(part)
        self._area: QScrollArea | None = None
        self.form: DrawnForm | None = None
        self._draw()

    def check(self) -> None:
        """Say what the form has against what was filled in."""
        if self.form is None:
            return
        self.form.settle()
        found = self.form.problems()
        missing = [
            key
            for key in self.form.keys
            if self.form.state_of(key).required and self.form.editor(key).value() is None
        ]
        for key in self.form.keys:
            said = tr("Fill this in.") if key in missing else found.get(key, "")
            self.form.frame(key).show_problem(said)
        if found or missing:
            count = len({*found, *missing})
            self.notice.say(tr("{count} fields would be refused.", count=count), "warning")
            self.form.go_to_problem(first=True)
        else:
            self.notice.say(tr("This would be saved."), "success")

    def _draw(self) -> None:
        before = {} if self.form is None else self.form.values()
        if self._area is not None:
            self._layout.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        role = str(self.role_box.currentData() or "")
        names = ConditionFields(self._words, self._desk.kind)
        design = read_form(self._desk.body, names.vocabulary)
        fields = design.fields.items()
        viewer = Viewer(
            hidden=frozenset(key for key, each in fields if role in each.hidden_for),
            locked=frozenset(key for key, each in fields if role in each.read_only_for),
        )
        narrow = self.width_choice.current == "narrow"
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(24, 16, 24, 24)
        self.form = DrawnForm(design, viewer, self._words, content, narrow=narrow)
        self.form.show_values(before or self.form.begun(None), viewer.locked)
        inner.addWidget(self.form)
        if narrow:
            content.setMaximumWidth(_NARROW)
        self._area = scrolled(content)
        self._layout.insertWidget(2, self._area, 1)

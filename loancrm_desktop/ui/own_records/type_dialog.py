"""Makes a record type of the office's own, or changes one: its names, icon, links and roles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QGridLayout, QLineEdit, QWidget

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services import people, record_types
from loancrm_desktop.services.people import RoleRow
from loancrm_desktop.services.record_types import TypeRow, TypeWish
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.own_records.icon_words import ICONS, icon_word
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    button,
    column,
    frame,
    label,
    row,
    set_state,
)

_WIDTH = 600
_WHOLE, _LOOK, _SHUT = "", "look", "shut"


class TypeDialog(QDialog):
    """Asks what a record type is called and what its records belong to.

    Signals:
        made: the type is stored (its kind).
    """

    made = Signal(str)

    def __init__(
        self, bridge: Bridge, own: TypeRow | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._own = bridge, own
        title = tr("New record type") if own is None else tr("Record type")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(_WIDTH)
        self.title_zh = self._line(tr("Name"))
        self.title_en = self._line(tr("English name"))
        self.key = self._line(tr("Key"))
        self.notice = Notice()
        self.notice.hide()
        self._typed_key = own is not None
        self.customer_box = QCheckBox(tr("Belongs to a customer"))
        self.customer_box.setChecked(True)
        self.deal_box = QCheckBox(tr("Belongs to a deal as well"))
        self.role_boxes: dict[str, CalmCombo] = {}
        self._icons = QButtonGroup(self)
        self._icons.setExclusive(True)
        self._roles = QGridLayout()
        self.save_button = button(
            tr("Make") if own is None else tr("Save"), kind="primary", icon="check"
        )
        self.save_button.clicked.connect(self.save)
        self._lay_out()
        self.title_en.textEdited.connect(self._on_title_edited)
        self.key.textEdited.connect(self._on_key_edited)
        self.customer_box.toggled.connect(self._on_customer_box_toggled)
        add_command(self, Command("type.save", tr("Save"), "Ctrl+S", "check"), self.save)
        if own is not None:
            self._show(own)
        bridge.ask(people.roles, then=self._on_roles, key="roles")

    def _line(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        return made

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        self.title_zh.setPlaceholderText(tr("What people call one of them: property, car"))
        self.key.setPlaceholderText("car")
        lines = (
            (tr("Name"), self.title_zh),
            (tr("English name"), self.title_en),
            (tr("Key"), self.key),
        )
        for at, (name, edit) in enumerate(lines):
            words = label(name, role="secondary")
            words.setBuddy(edit)
            grid.addWidget(words, at, 0)
            grid.addWidget(edit, at, 1)
        icons = QWidget()
        flow = FlowLayout(icons)
        for icon in ICONS:
            made = button("", kind="segment", icon=icon)
            made.setCheckable(True)
            made.setToolTip(icon_word(icon))
            made.setObjectName(icon)
            made.setMinimumSize(QSize(30, 30))
            made.setAccessibleName(tr("Icon {name}", name=icon_word(icon)))
            self._icons.addButton(made)
            flow.addWidget(made)
        self._icons.buttons()[0].setChecked(True)
        self._roles.setHorizontalSpacing(12)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        body = column(spacing=12, margins=(20, 16, 20, 16))
        body.addWidget(self.notice)
        body.addLayout(grid)
        body.addWidget(label(tr("Icon"), role="secondary"))
        body.addWidget(icons)
        body.addWidget(self.customer_box)
        body.addWidget(self.deal_box)
        body.addWidget(label(tr("Who works with it"), role="secondary"))
        body.addLayout(self._roles)
        foot = frame("footer")
        foot.setLayout(row(None, cancel, self.save_button, margins=(16, 10, 16, 10)))
        whole = column(spacing=0)
        whole.addLayout(body, 1)
        whole.addWidget(foot)
        self.setLayout(whole)

    @property
    def icon(self) -> str:
        """The icon chosen."""
        chosen = self._icons.checkedButton()
        return ICONS[0] if chosen is None else chosen.objectName()

    def wish(self) -> TypeWish:
        """Answer what was chosen."""
        links = (("customer", self.customer_box), ("deal", self.deal_box))
        of = {key: str(box.currentData()) for key, box in self.role_boxes.items()}
        before = self._own
        known_hidden = () if before is None or self.role_boxes else before.hidden_for
        known_looks = () if before is None or self.role_boxes else before.read_only_for
        return TypeWish(
            self.title_zh.text().strip() or self.title_en.text().strip(),
            self.title_en.text().strip(),
            self.icon,
            tuple(link for link, box in links if box.isChecked()),
            (*known_hidden, *(key for key, way in of.items() if way == _SHUT)),
            (*known_looks, *(key for key, way in of.items() if way == _LOOK)),
        )

    def save(self) -> None:
        """Make the type, or change it."""
        if not self.save_button.isEnabled():
            return
        self.save_button.setEnabled(False)
        then, refused = self._on_saved, self._on_refused
        if self._own is None:
            key = self.key.text().strip()
            self._bridge.do(record_types.add, key=key, wish=self.wish(), then=then, refused=refused)
        else:
            kind = self._own.kind
            self._bridge.do(
                record_types.edit, kind=kind, wish=self.wish(), then=then, refused=refused
            )

    def _show(self, own: TypeRow) -> None:
        self.title_zh.setText(own.title_zh)
        self.title_en.setText(own.title_en)
        self.key.setText(own.kind.removeprefix("x_"))
        self.key.setEnabled(False)
        for made in self._icons.buttons():
            if made.objectName() == own.icon:
                made.setChecked(True)
        self.customer_box.setChecked("customer" in own.links)
        self.deal_box.setChecked("deal" in own.links)

    def _on_roles(self, roles: Sequence[RoleRow]) -> None:
        own = self._own
        shown = [role for role in roles if role.key != "owner"]
        for at, role in enumerate(shown):
            box = CalmCombo()
            box.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToContents)
            name = name_of("role", role.key)
            box.setAccessibleName(name)
            for key, words in (
                (_WHOLE, tr("as with customers")),
                (_LOOK, tr("looks only")),
                (_SHUT, tr("does not see it")),
            ):
                box.addItem(words, key)
            if own is not None and role.key in own.hidden_for:
                box.setCurrentIndex(2)
            elif own is not None and role.key in own.read_only_for:
                box.setCurrentIndex(1)
            self._roles.addWidget(label(name), at // 2, at % 2 * 2)
            self._roles.addWidget(box, at // 2, at % 2 * 2 + 1)
            self.role_boxes[role.key] = box

    def _on_title_edited(self, text: str) -> None:
        if not self._typed_key:
            slug = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
            self.key.setText(slug.lstrip("0123456789_")[:30])

    def _on_key_edited(self) -> None:
        self._typed_key = True

    def _on_customer_box_toggled(self, checked: bool) -> None:  # noqa: FBT001 - Qt's own signature
        self.deal_box.setEnabled(checked)
        if not checked:
            self.deal_box.setChecked(False)

    def _on_saved(self, kind: str) -> None:
        self.made.emit(kind)
        self.accept()

    def _on_refused(self, problem: Problem) -> None:
        self.save_button.setEnabled(True)
        self.notice.say(str(problem), "danger")
        problems = problem.problems if isinstance(problem, Invalid) else ()
        fields = {each.field for each in problems}
        for key, edit in (("title_zh", self.title_zh), ("key", self.key)):
            set_state(edit, "error" if key in fields else "")
            if key in fields:
                edit.setFocus()

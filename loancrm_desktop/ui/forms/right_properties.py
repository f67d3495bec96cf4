"""Who may see a field and change it, role by role; how its values are kept from eyes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.forms.property_rows import ChoiceRow, PropertyRow, SwitchRow, note
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import label, row
from loancrm_desktop.ui.widgets.relay import relay

FULL, READ, NONE = "full", "read", "none"


class RightProperties(QWidget):
    """Sensitivity and mask, then each role: edits, reads, does not see."""

    def __init__(self, desk: DesignDesk, key: str, roles: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._desk, self._key = desk, key
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(tr("Sensitive information"), font="bodyStrong"))
        self.rows: dict[str, PropertyRow] = {
            "sensitivity": ChoiceRow(
                "sensitivity",
                tr("How sensitive"),
                (
                    (None, tr("Not sensitive")),
                    ("personal", tr("Personal")),
                    ("secret", tr("Secret: each look is noted with its reason")),
                ),
            ),
            "mask": ChoiceRow(
                "mask",
                tr("Shown as"),
                (
                    (None, tr("In full")),
                    ("phone", tr("First 3 and last 4")),
                    ("id", tr("First 4 and last 4")),
                    ("card", tr("Last 4")),
                    ("address", tr("Up to the district")),
                ),
            ),
            "searchable": SwitchRow("searchable", tr("Found by search")),
            "in_list": SwitchRow("in_list", tr("A column of the list")),
        }
        for name, made in self.rows.items():
            made.changed.connect(relay(made, self._on_row_changed, name))
            layout.addWidget(made)
        layout.addSpacing(6)
        layout.addWidget(label(tr("Roles"), font="bodyStrong"))
        self.boxes: dict[str, QComboBox] = {}
        for role, name in roles:
            box = CalmCombo()
            box.setAccessibleName(tr("What {role} may do with the field", role=name))
            for value, words in (
                (FULL, tr("Sees and edits")), (READ, tr("Only reads")), (NONE, tr("Does not see it")),
            ):  # fmt: skip
                box.addItem(words, value)
            box.activated.connect(relay(box, self._on_box_activated, role))
            self.boxes[role] = box
            said = ElidedLabel(name)
            line = row(said, box)
            line.setStretchFactor(said, 1)
            layout.addLayout(line)
        layout.addWidget(note(tr("Roles may see less than this says, never more.")))
        layout.addStretch(1)
        desk.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        raw = form_body.field_raw(self._desk.body, self._key)
        spec = self._desk.spec(self._key)
        if spec is None:
            return
        values = {
            "sensitivity": None if spec.sensitivity == "none" else spec.sensitivity,
            "mask": spec.mask,
            "searchable": spec.searchable,
            "in_list": spec.in_list,
        }
        for name, made in self.rows.items():
            made.show_value(values[name])
        hidden, read = raw.get("hidden_for") or (), raw.get("read_only_for") or ()
        for role, box in self.boxes.items():
            value = NONE if role in hidden else READ if role in read else FULL
            box.setCurrentIndex(box.findData(value))

    def _on_row_changed(self, name: str, value: object) -> None:
        plain = name in ("searchable", "in_list") and self._desk.is_built_in(self._key)
        self._desk.set_field(self._key, name, value if plain else (value or None))

    def _on_box_activated(self, role: str) -> None:
        value = self.boxes[role].currentData()
        raw = form_body.field_raw(self._desk.body, self._key)
        body = self._desk.body
        for name, wanted in (("hidden_for", NONE), ("read_only_for", READ)):
            roles = [each for each in raw.get(name) or () if each != role]
            roles += [role] if value == wanted else []
            body = form_body.set_field(body, self._key, name, roles or None)
        self._desk.change(body, tr("Change who may see the field"))

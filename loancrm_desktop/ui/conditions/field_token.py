"""The word of a condition that names its field."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtWidgets import QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields, FieldOffer
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry
from loancrm_desktop.ui.conditions.pick_token import PickToken


def field_entries(offers: tuple[FieldOffer, ...]) -> list[PickEntry]:
    """Answer fields as a list offers them, under their sections."""
    return [PickEntry(offer.name, offer.label, offer.section) for offer in offers]


class FieldToken(PickToken):
    """Picks a field from the office's catalogue; says links with it: 客户 · 所在区域."""

    def __init__(self, fields: ConditionFields, parent: QWidget | None = None) -> None:
        super().__init__(tr("Field"), parent=parent)
        self._fields = fields
        self.offer(field_entries(fields.offers()), tr("Choose a field"))

    @property
    def field(self) -> str:
        """The field's name, empty when none is chosen."""
        return str(self.picks[0]) if self.picks else ""

    def show_field(self, name: str) -> None:
        """Name a field; one that there is no longer is named by its key and marked."""
        self.pick([name] if name else [])
        self.set_broken(bool(name) and self._fields.path(name) is None)

    def _entry_name(self, entry: PickEntry) -> str:
        return self._fields.label(str(entry.key))

    def name_of_unknown(self, key: Hashable) -> str:
        """Name a field that is no longer offered by its label or key."""
        return self._fields.label(str(key))

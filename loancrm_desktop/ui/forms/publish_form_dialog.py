"""Says what publishing a form would do to fields and the values in them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.forms.effects import ChangedType, FormEffects, RemovedField
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.texts import current_language, listed, tr
from loancrm_desktop.ui.drafting.publish_dialog import PublishDialog
from loancrm_desktop.ui.forms.controls import type_title


class PublishFormDialog(PublishDialog):
    """Names the fields that come, go and change their type."""

    def __init__(self, effects: FormEffects, version: int, parent: QWidget | None = None) -> None:
        super().__init__(version, parent)
        self._say_effects(effects)

    def _say_effects(self, effects: FormEffects) -> None:
        if effects.added:
            names = [_title(each) for each in effects.added]
            self.add_heading(tr("New fields"), len(names))
            self.add_lines(names, "plus")
        for each in effects.removed:
            self._say_removed(each)
        for each in effects.changed:
            self._say_changed(each)
        if not (effects.added or effects.removed or effects.changed):
            self.add_lines([tr("No field comes, goes or changes its type.")], "check")
        self.add_lines(
            [tr("Everybody fills in this form from now on; older versions can be put back.")],
            "info",
        )

    def _say_removed(self, field: RemovedField) -> None:
        self.add_heading(tr("{name} goes", name=_title(field)))
        kept = tr("{count} records have a value in it; all are kept.", count=field.records)
        self.add_lines([kept], "archive")
        for use in field.uses:
            self.add_lines([tr("Used in: {name}", name=use.name)], "alert", "warningText")

    def _say_changed(self, field: ChangedType) -> None:
        self.add_heading(
            tr(
                "{name}: {was} becomes {becomes}",
                name=_title(field),
                was=type_title(FieldType(field.was)),
                becomes=type_title(FieldType(field.becomes)),
            )
        )
        self.add_lines([tr("{count} values convert.", count=field.converted)], "check")
        if field.not_converted:
            said = tr("{count} do not; they are kept beside the field.", count=field.not_converted)
            self.add_lines([said], "alert", "warningText")
            if field.samples:
                self.add_lines([tr("Such as: {samples}", samples=listed(field.samples))], "dash")


def _title(field: object) -> str:
    name = "label_en" if current_language() == "en" else "label_zh"
    return str(getattr(field, name))


def conversion_text(field: ChangedType) -> str:
    """Say in a line what becomes of the values of a field that gets another type."""
    return tr(
        "{name} becomes {becomes}: {converted} values convert, {left} do not and are kept.",
        name=_title(field),
        becomes=type_title(FieldType(field.becomes)),
        converted=field.converted,
        left=field.not_converted,
    )


def removal_text(field: RemovedField) -> str:
    """Say in a line where a field that goes is used, and what becomes of its values."""
    if not field.uses:
        return tr(
            "{name} goes; {count} records have a value in it, all are kept.",
            name=_title(field),
            count=field.records,
        )
    return tr(
        "{name} goes; it is used in {places}. {count} records have a value in it, all are kept.",
        name=_title(field),
        places=listed([use.name for use in field.uses]),
        count=field.records,
    )

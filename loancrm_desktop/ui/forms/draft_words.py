"""The office's words with the fields of a form that is not published yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.language import reading, wording
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.texts import current_language
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.dialog import ConditionDialog
from loancrm_desktop.ui.conditions.summary import ConditionSummary
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.form_body import mapping
from loancrm_desktop.ui.widgets.parts import set_role


class DraftWords(OfficeWords):
    """Answers as the office's words do, but the kind's fields are those of the draft."""

    def __init__(self, bridge: Bridge, words: OfficeWords, desk: DesignDesk) -> None:
        super().__init__(bridge, desk)
        self._desk = desk
        self.__dict__.update(
            {
                name: value
                for name, value in vars(words).items()
                if name
                in ("_fields", "_read_only", "_people", "_teams", "_channels", "_path", "_types")
            }
        )

    def drawn_fields(self) -> dict[str, Any]:
        """Answer the draft's JSON of its fields."""
        return mapping(self._desk.body.get("fields"))

    def fields(self, kind: str) -> Mapping[str, FieldSpec]:
        """Answer a kind's fields, those of the draft for its kind."""
        if kind == self._desk.kind:
            return {**super().fields(kind), **self._desk.specs()}
        return super().fields(kind)


class RuleSummary(ConditionSummary):
    """Says a condition of a form that is still drawn; its fields need not be published."""

    def open_editor(self) -> ConditionDialog:
        """Open the editor; it counts with the fields of the draft."""
        dialog = super().open_editor()
        words = self._words
        if isinstance(words, DraftWords):
            dialog.editor.footer.ask_with(words.drawn_fields)
        return dialog

    def _say(self) -> None:
        where = self.where()
        self.clear.setVisible(where is not None)
        set_role(self.sentence, "secondary" if where is None else "")
        if where is None:
            self.sentence.setText(self._of_none)
            return
        fields = ConditionFields(self._words, self._kind)
        try:
            condition = reading.read(where, self._kind, fields.vocabulary)
        except Invalid as problem:
            set_role(self.sentence, "error")
            self.sentence.setText(str(problem))
            return
        self.sentence.setText(wording.word(condition, {}, current_language()))

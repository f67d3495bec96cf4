"""If: the condition of a rule, in the one condition editor of the program."""

from __future__ import annotations

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.editor import ConditionEditor
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.rules.rule_card import RuleCard
from loancrm_desktop.ui.rules.rule_desk import RuleDesk


class IfCard(RuleCard):
    """Shows and changes the condition."""

    def __init__(self, desk: RuleDesk, bridge: Bridge, words: OfficeWords) -> None:
        super().__init__(tr("If"), tr("all hold"), "warning")
        self._desk, self._bridge, self._words = desk, bridge, words
        self._kind = ""
        self.editor: ConditionEditor | None = None
        desk.loaded.connect(self._on_desk_loaded)
        desk.changed.connect(self._on_desk_changed)
        desk.complained.connect(self._on_desk_complained)

    def _on_desk_loaded(self) -> None:
        self._kind = ""

    def _on_desk_changed(self) -> None:
        if not self._desk.body:
            return
        if self._kind != self._desk.kind or self.editor is None:
            self._kind = self._desk.kind
            self.clear()
            self.editor = ConditionEditor(self._bridge, self._words, self._kind, whole=True)
            self.editor.footer.sentence.hide()
            self.editor.set_where(self._desk.body.get("if"))
            self.editor.changed.connect(self._on_editor_changed)
            self.rows.addWidget(self.editor)
        where = self._desk.body.get("if")
        if self.editor.where() != where:
            self.editor.set_where(where)
        self.hint.setText(tr("any holds") if "any" in (where or {}) else tr("all hold"))

    def _on_editor_changed(self) -> None:
        if self.editor is not None:
            self._desk.put(("if",), self.editor.where(), merge=True)

    def _on_desk_complained(self) -> None:
        own = self.editor is not None and self.editor.problem_count > 0
        self.show_problem("" if own else self._desk.complaint("if"))

"""The form designer: library, canvas, properties; draft, undo, publishing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services import people
from loancrm_desktop.services.design_drafts import DesignDraft
from loancrm_desktop.services.forms import drawing
from loancrm_desktop.services.forms.design import read_form
from loancrm_desktop.services.forms.drawing import FormDrawing, TrashedField
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.drafting.draft_keeper import DraftKeeper, kept_text
from loancrm_desktop.ui.drafting.draft_news import DraftNews
from loancrm_desktop.ui.forms import section_edits
from loancrm_desktop.ui.forms.canvas import Canvas
from loancrm_desktop.ui.forms.design_desk import SECTION, Chosen, DesignDesk, linked_to_always
from loancrm_desktop.ui.forms.designer_commands import add_commands
from loancrm_desktop.ui.forms.designer_header import DesignerHeader
from loancrm_desktop.ui.forms.draft_words import DraftWords
from loancrm_desktop.ui.forms.form_publishing import CALLS, FormPublishing
from loancrm_desktop.ui.forms.formula_dialog import FormulaDialog
from loancrm_desktop.ui.forms.library_panel import LibraryPanel
from loancrm_desktop.ui.forms.preview_dialog import PreviewDialog
from loancrm_desktop.ui.forms.problem_places import place_of, problem_line
from loancrm_desktop.ui.forms.property_panel import PropertyPanel
from loancrm_desktop.ui.forms.section_question import SectionQuestion
from loancrm_desktop.ui.forms.type_choice import TypeChoice
from loancrm_desktop.ui.forms.versions_dialog import VersionsDialog
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.form_body import mapping
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import line

_JUDGE_AFTER_MS = 250
_TABLES = ("design", "custom_field")


class FormDesignerPage(QWidget):
    """One form on the table.

    Signals:
        said: a sentence for the window to show, and the journal number that undoes it or 0.
        status_said: what the status bar is to say.
        left: the person goes back.
    """

    said = Signal(str, int)
    status_said = Signal(str)
    left = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge, self._words = bridge, words
        self.desk = DesignDesk("customer", self)
        self.draft_words = DraftWords(bridge, words, self.desk)
        self.drawing: FormDrawing | None = None
        self.problems: list[tuple[str, str]] = []
        self._at_problem = -1
        self.keeper = DraftKeeper(bridge, self.desk, CALLS)
        self.keeper.said.connect(self.status_said)
        self.keeper.failed.connect(self._on_failed)
        self.keeper.others_found.connect(self._on_others)
        self.publishing = FormPublishing(bridge, self.desk, self.keeper, self)
        self._judging = QTimer(self)
        self._judging.setSingleShot(True)
        self._judging.setInterval(_JUDGE_AFTER_MS)
        self._judging.timeout.connect(self.judge)
        self._build()
        add_commands(self)
        self.desk.changed.connect(self._judging.start)
        words.loaded.connect(self._on_words_loaded)
        self._offer_links()
        bridge.changed.connect(self._on_bridge_changed)
        bridge.ask(people.roles, then=self._on_roles, key="roles")
        self.open("customer")

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.header = DesignerHeader(self.desk)
        layout.addWidget(self.header)
        self.library = LibraryPanel(self.desk)
        self.canvas = Canvas(self.desk, self.draft_words)
        self.panel = PropertyPanel(self.desk, self._bridge, self._words)
        self.notice = Notice()
        self.news = DraftNews()
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.notice)
        middle.addWidget(self.news)
        middle.addWidget(self.canvas, 1)
        panes = QHBoxLayout()
        panes.setContentsMargins(0, 0, 0, 0)
        panes.setSpacing(0)
        panes.addWidget(self.library)
        panes.addWidget(line(vertical=True))
        panes.addLayout(middle, 1)
        panes.addWidget(self.panel)
        layout.addLayout(panes, 1)
        self._connect()

    def _connect(self) -> None:
        self.header.back_clicked.connect(self.leave)
        self.header.design_chosen.connect(self.open)
        self.types = TypeChoice(self._bridge, self._words, self.header, self)
        self.types.chosen.connect(self.open)
        self.header.narrow_chosen.connect(self._on_narrow_chosen)
        self.header.trial_clicked.connect(self.preview)
        self.header.publish_clicked.connect(self.publish)
        self.header.versions_clicked.connect(self.show_versions)
        self.header.clear_clicked.connect(self.clear)
        self.header.discard_clicked.connect(self.discard)
        self.library.restore_requested.connect(self._on_restore_requested)
        self.canvas.sheet.removed_dropped.connect(self._on_restore_requested)
        self.canvas.sheet.menus.section_removal_requested.connect(self._on_section_removal)
        self.panel.menu_requested.connect(self._on_panel_menu)
        self.panel.formula_requested.connect(self.edit_formula)
        self.notice.action_requested.connect(self.next_problem)
        self.news.action_requested.connect(self.show_versions)
        self.publishing.compare_wanted.connect(self.show_versions)
        self.publishing.published.connect(self._on_published)
        self.publishing.faulty.connect(self._on_faulty)
        self.publishing.discarded.connect(self.reload)
        self.publishing.told.connect(self._on_told)
        self.publishing.failed.connect(self._on_failed)

    @property
    def kind(self) -> str:
        """The kind whose form is on the table."""
        return self.desk.kind

    def open(self, kind: str) -> None:
        """Put the form of a kind on the table."""
        self.keeper.keep_now()
        self.desk.kind = kind
        self.drawing = None
        self.reload()

    def reload(self) -> None:
        """Read the form again."""
        ask = self._bridge.ask
        ask(drawing.drawn, kind=self.kind, then=self._on_drawn, failed=self._on_failed, key="d")
        ask(drawing.trash, kind=self.kind, then=self._on_trash, failed=self._on_failed, key="t")

    def leave(self) -> None:
        """Go back; what was drawn is kept."""
        self.keeper.keep_now()
        self.left.emit()

    def about_to_lock(self) -> None:
        """Keep the draft at once."""
        self.keeper.keep_now()

    def areas(self) -> list[QWidget]:
        """Answer the parts that F6 goes through."""
        return [self.library.search, self.canvas.sheet, self.panel]

    def find_control(self) -> None:
        """Put the keyboard on the search for controls."""
        self.library.search.setFocus()
        self.library.search.selectAll()

    def delete_chosen(self) -> None:
        """Delete the field or section chosen."""
        if self.desk.chosen.kind == SECTION:
            self.canvas.sheet.menus.remove_section()
        else:
            self.desk.delete_chosen()

    def clear(self) -> None:
        """Begin with an empty form; fields in force go to the left, those only drawn away."""
        body = form_body.empty_body(self.kind, mapping(self.desk.body.get("title")))
        fields = mapping(self.desk.body.get("fields"))
        body["fields"] = {key: raw for key, raw in fields.items() if self.desk.is_published(key)}
        self.desk.change(body, tr("Empty the form"))

    def discard(self) -> None:
        """Let the draft go and show what is in force."""
        self.publishing.discard()

    def judge(self) -> None:
        """Find what is wrong with the form."""
        vocabulary = ConditionFields(self._words, self.kind).vocabulary
        try:
            read_form(self.desk.body, vocabulary)
            self.problems = []
        except Invalid as wrong:
            self.problems = [(each.field, each.text.read()) for each in wrong.problems]
        self._at_problem = -1
        self._say_problems()
        if not self.problems:
            self.publishing.tell_types()

    def next_problem(self) -> None:
        """Go to the next thing that is wrong."""
        self._go_to_problem(1)

    def previous_problem(self) -> None:
        """Go to the thing before."""
        self._go_to_problem(-1)

    def publish(self) -> None:
        """Ask what publishing would do; a dialog says it."""
        self.judge()
        if self.problems:
            self.next_problem()
        else:
            self.publishing.ask()

    def preview(self) -> PreviewDialog | None:
        """Show the form as people fill it in; nothing is kept."""
        self.judge()
        if self.problems:
            self.next_problem()
            return None
        dialog = PreviewDialog(self.desk, self.draft_words, self.panel.roles, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def show_versions(self) -> VersionsDialog | None:
        """Show versions and the drafts of others, what differs, and the way to one."""
        return self.publishing.show_versions(self.draft_words)

    def edit_formula(self, key: str, column: str = "") -> FormulaDialog:
        """Edit the formula of a field, or of a column of a sub-form."""
        dialog = FormulaDialog(self._bridge, self.desk, (key, column), self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _say_problems(self) -> None:
        count = len(self.problems)
        self.header.set_problems(count)
        if not count:
            self.notice.hide()
            return
        place, text = self.problems[max(0, self._at_problem)]
        said = problem_line(self.desk, place, text)
        if count > 1:
            said = tr("{count} things to mend: {first}", count=count, first=said)
        self.notice.say(said, "warning", action=tr("Go there (F8)"))

    def _go_to_problem(self, step: int) -> None:
        if not self.problems:
            return
        start = self._at_problem if self._at_problem >= 0 or step > 0 else 0
        self._at_problem = (start + step) % len(self.problems)
        self._say_problems()
        chosen, tab = place_of(self.desk, self.problems[self._at_problem][0])
        self.desk.choose(chosen)
        self.panel.show_tab(tab)

    def _on_drawn(self, found: FormDrawing) -> None:
        if found.kind != self.kind:
            return
        self.drawing = self.publishing.drawing = found
        body = found.published if found.draft is None else found.draft
        published = found.published if found.published_version else None
        self.desk.open(body, dict(self._words.fields(self.kind)), published)
        based_on = found.published_version if found.draft is None else found.draft_based_on
        self.keeper.open(based_on, found.draft_saved_at)
        self.header.show_drawing(found)
        if found.draft_saved_at is not None:
            self.status_said.emit(kept_text(found.draft_saved_at))
        self._say_news()

    def _say_news(self) -> None:
        """Say what came from others: a version that came meanwhile, another draft."""
        others = () if self.drawing is None else self.drawing.others
        self.news.tell(self.publishing.version_meanwhile, others, self._words)

    def _on_trash(self, found: Sequence[TrashedField]) -> None:
        self.library.show_trash(found)

    def _on_roles(self, roles: Sequence[people.RoleRow]) -> None:
        english = current_language() == "en"
        self.panel.set_roles(
            [(each.key, each.name_en if english else each.name_zh) for each in roles]
        )

    def _on_published(self, number: int) -> None:
        self.said.emit(tr("Version {number} is in force", number=number), 0)
        self.reload()

    def _on_faulty(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = list(problems)
        self._say_problems()

    def _on_told(self, text: str) -> None:
        self.news.say(text, "info") if text else self._say_news()

    def _on_others(self, others: tuple[DesignDraft, ...]) -> None:
        if self.drawing is not None and others != self.drawing.others:
            self.drawing = self.publishing.drawing = replace(self.drawing, others=others)
            self._say_news()

    def _on_news(self, found: FormDrawing) -> None:
        """Somebody published: show it where nothing is drawn, else say so."""
        before = self.drawing
        if before is None or found.kind != self.kind:
            return
        if found.published_version == before.published_version:
            return
        if found.draft is None and not self.desk.undo_stack.canUndo():
            self._on_drawn(found)
            return
        self.drawing = self.publishing.drawing = found
        self.header.show_drawing(found)
        self._say_news()

    def _on_failed(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_restore_requested(self, key: str, spot: object = None) -> None:
        del spot
        found = self.library.trashed(key)
        if found is not None:
            self.desk.put_back(key, found.field)

    def _on_section_removal(self, key: str) -> None:
        question = SectionQuestion(self)
        question.answered.connect(self._on_section_answered)
        question.setProperty("section", key)
        question.finished.connect(question.deleteLater)
        question.open()

    def _on_section_answered(self, keep_rows: bool) -> None:  # noqa: FBT001 - the answer
        question = self.sender()
        spot = form_body.find_section(self.desk.body, str(question.property("section")))
        if spot is not None:
            body = section_edits.remove_section(self.desk.body, spot, keep_rows=keep_rows)
            self.desk.change(body, tr("Remove the section"))
            self.desk.choose(Chosen())

    def _on_panel_menu(self, place: Any) -> None:
        menus = self.canvas.sheet.menus
        is_section = self.desk.chosen.kind == SECTION
        (menus.section_menu() if is_section else menus.item_menu()).popup(place)

    def _on_narrow_chosen(self, narrow: bool) -> None:  # noqa: FBT001 - the choice
        self.canvas.set_narrow(narrow=narrow)

    def _on_words_loaded(self) -> None:
        own = dict(self._words.fields(self.kind))
        self.desk.take_names(own)
        self._offer_links()

    def _offer_links(self) -> None:
        """Let fields link to records of the office's own types, too."""
        language = current_language()
        types = [(each.kind, each.title(language)) for each in self._words.record_types]
        self.desk.link_kinds = [*linked_to_always(), *types]

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if not changes.touches(*_TABLES) or self.drawing is None:
            return
        ask, failed = self._bridge.ask, self._on_failed
        ask(drawing.trash, kind=self.kind, then=self._on_trash, failed=failed, key="t")
        ask(drawing.drawn, kind=self.kind, then=self._on_news, failed=failed, key="n")

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the draft when another page comes."""
        super().hideEvent(event)
        self.keeper.keep_now()

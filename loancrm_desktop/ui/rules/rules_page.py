"""The page of the automation rules: the list, the rule on the table, and what is read of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.rules import drawing, saying
from loancrm_desktop.services.rules.drawing import RuleRow
from loancrm_desktop.services.rules.saying import RuleStanding
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.rules.reading_panel import ReadingPanel
from loancrm_desktop.ui.rules.rule_carrier import RuleCarrier
from loancrm_desktop.ui.rules.rule_desk import Body, RuleDesk
from loancrm_desktop.ui.rules.rule_editor import RuleEditor
from loancrm_desktop.ui.rules.rule_keeper import RuleKeeper
from loancrm_desktop.ui.rules.rule_list import RuleList
from loancrm_desktop.ui.rules.versions_dialog import RuleVersionsDialog
from loancrm_desktop.ui.widgets.parts import PageHeader, button, icon_button, scrolled
from loancrm_desktop.ui.widgets.states import StateView

_PAUSE_MS = 200
_LIST, _EDITOR, _SIDE = 264, 800, 290
_LAST = 1_000_000


class RulesPage(QWidget):
    """Lists and edits rules.

    Signals:
        said: a sentence for the window to show, and the journal number that undoes it or 0.
        customer_opened: open this customer (id).
        record_requested: open this record's form (kind, id).
    """

    said = Signal(str, int)
    customer_opened = Signal(int)
    record_requested = Signal(str, int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge, self._words = bridge, words
        self._may_edit = bridge.actor.rights.allows("rules.edit")
        self._stale = True
        self._wanted = ""
        self._kept: dict[str, tuple[Body, int]] = {}
        self.dialog: RuleVersionsDialog | None = None
        self.desk = RuleDesk(self)
        self.carrier = RuleCarrier(bridge, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._build()
        self.keeper = RuleKeeper(bridge, self.desk, self.editor.notice, self)
        self._connect()
        self._build_commands()
        self.editor.allow(may_edit=self._may_edit)

    def _build(self) -> None:
        self._header = PageHeader(tr("Automation rules"))
        self.more = icon_button("more", tr("Export and import"))
        self.templates = button(tr("From a template"), icon="copy")
        self.new = button(tr("New rule"), icon="plus")
        for each in (self.more, self.templates, self.new):
            self._header.add_action(each)
        self.templates.setVisible(self._may_edit)
        self.new.setVisible(self._may_edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        # From the outside in: what is moved with its insides is dressed once more.
        split = QSplitter(self)
        layout.addWidget(split, 1)
        self.list = RuleList(split)
        self._middle = QStackedWidget(split)
        self.reading = ReadingPanel(self.desk)
        self.side = scrolled(self.reading)
        for part, width in ((self.list, _LIST), (self._middle, _EDITOR), (self.side, _SIDE)):
            split.addWidget(part)
            part.setMinimumWidth(width * 3 // 4 if part is not self._middle else 420)
        split.setSizes([_LIST, _EDITOR, _SIDE])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        self.editor = RuleEditor(self._bridge, self._words, self.desk, self._middle)
        self.states = StateView()
        self.states.retry_requested.connect(self.reload)
        self._middle.addWidget(self.editor)
        self._middle.addWidget(self.states)

    def _connect(self) -> None:
        self.new.clicked.connect(self.begin_new)
        self.templates.clicked.connect(self._on_templates_clicked)
        self.list.chosen.connect(self.show_rule)
        self.list.switch_wanted.connect(self.keeper.switch)
        self.list.ordered.connect(self.keeper.order)
        self.keeper.said.connect(self.said)
        self.keeper.kept.connect(self._on_kept)
        self.keeper.removed.connect(self._on_removed)
        self.editor.said.connect(self.reading.show_said)
        self.editor.bar.save_clicked.connect(self.keeper.save)
        self.editor.bar.copy_clicked.connect(self.copy)
        self.editor.bar.versions_clicked.connect(self.show_versions)
        self.editor.notice.action_requested.connect(self._on_theirs_wanted)
        self.editor.trial.customer_opened.connect(self.customer_opened)
        self.editor.log.record_opened.connect(self._on_record_opened)
        self.editor.log.retried.connect(self._pause.start)
        self.reading.rule_wanted.connect(self.show_rule)
        self.reading.order_wanted.connect(self.list.view.setFocus)
        self.carrier.template_chosen.connect(self.begin_from)
        self.carrier.imported.connect(self._on_imported)
        self.carrier.said.connect(self._on_carrier_said)
        self._bridge.changed.connect(self._on_bridge_changed)
        self._words.loaded.connect(self._on_words_loaded)

    def _build_commands(self) -> None:
        made: dict[str, QAction] = {}
        for command, run in (
            (Command("rules.new", tr("New rule"), "Ctrl+N", "plus"), self.begin_new),
            (Command("rules.save", tr("Save the rule"), "Ctrl+S", "check"), self.keeper.save),
            (Command("rules.undo", tr("Undo in the rule"), "Ctrl+Z", "undo"),
             self.desk.undo_stack.undo),
            (Command("rules.redo", tr("Redo in the rule"), "Ctrl+Shift+Z", "redo"),
             self.desk.undo_stack.redo),
            (Command("rules.copy", tr("Copy the rule"), "Ctrl+D", "copy"), self.copy),
            (Command("rules.find", tr("Find a rule"), "Ctrl+F", "search"),
             self.list.search.setFocus),
            (Command("rules.try", tr("Try the rule"), "Ctrl+Return", "play"),
             self.editor.trial.run),
            (Command("rules.discard", tr("Discard what is not saved"), "", "undo"), self.discard),
            (Command("rules.remove", tr("Remove the rule …"), "", "trash"), self.ask_remove),
            (Command("rules.export", tr("Export rules …"), "", "download"), self.export),
            (Command("rules.import", tr("Import rules …"), "", "upload"), self.carrier.ask_import),
        ):  # fmt: skip
            made[command.key] = add_command(self, command, run)
        for key in ("new", "save", "copy", "discard", "remove", "import"):
            made[f"rules.{key}"].setEnabled(self._may_edit)
        own = QMenu(self)
        own.addActions([made["rules.discard"], made["rules.remove"]])
        self.editor.bar.set_menu(own)
        menu = QMenu(self)
        menu.addActions([made["rules.export"], made["rules.import"]])
        self.more.setMenu(menu)
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)

    def areas(self) -> list[QWidget]:
        """Answer the parts F6 goes through, in order."""
        parts = (self.list.view, self.editor.bar.name, self.editor.when, self.editor.tabs)
        return [part for part in parts if part.isVisible()]

    def reload(self) -> None:
        """Read the list again; what is on the table stays."""
        self._stale = False
        self._pause.stop()
        self._bridge.ask(
            drawing.list_rules,
            language=current_language(),
            then=self._on_list,
            failed=self._on_failed,
            key="list",
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list if it changed while it was out of sight."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _on_list(self, rules: Sequence[RuleRow]) -> None:
        on = sum(each.is_on for each in rules)
        fired = sum(each.fired for each in rules)
        self._header.set_status(
            tr("{on} in force · fired {fired} times in 7 days", on=on, fired=fired)
        )
        self.list.show_rules(rules, self._wanted or self.desk.key)
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.show_rule(wanted)
        elif self.desk.key:
            self._refresh_desk()
        elif rules:
            first = self.list.model.rule_at(1)
            self.show_rule((first or rules[0]).key)
            self.list.choose_quietly(self.desk.key)
        else:
            self._say_empty()

    def _say_empty(self) -> None:
        ways = []
        if self._may_edit:
            first = button(tr("New rule"), kind="primary", icon="plus")
            first.clicked.connect(self.begin_new)
            second = button(tr("From a template"), icon="copy")
            second.clicked.connect(self._on_templates_clicked)
            ways = [first, second]
        text = tr("A rule does by itself what would else be forgotten: remind, assign, set, send.")
        self.states.show_empty("rule", tr("There are no rules yet"), text, ways)
        self._middle.setCurrentWidget(self.states)

    def _refresh_desk(self) -> None:
        """Take over what another desk saved, where nothing of mine is on the table."""
        row = self._row(self.desk.key)
        if row is not None and not self.desk.is_changed and row.version != self.desk.version:
            self.desk.load(row.body, row.version)
        elif row is not None and row.body.get("position") != self.desk.body.get("position"):
            self._renumber(row)
        self.editor.bar.show_row(row)
        self._ask_standing()

    def _renumber(self, row: RuleRow) -> None:
        """Keep the place in the order that another act gave the rule."""
        if not self.desk.is_changed:
            self.desk.load(row.body, row.version)

    def _on_failed(self, problem: Problem) -> None:
        self.states.show_error(tr("The rules cannot be read"), str(problem))
        self._middle.setCurrentWidget(self.states)

    def _row(self, key: str) -> RuleRow | None:
        return next((each for each in self.list.model.rules if each.key == key), None)

    def show_rule(self, key: str) -> None:
        """Put a rule on the table; what was not saved of the one before waits for it there."""
        row = self._row(key)
        if row is None or (key == self.desk.key and self.desk.version):
            return
        self._keep()
        body, version = self._kept.pop(key, (None, row.version))
        self.desk.load(row.body, row.version)
        if body is not None:
            self.desk.version = version
            self.desk.put_all(body)
            self.desk.loaded.emit()
            self.desk.changed.emit()
        self._shown(row)

    def _shown(self, row: RuleRow | None) -> None:
        self._middle.setCurrentWidget(self.editor)
        self.editor.bar.show_row(row)
        self.list.choose_quietly(self.desk.key)
        self._ask_standing()

    def _keep(self) -> None:
        if self.desk.key and self.desk.is_changed:
            self._kept[self.desk.key] = (self.desk.body, self.desk.version)

    def _ask_standing(self) -> None:
        self._bridge.ask(
            saying.standing,
            rule=self.desk.key,
            language=current_language(),
            then=self._on_standing,
            key="standing",
        )

    def _on_standing(self, standing: RuleStanding) -> None:
        self.reading.show_standing(standing, self._bridge.office.clock())

    def begin_new(self) -> None:
        """Put an empty rule on the table."""
        title = {current_language(): tr("New rule")}
        self.begin_from(
            {
                "title": title,
                "group": "remind",
                "kind": "customer",
                "when": {"on": "created"},
                "then": [{"do": "task", "due": {"at": "18:00"}}],
            }
        )
        self.editor.bar.name.setFocus()
        self.editor.bar.name.selectAll()

    def begin_from(self, body: Mapping[str, Any]) -> None:
        """Put a rule made after another on the table, under a key of its own."""
        if not self._may_edit:
            return
        self._keep()
        places = [int(each.body.get("position") or 0) for each in self.list.model.rules]
        position = min(max(places, default=0) + 10, 99_990)
        fresh = {"format": 1, **body, "key": f"rule_{uuid.uuid4().hex[:12]}", "position": position}
        self.desk.load(fresh, 0)
        self._shown(None)

    def copy(self) -> None:
        """Put a copy of the rule on the table."""
        if self.desk.body:
            title: dict[str, str] = self.desk.body.get("title") or {}
            named = {key: tr("{name} (copy)", name=name) for key, name in title.items()}
            self.begin_from({**self.desk.body, "title": named})

    def discard(self) -> None:
        """Show the rule as it was saved."""
        row = self._row(self.desk.key)
        if row is not None:
            self.desk.load(row.body, row.version)
            return
        self.desk.load({}, 0)
        self.reload()

    def _on_theirs_wanted(self) -> None:
        self.editor.notice.hide()
        self._wanted = ""
        self._kept.pop(self.desk.key, None)
        self.desk.mark_saved(self.desk.version - 1, self.desk.body)
        self.reload()

    def ask_remove(self) -> None:
        """Ask whether the rule is to be taken away."""
        row = self._row(self.desk.key)
        if row is not None:
            self.keeper.ask_remove(row)

    def _on_removed(self) -> None:
        self.desk.load({}, 0)
        self.reload()

    def _on_kept(self) -> None:
        self._wanted = ""
        self.reload()

    def show_versions(self) -> None:
        """Show the versions of the rule."""
        if self.desk.version:
            self.dialog = RuleVersionsDialog(self._bridge, self._words, self.desk.key, self)
            self.dialog.taken.connect(self._on_version_taken)
            self.dialog.open()

    def _on_version_taken(self, body: Body) -> None:
        gone = {key: None for key in self.desk.body if key not in body}
        self.desk.put_all({**gone, **body})
        self.desk.loaded.emit()
        self.desk.changed.emit()

    def export(self) -> None:
        """Write the rules into a file."""
        self.carrier.ask_export()

    def _on_templates_clicked(self) -> None:
        self.carrier.offer_templates(self.templates)

    def _on_imported(self, keys: Sequence[str]) -> None:
        self.said.emit(tr("{count} rules taken over", count=len(keys)), 0)
        self._wanted = keys[0] if keys else ""
        self.reload()

    def _on_carrier_said(self, text: str, state: str) -> None:
        self.editor.notice.say(text, state)

    def _on_record_opened(self, kind: str, record_id: int) -> None:
        if kind == "customer":
            self.customer_opened.emit(record_id)
        else:
            self.record_requested.emit(kind, record_id)

    def _on_words_loaded(self) -> None:
        if self.desk.body:
            self.desk.loaded.emit()
            self.desk.changed.emit()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if not changes.touches("design", "customer", "deal", "task"):
            return
        if self.isVisible():
            self._pause.start()
        else:
            self._stale = True

    def state(self) -> dict[str, Any]:
        """Answer what is on the table, for a page that takes this one's place."""
        self._keep()
        return {"rule": self.desk.key, "kept": dict(self._kept)}

    def restore(self, state: dict[str, Any]) -> None:
        """Put on the table what another page had there."""
        self._kept = dict(state.get("kept") or {})
        self._wanted = str(state.get("rule") or "")

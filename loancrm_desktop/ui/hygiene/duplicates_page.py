"""Who is here twice: the whole base searched, group by group merged or told apart."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QTimer, Signal
from PySide6.QtWidgets import QListView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.services import apart
from loancrm_desktop.services.calls import call_of
from loancrm_desktop.services.duplicate_finder import (
    MOST_GROUPS,
    DuplicateGroup,
    Duplicates,
    duplicates,
)
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command, add_letter
from loancrm_desktop.ui.hygiene.group_delegate import GroupDelegate
from loancrm_desktop.ui.hygiene.group_panel import GroupPanel
from loancrm_desktop.ui.hygiene.groups_model import GroupsModel
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.merge_dialog import MergeDialog
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import PageHeader, button, label, row
from loancrm_desktop.ui.widgets.progress_panel import ProgressPanel
from loancrm_desktop.ui.widgets.segments import SegmentedControl
from loancrm_desktop.ui.widgets.states import StateView

POLL_MS = 150
_LIST_WIDTH, _SIDE_WIDTH = 380, 780
_ALL, _NUMBERS, _NAMES = "all", "numbers", "names"
_BY_NAME = frozenset({"name_company", "name_region"})
_OUTDATING = frozenset({"journal.undo", "importing.run", "importing.history", "customers.restore"})


class DuplicatesPage(QWidget):
    """Searches for customers who are here twice.

    Signals:
        customer_opened: a record is to be looked at (id).
        said: a sentence for the window to show, and the journal number that undoes it or 0.
    """

    customer_opened = Signal(int)
    said = Signal(str, int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._words = words
        self._progress: Progress | None = None
        self._found: Duplicates | None = None
        self._merging: tuple[int, int] | None = None
        self._seq_of: dict[str, int] = {}
        self.dialog: MergeDialog | None = None
        self.model = GroupsModel(self)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll_timeout)
        self._build()
        self._build_commands()
        self._show_start()
        bridge.changed.connect(self._on_bridge_changed)

    def _build(self) -> None:
        self._header = PageHeader(tr("Duplicate customers"))
        self.search = KeyedButton(tr("Search the whole base"), "Ctrl+R", icon="search")
        self.search.clicked.connect(self.start)
        self._header.add_action(self.search)
        self.notice = Notice()
        self.notice.action_requested.connect(self.start)
        self.kinds = SegmentedControl(tr("Why they are alike"))
        self.kinds.chosen.connect(self._on_kinds_chosen)
        self._counts = label(role="caption")
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(GroupDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName(tr("Groups of customers who may be one person"))
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.panel = GroupPanel(self._bridge, self._words)
        self.panel.merge_requested.connect(self.open_merge)
        self.panel.apart_requested.connect(self.tell_apart)
        self.panel.opened.connect(self.customer_opened)
        self.states = StateView()
        self.states.retry_requested.connect(self.start)
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._halves())
        self._stack.addWidget(self.states)
        waiting = QWidget()
        QVBoxLayout(waiting).addLayout(row(None, self.progress, None))
        self._stack.addWidget(waiting)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self._header, self.notice, self._stack):
            layout.addWidget(part)
        layout.setStretchFactor(self._stack, 1)

    def _halves(self) -> QWidget:
        left = QWidget()
        inner = QVBoxLayout(left)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(row(self.kinds, None, self._counts, margins=(12, 8, 12, 8)))
        inner.addWidget(self.view, 1)
        both = QSplitter()
        both.setHandleWidth(1)
        both.setChildrenCollapsible(False)
        both.addWidget(left)
        both.addWidget(self.panel)
        both.setSizes([_LIST_WIDTH, _SIDE_WIDTH])
        both.setStretchFactor(1, 1)
        return both

    def _build_commands(self) -> None:
        add_command(self, Command("duplicates.search", tr("Search for duplicates"), "Ctrl+R",
                                  "search"), self.start)  # fmt: skip
        for command, run in (
            (Command("duplicates.merge", tr("Merge the chosen records"), "M", "swap"),
             self.panel.ask_merge),
            (Command("duplicates.apart", tr("They are different people"), "N", "users"),
             self.panel.ask_apart),
        ):  # fmt: skip
            add_letter(self.view, self, command, run)

    @property
    def searching(self) -> bool:
        """Whether a search is under way."""
        return self._progress is not None

    def areas(self) -> list[QWidget]:
        """Answer the parts F6 goes through, in order."""
        return [part for part in (self.search, self.view, self.panel.merge) if part.isVisible()]

    def reload(self) -> None:
        """Search again what was searched already."""
        if self._found is not None:
            self.start()

    def start(self) -> None:
        """Search the whole base."""
        if self.searching:
            return
        self.notice.hide()
        self._progress = Progress()
        self.search.setEnabled(False)
        self.progress.start(
            tr("Comparing all customers"),
            after_cancel=tr("Nothing is changed by the search."),
            can_hide=False,
        )
        self._stack.setCurrentIndex(2)
        self._poll.start()
        self._bridge.ask(
            duplicates,
            limit=MOST_GROUPS,
            progress=self._progress,
            then=self._on_found,
            failed=self._on_search_failed,
            key="search",
        )

    def cancel(self) -> None:
        """Break the search off."""
        if self._progress is not None:
            self._progress.cancelled = True

    def open_merge(self, into_id: int, source_id: int) -> None:
        """Show two records side by side, to be made one."""
        self._merging = (into_id, source_id)
        self.dialog = MergeDialog(self._bridge, self._words, self._merging, self)
        self.dialog.merged.connect(self._on_merged)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.open()

    def tell_apart(self, ids: list[int]) -> None:
        """Remember that these are different people."""
        self._bridge.do(
            apart.tell_apart,
            customer_ids=ids,
            then=self._on_told_apart,
            refused=self._on_problem,
        )

    def _end(self) -> None:
        self._progress = None
        self._poll.stop()
        self.search.setEnabled(True)

    def _on_poll_timeout(self) -> None:
        if self._progress is not None:
            self.progress.show_progress(self._progress.done, self._progress.total)

    def _on_search_failed(self, problem: Problem) -> None:
        self._end()
        self._stack.setCurrentIndex(1)
        if isinstance(problem, Refused) and problem.forbidden:
            self.states.show_no_right(tr("You do not see customers"), str(problem))
        else:
            self.states.show_error(tr("The search did not come to an end"), str(problem))

    def _on_found(self, found: Duplicates) -> None:
        self._end()
        if found.cancelled:
            self._show_start() if self._found is None else self._stack.setCurrentIndex(0)
            return
        self._found = found
        said = tr("{count} customers compared, {groups} groups", count=f"{found.searched:,}",
                  groups=f"{found.total:,}")  # fmt: skip
        self._header.set_status(said)
        self.kinds.set_choices(
            [(_ALL, tr("All"), ""), (_NUMBERS, tr("Same number"), ""), (_NAMES, tr("Name"), "")]
        )
        self._show_groups(_ALL)

    def _show_groups(self, kind: str) -> None:
        groups = () if self._found is None else self._found.groups
        if kind != _ALL:
            by_name = kind == _NAMES
            groups = tuple(one for one in groups if (one.reasons[0] in _BY_NAME) is by_name)
        self.model.show_groups(groups)
        self._tell_count()
        if groups:
            self._stack.setCurrentIndex(0)
            self._go_to(0)
            self.view.setFocus()
        elif kind == _ALL:
            self._show_nobody()

    def _go_to(self, place: int) -> None:
        if not self.model.rowCount():
            if self.model.canFetchMore():
                self.model.fetchMore()
            else:
                self._show_groups(_ALL) if self.kinds.current != _ALL else self._show_nobody()
                return
        index = self.model.index(min(place, self.model.rowCount() - 1), 0)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(index, flag)
        self._on_current_changed()

    def _tell_count(self) -> None:
        self._counts.setText(tr("{count} groups", count=f"{self.model.total:,}"))

    def _show_start(self) -> None:
        self._stack.setCurrentIndex(1)
        begin = button(tr("Search the whole base"), kind="primary", icon="search")
        begin.clicked.connect(self.start)
        self.states.show_empty(
            "users",
            tr("Is somebody here twice?"),
            tr(
                "Same phone, same ID number, or a similar name with the same company or city: all "
                "customers are compared. Nothing is merged without you."
            ),
            [begin],
        )

    def _show_nobody(self) -> None:
        self._stack.setCurrentIndex(1)
        self.states.show_empty(
            "check-circle",
            tr("Nobody is here twice"),
            tr("Whoever you told apart is not asked about again."),
        )

    def _on_kinds_chosen(self, kind: str) -> None:
        self._show_groups(kind)

    def _on_current_changed(self) -> None:
        group = self.model.group_at(self.view.currentIndex().row())
        if group is not None:
            self.panel.show_group(group)

    def _on_merged(self, into_id: int, text: str) -> None:
        gone = [each for each in self._merging or () if each != into_id]
        self._settle(gone)
        self.said.emit(text, self._seq_of.get("customers.merge", 0))

    def _on_told_apart(self, count: int) -> None:
        del count
        chosen = self.panel.chosen
        group = self.model.group_at(self.view.currentIndex().row())
        everybody = group is not None and len(chosen) == len(group.members)
        self._settle(chosen if everybody else chosen[1:])
        seq = self._seq_of.get(call_of(apart.tell_apart).name, 0)
        self.said.emit(tr("Remembered: these are different people"), seq)

    def _settle(self, gone: list[int]) -> None:
        """Take those who are dealt with out of the group; a group of one is none."""
        place = self.view.currentIndex().row()
        group = self.model.group_at(place)
        if group is None:
            return
        left = tuple(each for each in group.members if each.customer_id not in gone)
        if len(left) > 1:
            rest = replace(group, members=left)
            self._keep(group, rest)
            self.model.replace(place, rest)
            self._on_current_changed()
            return
        self._keep(group, None)
        self.model.take_away(place)
        self._tell_count()
        self._go_to(place)

    def _keep(self, group: DuplicateGroup, rest: DuplicateGroup | None) -> None:
        if self._found is not None:
            groups = [rest if one is group else one for one in self._found.groups]
            kept = tuple(one for one in groups if one is not None)
            self._found = replace(self._found, groups=kept)

    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self.view.setFocus()

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        self._seq_of[changes.operation] = changes.seq
        if changes.operation in _OUTDATING and self._found is not None and not self.searching:
            text = tr("Customers have changed since the search.")
            self.notice.say(text, "info", action=tr("Search again"))

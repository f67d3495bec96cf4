"""The process designer: palette, picture, properties; draft, undo, trial, publishing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import people
from loancrm_desktop.services.design_drafts import DesignDraft
from loancrm_desktop.services.process import drawing, figures, paths
from loancrm_desktop.services.process.drawing import ProcessDrawing
from loancrm_desktop.services.process.faults import ProcessFault
from loancrm_desktop.services.process.figures import NodeHeat
from loancrm_desktop.services.process.paths import ProcessPath
from loancrm_desktop.texts import current_language, say, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.drafting.draft_keeper import DraftKeeper, kept_text
from loancrm_desktop.ui.drafting.draft_news import DraftNews
from loancrm_desktop.ui.flows import flow_body, flow_commands, flow_pieces
from loancrm_desktop.ui.flows.flow_canvas import FlowCanvas
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_faults import FlowFaults
from loancrm_desktop.ui.flows.flow_files import FlowFiles
from loancrm_desktop.ui.flows.flow_header import NEW, FlowHeader
from loancrm_desktop.ui.flows.flow_menus import FlowMenus
from loancrm_desktop.ui.flows.flow_properties import FlowProperties
from loancrm_desktop.ui.flows.flow_publishing import CALLS, FlowPublishing
from loancrm_desktop.ui.flows.flow_versions import FlowVersions
from loancrm_desktop.ui.flows.flow_words import Choice, FlowWords
from loancrm_desktop.ui.flows.palette_panel import PalettePanel
from loancrm_desktop.ui.flows.starter_dialog import StarterDialog
from loancrm_desktop.ui.flows.trial_panel import TrialPanel
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import line

_HEAT_DAYS = 30
_TABLES = ("design", "process", "stage")
_FIRST = "standard"


class FlowDesignerPage(QWidget):
    """One process on the table.

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
        self.desk = FlowDesk(self)
        self.words = FlowWords(words)
        self.drawing: ProcessDrawing | None = None
        self.checking = FlowFaults(bridge, self.desk)
        self.files = FlowFiles(bridge, self.desk, self)
        self.keeper = DraftKeeper(bridge, self.desk, CALLS)
        self.keeper.said.connect(self.status_said)
        self.keeper.failed.connect(self._on_failed)
        self.keeper.others_found.connect(self._on_others)
        self.publishing = FlowPublishing(bridge, self.desk, self.keeper, self)
        self._build()
        self._connect()
        flow_commands.add_to(self)
        bridge.ask(people.roles, then=self._on_roles, key="roles")
        self.reload_names()
        self.open(None)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.header = FlowHeader(self.desk)
        layout.addWidget(self.header)
        self.palette_panel = PalettePanel()
        self.canvas = FlowCanvas(self.desk, self.words)
        self.view = self.canvas.view
        self.panel = FlowProperties(self.desk, self.words, self._bridge)
        self.trial = TrialPanel(self._bridge, self.desk, self.words, self.canvas)
        self.side = QStackedWidget()
        self.side.addWidget(self.panel)
        self.side.addWidget(self.trial)
        self.side.setFixedWidth(self.panel.width())
        self.notice = Notice()
        self.notice.hide()
        self.news = DraftNews()
        self.menus = FlowMenus(self.desk, self.view, self)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.notice)
        middle.addWidget(self.news)
        middle.addWidget(self.canvas, 1)
        panes = QHBoxLayout()
        panes.setContentsMargins(0, 0, 0, 0)
        panes.setSpacing(0)
        panes.addWidget(self.palette_panel)
        panes.addWidget(line(vertical=True))
        panes.addLayout(middle, 1)
        panes.addWidget(self.side)
        layout.addLayout(panes, 1)

    def _connect(self) -> None:
        self.header.back_clicked.connect(self.leave)
        self.header.trial_clicked.connect(self.begin_trial)
        self.header.publish_clicked.connect(self.publish)
        self.header.versions_clicked.connect(self.show_versions)
        self.header.clear_clicked.connect(self.clear)
        self.header.read_clicked.connect(self.files.ask_read)
        self.header.write_clicked.connect(self.files.ask_write)
        self.header.starter_clicked.connect(self.show_starters)
        self.header.discard_clicked.connect(self.discard)
        self.header.design_chosen.connect(self.open)
        self.header.more_chosen.connect(self._on_more_chosen)
        self.news.action_requested.connect(self.show_versions)
        self.palette_panel.kind_clicked.connect(self._on_kind_clicked)
        self.palette_panel.piece_clicked.connect(self._on_piece_clicked)
        self.palette_panel.layer_switched.connect(self._on_layer_switched)
        self.canvas.check_clicked.connect(self.judge)
        self.canvas.problems.chosen.connect(self.checking.go_to)
        self.checking.found.connect(self._on_checked)
        self.checking.shown.connect(self._on_fault_shown)
        self.checking.failed.connect(self._on_failed)
        self.files.failed.connect(self._on_failed)
        self.files.said.connect(self._on_told)
        self.canvas.outline.properties_requested.connect(self.panel.focus_first)
        self.view.properties_requested.connect(self.panel.focus_first)
        self.panel.new_way_requested.connect(self.view.go_on)
        self.trial.closed.connect(self._on_trial_closed)
        self.publishing.compare_wanted.connect(self.show_versions)
        self.publishing.told.connect(self._on_told)
        self.publishing.published.connect(self._on_published)
        self.publishing.faulty.connect(self._on_faulty)
        self.publishing.discarded.connect(self.reload)
        self.publishing.failed.connect(self._on_failed)
        self._words.loaded.connect(self._on_words_loaded)
        self._bridge.changed.connect(self._on_bridge_changed)

    @property
    def process(self) -> str:
        """The key of the process on the table."""
        return self.desk.key

    def open(self, process: str | None) -> None:
        """Put a process on the table; None for the office's usual one."""
        self.keeper.keep_now()
        self._bridge.ask(
            drawing.drawn,
            process=process,
            then=self._on_drawn,
            failed=self._on_failed,
            key="drawn",
        )

    def reload(self) -> None:
        """Read the process again."""
        self.keeper.begin()
        self.open(self.process)

    def reload_names(self) -> None:
        """Read again which processes there are."""
        self._bridge.ask(paths.all_paths, then=self._on_paths, failed=self._on_failed, key="all")

    def leave(self) -> None:
        """Go back; what was drawn is kept."""
        self.keeper.keep_now()
        self.left.emit()

    def about_to_lock(self) -> None:
        """Keep the draft at once."""
        self.keeper.keep_now()

    def areas(self) -> list[QWidget]:
        """Answer the parts that F6 goes through."""
        shown = self.trial if self.side.currentIndex() else self.panel
        outline = [self.canvas.outline] if self.canvas.outline.isVisible() else []
        return [self.palette_panel.buttons["start"], *outline, self.view, shown]

    def begin_new(self) -> None:
        """Begin another process of the office."""
        self.keeper.keep_now()
        known = {key for key, _ in self.header.choices}
        number = 1
        while f"process_{number}" in known:
            number += 1
        words = say("New process {n}", n=number)
        body = flow_body.empty_body(f"process_{number}", words.read("zh"), words.read("en"))
        self._show(None)
        self.desk.open(body)
        self.keeper.open(0, None)

    def clear(self) -> None:
        """Begin with an empty canvas; the names stay."""
        body = self.desk.body
        zh, en = str(body.get("name_zh") or ""), str(body.get("name_en") or "")
        self.desk.change(flow_body.empty_body(self.process, zh, en), tr("Empty the canvas"))

    def discard(self) -> None:
        """Let the draft go and show what is in force."""
        self.publishing.discard()

    @property
    def faults(self) -> tuple[ProcessFault, ...]:
        """What is wrong with the process."""
        return self.checking.all

    def judge(self) -> None:
        """Find what is wrong with the process."""
        self.checking.judge()

    def publish(self) -> None:
        """Ask what publishing would do; a dialog says it. Faults stand in the way."""
        errors = self.checking.errors
        if errors:
            self.checking.go_to(errors[0])
        else:
            self.publishing.ask()

    def begin_trial(self) -> None:
        """Run a sample deal through the picture."""
        self.side.setCurrentWidget(self.trial)
        self.trial.begin()

    def show_versions(self) -> FlowVersions | None:
        """Show the versions, and the way back to one."""
        return self.publishing.show_versions(self.words)

    def show_starters(self) -> StarterDialog:
        """Offer ready processes to begin with."""
        dialog = StarterDialog(self._bridge, self.words, self)
        dialog.taken.connect(self._on_starter_taken)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _show(self, found: ProcessDrawing | None) -> None:
        self.drawing = self.publishing.drawing = found
        self.header.show_drawing(found)
        self.checking.forget_place()

    def _on_drawn(self, found: ProcessDrawing) -> None:
        self._show(found)
        self.notice.hide()
        self.desk.open(found.published if found.draft is None else found.draft)
        based_on = found.published_version if found.draft is None else found.draft_based_on
        self.keeper.open(based_on, found.draft_saved_at)
        self.header.show_drawing(found)
        self._say_news()
        if found.draft_saved_at is not None:
            self.status_said.emit(kept_text(found.draft_saved_at))
        self._ask_figures()
        QTimer.singleShot(0, self.view, self.view.refit)

    def _ask_figures(self) -> None:
        if self.drawing is not None and self.drawing.published_version:
            self._bridge.ask(
                figures.heat,
                process=self.process,
                days=_HEAT_DAYS,
                then=self._on_heat,
                failed=self._on_failed,
                key="heat",
            )

    def _on_heat(self, found: Sequence[NodeHeat]) -> None:
        self.canvas.scene.layers.figures = {each.node: each for each in found}
        self.canvas.scene.refresh()

    def _on_paths(self, found: Sequence[ProcessPath]) -> None:
        english = current_language() == "en"
        names = [(each.key, each.name_en if english else each.name_zh) for each in found]
        self.header.set_processes(names)
        self.panel.processes = [Choice(key, name) for key, name in names]

    def _on_checked(self) -> None:
        self.canvas.show_faults(self.faults)
        self.header.set_problems(len(self.checking.errors))

    def _on_fault_shown(self) -> None:
        self.view.show_chosen()
        self._show_panel()

    def _on_faulty(self, found: tuple[ProcessFault, ...]) -> None:
        self.checking.take(found)
        self.checking.go_to(0)

    def _on_published(self, number: int) -> None:
        self.said.emit(tr("Version {number} is in force", number=number), 0)
        self.reload()
        self.reload_names()

    def _on_failed(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_roles(self, roles: Sequence[people.RoleRow]) -> None:
        self.words.take_roles(roles)
        self._on_words_loaded()

    def _on_words_loaded(self) -> None:
        self.canvas.scene.show_body()
        self.panel.rebuild()

    def _on_more_chosen(self, key: str) -> None:
        if key == NEW:
            self.begin_new()

    def _on_kind_clicked(self, kind: str) -> None:
        chosen = self.desk.chosen
        if chosen.edge and kind not in ("start", "end"):
            self.desk.insert(chosen.edge, kind)
        elif kind == "start":
            self.desk.add(kind)
        else:
            self.desk.append(kind)
        self.view.show_chosen()

    def _on_piece_clicked(self, key: str) -> None:
        flow_pieces.put(self.desk, key)
        self.view.show_chosen()

    def _on_layer_switched(self, key: str, on: bool) -> None:  # noqa: FBT001 - the state
        layers = self.canvas.scene.layers
        if key == "handlers":
            layers.handlers = on
        elif key == "limits":
            layers.limits = on
        else:
            layers.heat = on
        self.canvas.scene.refresh()

    def _on_starter_taken(self, body: object) -> None:
        self.desk.open_step(body)

    def _on_trial_closed(self) -> None:
        self._show_panel()

    def _show_panel(self) -> None:
        if self.side.currentWidget() is self.trial and self.canvas.scene.layers.is_run:
            self.trial.close_trial()
        self.side.setCurrentWidget(self.panel)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if not changes.touches(*_TABLES):
            return
        self.reload_names()
        if self.drawing is not None:
            self._bridge.ask(
                drawing.drawn,
                process=self.drawing.key,
                then=self._on_news,
                failed=self._on_failed,
                key="news",
            )

    def _on_news(self, found: ProcessDrawing) -> None:
        """Somebody published: show it where nothing is drawn, else say so."""
        before = self.drawing
        if before is None or found.key != self.process:
            return
        if found.published_version == before.published_version:
            return
        if found.draft is None and not self.desk.undo_stack.canUndo():
            self._on_drawn(found)
            return
        self._show(found)
        self._say_news()

    def _on_others(self, others: tuple[DesignDraft, ...]) -> None:
        if self.drawing is not None and others != self.drawing.others:
            self.drawing = self.publishing.drawing = replace(self.drawing, others=others)
            self._say_news()

    def _say_news(self) -> None:
        others = () if self.drawing is None else self.drawing.others
        self.news.tell(self.publishing.version_meanwhile, others, self._words)

    def _on_told(self, text: str) -> None:
        self.said.emit(text, 0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the draft when another page comes."""
        super().hideEvent(event)
        self.keeper.keep_now()

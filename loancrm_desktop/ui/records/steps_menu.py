"""The menu of what a deal's process offers now, filled when the office has answered."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import deal_runs
from loancrm_desktop.services.deal_runs import AskedApproval, RunView
from loancrm_desktop.services.process import gates
from loancrm_desktop.services.process.definition import Definition, Node
from loancrm_desktop.services.process.reading import parsed
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.deal_stepper import DealStepper
from loancrm_desktop.ui.records.person_popover import PersonPopover

ADVANCE, PART, APPROVE, REJECT = "advance", "part", "approve", "reject"
PASS_ON, ADD, BACK, SKIP, REASSIGN = "pass_on", "add", "back", "skip", "reassign"
_ICONS = {
    ADVANCE: "arrow-right",
    PART: "check",
    APPROVE: "check-circle",
    REJECT: "x-circle",
    PASS_ON: "users",
    ADD: "user-plus",
    BACK: "arrow-left",
    SKIP: "redo",
    REASSIGN: "user",
}


class StepsMenu(QMenu):
    """What can be done with one deal where it stands; asks the office as soon as it is made."""

    def __init__(
        self, bridge: Bridge, words: OfficeWords, stepper: DealStepper, parent: QWidget
    ) -> None:
        super().__init__(tr("Steps of the process"), parent)
        self._bridge = bridge
        self._words = words
        self._stepper = stepper
        self._anchor = parent
        self._deal_id = 0
        self._handler: int | None = None
        self.run: RunView | None = None
        self.people: PersonPopover | None = None
        self.triggered.connect(self._on_triggered)

    def show_deal(self, deal_id: int) -> None:
        """Offer the steps of a deal; until they are read it says so."""
        self._deal_id, self.run = deal_id, None
        self._say(tr("Reading …"))
        self._bridge.ask(
            deal_runs.run_view,
            deal_id=deal_id,
            then=self._on_run,
            failed=self._on_failed,
            key="run",
        )

    def open_at(self, anchor: QWidget, deal_id: int) -> None:
        """Open it below a button."""
        self._anchor = anchor
        self.show_deal(deal_id)
        self.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))

    def action_of(self, act: str, what: object = None) -> QAction | None:
        """Answer the entry of an act, None where it is not offered."""
        found = (each for each in self.actions() if each.data() == (act, what))
        return next(found, None)

    def _say(self, text: str) -> None:
        self.clear()
        self.addAction(text).setEnabled(False)

    def _on_failed(self, problem: Problem) -> None:
        self._say(str(problem))

    def _on_run(self, run: RunView) -> None:
        if run.deal_id != self._deal_id:
            return
        self.run = run
        self.clear()
        design, _ = parsed(run.body)
        node = None if design is None else design.by_key.get(run.here)
        if design is None or node is None:
            self._say(tr("This deal's process cannot be read."))
            return
        self._fill(run, design, node)
        self.adjustSize()

    def _fill(self, run: RunView, design: Definition, node: Node) -> None:
        rights = self._bridge.actor.rights
        if node.kind == "approval":
            self._add_answers(run)
        elif rights.allows("deals.move"):
            self._add_parts(run, design, node)
            for way in run.ways:
                self._add(ADVANCE, tr("Take it on: {way}", way=str(way.name)), way.edge)
        if rights.allows("deals.move"):
            self.addSeparator()
            came = self._came_from(run, design)
            if came and node.may_return:
                self._add(BACK, tr("Send back to {node}", node=came))
            if node.may_skip:
                self._add(SKIP, tr("Skip this step …"))
        if rights.allows("deals.edit") and node.kind != "end":
            self._add(REASSIGN, tr("Give the work to …"))
        if not self.actions():
            self._say(tr("There is nothing to do here for you."))

    def _add(self, act: str, text: str, what: object = None) -> None:
        action = self.addAction(text)
        action.setIcon(theme.current().icon(_ICONS[act], "textSecondary"))
        action.setData((act, what))

    def _add_answers(self, run: RunView) -> None:
        mine = self.mine(run)
        if mine is not None:
            self._add(APPROVE, tr("Approve"), mine.id)
            self._add(REJECT, tr("Reject"), mine.id)
            self._add(PASS_ON, tr("Pass the approval on …"), mine.id)
        if mine is not None or self._bridge.actor.rights.allows("deals.move"):
            self._add(ADD, tr("Add an approver …"))

    def mine(self, run: RunView) -> AskedApproval | None:
        """Answer the approval that waits for the person here."""
        me = self._bridge.actor.user_id
        asked = (each for each in run.approvals if each.state == "open" and each.approver_id == me)
        return next(asked, None)

    def _add_parts(self, run: RunView, design: Definition, node: Node) -> None:
        names = gates.track_names(design, node.key)
        for step in run.path:
            if step.track in names and step.node == node.key and step.left_at is None:
                self._add(PART, tr("Finish: {part}", part=str(names[step.track])), step.track)

    def _came_from(self, run: RunView, design: Definition) -> str:
        stays = [each for each in run.path if each.track is None and each.left_at is None]
        before = design.by_key.get(stays[-1].from_node or "") if stays else None
        if before is None or not before.rests:
            return ""
        zh, en = design.name_of(before.key)
        return en if current_language() == "en" else zh

    def _on_triggered(self, action: QAction) -> None:
        data = action.data()
        if not isinstance(data, tuple):
            return
        act, what = cast("tuple[str, Any]", data)
        match act:
            case "advance":
                self._stepper.advance(self._deal_id, what)
            case "part":
                self._stepper.finish_part(self._deal_id, what)
            case "approve" | "reject":
                self._stepper.decide(what, approve=act == APPROVE)
            case "back":
                self._stepper.send_back(self._deal_id)
            case "skip":
                self._stepper.skip(self._deal_id)
            case _:
                self._ask_person(act, what)

    def _ask_person(self, act: str, what: object) -> None:
        titles = {
            PASS_ON: tr("Pass the approval on to"),
            ADD: tr("Ask one more person"),
            REASSIGN: tr("Give the work to"),
        }
        self.people = PersonPopover(titles[act], self._words.links("person"), None, self._anchor)
        self.people.setProperty("asks", (act, what, self._deal_id))
        self.people.chosen.connect(self._on_person_chosen)
        self.people.closed.connect(self.people.deleteLater)
        self.people.open_at(self._anchor)

    def _on_person_chosen(self, person_id: int) -> None:
        if self.people is None:
            return
        act, what, deal_id = self.people.property("asks")
        self.people = None
        if act == PASS_ON:
            self._stepper.pass_on(what, person_id)
        elif act == ADD:
            self._stepper.add_approver(deal_id, person_id)
        else:
            self._stepper.reassign(deal_id, person_id)

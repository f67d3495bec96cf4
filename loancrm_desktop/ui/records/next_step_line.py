"""What comes next for a deal, in a sentence with the button that does it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import next_steps
from loancrm_desktop.services.next_steps import NextStep
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import listed, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.deal_stepper import DealStepper
from loancrm_desktop.ui.records.steps_menu import StepsMenu
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import button, clear_layout, column, row

_ICONS = {
    "approval": "stamp",
    "part": "checkbox",
    "fill": "edit",
    "choose": "branch",
    "advance": "arrow-right",
    "wait": "hourglass",
}


class NextStepLine(QWidget):
    """The next step of one deal, and the menu of all its steps."""

    def __init__(
        self, bridge: Bridge, words: OfficeWords, stepper: DealStepper, deal_id: int
    ) -> None:
        super().__init__()
        self._bridge, self._words, self._stepper = bridge, words, stepper
        self._deal_id = deal_id
        self.step: NextStep | None = None
        self.setAccessibleName(tr("Next step"))
        self._layout = column(spacing=4)
        self.setLayout(self._layout)
        self.more = button(tr("Steps"), size="small", icon="flow")
        self.more.setToolTip(tr("Steps of the process"))
        self.go = button("", kind="", size="small")
        self.menu = StepsMenu(bridge, words, stepper, self)
        self.go.clicked.connect(self._on_go_clicked)
        self.more.clicked.connect(self._on_more_clicked)
        self.setVisible(False)
        bridge.ask(
            next_steps.next_step,
            deal_id=deal_id,
            then=self._on_step,
            failed=self._on_failed,
            key=("next", deal_id),
        )

    def _on_step(self, step: NextStep) -> None:
        self.step = step
        if step.kind == "ended":
            return
        self._show(str(step.text), step)

    def _on_failed(self, problem: Problem) -> None:
        """Leave it away: who may not see it has no step here; the page says what went wrong."""
        del problem

    def _show(self, said: str, step: NextStep) -> None:
        icon = "alert" if step.alert else _ICONS.get(step.kind, "arrow-right")
        text = ElidedLabel(tr("Next: {step}", step=said))
        text.setToolTip(said)
        head = row(IconMark(icon, "danger" if step.alert else "accent"), text, spacing=6)
        head.setStretch(1, 1)
        clear_layout(self._layout)
        self._layout.addLayout(head)
        facts = ElidedLabel(self.facts(step), role="caption")
        facts.setTextFormat(Qt.TextFormat.PlainText)
        self._layout.addWidget(facts)
        self._layout.addLayout(row(self.go, self.more, None, spacing=6))
        self._show_button(step)
        self.setVisible(True)

    def facts(self, step: NextStep) -> str:
        """Say whose turn it is and until when."""
        names = [name for each in step.who if (name := self._words.person_name(each))]
        whose = str(listed(names)) if names else tr("nobody works on it")
        if step.due_at is None:
            return whose
        left = step.due_at - system_clock()
        time = display.duration(abs(left))
        if left.total_seconds() < 0:
            return tr("{people} · {time} over", people=whose, time=time)
        return tr("{people} · {time} left", people=whose, time=time)

    def _show_button(self, step: NextStep) -> None:
        rights = self._bridge.actor.rights
        mine = self._bridge.actor.user_id in step.who
        words = {
            "advance": tr("Take it on"),
            "fill": tr("Fill in"),
            "choose": tr("Decide"),
            "part": tr("Finish"),
        }
        said = words.get(step.kind, "") if rights.allows("deals.move") else ""
        if step.kind == "approval" and mine:
            said = tr("Answer")
        self.go.setText(said)
        self.go.setVisible(bool(said))

    def _on_go_clicked(self) -> None:
        step = self.step
        if step is None:
            return
        if step.kind == "advance" and step.edge is not None:
            self._stepper.advance(self._deal_id, step.edge)
        else:
            self.menu.open_at(self.go, self._deal_id)

    def _on_more_clicked(self) -> None:
        self.menu.open_at(self.more, self._deal_id)

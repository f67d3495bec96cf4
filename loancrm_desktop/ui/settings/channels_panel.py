"""What each channel costs this month, so that the boards can tell what a customer cost to win."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import FieldProblem, Invalid, Problem
from loancrm_desktop.services import channel_costs, people
from loancrm_desktop.services.channel_costs import ChannelCostRow
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.people import ChannelRow
from loancrm_desktop.texts import say, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords, fen_of
from loancrm_desktop.ui.panel_parts import SettingsPanel
from loancrm_desktop.ui.records.field_editors import readable_yuan
from loancrm_desktop.ui.records.form_sections import Section
from loancrm_desktop.ui.records.form_view import FormView
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label, row

_FIELD = "channel_"


class ChannelsPanel(SettingsPanel):
    """The channels with this month's cost."""

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        self.month = display.office_time(system_clock()).date().replace(day=1)
        super().__init__(
            tr("Channels"),
            tr("What each channel costs in {month}, in yuan.", month=f"{self.month:%Y-%m}"),
            parent,
        )
        self._bridge = bridge
        self._words = words
        self._channels: tuple[ChannelRow, ...] = ()
        self._awaited = 0
        self.form: FormView | None = None
        self.save = button(tr("Save the costs"), kind="primary", icon="check")
        self.save.clicked.connect(self.save_costs)
        self._place = row()
        self.body.addLayout(self._place)
        self.body.addLayout(row(self.save, None))
        self.body.addStretch(1)
        self.lay_out()

    def reload(self) -> None:
        """Read the channels and what they cost."""
        self._bridge.ask(
            people.channels, then=self._on_channels, failed=self._on_problem, key="channels"
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read when first looked at; what is typed stays when one looks elsewhere meanwhile."""
        super().showEvent(event)
        if self.form is None or not self.form.changed_values():
            self.reload()

    def save_costs(self) -> None:
        """Write down the costs that were changed."""
        changed = {} if self.form is None else self.form.changed_values()
        wrong = [key for key, typed in changed.items() if not readable_yuan(typed or "0")]
        if self.form is not None and wrong:
            text = say("An amount such as 8500 or 1.2万 is needed here.")
            self.form.show_problems([FieldProblem(key, "form", text) for key in wrong])
            return
        if not changed:
            self.notice.say(tr("Nothing was changed."), "info")
            return
        self.notice.hide()
        self.save.setEnabled(False)
        self._awaited = len(changed)
        for key, typed in changed.items():
            self._bridge.do(
                channel_costs.put_cost,
                channel_id=int(key.removeprefix(_FIELD)),
                month=self.month,
                cost_fen=fen_of(typed or "0"),
                then=self._on_saved,
                refused=partial(self._on_refused, key),
            )

    def _on_channels(self, rows: Sequence[ChannelRow]) -> None:
        self._channels = tuple(each for each in rows if not each.retired)
        self._bridge.ask(
            channel_costs.costs,
            since=self.month,
            then=self._on_costs,
            failed=self._on_problem,
            key="costs",
        )

    def _on_costs(self, rows: Sequence[ChannelCostRow]) -> None:
        clear_layout(self._place)
        if not self._channels:
            self._place.addWidget(label(tr("This office has no channels yet."), role="secondary"))
        specs = tuple(
            FieldSpec(key=_field_key(each.id), type=FieldType.MONEY, label_zh=each.name,
                      label_en=each.name)
            for each in self._channels
        )  # fmt: skip
        form = FormView([Section("", specs)], self._words)
        form.show_values(
            {
                _field_key(each.channel_id): display.yuan_text(each.cost_fen)
                for each in rows
                if each.month == self.month
            }
        )
        self.form = form
        self._place.addWidget(form)
        self.save.setVisible(bool(self._channels))

    def _on_saved(self, row_id: int) -> None:
        del row_id
        self._one_less()
        if self._awaited == 0 and not self.notice.isVisible():
            self.notice.say(tr("The costs were saved."), "success")
            self.reload()

    def _on_refused(self, key: str, problem: Problem) -> None:
        self._one_less()
        if isinstance(problem, Invalid) and self.form is not None:
            self.form.show_problems([FieldProblem(key, "refused", problem.text)])
        self.notice.say(str(problem))

    def _one_less(self) -> None:
        self._awaited = max(0, self._awaited - 1)
        self.save.setEnabled(self._awaited == 0)

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))


def _field_key(channel_id: int) -> str:
    return f"{_FIELD}{channel_id}"

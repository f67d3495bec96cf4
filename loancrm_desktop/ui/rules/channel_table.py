"""Which channel's leads go to whom, line by line."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry
from loancrm_desktop.ui.conditions.pick_token import PickToken
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.rules import rule_choices
from loancrm_desktop.ui.rules.sentence_row import SentenceRow
from loancrm_desktop.ui.widgets.parts import button, clear_layout, icon_button, row
from loancrm_desktop.ui.widgets.relay import relay


class ChannelTable(QWidget):
    """Lines of channels and the team or the people that take turns for them.

    Signals:
        edited: the lines say something else.
    """

    edited = Signal()

    def __init__(self, words: OfficeWords, lines: list[dict[str, Any]]) -> None:
        super().__init__()
        self._words = words
        self._lines: list[dict[str, Any]] = lines or [{"channels": []}]
        self.channels: list[PickToken] = []
        self.groups: list[PickToken] = []
        self._rows = QVBoxLayout()
        self.add = button(tr("Add line"), kind="link", icon="plus")
        self.add.clicked.connect(self._on_add_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._rows)
        layout.addLayout(row(self.add, None))
        self._show()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines that say something."""
        return [dict(each) for each in self._lines if each.get("channels")]

    def _show(self) -> None:
        clear_layout(self._rows)
        self.channels, self.groups = [], []
        offered = [PickEntry(one, name) for one, name in self._words.links("channel")]
        for at, line in enumerate(self._lines):
            channels = PickToken(tr("Channels"), several=True)
            channels.offer(offered, tr("choose channels"))
            channels.pick(list(line.get("channels") or ()))
            channels.picked.connect(relay(channels, self._on_channels_picked, at))
            group = PickToken(tr("Among whom"))
            group.offer(rule_choices.group_members(self._words), tr("choose a team"))
            people, team = list(line.get("people") or ()), line.get("team")
            picked = [f"person:{each}" for each in people]
            group.pick([f"team:{team}"] if team is not None else picked[:1])
            group.picked.connect(relay(group, self._on_group_picked, at))
            made = SentenceRow()
            made.lay(
                tr("{channels} in turn to {group}", channels="{channels}", group="{group}"),
                {"channels": channels, "group": group},
            )
            remove = icon_button("x", tr("Remove this line"))
            remove.clicked.connect(relay(remove, self._on_remove_clicked, at))
            made.put_after(remove)
            self._rows.addWidget(made)
            self.channels.append(channels)
            self.groups.append(group)

    def _on_add_clicked(self) -> None:
        self._lines.append({"channels": []})
        self._show()

    def _on_remove_clicked(self, at: int) -> None:
        del self._lines[at]
        self._show()
        self.edited.emit()

    def _on_channels_picked(self, at: int) -> None:
        self._lines[at]["channels"] = [int(each) for each in self.channels[at].picks]
        self.edited.emit()

    def _on_group_picked(self, at: int) -> None:
        who, _, which = str(self.groups[at].picks[0]).partition(":")
        line = {"channels": self._lines[at]["channels"]}
        self._lines[at] = {**line, "team": int(which)} if who == "team" else {
            **line, "people": [int(which)]}  # fmt: skip
        self.edited.emit()

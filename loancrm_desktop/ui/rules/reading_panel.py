"""Beside the rule: it as one sentence, how it fared, what else does the same, who may change it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.rules.saying import RuleClash, RuleStanding, SaidRule
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.rules.rule_desk import RuleDesk
from loancrm_desktop.ui.widgets.marks import Avatar
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, clear_layout, column, label, line, row
from loancrm_desktop.ui.widgets.relay import relay


class ReadingPanel(QWidget):
    """What the designer reads beside the rule.

    Signals:
        rule_wanted: another rule is to be shown (its key).
        order_wanted: the order is to be changed.
    """

    rule_wanted = Signal(str)
    order_wanted = Signal()

    def __init__(self, desk: RuleDesk) -> None:
        super().__init__()
        self._desk = desk
        self._clashes: tuple[RuleClash, ...] | None = None
        self.sentence = label(wrap=True)
        self.sentence.setAccessibleName(tr("The rule as one sentence"))
        self.matching = label(role="accent", font="bodyStrong", wrap=True)
        self.figures: dict[str, QWidget] = {}
        self._numbers = {key: label(font="bodyStrong") for key in ("done", "skipped", "failed")}
        self._last = label(role="secondary")
        self.clashes = QVBoxLayout()
        self.clashes.setSpacing(8)
        self._editors = QVBoxLayout()
        self._editors.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(label(tr("Read the rule aloud"), font="bodyStrong"))
        layout.addWidget(self.sentence)
        layout.addWidget(self.matching)
        layout.addWidget(line())
        self._figures(layout)
        layout.addWidget(line())
        layout.addWidget(label(tr("Other rules"), font="bodyStrong"))
        layout.addLayout(self.clashes)
        layout.addWidget(line())
        layout.addWidget(label(tr("Who may change this rule"), font="bodyStrong"))
        layout.addLayout(self._editors)
        layout.addStretch(1)

    def _figures(self, layout: QVBoxLayout) -> None:
        title = label(tr("How it fared"), font="bodyStrong")
        layout.addLayout(row(title, None, label(tr("last 7 days"), role="caption")))
        for key, words in (
            ("done", tr("Done")),
            ("skipped", tr("Skipped")),
            ("failed", tr("Failed")),
        ):
            layout.addLayout(row(label(words, role="secondary"), None, self._numbers[key]))
        layout.addLayout(row(label(tr("Last time"), role="secondary"), None, self._last))

    def show_said(self, said: SaidRule) -> None:
        """Show the sentence and the other rules."""
        self.sentence.setText(
            said.sentence or tr("{count} places need attention", count=len(said.problems))
        )
        self.matching.setVisible(said.matching is not None)
        if said.matching is not None:
            self.matching.setText(tr("Its condition holds for {count} now", count=said.matching))
        if said.clashes == self._clashes:
            return
        self._clashes = said.clashes
        clear_layout(self.clashes)
        for clash in said.clashes:
            self.clashes.addWidget(self._clash(clash))
        if not said.clashes:
            self.clashes.addWidget(label(tr("No other rule touches the same."), role="caption"))

    def _clash(self, clash: RuleClash) -> QWidget:
        notice = Notice()
        notice.say(clash_text(clash), "warning")
        if not clash.key:
            return notice
        shown = button(tr("Show that rule"), kind="link")
        shown.clicked.connect(relay(shown, self._on_shown_clicked, clash.key))
        order = button(tr("Change the order"), kind="link")
        order.clicked.connect(self.order_wanted)
        holder = QWidget()
        both = column(notice, spacing=2)
        both.addLayout(row(shown, order, None))
        holder.setLayout(both)
        return holder

    def _on_shown_clicked(self, key: str) -> None:
        self.rule_wanted.emit(key)

    def show_standing(self, standing: RuleStanding, now: datetime) -> None:
        """Show the figures and who may change rules."""
        for key, shown in self._numbers.items():
            shown.setText(str(getattr(standing, key)))
        last = standing.last_at
        self._last.setText("—" if last is None else display.time_relative(last, now))
        clear_layout(self._editors)
        for each in standing.editors:
            words = label(each.name)
            role = label(each.role, role="caption")
            self._editors.addLayout(row(Avatar(each.name), words, role, None))


def clash_text(clash: RuleClash) -> str:
    """Say what another rule does that touches this one."""
    title = clash.title
    if clash.way == "pool":
        return tr("The pool's own rules also take customers back after some days.")
    if clash.way == "loop":
        return tr("“{title}” and this rule wake each other. A loop stops by itself.", title=title)
    if clash.way == "owner":
        said = tr("“{title}” also decides whose the customer is.", title=title)
    elif clash.way == "stage":
        said = tr("“{title}” also moves deals.", title=title)
    else:
        said = tr("“{title}” also sets “{field}”.", title=title, field=clash.what)
    order = (
        tr("It fires first, so this rule has the last word.")
        if clash.goes_first
        else tr("It fires later and has the last word.")
    )
    return f"{said}\n{order}"

"""Where deals stay long: each running stage beside the period before, a click from its deals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.process import figures
from loancrm_desktop.services.process.figures import Bottleneck, Bottlenecks
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.panel_parts import table
from loancrm_desktop.ui.records.table_model import Column, RowsTableModel
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, label, row
from loancrm_desktop.ui.widgets.popover import Popover
from loancrm_desktop.ui.widgets.segments import SegmentedControl

DAYS = (7, 30, 90)
_USUAL_DAYS = 30
_PPM = 1_000_000
_MOST_ROWS = 9
_NONE = "–"


def stay_words(seconds: int | None) -> str:
    """Say how long a stay is, a dash where nothing has left the stage."""
    return _NONE if seconds is None else display.duration(timedelta(seconds=seconds))


def change_words(now: int | None, before: int | None) -> str:
    """Say how much longer or shorter deals stay than in the period before."""
    if now is None or before is None:
        return _NONE
    if now == before:
        return tr("as before")
    time = display.duration(timedelta(seconds=abs(now - before)))
    if now > before:
        return tr("▲ {time} longer", time=time)
    return tr("▼ {time} shorter", time=time)


def slowest(found: Bottlenecks) -> Bottleneck | None:
    """Answer the stage with the longest average stay, None where nothing has left any."""
    known = [each for each in found.rows if each.average_s is not None]
    return max(known, key=_average, default=None)


def _average(each: Bottleneck) -> int:
    return each.average_s or 0


class BottleneckPanel(Popover):
    """The table, for the last 7, 30 or 90 days.

    Signals:
        deals_requested: the open deals of a stage are wanted as a list (a condition on deals).
    """

    deals_requested = Signal(object)

    def __init__(self, bridge: Bridge, process: str | None, parent: QWidget | None = None) -> None:
        super().__init__(tr("Bottlenecks"), parent)
        self._bridge = bridge
        self._process = process
        self.found: Bottlenecks | None = None
        self.period = SegmentedControl(tr("Period"))
        self.period.set_choices([(str(days), tr("{count} days", count=days), "") for days in DAYS])
        self.period.set_current(str(_USUAL_DAYS))
        self.period.chosen.connect(self.reload)
        self.told = label(role="secondary")
        self.notice = Notice()
        columns = (
            Column("stage", tr("Stage"), 150),
            Column("now", tr("Deals"), 70, right=True),
            Column("late", tr("Over limit"), 76, right=True),
            Column("average", tr("Average stay"), 110, right=True),
            Column("p90", tr("90 % within"), 110, right=True),
            Column("share", tr("Over-limit share"), 120, right=True),
            Column("change", tr("Against the period before"), 170, right=True),
        )
        self.model = RowsTableModel(columns, self._cell_text, self)
        self.view = table(self.model, columns, tr("Stay by stage"))
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.clicked.connect(self._on_view_clicked)
        self.view.activated.connect(self._on_view_clicked)
        self.open = button(tr("Show these deals as a list"), kind="primary", icon="rows")
        self.open.clicked.connect(self._on_open_clicked)
        width = sum(each.width for each in columns) + 6
        self.view.setFixedWidth(width)
        top = row(self.period, self.told, None, spacing=12)
        self.body.addLayout(top)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.view)
        self.body.addLayout(
            row(label(tr("A click on a stage shows its deals."), role="caption"), None, self.open)
        )
        self._give_height(_MOST_ROWS)
        self.reload()

    def reload(self) -> None:
        """Read the figures of the period chosen."""
        self._bridge.ask(
            figures.bottlenecks,
            process=self._process,
            days=int(self.period.current or _USUAL_DAYS),
            then=self._on_found,
            failed=self._on_failed,
            key="bottlenecks",
        )

    @property
    def current(self) -> Bottleneck | None:
        """The stage chosen."""
        found = self.model.peek(self.view.currentIndex().row()) if self.model.total else None
        return found if isinstance(found, Bottleneck) else None

    def _give_height(self, rows: int) -> None:
        look = theme.current()
        head = self.view.horizontalHeader().sizeHint().height()
        self.view.setFixedHeight(head + max(1, min(rows, _MOST_ROWS)) * look.size("row") + 4)

    def _on_found(self, found: Bottlenecks) -> None:
        self.found = found
        self.notice.hide()
        self.model.start(len(found.rows), found.rows)
        self._give_height(len(found.rows))
        worst = slowest(found)
        if worst is None:
            self.told.setText(tr("No deal has left a stage in this time."))
        else:
            at = found.rows.index(worst)
            self.view.selectRow(at)
            stay, name = stay_words(worst.average_s), self._name(worst)
            self.told.setText(tr("Slowest: {stage}, {time} on average", stage=name, time=stay))
        self.open.setEnabled(self.current is not None)
        self.adjustSize()

    def _on_failed(self, problem: Problem) -> None:
        self.notice.say(str(problem))
        self.adjustSize()

    def _on_view_clicked(self, index: QModelIndex) -> None:
        found = self.model.peek(index.row())
        if isinstance(found, Bottleneck):
            self._ask_for(found.where)

    def _on_open_clicked(self) -> None:
        if self.current is not None:
            self._ask_for(self.current.where)

    def _ask_for(self, where: dict[str, Any]) -> None:
        self.close()
        self.deals_requested.emit(where)

    def _name(self, each: Bottleneck) -> str:
        return each.name_en if current_language() == "en" else each.name_zh

    def _cell_text(self, each: Bottleneck, key: str) -> str:
        texts = {
            "stage": self._name(each),
            "now": f"{each.now:,}",
            "late": f"{each.late:,}" if each.late else _NONE,
            "average": stay_words(each.average_s),
            "p90": stay_words(each.p90_s),
            "share": _share(each.over_limit_ppm),
            "change": change_words(each.average_s, each.average_before_s),
        }
        return texts[key]


def _share(ppm: int | None) -> str:
    return _NONE if ppm is None else f"{round(ppm * 100 / _PPM)} %"

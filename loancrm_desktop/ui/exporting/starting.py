"""Opens the export of a list, or of everything, where the person is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_list
from loancrm_desktop.services.customer_list import CustomerPage
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.exchange.seen_rows import SeenList
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.exporting.export_dialog import ExportDialog, ExportOffer


class ExportStart(QObject):
    """Counts what would leave, and asks.

    Signals:
        exported: a file is there (a sentence).
        failed: what would leave could not be counted (Problem).
    """

    exported = Signal(str)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._window = window
        self._wish: SeenList | None = None
        self._wish_of: Callable[[], SeenList] | None = None
        self.dialog: ExportDialog | None = None

    def serve(self, wish_of: Callable[[], SeenList]) -> None:
        """Take the list as this answers it each time."""
        self._wish_of = wish_of

    def start(self) -> None:
        """Ask about the list as it is seen now."""
        self._wish = None if self._wish_of is None else self._wish_of()
        self._count(ListQuery() if self._wish is None else self._wish.query)

    def start_everything(self) -> None:
        """Ask about all data of the office."""
        self._wish = None
        self._count(ListQuery())

    def _count(self, query: ListQuery) -> None:
        if self._bridge.actor.rights.allows("office.export"):
            self._bridge.ask(
                customer_list.page,
                query=replace(query, limit=1, offset=None, with_total=True),
                then=self._on_counted,
                failed=self._on_failed,
                key="count",
            )

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)

    def _on_counted(self, page: CustomerPage) -> None:
        self._open(self._offer(page.total or 0))

    def _offer(self, count: int) -> ExportOffer:
        day = display.office_time(system_clock()).strftime("%Y-%m-%d")
        if self._wish is None:
            return ExportOffer(
                tr("Export everything"),
                tr("All {count} customers with deals, follow-ups, tasks, stages and people, with "
                   "a dictionary of every column. JSON can be imported again without loss.",
                   count=f"{count:,}"),
                ExportWish(),
                count,
                ("xlsx", "csv", "json"),
                tr("office {day}", day=day),
            )  # fmt: skip
        return ExportOffer(
            tr("Export this list"),
            tr("{count} customers, in the order and with the columns you see.",
               count=f"{count:,}"),
            self._wish,
            count,
            ("xlsx", "csv"),
            tr("customers {day}", day=day),
        )  # fmt: skip

    def _open(self, offer: ExportOffer) -> None:
        self.dialog = ExportDialog(self._bridge, offer, self._window)
        self.dialog.exported.connect(self.exported)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.open()

    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

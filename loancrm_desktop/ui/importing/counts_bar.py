"""The counts of a dry run in large figures, with the bar of how they share the list."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from loancrm_desktop.services.exchange.import_plan import ImportReport
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.parts import Tile, column, label, row

_BAR_HEIGHT = 8
_GAP = 2
_NOT_YET = "—"


class ShareBar(QWidget):
    """How many rows are fine, known already and wrong, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[int, int, int] = (0, 0, 0)
        self.setFixedHeight(_BAR_HEIGHT)

    def show_shares(self, fine: int, known: int, wrong: int) -> None:
        """Show other shares."""
        self._shares = (fine, known, wrong)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for some width."""
        return QSize(160, _BAR_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shares."""
        super().paintEvent(event)
        look, total = theme.current(), sum(self._shares)
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("neutralSoft"))
        left = 0.0
        for share, colour in zip(self._shares, ("success", "warning", "danger"), strict=True):
            if share:
                width = max(3.0, self.width() * share / total)
                painter.fillRect(QRectF(left, 0, width - _GAP, self.height()), look.colour(colour))
                left += width
        painter.end()


class CountsBar(QFrame):
    """What would become of the rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._began_s = 0.0
        self._took_s = 0.0
        self.created = Tile(tr("can be imported"), "success")
        self.duplicates = Tile(tr("known already"), "warning")
        self.rejected = Tile(tr("cannot be imported"), "error")
        self.mended = Tile(tr("numbers brought into form"), "accent")
        self.updated = Tile(tr("update known customers"), "accent")
        self._said = label(role="caption")
        self._rows = label(role="caption")
        self.bar = ShareBar()
        told = QWidget()
        inner = column(margins=(16, 14, 16, 10), spacing=8)
        inner.addLayout(row(self._said, None, self._rows))
        inner.addWidget(self.bar)
        inner.addStretch(1)
        told.setLayout(inner)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.created, self.updated, self.duplicates, self.rejected, self.mended):
            layout.addWidget(part, 3)
        layout.addWidget(told, 5)

    def show_checking(self, rows: int) -> None:
        """Say that the rows are being counted."""
        self._began_s = time.monotonic()
        self._said.setText(tr("Checking …"))
        self._rows.setText(tr("{count} rows", count=f"{rows:,}"))

    def show_unchecked(self) -> None:
        """Say that the rows could not be counted."""
        self._said.setText(tr("Not checked"))
        self.bar.show_shares(0, 0, 0)
        for tile in (self.created, self.updated, self.duplicates, self.rejected, self.mended):
            tile.show_number(_NOT_YET)

    def show_report(self, report: ImportReport, mended: int) -> None:
        """Show a dry run's counts."""
        took_s = time.monotonic() - self._began_s
        self.created.show_number(f"{report.created:,}")
        self.updated.show_number(f"{report.updated:,}")
        self.duplicates.show_number(f"{report.duplicates:,}")
        self.rejected.show_number(f"{report.rejected:,}")
        self.mended.show_number(f"{mended:,}")
        self._said.setText(tr("Checked"))
        self._rows.setText(
            tr("{count} rows · {seconds} s", count=f"{report.rows:,}", seconds=f"{took_s:.1f}")
        )
        known = report.updated + report.skipped
        self.bar.show_shares(report.created, known, report.rejected)

"""The line below the list: how many, how much, how long, and the keys that work here."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from loancrm_desktop import display
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.keycap import KeyCap
from loancrm_desktop.ui.widgets.parts import label, line

_HEIGHT = 32


class SummaryBar(QFrame):
    """Counts the filtered set, not what is on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "summary")
        self.count = label(role="secondary")
        self._amount_words = label(tr("Amount wanted"), role="secondary")
        self.amount = label(font="bodyStrong")
        self._dwell_words = label(tr("Average dwell"), role="secondary")
        self.dwell = label(font="bodyStrong")
        self._lines = (line(vertical=True), line(vertical=True))
        self._hints: list[QWidget] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(self.count)
        for divider, words, figure in (
            (self._lines[0], self._amount_words, self.amount),
            (self._lines[1], self._dwell_words, self.dwell),
        ):
            divider.setFixedHeight(14)
            layout.addWidget(divider)
            layout.addWidget(words)
            layout.addWidget(figure)
        layout.addStretch(1)
        self._add_hints(layout)
        self.forget()

    def _add_hints(self, layout: QHBoxLayout) -> None:
        hints = (
            ("↑↓", tr("choose")),
            ("Space", tr("tick")),
            ("Return", tr("open")),
            ("P", tr("preview")),
        )
        for keys, words in hints:
            hint = QWidget()
            inner = QHBoxLayout(hint)
            inner.setContentsMargins(0, 0, 4, 0)
            inner.setSpacing(5)
            cap = KeyCap(keys)
            said: QLabel = label(words, role="caption")
            inner.addWidget(cap)
            inner.addWidget(said)
            layout.addWidget(hint)
            self._hints.append(hint)

    def sizeHint(self) -> QSize:
        """Ask for the line's height, which grows with the text."""
        high = max(_HEIGHT, theme.current().line("body") + 12)
        return QSize(super().sizeHint().width(), high)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Be as narrow as need be; the hints go first."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the hints out where there is no room for them, the last first."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = [self.count, *self._figures()]
        used = 48 + sum(part.sizeHint().width() + 8 for part in shown)
        for hint in self._hints:
            used += hint.sizeHint().width() + 8
            hint.setVisible(used <= self.width())

    def _figures(self) -> list[QWidget]:
        parts = (self._amount_words, self.amount, self._dwell_words, self.dwell)
        return [part for part in parts if not part.isHidden()]

    def show_count(self, total: int) -> None:
        """Say how many there are."""
        self.count.setText(tr("{count} customers", count=f"{total:,}"))
        self._fit()

    def show_figures(self, amount_fen: int | None, average_dwell_s: int | None) -> None:
        """Say what all of them want, and how long they have been in their stage on average."""
        if amount_fen is not None:
            self.amount.setText(display.money_short(amount_fen))
            self.amount.setToolTip(display.money_exact(amount_fen))
        known = average_dwell_s is not None
        length = timedelta(seconds=average_dwell_s or 0)
        self.dwell.setText(display.duration(length) if known else "")
        self._show(amount=amount_fen is not None, dwell=known)

    def forget(self) -> None:
        """Say no figures while they are not known."""
        self._show(amount=False, dwell=False)

    def _show(self, *, amount: bool, dwell: bool) -> None:
        for shown, parts in (
            (amount, (self._lines[0], self._amount_words, self.amount)),
            (dwell, (self._lines[1], self._dwell_words, self.dwell)),
        ):
            for part in parts:
                part.setVisible(shown)
        self._fit()

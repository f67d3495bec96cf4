"""A label that ends in … where room is short, and then says the whole in its tip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from loancrm_desktop.ui import theme


class ElidedLabel(QLabel):
    """One line of text that gives way; `text()` is always the whole."""

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "",
        font: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._mode = mode
        self._own_tip = ""
        self._style_name = font
        if role:
            self.setProperty("role", role)
        self._take_font()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt names it so
        """Show another text."""
        super().setText(text)
        self._tell()

    def set_tip(self, tip: str) -> None:
        """Give a tip for when the whole text is seen."""
        self._own_tip = tip
        self._tell()

    @property
    def is_elided(self) -> bool:
        """Whether a part of the text is not seen."""
        return self._shown() != self.text()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Give way down to about three signs."""
        whole = super().sizeHint()
        return QSize(min(whole.width(), self.fontMetrics().height() * 2), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in the tip what no longer fits."""
        super().resizeEvent(event)
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        """Take the theme's font again when the theme or its scale has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._take_font()
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        del event
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            self._shown(),
            QPalette.ColorRole.WindowText,
        )
        painter.end()

    def _take_font(self) -> None:
        if self._style_name:
            wanted = theme.current().font(self._style_name)
            if wanted != self.font():
                self.setFont(wanted)

    def _shown(self) -> str:
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text().replace("\n", " "), self._mode, room)

    def _tell(self) -> None:
        self.setToolTip(self.text() if self.is_elided else self._own_tip)

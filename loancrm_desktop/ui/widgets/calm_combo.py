"""A choice that the wheel passes by: scrolling a page changes nothing on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QHelpEvent, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolTip,
)

_ICON_AIR = 4


class CalmCombo(QComboBox):
    """A combo box whose value changes by keys and in its list, never by the wheel over it.

    What does not fit ends in … with the whole in the tip.
    """

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page that is being scrolled."""
        event.ignore()

    def shown_text(self) -> str:
        """Answer what can be read without opening the list."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return self._fitting(option)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the choice; what is too long is cut with a sign."""
        if self.isEditable():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        if self.currentIndex() < 0 and self.placeholderText():
            faint = option.palette.placeholderText()
            option.palette.setBrush(QPalette.ColorRole.ButtonText, faint)
            option.currentText = self.placeholderText()
        option.currentText = self._fitting(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def event(self, event: QEvent) -> bool:
        """Say the whole of what does not fit, when the page has no tip of its own."""
        if isinstance(event, QHelpEvent) and not self.toolTip():
            whole = self.currentText()
            if event.type() == QEvent.Type.ToolTip and whole != self.shown_text():
                QToolTip.showText(event.globalPos(), whole, self)
                return True
        return super().event(event)

    def _fitting(self, option: QStyleOptionComboBox) -> str:
        field: QRect = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        width = field.width()
        if not option.currentIcon.isNull():
            width -= option.iconSize.width() + _ICON_AIR
        return self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, width)

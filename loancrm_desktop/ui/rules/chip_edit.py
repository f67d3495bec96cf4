"""A text with fields in it: each field stands as one chip that the cursor passes as a letter."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from loancrm_desktop.ui import theme

FIELD = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_CHIP = QTextFormat.ObjectTypes.UserObject + 7
_KEY, _NAME = QTextFormat.Property.UserProperty + 1, QTextFormat.Property.UserProperty + 2
_SIGN = "\ufffc"
_PADDING = 5.0


class _ChipPainter(QPyTextObject):
    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:  # noqa: N802, N803, A002 - Qt names them so
        del doc, posInDocument
        metrics = QFontMetricsF(theme.current().font("body"))
        width = metrics.horizontalAdvance(str(format.property(_NAME)))
        return QSizeF(width + 2 * _PADDING, metrics.height())

    def drawObject(  # noqa: N802 - Qt names it so
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        posInDocument: int,  # noqa: N803 - Qt names it so
        format: QTextFormat,  # noqa: A002 - Qt names it so
    ) -> None:
        del doc, posInDocument
        paint_chip(painter, QRectF(rect), str(format.property(_NAME)))


def paint_chip(painter: QPainter, place: QRectF, name: str) -> None:
    """Paint a field's chip."""
    look = theme.current()
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accentSoft"))
    painter.drawRoundedRect(place, 3, 3)
    painter.setPen(look.colour("accentText"))
    painter.setFont(look.font("body"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)
    painter.restore()


class ChipEdit(QTextEdit):
    """Takes and answers texts as rules keep them: `请及时跟进客户{name}`."""

    def __init__(self, name_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self._painter = _ChipPainter(self)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.document().documentLayout().registerHandler(_CHIP, self._painter)

    def show_text(self, text: str) -> None:
        """Show a text."""
        self.clear()
        at = 0
        for found in FIELD.finditer(text):
            self.insertPlainText(text[at : found.start()])
            self.insert_field(found[1])
            at = found.end()
        self.insertPlainText(text[at:])

    def insert_field(self, key: str) -> None:
        """Put a field where the cursor is."""
        chip = QTextCharFormat()
        chip.setObjectType(_CHIP)
        chip.setProperty(_KEY, key)
        chip.setProperty(_NAME, self._name_of(key))
        cursor = self.textCursor()
        cursor.insertText(_SIGN, chip)
        cursor.setCharFormat(QTextCharFormat())
        self.setTextCursor(cursor)
        self.setCurrentCharFormat(QTextCharFormat())

    def text(self) -> str:
        """Answer the text with its fields in braces."""
        lines: list[str] = []
        block = self.document().firstBlock()
        while block.isValid():
            parts: list[str] = []
            walk = block.begin()
            while not walk.atEnd():
                fragment = walk.fragment()
                chip = fragment.charFormat()
                if chip.objectType() == _CHIP:
                    parts.append(f"{{{chip.property(_KEY)}}}" * len(fragment.text()))
                else:
                    parts.append(fragment.text().replace("\u2028", "\n"))
                walk += 1
            lines.append("".join(parts))
            block = block.next()
        return "\n".join(lines)


def measured(text: str, name_of: Callable[[str], str]) -> list[tuple[str, bool]]:
    """Split a text into words and chips: (what is shown, whether it is a chip)."""
    found: list[tuple[str, bool]] = []
    at = 0
    for each in FIELD.finditer(text):
        if each.start() > at:
            found.append((text[at : each.start()], False))
        found.append((name_of(each[1]), True))
        at = each.end()
    if at < len(text):
        found.append((text[at:], False))
    return found

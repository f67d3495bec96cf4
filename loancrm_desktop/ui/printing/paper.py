"""A page on paper: its text, and on every sheet who printed it and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QTextDocument,
)
from PySide6.QtPrintSupport import QPrinter

from loancrm_desktop.texts import tr

_MARGIN_MM = 14.0
_FOOT_MM = 8.0
_TEXT_PT = 9
_MARK_PT = 34
_MARK_ANGLE = -30
_MM_PER_INCH = 25.4
_FAINT = 0.12


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be printed.

    Attributes:
        what: a word of `services.exchange.printing.PRINTED`.
        title: stands on the first sheet and is the name of the print job.
        body: the text below it, as HTML.
        rows: how many lines it holds, for the history.
        customer_id: whose it is, None for a list.
        wide: whether the sheets lie on their side.
    """

    what: str
    title: str
    body: str
    rows: int
    customer_id: int | None = None
    wide: bool = False


def table_html(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Answer a table; its heads are repeated on every sheet."""
    head = "".join(f"<th align='left'>{escape(each)}</th>" for each in heads)
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        "<table width='100%' border='1' cellspacing='0' cellpadding='3' "
        f"style='border-collapse:collapse'><thead><tr>{head}</tr></thead>{lines}</table>"
    )


def facts_html(title: str, facts: Sequence[tuple[str, str]]) -> str:
    """Answer a heading with names and values below it; nothing where there are none."""
    if not facts:
        return ""
    lines = "".join(
        f"<tr><td width='150'>{escape(name)}</td><td>{escape(value)}</td></tr>"
        for name, value in facts
    )
    return f"<h3>{escape(title)}</h3><table cellpadding='2'>{lines}</table>"


def set_sheet(printer: QPrinter, paper: Paper) -> None:
    """Lay the sheets of a printer as this paper wants them."""
    across = QPageLayout.Orientation.Landscape if paper.wide else QPageLayout.Orientation.Portrait
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    printer.setPageLayout(QPageLayout(size, across, margins, QPageLayout.Unit.Millimeter))
    printer.setDocName(paper.title)


def print_paper(paper: Paper, printed_by: str, printer: QPrinter) -> int:
    """Put a paper on a printer or into its file; answers the number of sheets, 0 for none taken.

    Args:
        paper: what.
        printed_by: who prints and when: the watermark.
        printer: where to.
    """
    painter = QPainter()
    if not painter.begin(printer):
        return 0
    whole = QRectF(painter.viewport())
    foot = printer.resolution() * _FOOT_MM / _MM_PER_INCH
    text = QRectF(0, 0, whole.width(), whole.height() - foot)
    document = QTextDocument()
    document.documentLayout().setPaintDevice(printer)
    font = QFont(painter.font())
    font.setPointSize(_TEXT_PT)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setHtml(f"<h2>{escape(paper.title)}</h2>{paper.body}")
    document.setPageSize(QSizeF(text.size()))
    sheets = document.pageCount()
    for sheet in range(sheets):
        if sheet:
            printer.newPage()
        _draw_mark(painter, whole, printed_by)
        painter.save()
        painter.translate(0, -sheet * text.height())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
        context.clip = QRectF(0, sheet * text.height(), text.width(), text.height())
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.black)
        number = tr("Sheet {number} of {count}", number=sheet + 1, count=sheets)
        below = QRectF(0, text.height(), whole.width(), foot)
        low = Qt.AlignmentFlag.AlignBottom
        painter.drawText(below, low | Qt.AlignmentFlag.AlignLeft, printed_by)
        painter.drawText(below, low | Qt.AlignmentFlag.AlignRight, number)
    painter.end()
    return sheets


def _draw_mark(painter: QPainter, whole: QRectF, words: str) -> None:
    """Write the watermark across the sheet, faint enough to read what lies upon it."""
    painter.save()
    font = QFont(painter.font())
    font.setPointSize(_MARK_PT)
    painter.setFont(font)
    painter.setOpacity(_FAINT)
    painter.setPen(Qt.GlobalColor.black)
    painter.translate(whole.center())
    painter.rotate(_MARK_ANGLE)
    room = QRectF(-whole.width() / 2, -whole.height() / 4, whole.width(), whole.height() / 2)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
    painter.restore()

"""The recovery key on paper: office, day, key, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QDate, QMarginsF, Qt
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QTextDocument

from loancrm_desktop.texts import tr

_MARGIN_MM = 20.0
_KEY_SIZE_PT = 20


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is printed."""

    key: str
    office: str
    login: str


def html_of(sheet: RecoverySheet) -> str:
    """Answer the page as HTML."""
    day = QDate.currentDate().toString(Qt.DateFormat.ISODate)
    facts = (
        (tr("Office"), sheet.office),
        (tr("Login of the owner"), sheet.login),
        (tr("Printed on"), day),
    )
    rows = "".join(
        f"<tr><td width='160'>{escape(name)}</td><td><b>{escape(text)}</b></td></tr>"
        for name, text in facts
    )
    told = (
        tr("This key opens the office when the password is lost. Whoever has it and the folder of "
           "the office can read all customers' data."),
        tr("Keep this sheet in a safe or with somebody you trust, not beside the computer."),
        tr("To use it: on the page Unlock choose “Password lost? Use the recovery key”, type the "
           "key, and set a new password."),
        tr("Nobody, not even the makers of the program, can open the office without password and "
           "key."),
    )  # fmt: skip
    points = "".join(f"<li style='margin-bottom:6px'>{escape(text)}</li>" for text in told)
    return (
        f"<h1>{escape(tr('Recovery key'))}</h1>"
        f"<table cellpadding='4'>{rows}</table><br>"
        f"<p style='font-family:monospace;font-size:{_KEY_SIZE_PT}pt;font-weight:600'>"
        f"{escape(sheet.key)}</p><br><ul>{points}</ul>"
    )


def print_sheet(sheet: RecoverySheet, device: QPagedPaintDevice) -> None:
    """Print the page on a printer or into a PDF file."""
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
        QPageLayout.Unit.Millimeter,
    )
    device.setPageLayout(layout)
    document = QTextDocument()
    document.setHtml(html_of(sheet))
    document.print_(device)

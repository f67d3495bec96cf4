"""The last net: a mistake of the program is told calmly, with a report that names nobody."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from loancrm_desktop import __version__
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.parts import button, frame, label, row

_log = logging.getLogger(__name__)
WIDTH = 560


def report_of(fault: BaseException) -> str:
    """Write where a mistake happened, without any value or message: those may name people."""
    lines = [
        f"LoanCRM {__version__}",
        f"Python {platform.python_version()}, {platform.system()} {platform.release()}",
        "",
    ]
    seen: BaseException | None = fault
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [
            f"  {_module_of(step.filename)}:{step.lineno} {step.name}"
            for step in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__
        if seen is not None:
            lines.append("caused by")
    return "\n".join(lines)


def _module_of(path: str) -> str:
    """Answer a file's place inside the program or its packages; the rest may name the user."""
    parts = path.replace("\\", "/").split("/")
    for root in ("loancrm_desktop", "site-packages"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1]


class CrashDialog(QDialog):
    """Tells of a mistake of the program, with a report to copy."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("The program made a mistake"))
        self.setMinimumWidth(WIDTH)
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setMinimumHeight(180)
        copy = button(tr("Copy the report"), icon="copy")
        copy.clicked.connect(self._on_copy_clicked)
        close = button(tr("Go on working"), kind="primary")
        close.clicked.connect(self.accept)
        told = tr(
            "What you did last may not have been done; everything saved before is safe. The report "
            "below holds no customer's data."
        )
        footer = frame("footer")
        footer.setLayout(row(copy, None, close, margins=(20, 10, 20, 10)))
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 16, 20, 12)
        inner.addWidget(label(told, wrap=True))
        inner.addWidget(self.report)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(inner)
        layout.addWidget(footer)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())


class CrashNet(QObject):
    """Catches what nobody caught, on any thread, and shows it once at a time.

    Signals:
        caught: a mistake was caught (its report).
    """

    caught = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = sys.excepthook
        self._dialog: CrashDialog | None = None
        self.caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    def spread(self) -> None:
        """Catch from now on."""
        sys.excepthook = self._on_exception

    def fold(self) -> None:
        """Let Python do as before."""
        sys.excepthook = self._before

    def take(self, fault: BaseException) -> None:
        """Tell of a mistake somebody else caught."""
        report = report_of(fault)
        _log.error("a mistake of the program:\n%s", report)
        self.caught.emit(report)

    def _on_exception(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, fault, trace)
            return
        self.take(fault)

    def _on_caught(self, report: str) -> None:
        if self._dialog is not None:
            return
        self._dialog = CrashDialog(report)
        self._dialog.finished.connect(self._on_dialog_finished)
        self._dialog.open()

    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

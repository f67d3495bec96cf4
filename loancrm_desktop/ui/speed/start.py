"""Starts the program as people do and says when its first window was painted.

Run as `python -m loancrm_desktop.ui.speed.start`; the caller's clock runs from the start of the
process to the line `painted`.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from loancrm_desktop.ui import collector
from loancrm_desktop.ui.application import Options, Program, make_application


class _FirstPaint(QObject):
    """Tells of the first paint of a window, then ends the program."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look for the paint."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            sys.stdout.write("painted\n")
            sys.stdout.flush()
            QApplication.quit()
        return False


def main() -> None:
    """Show the first window."""
    application = make_application(["loancrm-desktop"])
    program = Program(application, Options())
    eye = _FirstPaint()
    program.window.installEventFilter(eye)
    program.show()
    application.exec()
    program.window.close()
    program.end()
    collector.rest()


if __name__ == "__main__":
    main()

"""The questions for a file: which list to read, where the rows left out go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from loancrm_desktop.texts import tr

KINDS = "*.xlsx *.xlsm *.xls *.et *.ods *.csv *.tsv *.txt *.vcf *.ldif"


def ask_for_list(window: QWidget) -> Path | None:
    """Ask which list is to be read."""
    chosen, _ = QFileDialog.getOpenFileName(
        window, tr("File to import"), "", f"{tr('Lists')} ({KINDS});;{tr('All files')} (*)"
    )
    return Path(chosen) if chosen else None


def ask_for_rejects(window: QWidget) -> Path | None:
    """Ask where the rows left out are saved."""
    chosen, _ = QFileDialog.getSaveFileName(
        window, tr("Save the rows left out"), tr("rows left out") + ".xlsx", "*.xlsx"
    )
    return Path(chosen) if chosen else None


def dropped_file(event: QDropEvent) -> Path | None:
    """Answer the first file of those dropped."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if paths else None

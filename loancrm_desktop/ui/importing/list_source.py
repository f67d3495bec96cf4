"""The list that is to be imported: read from a file or pasted, its columns guessed and recalled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.exchange import import_memory, importing, pasted_cells, sheets
from loancrm_desktop.services.exchange.header_choice import with_cell, with_header_row
from loancrm_desktop.services.exchange.import_memory import Remembered
from loancrm_desktop.services.exchange.mapping import ColumnGuess
from loancrm_desktop.services.exchange.sheets import FileTables, SheetTable
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.importing.remembering import as_remembered


class ListSource(QObject):
    """Reads lists and knows what is known of their columns.

    Signals:
        reading: something is being read; the sentence that says so.
        file_read: a file was read (FileTables).
        table_changed: another list is in hand (SheetTable).
        mapped: the columns of the list in hand are guessed, and those of last time recalled.
        failed: it could not be read (Problem).
    """

    reading = Signal(str)
    file_read = Signal(object)
    table_changed = Signal(object)
    mapped = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._path: Path | None = None
        self._tables: FileTables | None = None
        self._guesses: tuple[ColumnGuess, ...] = ()
        self._remembered = Remembered(None, {})
        self.table: SheetTable | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        return "" if self._tables is None else self._tables.path.name

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """What words mean, as far as it was settled before."""
        return self._remembered.words

    @property
    def is_known(self) -> bool:
        """Whether a list with these headings was imported before."""
        return self._remembered.columns is not None

    def columns(self, *, last_time: bool) -> tuple[ColumnGuess, ...]:
        """Answer the columns as mapped last time, or as guessed."""
        return as_remembered(self._guesses, self._remembered) if last_time else self._guesses

    def forget(self) -> None:
        """Let the list go."""
        self._tables = self.table = None

    def read_file(self, path: Path, sheet: str | None = None) -> None:
        """Read a file in a process of its own."""
        self._path = path
        self.reading.emit(tr("Reading {file} …", file=path.name))
        self._bridge.outside(
            sheets.read_table, path=path, sheet=sheet, then=self._on_tables,
            failed=self._on_failed, key="read",
        )  # fmt: skip

    def read_sheet(self, sheet: str) -> None:
        """Read another sheet of the same file."""
        if self._path is not None:
            self.read_file(self._path, sheet)

    def paste(self) -> None:
        """Take the cells on the clipboard."""
        self._path = None
        self.reading.emit(tr("Reading what was pasted …"))
        self._bridge.outside(
            pasted_cells.read_pasted, text=QGuiApplication.clipboard().text(),
            name=tr("Pasted cells"), then=self._on_tables, failed=self._on_failed, key="read",
        )  # fmt: skip

    def take_header(self, number: int) -> None:
        """Take another row as the headings."""
        if self._tables is not None:
            self._use(with_header_row(self._tables.chosen, number))

    def mend_cell(self, number: int, place: int, text: str) -> None:
        """Write a cell of the list in hand anew; the file stays as it is."""
        if self.table is not None:
            self.table = with_cell(self.table, number, place, text)

    def _on_tables(self, tables: FileTables) -> None:
        self._tables = tables
        self.file_read.emit(tables)
        self._use(tables.chosen)

    def _use(self, table: SheetTable) -> None:
        self.table = table
        self.table_changed.emit(table)
        self._bridge.ask(
            importing.guess, table=table, then=self._on_guesses, failed=self._on_failed,
            key="guess",
        )  # fmt: skip

    def _on_guesses(self, guesses: Sequence[ColumnGuess]) -> None:
        if self.table is None:
            return
        self._guesses = tuple(guesses)
        self._bridge.ask(
            import_memory.recall, header=list(self.table.header), then=self._on_recalled,
            failed=self._on_failed, key="recall",
        )  # fmt: skip

    def _on_recalled(self, remembered: Remembered) -> None:
        if self.table is not None:
            self._remembered = remembered
            self.mapped.emit()

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)

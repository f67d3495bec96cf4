"""Carries a process out of the designer and in, as a JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from loancrm_desktop.errors import Invalid, Problem, Unavailable
from loancrm_desktop.services.process import reading
from loancrm_desktop.texts import say, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_words import name_in

MOST_BYTES = 4 * reading.MAX_JSON_LENGTH


class FlowFiles(QObject):
    """Asks for files, and reads and writes them beside the screen.

    Signals:
        said: a file was written, or its picture is on the table (a sentence).
        failed: it did not work (Problem).
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, desk: FlowDesk, page: QWidget) -> None:
        super().__init__(page)
        self._bridge, self._desk, self._page = bridge, desk, page
        self._path = Path()

    def ask_read(self) -> None:
        """Ask which file, and draw on from its picture."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._page, tr("Draw on from a file"), "", tr("Processes (*.json)")
        )
        if chosen:
            self.read_from(Path(chosen))

    def ask_write(self) -> None:
        """Ask where to, and write what is drawn there."""
        name = f"{name_in(self._desk.body) or self._desk.key}.json"
        chosen, _ = QFileDialog.getSaveFileName(
            self._page, tr("Write the process into a file"), name, tr("Processes (*.json)")
        )
        if chosen:
            self.write_to(Path(chosen))

    def read_from(self, path: Path) -> None:
        """Draw on from the picture in a file; it is a step that can be taken back."""
        self._path = path
        self._bridge.outside(read_process, path=path, then=self._on_read, failed=self._on_failed)

    def write_to(self, path: Path) -> None:
        """Write what is drawn into a file."""
        self._path = path
        self._bridge.outside(
            write_process,
            path=path,
            body=self._desk.body,
            then=self._on_written,
            failed=self._on_failed,
        )

    def _on_read(self, body: dict[str, Any]) -> None:
        self._desk.open_step(body)
        said = tr("The process of {name} is on the table; check it.", name=self._path.name)
        self.said.emit(said)

    def _on_written(self, _done: object = None) -> None:
        self.said.emit(tr("The process is in {file}.", file=self._path.name))

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)


def read_process(path: Path) -> dict[str, Any]:
    """Read a process from a file, in the present format.

    Raises:
        Unavailable: the file cannot be read, or is no JSON.
        Invalid: what is in it is no process this program knows, with the first place.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Invalid(say("This process is too large to be read."))
        raw: object = json.loads(path.read_text("utf-8"))
    except OSError as fault:
        text = say("The file {name} cannot be read. Look whether it is there.", name=path.name)
        raise Unavailable(text, "file") from fault
    except (ValueError, RecursionError) as fault:
        text = say(
            "The file {name} is no JSON: it was cut off, or edited by hand. Write it anew.",
            name=path.name,
        )
        raise Invalid(text) from fault
    if not isinstance(raw, dict):
        raise Invalid(say("The file {name} holds no process.", name=path.name))
    return reading.read(cast("dict[str, Any]", raw)).written()


def write_process(path: Path, body: Mapping[str, Any]) -> None:
    """Write a process as JSON.

    Raises:
        Unavailable: the file cannot be written.
    """
    try:
        path.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as fault:
        text = say("The file {name} cannot be written. Choose another place.", name=path.name)
        raise Unavailable(text, "file") from fault

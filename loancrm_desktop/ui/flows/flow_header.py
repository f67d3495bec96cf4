"""The head of the process designer: which process, which version, how many deals run."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance

from loancrm_desktop.services.process.drawing import ProcessDrawing
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.drafting.draft_header import DraftHeader
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_words import name_in
from loancrm_desktop.ui.widgets.parts import button

NEW = "new"
"""The entry below the processes that begins a new one."""


class FlowHeader(DraftHeader):
    """The head over a process.

    Signals:
        starter_clicked: begin with a ready process.
        read_clicked: draw on from a file.
        write_clicked: write what is drawn into a file.
    """

    starter_clicked = Signal()
    read_clicked = Signal()
    write_clicked = Signal()

    def __init__(self, desk: FlowDesk) -> None:
        super().__init__(
            desk,
            (tr("Which process"), tr("More about the process")),
            button(tr("Trial run"), icon="play"),
        )
        self._desk = desk

    def set_processes(self, found: Sequence[tuple[str, str]]) -> None:
        """Offer the office's processes (key, name), and a new one."""
        self.set_choices(found, ((NEW, tr("New process…")),))

    def show_drawing(self, found: ProcessDrawing | None) -> None:
        """Say which version is in force and how many deals run; None is a new process."""
        versions = () if found is None else found.versions
        self.chosen = "" if found is None else found.key
        status = tr("not published yet")
        if found is not None and found.published_version:
            status = tr(
                "in force: v{number} · {count} running",
                number=found.published_version,
                count=found.running,
            )
        self.show_version(max((each.version for each in versions), default=0), status)

    def design_title(self) -> str:
        """Answer the process's name."""
        return name_in(self._desk.body) or tr("Process")

    def menu_entries(self) -> Sequence[tuple[str, str, SignalInstance]]:
        """Answer what can be done with the process."""
        return (
            ("history", tr("Versions of the process"), self.versions_clicked),
            ("copy", tr("Begin with a ready process…"), self.starter_clicked),
            ("flow", tr("Begin with an empty canvas"), self.clear_clicked),
            ("upload", tr("Draw on from a file…"), self.read_clicked),
            ("download", tr("Write the process into a file…"), self.write_clicked),
            ("trash", tr("Discard the draft"), self.discard_clicked),
        )

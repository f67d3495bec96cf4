"""Templates to begin from, and rules carried out of the office and in as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from loancrm_desktop.errors import Problem, Unavailable
from loancrm_desktop.services.rules import drawing, shipping
from loancrm_desktop.services.rules.design import Title
from loancrm_desktop.texts import current_language, say, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.rules import rule_choices

MOST_BYTES = 5_000_000


class RuleCarrier(QObject):
    """Asks for files and reads and writes them beside the screen.

    Signals:
        template_chosen: a rule is to be begun from this one (its JSON).
        imported: rules were taken over (their keys).
        said: a sentence, and its state.
    """

    template_chosen = Signal(object)
    imported = Signal(list)
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, page: QWidget) -> None:
        super().__init__(page)
        self._bridge, self._page = bridge, page
        self.menu: QMenu | None = None
        self._opener: QWidget = page
        self._bodies: list[dict[str, Any]] = []
        self._path = Path()

    def offer_templates(self, opener: QWidget) -> None:
        """Show the shipped rules below a button."""
        self._opener = opener
        self._bridge.ask(
            shipping.list_templates,
            then=self._on_templates,
            failed=self._on_failed,
            key="templates",
        )

    def _on_templates(self, bodies: Sequence[Mapping[str, Any]]) -> None:
        self._bodies = [dict(each) for each in bodies]
        self.menu = QMenu(self._page)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for group in rule_choices.GROUPS:
            found = [
                at for at, each in enumerate(self._bodies) if each.get("group", "other") == group
            ]
            if found:
                self.menu.addSection(rule_choices.group_name(group))
            for at in found:
                title = Title.model_validate(self._bodies[at]["title"])
                self.menu.addAction(title.read(current_language())).setData(at)
        self.menu.triggered.connect(self._on_menu_triggered)
        opener = self._opener
        self.menu.popup(opener.mapToGlobal(QPoint(0, opener.height())))

    def _on_menu_triggered(self, chosen: QAction) -> None:
        self.template_chosen.emit({**self._bodies[int(chosen.data())], "on": True})

    def ask_export(self) -> None:
        """Ask where to, and write every rule there."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._page, tr("Export rules"), tr("rules.json"), tr("Rules (*.json)")
        )
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write every rule into a file."""
        self._path = path
        self._bridge.ask(
            drawing.export, then=self._on_exported, failed=self._on_failed, key="export"
        )

    def _on_exported(self, bodies: list[dict[str, Any]]) -> None:
        self._bridge.outside(
            write_rules, path=self._path, bodies=bodies, then=self._on_written,
            failed=self._on_failed,
        )  # fmt: skip

    def _on_written(self, count: int) -> None:
        said = tr("{count} rules are written to {name}", count=count, name=self._path.name)
        self.said.emit(said, "success")

    def ask_import(self) -> None:
        """Ask which file, and take its rules over."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._page, tr("Import rules"), "", tr("Rules (*.json)")
        )
        if chosen:
            self.import_from(Path(chosen))

    def import_from(self, path: Path) -> None:
        """Take the rules of a file over."""
        self._bridge.outside(read_rules, path=path, then=self._on_read, failed=self._on_failed)

    def _on_read(self, bodies: list[dict[str, Any]]) -> None:
        self._bridge.do(
            shipping.take_over, bodies=bodies, then=self._on_taken, refused=self._on_failed
        )

    def _on_taken(self, keys: Sequence[str]) -> None:
        self.imported.emit(list(keys))

    def _on_failed(self, problem: Problem) -> None:
        self.said.emit(str(problem), "danger")


def write_rules(path: Path, bodies: list[dict[str, Any]]) -> int:
    """Write rules as JSON; answers how many.

    Raises:
        Unavailable: the file cannot be written.
    """
    try:
        path.write_text(json.dumps(bodies, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as fault:
        text = say("The file {name} cannot be written. Choose another place.", name=path.name)
        raise Unavailable(text, "file") from fault
    return len(bodies)


def read_rules(path: Path) -> list[dict[str, Any]]:
    """Read rules from JSON.

    Raises:
        Unavailable: the file cannot be read, or holds no list of rules.
    """
    text = say("The file {name} holds no rules. Choose one that was exported.", name=path.name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unavailable(text, "file")
        raw: object = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as fault:
        raise Unavailable(text, "file") from fault
    if isinstance(raw, dict):
        whole = cast("dict[str, object]", raw)
        raw = whole.get("rules", [whole])  # the command line writes them so
    found = cast("list[object]", raw if isinstance(raw, list) else [raw])
    if not all(isinstance(each, dict) for each in found):
        raise Unavailable(text, "file")
    return cast("list[dict[str, Any]]", found)

"""Makes a contract for a deal: template, every field with its value, what is missing, the file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.errors import Invalid, Problem, Refused
from loancrm_desktop.services import contracts
from loancrm_desktop.services.contracts import ContractPreview
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.contracting.lines_model import FIELD, SOURCE, STATE, TEXT, LinesModel
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.entry_parts import LabelledInput
from loancrm_desktop.ui.widgets.keycap import KeyCap
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row, set_state
from loancrm_desktop.ui.widgets.segments import SegmentedControl

WIDTH, HEIGHT = 760, 600
_OWN = "…"
_WIDTHS = {FIELD: 190, SOURCE: 90, STATE: 110}


class ContractDialog(QDialog):
    """Shows what a contract would print, and makes it.

    Signals:
        made: the contract was written (ContractMade).
        fill_requested: a field that is missing is to be filled in: its record (`customer`,
            `deal`, `office`) and its key.
    """

    made = Signal(object)
    fill_requested = Signal(str, str)

    def __init__(
        self, bridge: Bridge, deal_id: int, customer_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Make a contract"))
        self.resize(WIDTH, HEIGHT)
        self._bridge = bridge
        self._deal_id = deal_id
        self._customer_name = customer_name
        self._written: Path | None = None
        self._looked = False
        self._making = False
        self._build()
        self._offer_templates()

    def _build(self) -> None:
        self.notice = Notice()
        self.allow_missing = QCheckBox(tr("Leave a line where a value is missing"))
        self.allow_missing.toggled.connect(self._tell_state)
        self.allow_missing.hide()
        inner = column(margins=(20, 14, 20, 10), spacing=10)
        inner.addLayout(self._build_head())
        inner.addWidget(self.notice)
        inner.addLayout(self._build_counts())
        inner.addWidget(self._build_table(), 1)
        inner.addWidget(self.allow_missing)
        inner.addLayout(self._build_out())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(inner, 1)
        layout.addWidget(self._build_footer())
        for command, run in (
            (Command("contract.next", tr("Next field to see to"), "F8", "alert"), self.show_next),
            (Command("contract.make", tr("Make the contract"), "Ctrl+Return", "contract"),
             self.make),
            (Command("contract.again", tr("Look at the values again"), "F5", "refresh"), self.look),
        ):  # fmt: skip
            add_command(self, command, run)

    def _build_head(self) -> QVBoxLayout:
        self.template = CalmCombo()
        self.template.setAccessibleName(tr("Template"))
        self.template.activated.connect(self._on_template_activated)
        return column(
            label(tr("Template"), role="secondary", font="caption"), self.template, spacing=4
        )

    def _build_counts(self) -> QVBoxLayout:
        self.filled, self.lacking, self.covered = (label(role="badge") for _ in range(3))
        self._state_badges()
        self.which = SegmentedControl(tr("Fields shown"))
        self.which.chosen.connect(self._on_which_chosen)
        badges = row(label(tr("Fields"), font="bodyStrong"), self.filled, self.lacking,
                     self.covered, None)  # fmt: skip
        below = row(self.which, None, KeyCap("F8"), label(tr("next one"), role="caption"))
        both = column(spacing=8)
        both.addLayout(badges)
        both.addLayout(below)
        return both

    def _state_badges(self) -> None:
        for badge, state in ((self.filled, "success"), (self.lacking, "danger"),
                             (self.covered, "warning")):  # fmt: skip
            set_state(badge, state)
            badge.hide()

    def _build_table(self) -> QTableView:
        self.model = LinesModel()
        self.model.setParent(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(tr("Fields of the contract"))
        self.view.setProperty("role", "boxed")
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(theme.current().size("row"))
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, width in _WIDTHS.items():
            self.view.setColumnWidth(place, width)
        header.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        self.view.activated.connect(self._on_line_activated)
        return self.view

    def _build_out(self) -> QVBoxLayout:
        self.out = LabelledInput(tr("Save as"), QLineEdit())
        choose = button(tr("Choose …"), icon="archive")
        choose.clicked.connect(self._on_choose_clicked)
        place = row(self.out)
        place.addLayout(column(label(" ", font="caption"), choose, None, spacing=4))
        place.setStretchFactor(self.out, 1)
        whole = column()
        whole.addLayout(place)
        return whole

    def _build_footer(self) -> QWidget:
        self._told = label(role="secondary", wrap=True)
        self.fill = button(tr("Fill it in …"), icon="edit")
        self.fill.clicked.connect(self._on_fill_clicked)
        self.fill.hide()
        cancel = button(tr("Close"), kind="ghost")
        cancel.clicked.connect(self.reject)
        self._look = button(tr("Open the document"), icon="external")
        self._look.clicked.connect(self._on_look_clicked)
        self._look.hide()
        self.go = button(tr("Make the contract"), kind="primary", icon="contract")
        self.go.clicked.connect(self.make)
        footer = frame("footer")
        line = row(self._told, cancel, self.fill, self._look, self.go, margins=(20, 10, 20, 10))
        line.setStretchFactor(self._told, 1)
        footer.setLayout(line)
        return footer

    def _offer_templates(self) -> None:
        english = current_language() == "en"
        for one in contracts.templates():
            self.template.addItem(one.name_en if english else one.name_zh, one.key)
        self.template.addItem(tr("Another Word file …"), _OWN)
        self._suggest_name()
        self.look()

    def _suggest_name(self) -> None:
        place = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(place) or Path.home())
        name = f"{self.template.currentText()}-{self._customer_name}.docx"
        self.out.edit.setText(str(folder / name))

    def look(self) -> None:
        """Read what the contract would print."""
        self._looked = False
        self._tell_state()
        self._told.setText(tr("Looking at the values …"))
        self._bridge.outside(
            contracts.preview,
            office=self._bridge.office,
            actor=self._bridge.actor,
            deal_id=self._deal_id,
            template=str(self.template.currentData()),
            then=self._on_preview,
            failed=self._on_look_failed,
            key="look",
        )

    @property
    def missing(self) -> list[str]:
        """What is named as missing, by what people call it."""
        lines = [self.model.line(at) for at in self.model.open_rows()]
        return [line.label for line in lines if line is not None and line.state == "missing"]

    def show_next(self) -> None:
        """Go to the next field that has to be seen to."""
        rows = self.model.open_rows()
        if rows:
            here = self.view.currentIndex().row()
            after = [at for at in rows if at > here]
            self.view.selectRow((after or rows)[0])
            self.view.setFocus()

    def make(self) -> None:
        """Make the contract."""
        if not self.go.isEnabled():
            return
        self.notice.hide()
        self._making = True
        self._tell_state()
        wanted = contracts.Wanted(
            self._deal_id,
            str(self.template.currentData()),
            Path(self.out.text.strip()),
            self.allow_missing.isChecked(),
        )
        self._bridge.outside(
            contracts.make,
            office=self._bridge.office,
            actor=self._bridge.actor,
            wanted=wanted,
            then=self._on_made,
            failed=self._on_failed,
            key="make",
        )

    def _on_preview(self, found: ContractPreview) -> None:
        self._looked = True
        self.model.show_lines(found.lines)
        filled = self.model.count("filled")
        lacking, covered = self.model.count("missing", "unknown"), self.model.count("covered")
        for badge, count, text in (
            (self.filled, filled, tr("✓ {count} filled", count=filled)),
            (self.lacking, lacking, tr("✕ {count} missing", count=lacking)),
            (self.covered, covered, tr("! {count} covered", count=covered)),
        ):
            badge.setText(text)
            badge.setVisible(count > 0)
        shown = self.which.current or "all"
        self.which.set_choices(
            [("all", tr("All {count}", count=self.model.total), ""),
             ("open", tr("To see to {count}", count=lacking + covered), "")]
        )  # fmt: skip
        self.which.set_current(shown)
        self.allow_missing.setVisible(self.model.count("missing") > 0)
        if found.problems:
            self.notice.say(found.problems[0])
        self._tell_state(broken=bool(found.problems))

    def _tell_state(self, *_ignored: object, broken: bool = False) -> None:
        """Say whether the contract can be made, and let it be made only then."""
        missing, covered = self.model.count("missing"), self.model.count("covered")
        unknown = self.model.count("unknown")
        skipped = self.allow_missing.isChecked()
        may = self._looked and not self._making and not broken and covered == 0
        self.go.setEnabled(may and (skipped or missing + unknown == 0))
        self.fill.setVisible(missing > 0)
        if self._looked and covered:
            self._told.setText(tr("Your role does not see {count} of the fields whole.",
                                  count=covered))  # fmt: skip
        elif self._looked and missing + unknown and not skipped:
            self._told.setText(
                tr("{count} are still missing; then it can be made.", count=missing + unknown)
            )
        elif self._looked:
            self._told.setText("")

    def _on_look_failed(self, problem: Problem) -> None:
        self._told.setText("")
        self.model.show_lines(())
        self.notice.say(str(problem))

    def _on_which_chosen(self, key: str) -> None:
        self.model.show_only_open(only=key == "open")

    def _on_line_activated(self, index: QModelIndex) -> None:
        line = self.model.line(index.row())
        if line is not None and line.state == "missing":
            record, _, key = line.key.partition(".")
            self.fill_requested.emit(record, key)
            self.reject()

    def _on_fill_clicked(self) -> None:
        here = self.view.currentIndex()
        line = self.model.line(here.row()) if here.isValid() else None
        if line is None or line.state != "missing":
            self.show_next()
            here = self.view.currentIndex()
        if here.isValid():
            self._on_line_activated(here)

    def _on_made(self, made: contracts.ContractMade) -> None:
        self._making = False
        self._tell_state()
        self._written = Path(made.out)
        lines = len(made.missing)
        if lines:
            text = tr("Written; {count} places were left as a line.", count=lines)
        else:
            text = tr("Written: {file}", file=Path(made.out).name)
        self.notice.say(text, "success")
        self._look.show()
        self.made.emit(made)

    def _on_failed(self, problem: Problem) -> None:
        self._making = False
        self._tell_state()
        self.notice.say(str(problem))
        if isinstance(problem, Invalid | Refused):
            self.look()

    def _on_template_activated(self) -> None:
        if self.template.currentData() != _OWN:
            self._suggest_name()
            self.look()
            return
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Template"), "", "Word (*.docx)")
        if chosen:
            self.use_template(Path(chosen))
        else:
            self.template.setCurrentIndex(0)

    def use_template(self, path: Path) -> None:
        """Take a Word file of one's own as the template."""
        self.template.insertItem(0, path.stem, str(path))
        self.template.setCurrentIndex(0)
        self._suggest_name()
        self.look()

    def _on_choose_clicked(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the contract as"), self.out.text, "Word (*.docx)"
        )
        if chosen:
            self.out.edit.setText(chosen)

    def _on_look_clicked(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

"""Makes a contract for a deal: which template, where to, and what is still missing for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.errors import Invalid, Problem, Refused
from loancrm_desktop.services import contracts
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.entry_parts import LabelledInput
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    grow,
    label,
    row,
)

WIDTH = 560
_OWN = "…"


class ContractDialog(QDialog):
    """Asks for template and file, and makes the contract.

    Signals:
        made: the contract was written (ContractMade).
    """

    made = Signal(object)

    def __init__(
        self, bridge: Bridge, deal_id: int, customer_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Make a contract"))
        self.setMinimumWidth(WIDTH)
        self._bridge = bridge
        self._deal_id = deal_id
        self._customer_name = customer_name
        self._written: Path | None = None
        self._build()
        self._offer_templates()

    def _build(self) -> None:
        self.template = QComboBox()
        self.template.setAccessibleName(tr("Template"))
        self.template.activated.connect(self._on_template_activated)
        self.out = LabelledInput(tr("Save as"), QLineEdit())
        choose = button(tr("Choose …"), icon="archive")
        choose.clicked.connect(self._on_choose_clicked)
        self.notice = Notice()
        self._missing = QVBoxLayout()
        self._missing.setSpacing(2)
        self.allow_missing = QCheckBox(tr("Leave a line where a value is missing"))
        self.allow_missing.hide()
        cancel = button(tr("Close"), kind="ghost")
        cancel.clicked.connect(self.reject)
        self._look = button(tr("Open the document"), icon="external")
        self._look.clicked.connect(self._on_look_clicked)
        self._look.hide()
        self.go = button(tr("Make the contract"), kind="primary", icon="contract")
        self.go.clicked.connect(self.make)
        footer = frame("footer")
        footer.setLayout(row(None, cancel, self._look, self.go, margins=(20, 10, 20, 10)))
        inner = column(
            label(tr("Template"), role="secondary", font="caption"),
            self.template,
            margins=(20, 16, 20, 4),
            spacing=6,
        )
        place = row(self.out)
        place.addWidget(choose)
        place.setStretchFactor(self.out, 1)
        inner.addLayout(place)
        inner.addWidget(self.notice)
        inner.addLayout(self._missing)
        inner.addWidget(self.allow_missing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(inner)
        layout.addStretch(1)
        layout.addWidget(footer)

    def _offer_templates(self) -> None:
        english = current_language() == "en"
        for one in contracts.templates():
            self.template.addItem(one.name_en if english else one.name_zh, one.key)
        self.template.addItem(tr("Another Word file …"), _OWN)
        self._suggest_name()

    def _suggest_name(self) -> None:
        place = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(place) or Path.home())
        name = f"{self.template.currentText()}-{self._customer_name}.docx"
        self.out.edit.setText(str(folder / name))

    def make(self) -> None:
        """Make the contract."""
        self.notice.hide()
        clear_layout(self._missing)
        self.go.setEnabled(False)
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

    @property
    def missing(self) -> list[str]:
        """What is named as missing."""
        found: list[str] = []
        for place in range(self._missing.count()):
            item = self._missing.itemAt(place)
            widget = None if item is None else item.widget()
            if widget is not None and not widget.isHidden():
                found.append(widget.accessibleName())
        return found

    def _on_made(self, made: contracts.ContractMade) -> None:
        self.go.setEnabled(True)
        self._written = Path(made.out)
        lines = len(made.missing)
        if lines:
            text = tr("Written; {count} places were left as a line.", count=lines)
        else:
            text = tr("Written: {file}", file=Path(made.out).name)
        self.notice.say(text, "success")
        self._look.show()
        QTimer.singleShot(0, self._grow)  # new lines have no size before they are shown
        self.made.emit(made)

    def _on_failed(self, problem: Problem) -> None:
        self.go.setEnabled(True)
        self.notice.say(str(problem))
        names: list[str] = []
        if isinstance(problem, Invalid):
            names = [str(each.text) for each in problem.problems]
            self.allow_missing.setVisible(bool(problem.problems))
        elif isinstance(problem, Refused):
            names = [str(need.label) for need in problem.needs]
        for name in names:
            line = label(f"·  {name}", role="error", wrap=True)
            line.setAccessibleName(name)
            self._missing.addWidget(line)
        QTimer.singleShot(0, self._grow)  # new lines have no size before they are shown

    def _grow(self) -> None:
        grow(self)

    def _on_template_activated(self) -> None:
        if self.template.currentData() != _OWN:
            self._suggest_name()
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

    def _on_choose_clicked(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the contract as"), self.out.text, "Word (*.docx)"
        )
        if chosen:
            self.out.edit.setText(chosen)

    def _on_look_clicked(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

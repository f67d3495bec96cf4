"""Shows a new recovery key once, and has two of its groups typed back."""

from __future__ import annotations

import random
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPagedPaintDevice
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.doors.recovery_sheet import RecoverySheet, print_sheet
from loancrm_desktop.ui.widgets.masked_field import copy_for_a_minute, forget_copied
from loancrm_desktop.ui.widgets.parts import (
    button,
    column,
    frame,
    label,
    restyle,
    row,
    set_role,
)
from loancrm_desktop.ui.widgets.wrapped_check import WrappedCheck

GROUPS_ASKED = 2


class KeyLabel(QLabel):
    """The key in letters of one width, so that 0 and O, 1 and I are told apart."""

    def __init__(self) -> None:
        super().__init__()
        font = theme.current().font("subtitle")
        font.setFamilies(["Cascadia Mono", "Consolas", "Menlo", "DejaVu Sans Mono", "monospace"])
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.setFont(font)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)


class RecoveryKeyPanel(QWidget):
    """The recovery key of a new office.

    Signals:
        ready: whether the person has shown that the key is kept.
        entered: Enter was pressed in an answer.
    """

    ready = Signal(bool)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self._about: tuple[str, ...] = ()
        self._asked: list[int] = []
        self._shown = KeyLabel()
        self._shown.setAccessibleName(tr("Recovery key"))
        self._kept = label(role="success")
        self._ask = label(role="secondary", wrap=True)
        self.typed = [QLineEdit() for _ in range(GROUPS_ASKED)]
        for edit in self.typed:
            edit.setFixedWidth(120)
            edit.textEdited.connect(self._on_answer_changed)
            edit.returnPressed.connect(self._on_answer_entered)
        self.understood = WrappedCheck(
            tr("I know that nobody, not even the makers, can open the data without it")
        )
        self.understood.toggled.connect(self._on_answer_changed)
        layout = column(self._build_card(), self._ask, spacing=12)
        layout.addLayout(row(*self.typed, None))
        layout.addWidget(self.understood)
        layout.addStretch(1)
        self.setLayout(layout)

    def _build_card(self) -> QWidget:
        card = frame("card")
        box = frame("sunken")
        box.setLayout(row(self._shown, margins=(16, 12, 16, 12)))
        printed = button(tr("Print …"), icon="print")
        printed.clicked.connect(self._on_print_clicked)
        copy = button(tr("Copy"), icon="copy")
        copy.clicked.connect(self._on_copy_clicked)
        save = button(tr("Save to a file …"), icon="usb")
        save.clicked.connect(self._on_save_clicked)
        title = label(tr("Recovery key"), font="bodyStrong")
        once = label(tr("shown only this once"), role="caption")
        inner = column(margins=(16, 14, 16, 14), spacing=10)
        inner.addLayout(row(title, once, None))
        inner.addWidget(box)
        inner.addLayout(row(printed, save, copy, None, self._kept))
        card.setLayout(inner)
        return card

    @property
    def first_edit(self) -> QWidget:
        """Where typing begins."""
        return self.typed[0]

    def show_key(self, key: str, about: tuple[str, ...]) -> None:
        """Show a key; `about` are the lines printed with it, such as the office's name."""
        self._key, self._about = key, about
        self._shown.setText(" - ".join(key.split("-")))
        groups = len(key.split("-"))
        self._asked = sorted(random.sample(range(groups), GROUPS_ASKED))
        self._ask.setText(
            tr(
                "Type group {first} and group {second} to show that you have kept it.",
                first=self._asked[0] + 1,
                second=self._asked[1] + 1,
            )
        )

        for edit, place in zip(self.typed, self._asked, strict=True):
            edit.setAccessibleName(tr("Group {number} of the recovery key", number=place + 1))

    def asked_groups(self) -> list[str]:
        """Answer the groups to be typed back."""
        groups = self._key.split("-")
        return [groups[place] for place in self._asked]

    @property
    def is_ready(self) -> bool:
        """Whether both groups are typed right and the risk is understood."""
        return bool(self._key) and all(self._right()) and self.understood.isChecked()

    def forget(self) -> None:
        """Show the key no longer, nor let it stay on the clipboard."""
        forget_copied()
        self._key = ""
        self._shown.clear()
        self._kept.clear()
        self.understood.setChecked(False)
        for edit in self.typed:
            edit.clear()

    def save_key(self, path: Path) -> None:
        """Write the key to a file of the person's choice."""
        try:
            path.write_text("\n".join((*self._about, self._key, "")), encoding="utf-8")
        except OSError as fault:
            self._kept.setText(tr("Not saved: {reason}", reason=fault.strerror or ""))
            set_role(self._kept, "error")
            return
        self._kept.setText(tr("Saved"))
        set_role(self._kept, "success")

    def print_key(self, device: QPagedPaintDevice) -> None:
        """Print the sheet with the key."""
        office, login = (*self._about, "", "")[:2]
        print_sheet(RecoverySheet(self._key, office, login), device)
        self._kept.setText(tr("✓ Printed"))
        set_role(self._kept, "success")

    def _right(self) -> list[bool]:
        if not self._key:
            return [False] * GROUPS_ASKED
        return [
            edit.text().strip().upper() == group
            for edit, group in zip(self.typed, self.asked_groups(), strict=True)
        ]

    def _on_answer_changed(self) -> None:
        for edit, is_right in zip(self.typed, self._right(), strict=True):
            typed = edit.text().strip()
            whole = len(typed) >= len(self._key.split("-")[0])
            edit.setProperty("state", "warning" if whole and not is_right else "")
            restyle(edit)
        self.ready.emit(self.is_ready)

    def _on_answer_entered(self) -> None:
        """Go to the answer that is still missing, else on."""
        wrong = [edit for edit, right in zip(self.typed, self._right(), strict=True) if not right]
        if wrong:
            wrong[0].setFocus()
        elif not self.understood.isChecked():
            self.understood.setFocus()
        else:
            self.entered.emit()

    def _on_print_clicked(self) -> None:
        # The print dialog is slow to import, and most first windows never print.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(tr("Print the recovery key"))
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_key(printer)

    def _on_copy_clicked(self) -> None:
        copy_for_a_minute(self._key)
        self._kept.setText(tr("Copied"))

    def _on_save_clicked(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the recovery key"), "recovery-key.txt", "*.txt"
        )
        if chosen:
            self.save_key(Path(chosen))

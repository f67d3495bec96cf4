"""The pages of the first run: office and folder, owner, password, how to begin."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.doors.password_checks import PasswordChecks
from loancrm_desktop.ui.doors.password_input import PasswordInput
from loancrm_desktop.ui.vault_calls import FolderFinding, Judgement
from loancrm_desktop.ui.widgets.entry_parts import LabelledInput
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row, set_role

DEMO, IMPORT, EMPTY = "demo", "import", "empty"


class FoundingPage(QWidget):
    """A page with inputs that Enter leads on from.

    Signals:
        entered: Enter was pressed in an input.
    """

    entered = Signal()

    def inputs(self) -> tuple[LabelledInput, ...]:
        """Answer the inputs that must be filled."""
        return ()

    def listen(self, *inputs: LabelledInput) -> None:
        """Let Enter in these inputs lead on."""
        for each in inputs:
            each.edit.setProperty("look", "large")
            each.edit.returnPressed.connect(self.entered)

    def filled(self) -> bool:
        """Ask for what is empty; answers whether nothing is."""
        empty = [each for each in self.inputs() if not each.text.strip()]
        for each in self.inputs():
            each.show_problem(tr("Please fill this in") if each in empty else "")
        if empty:
            empty[0].edit.setFocus()
        return not empty


class OfficePage(FoundingPage):
    """The office's name and folder, with what is to be said of the folder.

    Signals:
        demo_requested: the demo office is wanted instead.
        open_requested: the office found in the folder is to be opened.
        folder_changed: another folder was typed or chosen (Path).
    """

    demo_requested = Signal()
    open_requested = Signal()
    folder_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.name = LabelledInput(tr("Office name"), QLineEdit(), tr("Printed on contracts"))
        self.folder = LabelledInput(tr("Folder"), QLineEdit(), tr("An empty or new folder"))
        self.folder.edit.setText(str(usual_folder()))
        self.folder.edit.editingFinished.connect(self._on_folder_edited)
        self.listen(self.name, self.folder)
        choose = button(tr("Choose …"), icon="archive", size="large")
        choose.clicked.connect(self._on_choose_clicked)
        self.finding = Notice()
        self.finding.action_requested.connect(self.open_requested)
        self._blocked = False
        place = row(self.folder, spacing=8)
        place.setStretchFactor(self.folder, 1)
        aside = column(label(" ", font="caption"), choose, None, spacing=4)
        place.addLayout(aside)
        layout = column(self.name, spacing=12)
        layout.addLayout(place)
        layout.addWidget(self.finding)
        layout.addSpacing(10)
        layout.addWidget(self._build_demo())
        layout.addStretch(1)
        self.setLayout(layout)

    def _build_demo(self) -> QWidget:
        demo = frame("sunken")
        self.try_out = button(tr("Open the demo office"), icon="play")
        self.try_out.clicked.connect(self.demo_requested)
        words = column(
            label(tr("Just looking?"), font="bodyStrong"),
            label(
                tr("The demo office has a year of invented customers."), role="caption", wrap=True
            ),
            spacing=0,
        )
        line = row(margins=(14, 10, 14, 10))
        line.addLayout(words, 1)
        line.addWidget(self.try_out)
        demo.setLayout(line)
        return demo

    def inputs(self) -> tuple[LabelledInput, ...]:
        """Answer the inputs that must be filled."""
        return self.name, self.folder

    @property
    def path(self) -> Path:
        """The folder typed."""
        return Path(self.folder.text.strip()).expanduser()

    @property
    def blocked(self) -> bool:
        """Whether no office may be made in the folder."""
        return self._blocked

    def show_finding(self, found: FolderFinding) -> None:
        """Say what is to be said of the folder."""
        self._blocked = found.level == "danger"
        if found.level == "fine":
            self.finding.hide()
        else:
            action = tr("Open that office") if found.holds_office else ""
            self.finding.say(found.text, found.level, action)

    def _on_folder_edited(self) -> None:
        self.folder_changed.emit(self.path)

    def _on_choose_clicked(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder of the new office"))
        if chosen:
            self.folder.edit.setText(chosen)
            self.folder_changed.emit(self.path)


class OwnerPage(FoundingPage):
    """Name and login of the owner."""

    def __init__(self) -> None:
        super().__init__()
        self.name = LabelledInput(tr("Your name"), QLineEdit())
        self.login = LabelledInput(
            tr("Login"), QLineEdit(), tr("What you type to sign in, such as boss")
        )
        self.listen(self.name, self.login)
        self.setLayout(column(self.name, self.login, None, spacing=12))

    def inputs(self) -> tuple[LabelledInput, ...]:
        """Answer the inputs that must be filled."""
        return self.name, self.login


class PasswordPage(FoundingPage):
    """The password twice, how strong it is, and what hangs on it.

    Signals:
        typed: another password stands in the input.
    """

    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.password = PasswordInput(tr("Password"))
        self.again = PasswordInput(tr("Once more"))
        self.checks = PasswordChecks()
        self.listen(self.password, self.again)
        self.password.edit.textChanged.connect(self._on_password_changed)
        self.again.edit.textChanged.connect(self._on_again_changed)
        self._agree = label(role="success", font="caption")
        self._agree.hide()
        left = column(self.password, None)
        right = column(self.again, self._agree, None, spacing=4)
        both = row(spacing=20)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        told = Notice()
        told.say(
            tr("If password and recovery key are both lost, nobody can open the data."), "info"
        )
        layout = column(spacing=12)
        layout.addLayout(both)
        layout.addWidget(self.checks)
        layout.addWidget(told)
        layout.addStretch(1)
        self.setLayout(layout)

    def inputs(self) -> tuple[LabelledInput, ...]:
        """Answer the inputs that must be filled."""
        return self.password, self.again

    def agreed(self) -> bool:
        """Ask for the same password twice."""
        same = self.password.text == self.again.text
        self.again.show_problem("" if same else tr("The two passwords differ"))
        return same

    def show_judgement(self, found: Judgement) -> None:
        """Show how strong the password is."""
        if self.password.text:
            self.checks.show_judgement(found)
        else:
            self.checks.clear()

    def forget(self) -> None:
        """Keep no password any longer than needed."""
        for each in (self.password, self.again):
            each.edit.clear()
        self.checks.clear()

    def _on_password_changed(self, typed: str) -> None:
        self.password.show_problem("")
        self._tell_agreement()
        self.typed.emit(typed)

    def _on_again_changed(self) -> None:
        self.again.show_problem("")
        self._tell_agreement()

    def _tell_agreement(self) -> None:
        typed, again = self.password.text, self.again.text
        self._agree.setVisible(bool(again))
        fits = typed == again
        beginning = typed.startswith(again)
        self._agree.setText(
            tr("✓ Both are the same") if fits else tr("Not the same yet") if beginning
            else tr("✕ The two passwords differ")
        )  # fmt: skip
        set_role(self._agree, "success" if fits else "caption" if beginning else "warning")


class BeginPage(FoundingPage):
    """The office is there: how to begin.

    Signals:
        chosen: `import`, `empty` or `demo`.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, QPushButton] = {}
        layout = column(spacing=12)
        for key, icon, title, text in (
            (IMPORT, "upload", tr("Import my Excel list"),
             tr("Columns are found by themselves, known customers are not doubled.")),
            (EMPTY, "plus", tr("Start empty"), tr("Add the first customer by hand.")),
            (DEMO, "play", tr("Look around in the demo office first"),
             tr("Invented customers in an office of their own; yours stays as it is.")),
        ):  # fmt: skip
            card = frame("card")
            pressed = button(title, kind="primary" if key == IMPORT else "", icon=icon)
            pressed.setObjectName(key)
            pressed.setAutoDefault(True)
            pressed.clicked.connect(self._on_choice_clicked)
            self.choices[key] = pressed
            line = row(margins=(16, 12, 16, 12), spacing=12)
            line.addWidget(label(text, role="secondary", wrap=True), 1)
            line.addWidget(pressed)
            card.setLayout(line)
            layout.addWidget(card)
        layout.addStretch(1)
        self.setLayout(layout)

    def _on_choice_clicked(self) -> None:
        self.chosen.emit(self.sender().objectName())


def usual_folder() -> Path:
    """Answer where an office is kept unless somebody says otherwise."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    documents = QStandardPaths.writableLocation(place) or str(Path.home())
    return Path(documents) / "LoanCRM"

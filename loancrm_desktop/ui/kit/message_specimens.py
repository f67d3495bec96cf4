"""Specimens of notices, states, progress, dialogs, panels and wizards."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.kit.samples import sample
from loancrm_desktop.ui.kit.sections import KitSection
from loancrm_desktop.ui.widgets.confirm_dialog import ConfirmDialog, Question
from loancrm_desktop.ui.widgets.notices import TOAST_BULK_MS, Notice, Said, ToastHost
from loancrm_desktop.ui.widgets.parts import button, label, row
from loancrm_desktop.ui.widgets.popover import Popover
from loancrm_desktop.ui.widgets.problem_summary import ProblemSummary
from loancrm_desktop.ui.widgets.progress_panel import ProgressPanel
from loancrm_desktop.ui.widgets.side_panel import SidePanel
from loancrm_desktop.ui.widgets.states import StateView
from loancrm_desktop.ui.widgets.wizard_frame import WizardFrame

_STATE_HEIGHT = 220
_STATE_WIDTH = 360


class MessageSpecimens(QWidget):
    """Holds what opens from its buttons: toasts, a popover, the question before deleting."""

    def __init__(self, toasts: ToastHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._toasts = toasts
        self._popover: Popover | None = None
        self.hide()

    def sections(self) -> list[KitSection]:
        """Answer the sections of this file."""
        return [self._notices(), self._opening(), _states(), _progress(), _frames()]

    def _notices(self) -> KitSection:
        section = KitSection(tr("Messages"))
        for state, words in (
            ("danger", "vault_why"),
            ("warning", "offline"),
            ("success", "checked"),
            ("info", "by_rule"),
        ):
            notice = Notice()
            section.add_wide(notice)
            notice.say(sample(words), state, sample("reconnect") if state == "warning" else "")
        summary = ProblemSummary()
        section.add_wide(summary)
        problems = [("id", sample("id_wrong")), ("phone", sample("same_phone"))]
        summary.show_problems(problems, said=False)
        return section

    def _opening(self) -> KitSection:
        section = KitSection(tr("What opens over the page"))
        done = button(tr("Toast with undo"))
        done.clicked.connect(self._on_done_clicked)
        archived = button(tr("Toast with a longer time"))
        archived.clicked.connect(self._on_archived_clicked)
        failed = button(tr("Toast that stays"))
        failed.clicked.connect(self._on_failed_clicked)
        asked = button(tr("Question before deleting"))
        asked.clicked.connect(self._on_asked_clicked)
        self._opener = button(tr("Popover"))
        self._opener.clicked.connect(self._on_opener_clicked)
        section.add_line(done, archived, failed, asked, self._opener)
        return section

    def _on_done_clicked(self) -> None:
        self._toasts.show(sample("handed_over"), sample("undo"), keys="Ctrl+Z")

    def _on_archived_clicked(self) -> None:
        said = Said(sample("archived"), sample("undo"), icon="archive")
        self._toasts.tell(said, lasts_ms=TOAST_BULK_MS)

    def _on_failed_clicked(self) -> None:
        self._toasts.tell(Said(sample("not_sent"), sample("view"), kind="error"))

    def _on_asked_clicked(self) -> None:
        self.question().open()

    def _on_opener_clicked(self) -> None:
        if self._popover is None:
            self._popover = Popover(sample("details"), self)
            self._popover.body.addWidget(label(sample("ask_owner"), wrap=True))
            self._popover.body.addLayout(row(None, button(sample("ask"), kind="primary")))
        self._popover.open_at(self._opener)

    def question(self) -> QDialog:
        """Answer the question before deleting."""
        return ConfirmDialog(
            Question(
                sample("delete_title"),
                sample("delete_text"),
                sample("remove"),
                sample("deleted_name"),
            ),
            self.window(),
        )


def _states() -> KitSection:
    section = KitSection(tr("Empty, failed, no right"))
    empty, failed, barred = StateView(), StateView(), StateView()
    empty.show_empty(
        "users",
        sample("no_customers"),
        sample("import_first"),
        [button(sample("import"), kind="primary", icon="upload")],
    )
    failed.show_error(sample("vault_shut"), sample("vault_why"), details="docs.vault: EBUSY")
    asked = button(sample("ask"), kind="primary")
    barred.show_no_right(sample("not_yours"), sample("ask_owner"), [asked])
    for state in (empty, failed, barred):
        state.setFixedWidth(_STATE_WIDTH)
        state.setMinimumHeight(_STATE_HEIGHT)
    section.add_line(empty, failed, barred, top=True)
    return section


def _progress() -> KitSection:
    section = KitSection(tr("Progress"))
    known, unknown = ProgressPanel(), ProgressPanel()
    known.start(sample("importing"), after_cancel=sample("takes_back"))
    known.show_progress(842, 1_204, sample("writing"))
    unknown.start(sample("importing"), after_cancel=sample("takes_back"), can_hide=False)
    for panel in (known, unknown):
        panel.setMinimumWidth(460)
    section.add_line(known, unknown)
    return section


def _frames() -> KitSection:
    section = KitSection(tr("Panels and wizards"))
    steps = [sample(key) for key in ("file_step", "match_step", "check_step", "import_step")]
    wizard = WizardFrame(sample("importing"), steps, finish=sample("import"))
    wizard.go_to(2)
    section.add_wide(wizard, 200)
    panel = SidePanel(sample("long_name"))
    panel.set_body(label(sample("ask_owner"), wrap=True))
    panel.setFixedSize(_STATE_WIDTH, _STATE_HEIGHT)
    section.add_line(panel)
    return section

"""The head of the designer: which form, which version, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy

from loancrm_desktop.services.forms.drawing import FormDrawing
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.records.drawn_specs import words_in
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import button, icon_button, label, row, set_caption, set_state
from loancrm_desktop.ui.widgets.segments import SegmentedControl

MORE = "+"
"""Begins the data of what is no kind in the list of kinds."""


def shipped_kinds() -> list[tuple[str, str]]:
    """Answer the kinds of the program whose forms are drawn."""
    return [
        ("customer", tr("Customers")),
        ("deal", tr("Deals")),
        ("follow_up", tr("Follow-ups")),
        ("task", tr("Tasks")),
    ]


class DesignerHeader(QFrame):
    """Title, draft and version, width, undo, preview, publish.

    Signals:
        back_clicked, preview_clicked, publish_clicked, versions_clicked: what they say.
        clear_clicked: begin with an empty form.
        discard_clicked: let the draft go.
        kind_chosen: the form of another kind is wanted.
        more_chosen: an entry below the kinds was chosen (its key).
        narrow_chosen: as narrow as a phone, or not.
    """

    back_clicked = Signal()
    preview_clicked = Signal()
    publish_clicked = Signal()
    versions_clicked = Signal()
    clear_clicked = Signal()
    discard_clicked = Signal()
    kind_chosen = Signal(str)
    more_chosen = Signal(str)
    narrow_chosen = Signal(bool)

    def __init__(self, desk: DesignDesk) -> None:
        super().__init__()
        self.setProperty("role", "header")
        self.setMinimumHeight(theme.current().layout("pageHeader"))
        self._desk = desk
        self.next_version = 1
        back = icon_button("arrow-left", tr("Back; the draft is kept"))
        back.clicked.connect(self.back_clicked)
        self._title = ElidedLabel(font="title")
        self.badge = label(role="badge")
        set_state(self.badge, "warning")
        self.status = ElidedLabel(role="caption", font="caption")
        self.kind_box = CalmCombo()
        self.kind_box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.kind_box.setAccessibleName(tr("Which form"))
        self._kind = "customer"
        self.set_kinds(shipped_kinds())
        self.kind_box.activated.connect(self._on_kind_activated)
        self.width_choice = SegmentedControl(tr("Width of the form"))
        choices = (("desk", tr("Desk"), "monitor"), ("narrow", tr("Narrow"), "mobile"))
        self.width_choice.set_choices(choices)
        self.width_choice.chosen.connect(self._on_width_chosen)
        self.undo = icon_button("undo", tr("Undo (Ctrl+Z)"))
        self.redo = icon_button("redo", tr("Redo (Ctrl+Shift+Z)"))
        stack = desk.undo_stack
        self.undo.clicked.connect(stack.undo)
        self.redo.clicked.connect(stack.redo)
        self.more = icon_button("more", tr("More about the form"))
        self.more.clicked.connect(self._on_more_clicked)
        self.preview_button = button(tr("Try it out"), icon="eye")
        self.preview_button.clicked.connect(self.preview_clicked)
        self.publish_button = button(tr("Publish"), kind="primary", icon="upload")
        self.publish_button.clicked.connect(self.publish_clicked)
        layout = row(
            back, self._title, self.badge, self.status, self.kind_box, self.width_choice,
            self.undo, self.redo, self.more, self.preview_button, self.publish_button,
            margins=(12, 8, 16, 8),
        )  # fmt: skip
        layout.setStretchFactor(self.status, 1)
        self.setLayout(layout)
        desk.stepped.connect(self._say_steps)
        desk.changed.connect(self._say_title)
        self._say_steps()

    def set_kinds(
        self, kinds: Sequence[tuple[str, str]], more: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Offer forms of kinds (key, title), and below them what else begins here."""
        self.kind_box.clear()
        for kind, title in kinds:
            self.kind_box.addItem(title, kind)
        if more:
            self.kind_box.insertSeparator(self.kind_box.count())
        for key, title in more:
            self.kind_box.addItem(title, f"{MORE}{key}")
        self._show_kind()

    def show_drawing(self, found: FormDrawing) -> None:
        """Say which version is in force and how many records there are."""
        last = max((each.version for each in found.versions), default=0)
        self.next_version = last + 1
        self._kind = found.kind
        self._show_kind()
        online = (
            tr("in force: v{number}", number=found.published_version)
            if found.published_version
            else tr("in force: as shipped")
        )
        records = tr("{count} records", count=f"{found.records:,}")
        self.status.setText(f"{online} · {records}")
        self.badge.setText(tr("Draft v{number}", number=self.next_version))
        set_caption(self.publish_button, tr("Publish v{number}", number=self.next_version))
        self._say_title()

    def set_problems(self, count: int) -> None:
        """Say on the button's tip that something is to be mended first."""
        said = tr("{count} things to mend first", count=count) if count else "Ctrl+Shift+P"
        self.publish_button.setToolTip(said)

    def _say_title(self) -> None:
        title = words_in(self._desk.body.get("title"), current_language())
        self._title.setText(title or tr("Form"))

    def _say_steps(self) -> None:
        stack = self._desk.undo_stack
        self.undo.setEnabled(stack.canUndo())
        self.redo.setEnabled(stack.canRedo())
        self.undo.setToolTip(tr("Undo {step} (Ctrl+Z)", step=stack.undoText()))
        self.redo.setToolTip(tr("Redo {step} (Ctrl+Shift+Z)", step=stack.redoText()))

    def _show_kind(self) -> None:
        self.kind_box.setCurrentIndex(max(0, self.kind_box.findData(self._kind)))

    def _on_kind_activated(self) -> None:
        chosen = str(self.kind_box.currentData() or "")
        if chosen.startswith(MORE):
            self._show_kind()
            self.more_chosen.emit(chosen.removeprefix(MORE))
        else:
            self.kind_chosen.emit(chosen)

    def _on_width_chosen(self, key: str) -> None:
        self.narrow_chosen.emit(key == "narrow")

    def _on_more_clicked(self) -> None:
        menu = QMenu(self)
        look = theme.current()
        for icon, title, signal in (
            ("history", tr("Versions of the form"), self.versions_clicked),
            ("form", tr("Begin with an empty form"), self.clear_clicked),
            ("trash", tr("Discard the draft"), self.discard_clicked),
        ):
            menu.addAction(look.icon(icon), title).triggered.connect(signal)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

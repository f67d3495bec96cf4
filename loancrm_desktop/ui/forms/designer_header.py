"""The head of the form designer: which form, which version, how wide it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance

from loancrm_desktop.services.forms.drawing import FormDrawing
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.drafting.draft_header import DraftHeader
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.records.drawn_specs import words_in
from loancrm_desktop.ui.widgets.parts import button
from loancrm_desktop.ui.widgets.segments import SegmentedControl


def shipped_kinds() -> list[tuple[str, str]]:
    """Answer the kinds of the program whose forms are drawn."""
    return [
        ("customer", tr("Customers")),
        ("deal", tr("Deals")),
        ("follow_up", tr("Follow-ups")),
        ("task", tr("Tasks")),
    ]


class DesignerHeader(DraftHeader):
    """The head over a form.

    Signals:
        narrow_chosen: as narrow as a phone, or not.
    """

    narrow_chosen = Signal(bool)

    def __init__(self, desk: DesignDesk) -> None:
        width_choice = SegmentedControl(tr("Width of the form"))
        choices = (("desk", tr("Desk"), "monitor"), ("narrow", tr("Narrow"), "mobile"))
        width_choice.set_choices(choices)
        super().__init__(
            desk,
            (tr("Which form"), tr("More about the form")),
            button(tr("Try it out"), icon="eye"),
            width_choice,
        )
        self._desk, self.width_choice = desk, width_choice
        width_choice.chosen.connect(self._on_width_chosen)
        self.set_choices(shipped_kinds())

    def show_drawing(self, found: FormDrawing) -> None:
        """Say which version is in force and how many records there are."""
        self.chosen = found.kind
        count = f"{found.records:,}"
        if found.published_version:
            status = tr(
                "in force: v{number} · {count} records",
                number=found.published_version,
                count=count,
            )
        else:
            status = tr("in force: as shipped · {count} records", count=count)
        self.show_version(max((each.version for each in found.versions), default=0), status)

    def design_title(self) -> str:
        """Answer the form's title."""
        return words_in(self._desk.body.get("title"), current_language()) or tr("Form")

    def menu_entries(self) -> Sequence[tuple[str, str, SignalInstance]]:
        """Answer what can be done with the form."""
        return (
            ("history", tr("Versions of the form"), self.versions_clicked),
            ("form", tr("Begin with an empty form"), self.clear_clicked),
            ("trash", tr("Discard the draft"), self.discard_clicked),
        )

    def _on_width_chosen(self, key: str) -> None:
        self.narrow_chosen.emit(key == "narrow")

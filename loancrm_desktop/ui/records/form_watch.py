"""What a customer's form does while one types: look-alikes, checks on leaving, filled-in fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_check, look_alikes
from loancrm_desktop.services.customer_check import FieldWrong
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.forms.values.id_numbers import (
    birth_date_of,
    gender_of,
    parse_id_number,
)
from loancrm_desktop.services.look_alikes import LookAlike
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.records.form_editors import MaskedEditor
from loancrm_desktop.ui.records.form_view import FormView

LOOK_ALIKE_PAUSE_MS = 250
_LOOKED_AT = ("name", "phone", "id_number", "region")
_CHECKED_ON_LEAVING = ("phone", "phone2", "id_number", "email", "requested_amount", "birth_date")


class FormWatch(QObject):
    """Watches the fields of one form.

    Signals:
        alikes_found: customers that look alike (sequence of LookAlike).
        judged: a field's message changed.
    """

    alikes_found = Signal(object)
    judged = Signal()

    def __init__(self, bridge: Bridge, form: FormView, composing: ComposingWatch) -> None:
        super().__init__(form)
        self._bridge = bridge
        self._form = form
        self._composing = composing
        self._customer_id: int | None = None
        self._filled: dict[str, Any] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LOOK_ALIKE_PAUSE_MS)
        self._pause.timeout.connect(self._look_for_alikes)
        form.edited.connect(self._on_form_edited)
        form.left.connect(self._on_form_left)

    def start(self, customer_id: int | None) -> None:
        """Watch the form of a customer, None for a new one."""
        self._customer_id = customer_id
        self._filled = {}
        self._pause.stop()

    def _on_form_edited(self, key: str) -> None:
        if key in _LOOKED_AT:
            self._pause.start()
        if key == "id_number":
            self._fill_from_id_number()

    def _on_form_left(self, key: str) -> None:
        if key not in _CHECKED_ON_LEAVING or self._composing.active:
            return
        value = self._typed(key)
        if value is not None:
            self._bridge.ask(
                customer_check.check_values,
                values={key: value},
                then=partial(self._on_checked, key, value),
                failed=self._on_unknown,
                key=("check", key),
            )

    def _typed(self, key: str) -> Any:
        """Answer what was typed in a field; a number still masked was not."""
        if key not in self._form.keys:
            return None
        editor = self._form.editor(key)
        if isinstance(editor, MaskedEditor) and editor.is_covered:
            return None
        return editor.value()

    def _on_checked(self, key: str, value: Any, wrong: Sequence[FieldWrong]) -> None:
        if self._typed(key) != value:
            return  # it was changed meanwhile
        text = next((each.text for each in wrong if each.field == key), "")
        if text:
            self._form.frame(key).show_problem(text)
            self.judged.emit()

    def _fill_from_id_number(self) -> None:
        typed = self._typed("id_number")
        try:
            number = parse_id_number(typed) if typed else ""
        except FieldFault:
            return
        if not number:
            return
        born = birth_date_of(number)
        self._fill("birth_date", born.isoformat() if isinstance(born, date) else None)
        self._fill("gender", gender_of(number))

    def _fill(self, key: str, value: Any) -> None:
        if key not in self._form.keys or value is None:
            return
        editor = self._form.editor(key)
        if editor.isEnabled() and editor.value() in (None, self._filled.get(key)):
            editor.set_value(value)
            self._filled[key] = value
            self._form.frame(key).show_problem("")
            self._form.frame(key).set_note(tr("filled from the ID number"))

    def _look_for_alikes(self) -> None:
        if self._composing.active:
            self._pause.start()
            return
        values = {key: self._typed(key) for key in _LOOKED_AT}
        changed = self._form.changed_values()
        if self._customer_id is not None:
            values = {key: value for key, value in values.items() if key in changed}
        if not any(values.values()):
            self._on_alikes(())
            return
        self._bridge.ask(
            look_alikes.look_alikes,
            **values,
            except_id=self._customer_id,
            then=self._on_alikes,
            failed=self._on_unknown,
            key="alikes",
        )

    def _on_alikes(self, alikes: Sequence[LookAlike]) -> None:
        for key in ("phone", "id_number"):
            if key in self._form.keys:
                alike = next((each for each in alikes if each.why == key), None)
                self._form.frame(key).show_doubt("" if alike is None else _doubt(alike))
        self.alikes_found.emit(alikes)

    def _on_unknown(self, problem: Problem) -> None:
        """Leave it at that: saving checks everything again."""
        del problem


def _doubt(alike: LookAlike) -> str:
    return tr(
        "The same as {name} ({owner}); merge them, or say why it is another person",
        name=alike.title,
        owner=alike.owner_name or tr("no owner"),
    )

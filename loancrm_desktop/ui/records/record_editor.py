"""A link to a customer, a deal or an own record: found by a few letters, like everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services import quick_find, record_links
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.quick_find import Found
from loancrm_desktop.services.record_links import LinkOffer
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.records.field_editors import FieldEditor
from loancrm_desktop.ui.widgets.pick_box import Pick, PickBox

LINKED = ("customer", "deal")
_OWN_KIND = "x_"
_PAUSE_MS = 200
_MOST = 12


def is_found(kind: str | None) -> bool:
    """Say whether records of a kind are found by typing, not chosen from a short list."""
    return kind in LINKED or bool(kind and kind.startswith(_OWN_KIND))


class RecordEditor(FieldEditor):
    """One record, found by typing."""

    def __init__(self, spec: FieldSpec, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self._bridge = bridge
        self._value: int | None = None
        self._names: dict[int, str] = {}
        self.box = PickBox()
        self.line = self.box.lineEdit()
        if self.line is not None:
            self.line.setPlaceholderText(tr("Name, pinyin or last digits"))
            self.line.textEdited.connect(self._on_line_text_edited)
        self.box.picked.connect(self._on_box_picked)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        self._hold(self.box)

    def value(self) -> Any:
        """Answer the record's number, None for none."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a record by its name as soon as that is known."""
        self._value = value if isinstance(value, int) else None
        self._offer(())
        if self._value is not None and self._value not in self._names:
            self._ask_name(self._value)

    def _ask_name(self, record_id: int) -> None:
        if self.spec.links_to != "customer" and self._bridge.is_open:
            self._bridge.ask(
                record_links.named,
                kind=self.spec.links_to,
                ids=[record_id],
                then=self._on_record_named,
                failed=self._on_failed,
                key="name",
            )
        elif self._bridge.is_open:
            self._bridge.ask(
                quick_find.again,
                customer_ids=[record_id],
                then=self._on_named,
                failed=self._on_failed,
                key="name",
            )

    def _offer(self, found: Sequence[Found], typed: str = "") -> None:
        self._show_picks(
            [
                Pick(record_id, self._words(each), typed)
                for each in found
                if (record_id := self._record_of(each)) is not None
            ]
        )

    def _show_picks(self, picks: list[Pick]) -> None:
        self._names.update({pick.value: pick.words for pick in picks})
        here = self._value
        if here is not None and all(pick.value != here for pick in picks):
            name = self._names.get(here) or tr("Record {number}", number=here)
            picks.insert(0, Pick(here, name))
        self.box.set_picks(picks)
        self.box.set_value(here)
        if self.line is not None and not self.line.hasFocus():
            self.line.setCursorPosition(0)  # the name first, whatever room there is

    def _words(self, found: Found) -> str:
        more = " · ".join(part for part in (found.phone, found.company or "") if part)
        return f"{found.name}  {more}" if more else found.name

    def _record_of(self, found: Found) -> int | None:
        return found.deal_id if self.spec.links_to == "deal" else found.id

    def _on_line_text_edited(self) -> None:
        self._pause.start()

    def _on_pause_timeout(self) -> None:
        text = "" if self.line is None else self.line.text().strip()
        if text and self._bridge.is_open and self.spec.links_to not in LINKED:
            self._bridge.ask(
                record_links.find,
                kind=self.spec.links_to,
                text=text,
                limit=_MOST,
                then=partial(self._on_records, text),
                failed=self._on_failed,
                key="found",
            )
        elif text and self._bridge.is_open:
            self._bridge.ask(
                quick_find.find,
                text=text,
                limit=_MOST,
                then=partial(self._on_found, text),
                failed=self._on_failed,
                key="found",
            )

    def _on_found(self, text: str, found: Sequence[Found]) -> None:
        if self.line is None or self.line.text().strip() != text:
            return
        self._offer(found, text.casefold())
        self._show_fitting(text)

    def _on_records(self, text: str, found: Sequence[LinkOffer]) -> None:
        if self.line is not None and self.line.text().strip() == text:
            self._show_picks([Pick(each.id, each.name, text.casefold()) for each in found])
            self._show_fitting(text)

    def _show_fitting(self, text: str) -> None:
        if self.line is None:
            return
        if self.line.hasFocus():
            self.box.show_fitting(text)
        else:
            self.line.setText(text)

    def _on_named(self, found: Sequence[Found]) -> None:
        self._names.update({each.id: self._words(each) for each in found})
        self._offer(())

    def _on_record_named(self, names: dict[int, str]) -> None:
        self._names.update({int(key): name for key, name in names.items()})
        self._offer(())

    def _on_failed(self, problem: object) -> None:
        del problem

    def _on_box_picked(self) -> None:
        chosen = self.box.value()
        self._value = chosen if isinstance(chosen, int) else None
        self.edited.emit()
        self.left.emit()

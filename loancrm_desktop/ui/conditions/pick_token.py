"""A word of a condition that is picked from a list: a field, a comparison, options, people."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.language.phrases import phrases
from loancrm_desktop.texts import current_language
from loancrm_desktop.ui.conditions.pick_list import PickList
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry
from loancrm_desktop.ui.conditions.tokens import TokenButton, Tone
from loancrm_desktop.ui.widgets.popover import Popover

_OPENS = (Qt.Key.Key_Down, Qt.Key.Key_F4)


class PickToken(TokenButton):
    """Opens a list below itself.

    Signals:
        picked: other keys are picked now.
    """

    picked = Signal()

    def __init__(
        self, name: str, tone: Tone = "accent", parent: QWidget | None = None, *,
        several: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(tone, parent)
        self._name = name
        self._several = several
        self._entries: tuple[PickEntry, ...] = ()
        self._picked: list[Hashable] = []
        self._hint_words = ""
        self._name_other: Callable[[Hashable], str] | None = None
        self._popover: Popover | None = None
        self._list: PickList | None = None
        self.clicked.connect(self.open_list)
        self._say()

    def offer(self, entries: Sequence[PickEntry], hint: str = "") -> None:
        """Offer entries; what is picked stays, even where it is no longer offered."""
        self._entries = tuple(entries)
        self._hint_words = hint
        self._say()

    def name_others_by(self, name_other: Callable[[Hashable], str]) -> None:
        """Say how picks are called that are not offered (any more)."""
        self._name_other = name_other

    @property
    def entries(self) -> tuple[PickEntry, ...]:
        """What is offered."""
        return self._entries

    @property
    def picks(self) -> list[Any]:
        """The keys picked."""
        return list(self._picked)

    def pick(self, keys: Sequence[Hashable]) -> None:
        """Pick exactly these without telling."""
        self._picked = list(keys)
        self._say()

    def all_entries(self) -> list[PickEntry]:
        """Answer what is offered and what is picked without being offered any more."""
        known = {entry.key for entry in self._entries}
        others = [key for key in self._picked if key not in known]
        return [*self._entries, *(PickEntry(key, self.name_of_unknown(key)) for key in others)]

    def open_list(self) -> None:
        """Show the list."""
        popover, shown = self._made()
        shown.offer(self.all_entries())
        shown.tick(self._picked)
        if self._picked:
            shown.go_to(self._picked[0])
        popover.open_at(self)
        shown.start()

    @property
    def opened(self) -> PickList | None:
        """The list while it is open."""
        return self._list if self._popover is not None and self._popover.isVisible() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Down or F4 (Space presses it); Enter is left to whoever holds it."""
        if event.key() in _OPENS and not event.modifiers():
            self.open_list()
            return
        super().keyPressEvent(event)

    def _made(self) -> tuple[Popover, PickList]:
        if self._popover is None or self._list is None:
            self._popover = Popover(parent=self)
            self._list = PickList(self._name, several=self._several)
            self._list.picked.connect(self._on_list_picked)
            self._popover.body.addWidget(self._list)
        return self._popover, self._list

    def _on_list_picked(self, key: Hashable) -> None:
        if self._several and self._list is not None:
            self._picked = self._list.ticked
        else:
            self._picked = [key]
            if self._popover is not None:
                self._popover.close()
        self._say()
        self.picked.emit()

    def _say(self) -> None:
        names = {entry.key: self._entry_name(entry) for entry in self._entries}
        said = [names.get(key) or self.name_of_unknown(key) for key in self._picked]
        words = phrases(current_language())["list"].join(said)
        self.show_words(words, self._hint_words)
        self.setAccessibleName(f"{self._name} {words or self._hint_words}".strip())

    def _entry_name(self, entry: PickEntry) -> str:
        return entry.name

    def name_of_unknown(self, key: Hashable) -> str:
        """Name a pick that is not offered (any more)."""
        if self._name_other is not None:
            return self._name_other(key)
        return f"#{key}" if isinstance(key, int) and not isinstance(key, bool) else str(key)

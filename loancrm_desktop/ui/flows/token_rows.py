"""Several of many: chosen ones as tokens with an x, a list to add more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.flows.flow_words import Choice
from loancrm_desktop.ui.forms.property_rows import PropertyRow
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label
from loancrm_desktop.ui.widgets.pick_box import Pick, PickBox
from loancrm_desktop.ui.widgets.relay import relay


class TokensRow(PropertyRow):
    """Chooses several values; what is not offered any more stays and is shown by its key."""

    def __init__(
        self, name: str, title: str, choices: Sequence[Choice], *, as_number: bool = False
    ) -> None:
        super().__init__(name)
        self._as_number = as_number
        self._words = {each.value: each.words for each in choices}
        self._values: list[Any] = []
        said = label(title, role="secondary", font="caption")
        self._tokens = QWidget()
        self._line = FlowLayout(self._tokens)
        self.box = PickBox()
        self.box.setAccessibleName(tr("Add to: {name}", name=title))
        self.box.picked.connect(self._on_box_picked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (said, self._tokens, self.box):
            layout.addWidget(part)
        self.setFocusProxy(self.box)
        self._show()

    def show_value(self, value: Any) -> None:
        """Show what is chosen."""
        wanted = list(value or ())
        if wanted != self._values:
            self._values = wanted
            self._show()

    def add(self, value: str) -> None:
        """Add a value, as a person does."""
        taken: Any = int(value) if self._as_number else value
        if taken not in self._values:
            self.changed.emit([*self._values, taken])

    def _show(self) -> None:
        clear_layout(self._line)
        for value in self._values:
            words = self._words.get(str(value), str(value))
            token = button(f"{words}  ×", size="small")
            token.setToolTip(tr("Take out {name}", name=words))
            token.setAccessibleName(tr("Take out {name}", name=words))
            token.clicked.connect(relay(token, self._on_token_clicked, value))
            self._line.addWidget(token)
        self._tokens.setVisible(bool(self._values))
        chosen = {str(each) for each in self._values}
        left = [Pick(value, words) for value, words in self._words.items() if value not in chosen]
        self.box.set_picks(left)

    def _on_token_clicked(self, value: object) -> None:
        kept = [each for each in self._values if each != value]
        self.changed.emit(kept or None)

    def _on_box_picked(self) -> None:
        value = self.box.value()
        if value is not None:
            self.add(str(value))

"""Says parts of a condition the editor cannot draw, by asking the office for the sentence."""

from __future__ import annotations

import json
import weakref
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QObject

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import conditions
from loancrm_desktop.texts import current_language
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.part_widget import ForeignWidget

_MOST_SHOWN = 160


class ForeignWords(QObject):
    """Asks for sentences and hands them to the widgets that are still there."""

    def __init__(self, bridge: Bridge, kind: str, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._kind = bridge, kind
        self._waiting: dict[int, weakref.ref[ForeignWidget]] = {}

    def say(self, widget: ForeignWidget) -> None:
        """Have a part said; one that cannot be read is shown as it is written."""
        part = widget.part
        self._waiting[part.id] = weakref.ref(widget)
        raw: object = part.raw
        if not isinstance(raw, dict):
            self._show(part.id, json.dumps(part.raw, ensure_ascii=False))
            return
        where = cast("dict[str, Any]", raw)
        self._bridge.ask(
            conditions.word,
            kind=self._kind,
            where=where,
            language=current_language(),
            then=partial(self._on_worded, part.id),
            failed=partial(self._on_failed, part.id),
            key=part.id,
        )

    def _on_worded(self, part_id: int, sentence: str) -> None:
        self._show(part_id, sentence)

    def _on_failed(self, part_id: int, problem: Problem) -> None:
        del problem  # the row says itself what is wrong with it
        held = self._waiting.get(part_id)
        widget = held() if held is not None else None
        if widget is not None:
            self._show(part_id, json.dumps(widget.part.raw, ensure_ascii=False))

    def _show(self, part_id: int, sentence: str) -> None:
        held = self._waiting.pop(part_id, None)
        widget = held() if held is not None else None
        if widget is not None:
            widget.show_sentence(sentence[:_MOST_SHOWN])

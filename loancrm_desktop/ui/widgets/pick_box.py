"""A list to choose from that is narrowed by typing: words, pinyin initials or whole pinyin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo

_KEYS_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_MOST_SOUNDS = 4
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Pick:
    """One line of the list.

    Attributes:
        value: what the program calls it.
        words: what people read.
        readings: how it may be typed besides, divided by spaces; empty works it out of the words.
    """

    value: Any
    words: str
    readings: str = ""


class PickBox(CalmCombo):
    """An editable choice; what matches no line is put back when the box is left.

    Signals:
        picked: the person took a line.
    """

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._lines = QStandardItemModel(self)
        self.setModel(self._lines)
        self._narrowed = _Narrowed(self)
        self._narrowed.setSourceModel(self._lines)
        completer = QCompleter(self)
        completer.setModel(self._narrowed)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(12)
        self.setCompleter(completer)
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(tr("Choose or type"))
            line.textEdited.connect(self._on_line_text_edited)
        self.activated.connect(self._on_activated)

    def set_picks(self, picks: Sequence[Pick], *, may_be_empty: bool = True) -> None:
        """Offer other lines, nothing chosen."""
        self._lines.clear()
        for pick in (Pick(None, ""), *picks) if may_be_empty else picks:
            item = QStandardItem(pick.words)
            item.setData(pick.value, Qt.ItemDataRole.UserRole)
            item.setData(pick.readings or None, _KEYS_ROLE)
            self._lines.appendRow(item)
        self._narrowed.narrow("")
        self.setCurrentIndex(0 if may_be_empty else -1)

    def value(self) -> Any:
        """Answer the value of the line chosen, None for none."""
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """Choose a line; a value that is not offered chooses none."""
        self.setCurrentIndex(self.findData(value))

    @property
    def offered(self) -> list[str]:
        """The lines that fit what was typed."""
        column = self._narrowed
        return [column.index(row, 0).data() for row in range(column.rowCount())]

    def show_fitting(self, typed: str) -> None:
        """Open the list narrowed to what was typed; for lines that come while one types."""
        line = self.lineEdit()
        if line is not None:
            line.setText(typed)
        self._on_line_text_edited(typed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put back the words of the line chosen."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._put_back()

    def _put_back(self) -> None:
        line = self.lineEdit()
        if line is None:
            return
        if line.text().strip() and line.text() != self.itemText(self.currentIndex()):
            found = self.findText(line.text().strip(), Qt.MatchFlag.MatchFixedString)
            if found >= 0:
                self.setCurrentIndex(found)
        self._narrowed.narrow("")
        line.setText(self.itemText(self.currentIndex()))

    def _take(self, row: int) -> None:
        self.setCurrentIndex(row)
        self._narrowed.narrow("")
        self.picked.emit()

    def _on_line_text_edited(self, typed: str) -> None:
        self._narrowed.narrow(typed)
        completer = self.completer()
        if completer is not None:
            completer.setCompletionPrefix("")
            completer.complete()

    def _on_activated(self, row: int) -> None:
        self._take(row)


class _Narrowed(QSortFilterProxyModel):
    def __init__(self, parent: PickBox) -> None:
        super().__init__(parent)
        self._typed = ""

    def narrow(self, typed: str) -> None:
        self.beginFilterChange()
        self._typed = typed.strip().casefold()
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:  # noqa: N802 - Qt names it so
        if not self._typed:
            return True
        line = self.sourceModel().index(source_row, 0, source_parent)
        words = str(line.data() or "")
        if self._typed in words.casefold():
            return True
        if not words or not self._typed.isascii():
            return False
        keys: str | None = line.data(_KEYS_ROLE)
        if keys is None:
            return is_read(words, self._typed)
        return any(key.startswith(self._typed) for key in keys.split())


def is_read(words: str, typed: str) -> bool:
    """Tell whether some words hold what was typed in pinyin: `jsyh`, `jianshe`, `jiansyh`."""
    sounds = _sounds_of(words)
    wanted = typed.replace(" ", "").casefold()
    return any(_goes_on(sounds[start:], wanted) for start in range(len(sounds)))


def _goes_on(sounds: Sequence[tuple[str, ...]], wanted: str) -> bool:
    if not wanted:
        return True
    if not sounds:
        return False
    for sound in sounds[0]:
        if sound.startswith(wanted):
            return True
        if wanted.startswith(sound) and _goes_on(sounds[1:], wanted[len(sound) :]):
            return True
    initials = {sound[:1] for sound in sounds[0]}
    return wanted[0] in initials and _goes_on(sounds[1:], wanted[1:])


@lru_cache(maxsize=2_000)
def _sounds_of(words: str) -> tuple[tuple[str, ...], ...]:
    """Answer per sign what it may sound like; the table is large and read at first use."""
    import pypinyin

    found = pypinyin.pinyin(words, style=pypinyin.Style.NORMAL, heteronym=True)
    return tuple(
        tuple(dict.fromkeys(sound.casefold() for sound in ways if sound.strip()))[:_MOST_SOUNDS]
        for ways in found
    )

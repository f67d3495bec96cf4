"""Which records are ticked: by their ids, so that it outlives sorting, filtering and unloading."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Ticks(QObject):
    """A set of ids that tells when it changes.

    Signals:
        changed: other records are ticked now.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: set[int] = set()

    def __contains__(self, record_id: int) -> bool:
        return record_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> list[int]:
        """The ids ticked, in no order that means anything but always the same."""
        return sorted(self._ids)

    def toggle(self, record_id: int) -> None:
        """Tick a record, or take its tick away."""
        self._ids ^= {record_id}
        self.changed.emit()

    def add(self, record_ids: Iterable[int]) -> None:
        """Tick records beside those ticked."""
        before = len(self._ids)
        self._ids.update(record_ids)
        if len(self._ids) != before:
            self.changed.emit()

    def replace(self, record_ids: Iterable[int]) -> None:
        """Tick exactly these."""
        wanted = set(record_ids)
        if wanted != self._ids:
            self._ids = wanted
            self.changed.emit()

    def drop(self, record_ids: Iterable[int]) -> None:
        """Take ticks away."""
        before = len(self._ids)
        self._ids.difference_update(record_ids)
        if len(self._ids) != before:
            self.changed.emit()

    def clear(self) -> None:
        """Tick nothing."""
        self.replace(())

"""The columns of a list: those shown in their order, then the others by section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.conditions.pinyin_filter import matches

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-loancrm-column"
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class ColumnOffer:
    """One column a list may show.

    Attributes:
        section: the title it stands under while it is not shown.
        fixed: whether it is always shown, in its place at the front.
    """

    key: str
    name: str
    section: str = ""
    fixed: bool = False


class ColumnListModel(QAbstractListModel):
    """Ticking a column puts it behind those shown; dragging changes the order of these.

    Signals:
        chosen_changed: other columns are shown now, or in another order.
    """

    chosen_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offers: dict[str, ColumnOffer] = {}
        self._chosen: list[str] = []
        self._rows: list[ColumnOffer | str] = []
        self._needle = ""

    def offer(self, offers: Sequence[ColumnOffer]) -> None:
        """Offer other columns."""
        self._offers = {offer.key: offer for offer in offers}
        self.choose(self._chosen)

    def choose(self, keys: Iterable[str]) -> None:
        """Show exactly these, the fixed ones first; unknown ones are passed over."""
        known = [key for key in dict.fromkeys(keys) if key in self._offers]
        fixed = [key for key, offer in self._offers.items() if offer.fixed]
        self._chosen = fixed + [key for key in known if key not in fixed]
        self._show()

    @property
    def chosen(self) -> list[str]:
        """The keys shown, in order."""
        return list(self._chosen)

    def set_filter(self, needle: str) -> None:
        """List only what matches."""
        self._needle = needle
        self._show()

    def column(self, row: int) -> ColumnOffer | None:
        """Answer the column of a row, None for a title."""
        found = self._rows[row] if 0 <= row < len(self._rows) else ""
        return found if isinstance(found, ColumnOffer) else None

    def row_of(self, key: str) -> int:
        """Answer the row of a column, -1 when it is not listed."""
        for row, shown in enumerate(self._rows):
            if isinstance(shown, ColumnOffer) and shown.key == key:
                return row
        return -1

    def toggle(self, key: str) -> None:
        """Show a column, or no longer."""
        offer = self._offers.get(key)
        if offer is None or offer.fixed:
            return
        shown = key in self._chosen
        rest = [each for each in self._chosen if each != key]
        self.choose(rest if shown else [*rest, key])
        self.chosen_changed.emit()

    def step(self, key: str, step: int) -> None:
        """Move a shown column one place; the fixed ones stay at the front."""
        if key in self._chosen:
            self.put(key, self._chosen.index(key) + step)

    def put(self, key: str, place: int) -> None:
        """Put a column at a place among those shown, counted without it."""
        fixed = sum(self._offers[each].fixed for each in self._chosen)
        if key not in self._offers or self._offers[key].fixed:
            return
        rest = [each for each in self._chosen if each != key]
        place = max(fixed, min(len(rest), place))
        order = [*rest[:place], key, *rest[place:]]
        if order != self._chosen:
            self.choose(order)
            self.chosen_changed.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count columns and titles."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let columns be ticked, those shown be dragged."""
        offer = self.column(index.row()) if index.isValid() else None
        if offer is None:
            return Qt.ItemFlag.NoItemFlags if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        flags |= Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
        if offer.key in self._chosen and not offer.fixed and not self._needle:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer what the view asks of a row."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        shown = self._rows[index.row()]
        if isinstance(shown, str):
            return _title_data(shown, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return shown.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr("{name} is always shown", name=shown.name) if shown.fixed else shown.name
        if role == Qt.ItemDataRole.CheckStateRole:
            ticked = shown.key in self._chosen
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a tick."""
        offer = self.column(index.row()) if index.isValid() else None
        if role != Qt.ItemDataRole.CheckStateRole or offer is None or offer.fixed:
            return False
        if (Qt.CheckState(value) == Qt.CheckState.Checked) != (offer.key in self._chosen):
            self.toggle(offer.key)
        return True

    def mimeTypes(self) -> list[str]:
        """Carry columns only."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the column that is dragged."""
        carried = QMimeData()
        keys = [offer.key for one in indexes if (offer := self.column(one.row())) is not None]
        carried.setData(MIME, ",".join(keys[:1]).encode())
        return carried

    def supportedDropActions(self) -> Qt.DropAction:
        """Only move."""
        return Qt.DropAction.MoveAction

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Put a dragged column where it was dropped; answers no, for nothing is to be removed."""
        del action, column
        key = bytes(data.data(MIME).data()).decode()
        target = row if row >= 0 else parent.row()
        if key in self._chosen and target >= 0:
            here = self.row_of(key)
            place = target - 1  # the title above those shown
            self.put(key, place - (here < target))
        return False

    def _show(self) -> None:
        self.beginResetModel()
        shown = [self._offers[key] for key in self._chosen]
        rest = [offer for key, offer in self._offers.items() if key not in self._chosen]
        self._rows = self._listed(tr("Shown columns"), shown)
        for section in dict.fromkeys(offer.section for offer in rest):
            self._rows += self._listed(
                section or tr("More columns"), [one for one in rest if one.section == section]
            )
        self.endResetModel()

    def _listed(self, title: str, offers: Iterable[ColumnOffer]) -> list[ColumnOffer | str]:
        found: list[ColumnOffer | str] = [
            offer for offer in offers if matches(self._needle, offer.name)
        ]
        return [title, *found] if found else []


def _title_data(title: str, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return title
    if role == Qt.ItemDataRole.FontRole:
        return theme.current().font("caption")
    if role == Qt.ItemDataRole.ForegroundRole:
        return theme.current().colour("textTertiary")
    return None

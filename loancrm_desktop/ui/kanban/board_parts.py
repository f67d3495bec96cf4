"""The parts of a board that work on one card together."""

from __future__ import annotations

from dataclasses import dataclass

from loancrm_desktop.ui.kanban.board_model import BoardModel
from loancrm_desktop.ui.kanban.card_delegate import CardDelegate
from loancrm_desktop.ui.kanban.columns_area import ColumnsArea
from loancrm_desktop.ui.kanban.drop_strips import DropStrips


@dataclass(frozen=True, slots=True)
class BoardParts:
    """What is read, what is seen, and what paints it."""

    model: BoardModel
    area: ColumnsArea
    strips: DropStrips
    delegate: CardDelegate

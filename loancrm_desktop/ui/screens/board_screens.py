"""Pictures of the board: as it stands, while a card is carried, and what a move asks for."""

from __future__ import annotations

from loancrm_desktop.ui.kanban.board_filters import OVERDUE
from loancrm_desktop.ui.kanban.board_page import BoardPage
from loancrm_desktop.ui.screens.stage import ScreenError, Stage
from loancrm_desktop.ui.workspace import BOARD

_NOWHERE = {"field": "requested_amount", "op": "ge", "value": "99000000.00"}
_PAUSE_S = 0.3
STEP_ASKING = ("qualification_review", "archived")


def take(stage: Stage) -> None:
    """Show the board; the move is asked about and called off."""
    stage.workspace.go_to(BOARD)
    board = stage.workspace.page(BOARD)
    if not isinstance(board, BoardPage):
        message = "the board did not come"
        raise ScreenError(message)
    stage.settle()
    stage.picture("board")
    _menus(stage, board)
    board.filters.show_where({"all": [OVERDUE, _NOWHERE]})
    stage.wait(_PAUSE_S)
    stage.picture("board_nothing_found")
    board.filters.clear()
    stage.wait(_PAUSE_S)
    here, there = STEP_ASKING
    column = board.model.columns.get(here)
    card = column.card_at(0) if column is not None else None
    if card is None:
        return
    board.desk.hand.take(card)
    board.area.hover("product_matching")
    stage.picture("board_reach")
    board.desk.hand.put_down()
    board.move_card(card.id, "disbursed")
    stage.settle()
    stage.picture("board_refused")
    board.desk.hand.bubble.hide()
    board.move_card(card.id, there)
    stage.settle()
    asking = board.desk.mover.asking
    if asking is not None:
        stage.picture("board_reason")
        asking.reject()


def _menus(stage: Stage, board: BoardPage) -> None:
    board.menus.choose()
    stage.picture("board_columns")
    stage.shut()
    board.menus.open_menu(STEP_ASKING[0], board.area.mapToGlobal(board.area.rect().center()))
    stage.picture("board_column_menu")
    stage.shut()
    view = board.area.columns[STEP_ASKING[0]].view
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    board.desk.open_menu_at(board.area)
    stage.picture("board_card_menu")
    stage.shut()

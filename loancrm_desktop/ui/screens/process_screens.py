"""Pictures of approvals, forgotten deals, bottlenecks, the cards' layout; nothing is changed."""

from __future__ import annotations

from loancrm_desktop.ui.frame.places import APPROVALS, BOARD, FORGOTTEN
from loancrm_desktop.ui.kanban.board_page import BoardPage
from loancrm_desktop.ui.screens.stage import ScreenError, Stage

_PAUSE_S = 0.3


def take(stage: Stage) -> None:
    """Show what stands around the processes."""
    space = stage.workspace
    space.go_to(APPROVALS)
    stage.settle()
    stage.picture("approvals")
    space.go_to(FORGOTTEN)
    stage.settle()
    stage.picture("forgotten_deals")
    space.go_to(BOARD)
    board = space.page(BOARD)
    if not isinstance(board, BoardPage):
        message = "the board did not come"
        raise ScreenError(message)
    stage.settle()
    _take_tools(stage, board)


def _take_tools(stage: Stage, board: BoardPage) -> None:
    board.tools.open_bottlenecks()
    stage.settle(lambda: board.tools.panel is not None and board.tools.panel.found is not None)
    stage.wait(_PAUSE_S)
    stage.picture("board_bottlenecks")
    stage.shut()
    board.tools.design_cards()
    stage.wait(_PAUSE_S)
    stage.picture("board_cards")
    stage.shut()
    stage.settle()

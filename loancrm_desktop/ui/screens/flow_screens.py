"""Pictures of the process designer, its dialogs, and a deal on the picture; nothing is saved."""

from __future__ import annotations

from loancrm_desktop.ui.flows.flow_page import FlowDesignerPage
from loancrm_desktop.ui.flows.run_dialog import RunDialog
from loancrm_desktop.ui.frame.places import PROCESSES
from loancrm_desktop.ui.kanban.board_page import BoardPage
from loancrm_desktop.ui.screens.stage import ScreenError, Stage
from loancrm_desktop.ui.workspace import BOARD

_PAUSE_S = 0.4
_REVIEW, _FAILED = "qualification_review", "qualification_review>archived"


def take(stage: Stage) -> None:
    """Show the picture, properties, layers, a trial, each dialog, faults, and a deal's way."""
    stage.workspace.go_to(PROCESSES)
    page = stage.workspace.page(PROCESSES)
    if not isinstance(page, FlowDesignerPage):
        message = "the process designer did not come"
        raise ScreenError(message)
    stage.settle(lambda: page.drawing is not None)
    page.desk.choose_nodes(_REVIEW)
    stage.wait(_PAUSE_S)
    stage.picture("flow_canvas")
    page.desk.choose_edge(_FAILED)
    stage.wait(_PAUSE_S)
    stage.picture("flow_edge")
    page.desk.choose_nodes()
    page.palette_panel.layers["heat"].setChecked(True)
    stage.wait(_PAUSE_S)
    stage.picture("flow_heat")
    page.palette_panel.layers["heat"].setChecked(False)
    page.begin_trial()
    stage.wait(_PAUSE_S)
    stage.picture("flow_trial")
    page.trial.close_trial()
    _dialogs(stage, page)
    page.desk.choose_nodes(_REVIEW)
    page.desk.append("branch")
    stage.wait(_PAUSE_S)
    stage.picture("flow_faults")
    page.clear()
    stage.wait(_PAUSE_S)
    stage.picture("flow_empty")
    page.discard()
    stage.settle()
    _run(stage)


def _dialogs(stage: Stage, page: FlowDesignerPage) -> None:
    starters = page.show_starters()
    stage.wait(_PAUSE_S)
    starters.list.setCurrentRow(2)
    stage.wait(_PAUSE_S)
    stage.picture("flow_starters")
    starters.reject()
    versions = page.show_versions()
    stage.wait(_PAUSE_S)
    stage.picture("flow_versions")
    if versions is not None:
        versions.reject()
    page.publish()
    stage.wait(_PAUSE_S)
    stage.picture("flow_publish")
    stage.shut()


def _run(stage: Stage) -> None:
    """Show a deal of the board on the picture of its process."""
    stage.workspace.go_to(BOARD)
    board = stage.workspace.page(BOARD)
    stage.settle()
    if not isinstance(board, BoardPage):
        return
    column = board.model.columns.get("product_matching")
    card = column.card_at(0) if column is not None else None
    if card is None:
        return
    dialog = RunDialog(stage.bridge, stage.workspace.words, card.id, board)
    dialog.open()
    stage.settle(lambda: dialog.run is not None)
    stage.wait(_PAUSE_S)
    stage.picture("flow_run")
    dialog.reject()

"""Pictures of what lies around the pages: palette, shortcut sheet, handbook, kit, toasts."""

from __future__ import annotations

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.handbook.handbook_window import HandbookWindow
from loancrm_desktop.ui.kit import kit_window
from loancrm_desktop.ui.palette.palette import CommandPalette
from loancrm_desktop.ui.screens.stage import Stage
from loancrm_desktop.ui.widgets.notices import Said
from loancrm_desktop.ui.workspace import CUSTOMERS

_SEARCH_S = 0.4


def take(stage: Stage) -> None:
    """Show each over the customer list."""
    workspace = stage.workspace
    workspace.go_to(CUSTOMERS)
    stage.settle()
    workspace.open_palette()
    stage.wait(_SEARCH_S)
    stage.picture("palette")
    for palette in stage.window.findChildren(CommandPalette):
        palette.box.setText("w")
        stage.wait(_SEARCH_S)
        stage.picture("palette_found")
        palette.close_quietly()
    workspace.show_keys()
    stage.picture("shortcuts")
    stage.shut()
    workspace.toasts.tell(Said(tr("Saved"), tr("Undo"), "Ctrl+Z"))
    workspace.toasts.tell(Said(tr("The password is wrong."), kind="error"))
    stage.picture("toasts")
    for name, window in (("handbook", HandbookWindow()), ("kit", kit_window.make())):
        window.resize(stage.window.size())
        window.show()
        stage.alone(name, window)
        window.close()
        window.deleteLater()

"""How a saved view looks as a tab: its mark says that it is shared, or that it broke."""

from __future__ import annotations

from loancrm_desktop.services.views import SavedViewRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.condition_tree import read_tree, write_tree
from loancrm_desktop.ui.conditions.row_problems import problems_in
from loancrm_desktop.ui.conditions.view_tab_bar import TabShown


def tab_of(view: SavedViewRow, count: str, fields: ConditionFields | None) -> TabShown:
    """Answer the tab of a view; without the fields nothing is said of its condition."""
    where = view.body.get("where")
    if fields is not None and problems_in(write_tree(read_tree(where)), fields):
        broken = tr("A condition of this view no longer holds; open it to mend it.")
        return TabShown(view.id, view.name, count, "alert", broken)
    if view.shared:
        return TabShown(view.id, view.name, count, "users", tr("Shared with the office"))
    return TabShown(view.id, view.name, count)

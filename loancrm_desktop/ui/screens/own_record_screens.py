"""Pictures of the office's own records: their list, their form, a customer's, the types."""

from __future__ import annotations

from dataclasses import replace

from loancrm_desktop.ui.own_records.record_list_page import RecordListPage
from loancrm_desktop.ui.own_records.type_dialog import TypeDialog
from loancrm_desktop.ui.own_records.types_dialog import TypesDialog
from loancrm_desktop.ui.screens.stage import ScreenError, Stage

_PAUSE_S = 0.4
_NOTHING = "zzzzzz"


def take(stage: Stage) -> None:
    """Show what there is of the first own type; nothing where the office has none."""
    types = stage.workspace.words.record_types
    if not types:
        return
    own = types[0]
    stage.workspace.go_to(own.kind)
    page = stage.workspace.page(own.kind)
    if not isinstance(page, RecordListPage):
        message = "the list of own records did not come"
        raise ScreenError(message)
    stage.settle(lambda: page.states.shows_rows)
    stage.wait(_PAUSE_S)
    stage.picture("own_records")
    _moments(stage, page)
    _dialogs(stage, page)


def _moments(stage: Stage, page: RecordListPage) -> None:
    first = [row.id for at in range(3) if (row := page.model.peek(at)) is not None]
    page.ticks.replace(first)
    stage.wait(_PAUSE_S)
    stage.picture("own_records_ticked")
    page.ticks.clear()
    page.show_wish(replace(page.wish, search=_NOTHING))
    stage.settle(lambda: not page.states.shows_rows)
    stage.picture("own_records_none")
    page.clear_filters()
    stage.settle(lambda: page.states.shows_rows)
    places = stage.workspace.own_places
    shown = places.open_record(page.kind, first[0])
    stage.settle(lambda: shown.form is not None)
    stage.wait(_PAUSE_S)
    stage.picture("own_record")
    shown.reject()
    empty = places.open_record(page.kind)
    stage.settle(lambda: empty.form is not None)
    stage.wait(_PAUSE_S)
    stage.picture("own_record_new")
    empty.reject()


def _dialogs(stage: Stage, page: RecordListPage) -> None:
    bridge = stage.workspace.words.bridge
    if not bridge.actor.rights.allows("designs.forms"):
        return
    types = TypesDialog(bridge, page)
    types.open()
    stage.settle(types.list.count)
    stage.wait(_PAUSE_S)
    stage.picture("own_types")
    types.reject()
    made = TypeDialog(bridge, None, page)
    made.open()
    stage.settle(lambda: made.role_boxes)
    stage.wait(_PAUSE_S)
    stage.picture("own_type")
    made.reject()

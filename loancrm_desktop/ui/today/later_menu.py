"""The menu of times an item of the queue may be put off to."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.today import QueueItem
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.today.queue_acts import QueueActs, later_times, may_be_put_off


def later_menu(parent: QWidget, acts: QueueActs, item: QueueItem) -> QMenu:
    """Answer the menu; a stage's limit runs on, and the menu says so."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if may_be_put_off(item):
        for words, until in later_times(system_clock()):
            menu.addAction(words, partial(acts.put_off, item, until))
    else:
        nothing = menu.addAction(tr("A stage's limit cannot be put off; move the deal instead"))
        nothing.setEnabled(False)
    return menu

"""Pictures of the task schedule: the list, the calendar, a task; nothing is saved."""

from __future__ import annotations

from loancrm_desktop.ui.frame.places import TASKS
from loancrm_desktop.ui.screens.stage import ScreenError, Stage
from loancrm_desktop.ui.tasks.tasks_face import DAY, LIST, MONTH, WEEK
from loancrm_desktop.ui.tasks.tasks_page import TasksPage


def take(stage: Stage) -> None:
    """Show tasks as a list, by month, week and day, and the dialog of a task."""
    stage.workspace.go_to(TASKS)
    page = stage.workspace.page(TASKS)
    if not isinstance(page, TasksPage):
        message = "the task schedule did not come"
        raise ScreenError(message)
    stage.settle(lambda: page.read)
    stage.picture("tasks_list")
    for look in (MONTH, WEEK, DAY):
        page.show_look(look)
        stage.settle(lambda: page.board.calendar is not None)
        stage.wait(0.3)
        stage.picture(f"tasks_{look}")
    page.show_look(LIST)
    stage.settle()
    if page.model.total:
        page.open_chosen()
        stage.settle(lambda: page.dialog is not None)
    else:
        page.new_task()
    if page.dialog is not None:
        stage.picture("task")
        page.dialog.reject()
    stage.settle()

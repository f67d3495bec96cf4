"""The page of tasks is read again when something changes, and says why it cannot be."""

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import tasks
from loancrm_desktop.texts import say
from loancrm_desktop.ui.tasks.tasks_face import DAY, MONTH, WEEK
from loancrm_desktop.ui.tasks.tasks_page import TasksPage


def shown(desk, qtbot):
    page = TasksPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    desk.settle(lambda: page.read)
    return page


def test_a_task_of_another_desk_comes_by_itself(desk, qtbot):
    page = shown(desk, qtbot)
    desk.do(tasks.add, title="von nebenan")
    desk.settle(lambda: page.model.total == 1)


def test_a_failure_is_said_with_a_way_to_try_again(desk, qtbot):
    page = shown(desk, qtbot)
    page.show_problem(Unavailable(say("The disk is gone."), "missing"))
    assert page.state.text == say("The disk is gone.").read()
    page.state.buttons[0].click()
    desk.settle(lambda: page.stack.currentWidget() is not page.state or page.model.total == 0)


def test_turning_goes_by_months_weeks_and_days(desk, qtbot):
    page = shown(desk, qtbot)
    for look, days in ((MONTH, range(28, 32)), (WEEK, [7]), (DAY, [1])):
        page.show_look(look)
        page.go_today()
        before = page.day.replace(day=1) if look == MONTH else page.day
        page.turn(1)
        assert (page.day - before).days in days
    desk.settle()

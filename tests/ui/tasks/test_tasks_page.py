"""Tasks by mouse and keyboard: the list, the calendar, dragging, finishing, giving, the dialog."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt

from loancrm_desktop import display
from loancrm_desktop.services import customers, task_plans, tasks, undoing
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.task_plans import Part, TaskWish
from loancrm_desktop.services.task_repeats import Repeat
from loancrm_desktop.ui.tasks.asking import FinishPopover, GivePopover
from loancrm_desktop.ui.tasks.tasks_face import DAY, LIST, MONTH, WEEK
from loancrm_desktop.ui.tasks.tasks_page import TasksPage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def noon():
    here = display.office_time(system_clock())
    return here.replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def made(desk, noon):
    who = desk.customers["钱慧敏"]
    wishes = {
        "补流水": TaskWish("补流水", who, due_at=noon, priority=2, checklist=(Part("工资流水"),)),
        "盖章": TaskWish("盖章", due_at=noon + timedelta(days=1)),
        "整理": TaskWish("整理"),
    }
    return {name: desk.do(task_plans.make, wish=wish) for name, wish in wishes.items()}


@pytest.fixture
def page(qtbot, desk, made):
    page = TasksPage(desk.bridge, desk.words)
    page.whose.set_current("mine")
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    page.activateWindow()
    desk.settle(lambda: page.model.total == 3)
    return page


@pytest.fixture
def month(page, desk):
    page.show_look(MONTH)
    desk.settle(lambda: page.month.calendar is not None and bool(page.month.calendar.items))
    page.month.setFocus()
    return page.month


def cell(page, row, key) -> str:
    return page.model.index(row, page.model.position_of(key)).data()


def due_of(desk, task_id) -> datetime:
    return display.office_time(desk.ask(task_plans.show, task_id=task_id).due_at)


def test_the_table_obeys_qt(page, qtmodeltester):
    qtmodeltester.check(page.model)


def test_the_list_says_what_whose_and_until_when(page):
    assert [cell(page, at, "title") for at in range(3)] == ["补流水", "盖章", "整理"]
    assert cell(page, 0, "customer") == "钱慧敏"
    assert "0" in cell(page, 0, "more")


def test_filters_and_their_end_are_one_press_away(page, desk, qtbot):
    page.search.setText("没有这样的")
    desk.settle(lambda: page.model.total == 0 and page.state.isVisible())
    (clear,) = page.state.buttons
    qtbot.mouseClick(clear, LEFT)
    desk.settle(lambda: page.model.total == 3)


def test_by_the_space_bar_one_task_is_finished_with_outcome_and_next_step(
    page, desk, qtbot, noon, made
):
    page.view.selectRow(0)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    assert isinstance(page.popover, FinishPopover)
    page.popover.text.setText("流水齐了")
    page.popover.when.moment_edit.set_moment(noon + timedelta(days=3))
    with qtbot.waitSignal(page.said) as said:
        qtbot.keyClick(page.popover.text, Qt.Key.Key_Return)
    desk.settle(lambda: page.model.total == 2)
    values = desk.ask(customers.values, customer_id=desk.customers["钱慧敏"]).values
    assert datetime.fromisoformat(str(values["next_follow_up_at"])) == noon + timedelta(days=3)
    sheet = desk.ask(task_plans.show, task_id=made["补流水"])
    assert sheet.done_at is not None
    desk.do(undoing.undo, seq=said.args[1])
    desk.settle(lambda: page.model.total == 3)


def test_several_are_finished_from_the_bar(page, desk, qtbot):
    page.view.selectAll()
    assert page.bulk.isVisible()
    qtbot.mouseClick(page.bulk_done, LEFT)
    desk.settle(lambda: page.model.total == 0)
    page.state_choice.setCurrentIndex(1)
    desk.settle(lambda: page.model.total == 3)
    assert not page.bulk.isVisible()


def test_a_task_is_given_with_words(page, desk, qtbot):
    page.view.selectRow(1)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_A)
    assert isinstance(page.popover, GivePopover)
    others = [
        at
        for at in range(page.popover.who.count())
        if page.popover.who.itemData(at) != desk.actor.user_id
    ]
    page.popover.who.setCurrentIndex(others[0])
    page.popover.note.setText("客户在楼下")
    qtbot.keyClick(page.popover.note, Qt.Key.Key_Return)
    desk.settle(lambda: page.model.total == 2)
    page.whose.set_current("given")
    page.reload()
    desk.settle(lambda: page.model.total == 1)
    assert cell(page, 0, "title") == "盖章"


def test_put_off_offers_times(page, desk, made, qtbot):
    page.view.selectRow(0)
    page.acts.put_off([made["补流水"]], system_clock() + timedelta(days=2))
    desk.settle(lambda: cell(page, 0, "title") == "盖章")


def test_a_task_is_opened_changed_and_kept(page, desk, made, qtbot):
    page.view.selectRow(0)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    desk.settle(lambda: page.dialog is not None)
    dialog = page.dialog
    assert dialog.title_edit.text() == "补流水"
    dialog.checklist.lines[0].box.setChecked(True)
    desk.settle(lambda: desk.ask(task_plans.show, task_id=made["补流水"]).checklist[0].done)
    dialog.comment_edit.setText("明天来")
    qtbot.mouseClick(dialog.send, LEFT)
    desk.settle(lambda: len(dialog.sheet.comments) == 1)
    dialog.title_edit.setText("补半年流水")
    dialog.repeats.unit.setCurrentIndex(2)
    dialog.repeats.days[3].setChecked(True)
    dialog.save()
    desk.settle(lambda: page.dialog is None)
    sheet = desk.ask(task_plans.show, task_id=made["补流水"])
    assert (sheet.title, sheet.repeats) == ("补半年流水", Repeat("week", 1, (3,)))
    assert sheet.checklist == (Part("工资流水", done=True),)


def test_a_task_without_words_is_not_made_and_what_was_typed_stays(page, desk, qtbot):
    qtbot.mouseClick(page.new, LEFT)
    dialog = page.dialog
    dialog.note.setPlainText("先问")
    dialog.save()
    assert dialog.notice.isVisible()
    dialog.title_edit.setText("新的")
    dialog.checklist.add_edit.setText("一")
    qtbot.keyClick(dialog.checklist.add_edit, Qt.Key.Key_Return)
    assert [line.text for line in dialog.checklist.lines] == ["一"]
    dialog.save()
    desk.settle(lambda: page.dialog is None and page.model.total == 4)


def test_in_the_month_a_task_is_dragged_to_another_day(month, page, desk, made, noon, qtbot):
    place = month.place_of(f"task:{made['补流水']}")
    assert place.isValid()
    later = noon + timedelta(days=1 if noon.weekday() < 6 else -1)
    target = month.day_place(later.date()).center()
    qtbot.mousePress(month.viewport(), LEFT, pos=place.center())
    qtbot.mouseMove(month.viewport(), place.center() + QPoint(20, 0))
    qtbot.mouseMove(month.viewport(), target)
    with qtbot.waitSignal(page.said) as said:
        qtbot.mouseRelease(month.viewport(), LEFT, pos=target)
    assert due_of(desk, made["补流水"]) == later
    desk.do(undoing.undo, seq=said.args[1])
    assert due_of(desk, made["补流水"]) == noon


def test_by_keys_an_item_is_reached_moved_and_opened(month, page, desk, made, noon, qtbot):
    month.choose(f"task:{made['补流水']}")
    with qtbot.waitSignal(page.said):
        qtbot.keyClick(month, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert due_of(desk, made["补流水"]) == noon + timedelta(days=1)
    qtbot.keyClick(month, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert month.current is not None
    assert month.accessibleDescription()
    qtbot.keyClick(month, Qt.Key.Key_Return)
    desk.settle(lambda: page.dialog is not None)
    page.dialog.reject()


def test_a_press_on_a_free_hour_begins_a_task_there(page, desk, qtbot, noon):
    page.show_look(DAY)
    desk.settle(lambda: page.hours.calendar is not None and len(page.hours.calendar.days) == 1)
    column = page.hours.day_place(noon.date())
    at = QPoint(column.center().x(), column.top() + 4)
    wanted = page.hours.moment_at(at)
    qtbot.mouseClick(page.hours.viewport(), LEFT, pos=at)
    assert page.dialog is not None
    assert page.dialog.when.moment_edit.moment() == wanted
    page.dialog.title_edit.setText("面签")
    page.dialog.save()
    desk.settle(lambda: len(page.hours.calendar.items) == 2)


def test_in_the_week_half_hours_are_steps(page, desk, made, noon, qtbot):
    page.show_look(WEEK)
    desk.settle(lambda: page.hours.calendar is not None and len(page.hours.calendar.days) == 7)
    page.hours.setFocus()
    page.hours.choose(f"task:{made['补流水']}")
    with qtbot.waitSignal(page.said):
        qtbot.keyClick(page.hours, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert due_of(desk, made["补流水"]) == noon + timedelta(minutes=30)


@pytest.mark.parametrize("look", [WEEK, DAY])
def test_by_hours_an_item_is_dragged_to_where_it_is_let_go(page, desk, made, noon, qtbot, look):
    page.show_look(look)
    days = 7 if look == WEEK else 1
    desk.settle(lambda: page.hours.calendar is not None and len(page.hours.calendar.days) == days)
    day = noon.date()
    if days > 1:
        day += timedelta(days=1 if noon.weekday() < 6 else -1)
    board = page.hours
    began = board.place_of(f"task:{made['补流水']}").center()
    target = QPoint(board.day_place(day).center().x(), began.y() + 90)
    qtbot.mousePress(board.viewport(), LEFT, pos=began)
    qtbot.mouseMove(board.viewport(), began + QPoint(0, 20))
    qtbot.mouseMove(board.viewport(), target)
    _, shown = board.dragged_to()
    assert shown.date() == day
    assert shown.time() > noon.time()
    with qtbot.waitSignal(page.said) as said:
        qtbot.mouseRelease(board.viewport(), LEFT, pos=target)
    assert due_of(desk, made["补流水"]) == shown
    desk.do(undoing.undo, seq=said.args[1])
    assert due_of(desk, made["补流水"]) == noon


def test_pages_of_the_calendar_are_turned(month, page, desk, qtbot):
    before = page.span.text()
    qtbot.keyClick(month, Qt.Key.Key_PageDown)
    desk.settle(lambda: page.span.text() != before)
    qtbot.mouseClick(page.today, LEFT)
    desk.settle(lambda: page.span.text() == before)
    qtbot.mouseClick(page.before, LEFT)
    assert page.span.text() != before
    page.show_look(LIST)
    assert page.filters.isVisible()


def test_agreed_contacts_stand_in_the_calendar_and_beside_it(month, page, desk, qtbot, noon):
    who = desk.customers["冯国栋"]
    values = {"next_follow_up_at": (noon + timedelta(minutes=30)).isoformat()}
    desk.do(customers.edit, customer_id=who, values=values)
    desk.settle(lambda: any(each.kind == "contact" for each in month.calendar.items))
    names = [page.next_list.item(at).text() for at in range(page.next_list.count())]
    assert any("冯国栋" in name for name in names)
    with qtbot.waitSignal(page.customer_opened) as opened:
        page.next_list.itemActivated.emit(page.next_list.item(0))
    assert opened.args == [who]


def test_a_done_item_is_not_dragged(month, desk, made, qtbot, noon, page):
    desk.do(tasks.done, task_id=made["补流水"])
    desk.settle(lambda: any(each.done for each in month.calendar.items))
    place = month.place_of(f"task:{made['补流水']}").center()
    qtbot.mousePress(month.viewport(), LEFT, pos=place)
    qtbot.mouseMove(month.viewport(), place + QPoint(0, 150))
    assert month.dragged_to() is None
    qtbot.mouseRelease(month.viewport(), LEFT, pos=place)
    assert due_of(desk, made["补流水"]) == noon

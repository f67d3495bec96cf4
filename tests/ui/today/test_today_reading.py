"""Today on bad days: a thousand things due, midnight while it is open, services late or failing."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import tasks, today
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import say, tr
from loancrm_desktop.ui.today import item_words
from loancrm_desktop.ui.today.page import TodayPage

MANY = 1_000


@operation("tests.fill_day")
def fill_day(work) -> int:
    for number in range(MANY):
        tasks.add(work, f"第{number}件", due_at=work.now - timedelta(hours=1))
    return MANY


@pytest.fixture
def shown(live, qtbot):
    def made():
        page = TodayPage(live.bridge, live.words)
        qtbot.addWidget(page)
        page.resize(1240, 860)
        page.scope.set_current("mine")
        page.show()
        qtbot.waitExposed(page)
        return page

    return made


def items(page):
    lines = (page.lines.item(row) for row in range(page.lines.rowCount()))
    return [line for line in lines if line is not None]


def titles(page):
    return [each.title for each in items(page)]


def test_a_thousand_due_are_counted_at_once_and_read_as_one_walks(live, shown, qtbot, monkeypatch):
    monkeypatch.setattr(today, "SHOWN", 40)

    live.do(fill_day)
    page = shown()
    live.settle(lambda: page.area.shows_queue)
    assert page.tiles.tiles["overdue"].accessibleName().endswith("1,000")
    first = len(items(page))
    assert first < MANY
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus, timeout=10_000)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    key = page.next_mode.item.key
    _, of = page.next_mode.run.progress(items(page), page.lines.beyond(), key)
    assert of >= MANY
    for _ in range(first + 5):
        page.panel.skip.click()
        live.settle()
    assert page.next_mode.item is not None, "the run goes on into what was not read at first"
    assert len(items(page)) > first


def test_at_midnight_what_was_tomorrows_is_todays_and_the_day_is_named_anew(
    live, shown, monkeypatch
):
    now = system_clock()
    evening = (now + timedelta(days=3)).replace(hour=15, minute=59, second=30)  # 23:59:30 here
    monkeypatch.setattr(live.office, "clock", lambda: evening)
    live.do(tasks.add, title="晨会", due_at=evening + timedelta(hours=9))
    page = shown()
    live.settle(lambda: page._queue is not None)
    assert "晨会" not in titles(page)
    first = page._queue
    monkeypatch.setattr(live.office, "clock", lambda: evening + timedelta(minutes=1))
    page._on_minute()
    live.settle(lambda: "晨会" in titles(page))
    named = [item_words.headline(queue, "若溪") for queue in (first, page._queue)]
    assert named[0] != named[1]


def test_a_failing_service_is_said_and_the_rest_of_the_page_is_read(live, shown, monkeypatch):
    page = shown()
    live.settle(lambda: page._queue is not None)
    told = say("The office folder is gone.")
    page._on_queue_failed(Unavailable(told, "missing"))
    live.settle()
    assert page.bar.notice.text == told.read()
    page._queue = None
    page._on_queue_failed(Unavailable(told, "missing"))
    assert page.area.state.title == tr("The queue could not be read")
    live.settle()
    page.area.state.buttons[0].click()
    live.settle(lambda: page._queue is not None)


def test_a_late_answer_shows_grey_shapes_and_then_the_queue(live, shown, monkeypatch):
    page = shown()
    live.settle(lambda: page._queue is not None)
    page._queue = None
    page.area.wait()
    page.area._late.timeout.emit()
    assert not page.area.shows_queue
    page.reload()
    live.settle(lambda: page._queue is not None)

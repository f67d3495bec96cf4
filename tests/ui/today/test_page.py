"""Today as a person works it: by keys, by mouse, live."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import customers, drafts, follow_ups, tasks, today
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import say
from loancrm_desktop.ui.today import today_reading
from loancrm_desktop.ui.today.page import TodayPage
from loancrm_desktop.ui.today.queue_delegate import action_places, places


def shown(page):
    lines = (page.lines.item(row) for row in range(page.lines.rowCount()))
    return [line.customer_name or line.title for line in lines if line is not None]


def press(qtbot, page, key, modifier=Qt.KeyboardModifier.NoModifier):
    page.activateWindow()
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus)
    qtbot.keyClick(page.view, key, modifier)


def test_the_longest_overdue_stands_first_and_is_chosen(page):
    assert shown(page)[:2] == ["钱慧敏", "赵明轩"]
    assert page.view.item.customer_name == "钱慧敏"
    assert page.bar.item.customer_name == "钱慧敏"
    assert "冯国栋" not in shown(page)


def test_arrows_step_over_the_groups(page, qtbot):
    seen = [page.view.item.customer_name]
    for _ in range(len(shown(page)) - 1):
        press(qtbot, page, Qt.Key.Key_Down)
        seen.append(page.view.item.customer_name)
    assert seen == shown(page)
    press(qtbot, page, Qt.Key.Key_Up)
    assert page.view.item.customer_name == seen[-2]


def test_o_opens_the_customer_and_ctrl_enter_a_window(page, qtbot, morning):
    wanted = morning.customers["钱慧敏"]
    with qtbot.waitSignal(page.customer_opened) as opened:
        press(qtbot, page, Qt.Key.Key_O)
    assert opened.args == [wanted]
    with qtbot.waitSignal(page.customer_window_requested) as window:
        press(qtbot, page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.args == [wanted]


def test_l_writes_and_ctrl_enter_saves_and_goes_to_the_next(page, qtbot, morning):
    press(qtbot, page, Qt.Key.Key_L)
    qtbot.waitUntil(page.bar.text.hasFocus)
    qtbot.keyClicks(page.bar.text, "liushui mingtian")
    with qtbot.waitSignal(page.said) as said:
        qtbot.keyClick(page.bar.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    morning.settle()
    assert page.view.item.customer_name == "赵明轩"
    assert page.bar.item.customer_name == "赵明轩"
    assert page.bar.text.text() == ""
    assert said.args[1] > 0, "the notice has a way back"
    rows = morning.ask(follow_ups.page, customer_id=morning.customers["钱慧敏"])
    assert rows[0].text == "liushui mingtian"
    assert "钱慧敏" not in shown(page)


def test_a_number_logs_the_usual_outcome_and_goes_on(page, qtbot, morning):
    with qtbot.waitSignal(page.said):
        press(qtbot, page, Qt.Key.Key_2)
    morning.settle()
    (row,) = morning.ask(follow_ups.page, customer_id=morning.customers["钱慧敏"])
    assert row.outcome == "no_answer"
    assert page.view.item.customer_name == "赵明轩"


def test_nothing_written_and_no_outcome_is_asked_for_and_nothing_is_saved(page, qtbot, morning):
    page.bar.save()
    assert page.bar.notice.isVisible()
    assert morning.ask(follow_ups.page, customer_id=morning.customers["钱慧敏"]) == ()


def test_a_chip_sets_the_next_date_and_a_date_that_is_none_is_said(page, morning):
    page.bar.when.chips[0].click()
    assert page.bar.next_at.moment() > system_clock()
    page.bar.text.setText("x")
    page.bar.next_at.setText("bald")
    page.bar.save()
    assert page.bar.notice.isVisible()


def test_a_refusal_leaves_what_was_typed(page, qtbot, morning):
    morning.do(customers.remove, customer_ids=[morning.customers["钱慧敏"]])
    page.bar.text.setText("wichtig")
    with qtbot.waitSignal(page.acts.refused):
        page.acts.finish(page.lines.item(1) or page.bar.item, text="wichtig", method="phone")
    morning.settle()


def test_space_finishes_a_to_do_at_once(page, qtbot, morning):
    with qtbot.waitSignal(page.said):
        press(qtbot, page, Qt.Key.Key_Space)
    morning.settle()
    titles = [row.title for row in morning.ask(tasks.page)]
    assert "补充银行流水" not in titles
    assert morning.ask(follow_ups.page, customer_id=morning.customers["钱慧敏"]) == ()


def test_the_acts_of_a_line_are_hit_by_the_mouse(page, qtbot, morning):
    row = page.lines.next_item(0)
    rect = page.view.visualRect(page.lines.index(row, 0))
    spots = {key: place.center() for key, _, place in action_places(rect)}
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=spots["message"])
    qtbot.waitUntil(page.bar.text.hasFocus)
    assert page.bar.methods.current == "wechat"
    with qtbot.waitSignal(page.said):
        tick = places(rect).tick.center()
        qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=tick)
    morning.settle()
    assert "钱慧敏" not in shown(page)


def test_a_group_folds_with_a_click_and_with_the_arrow_and_unfolds_again(page, qtbot):
    whole = shown(page)
    head = page.view.visualRect(page.lines.index(0, 0))
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=head.center())
    assert "钱慧敏" not in shown(page)
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=head.center())
    assert shown(page) == whole
    page.view.choose(page.lines.row_of("group:overdue") + 1)
    press(qtbot, page, Qt.Key.Key_Left)
    assert "钱慧敏" not in shown(page)
    press(qtbot, page, Qt.Key.Key_Return)
    assert shown(page) == whole


def test_a_sort_of_work_narrows_the_queue(page, morning):
    page.kinds.chosen.emit("papers")
    page.lines.set_kind("papers")
    assert shown(page)[0] == "钱慧敏"
    assert "赵明轩" not in shown(page)
    page.area.all_requested.emit()
    assert "赵明轩" in shown(page)


def test_a_sort_without_work_offers_all_of_it_again(page):
    page._on_kind_chosen("escort")
    assert not page.area.shows_queue
    page.area.state.buttons[0].click()
    assert page.area.shows_queue


def test_another_desk_changes_the_queue_and_the_place_is_kept(page, qtbot, morning):
    page.view.choose(page.lines.row_of(page.view.item.key) + 1)
    here = page.view.item.key
    morning.do(
        tasks.add,
        title="加急",
        customer_id=morning.customers["何秀兰"],
        due_at=system_clock() - timedelta(hours=50),
    )
    qtbot.waitUntil(lambda: "何秀兰" in shown(page)[:1], timeout=5_000)
    assert page.view.item.key == here


def test_the_figures_lead_to_their_groups(page, qtbot):
    assert page.tiles.tiles["overdue"].accessibleName().endswith(" 2")
    page.view.setCurrentIndex(page.lines.index(-1, 0))
    page.tiles.tiles["overdue"].click()
    assert page.view.item.customer_name == "钱慧敏"


def test_what_is_urgent_is_counted_for_the_navigation(morning, qtbot):
    made = TodayPage(morning.bridge, morning.words)
    qtbot.addWidget(made)
    made.scope.set_current("mine")
    with qtbot.waitSignal(made.counted) as counted:
        made.reload()
    assert counted.args[0] >= 2
    morning.settle()


def test_an_empty_day_says_so_and_offers_a_new_customer(live, qtbot):
    live.do(customers.remove, customer_ids=list(live.customers.values()))
    made = TodayPage(live.bridge, live.words)
    qtbot.addWidget(made)
    made.scope.set_current("mine")
    made.reload()
    live.settle(lambda: made.area.state.title)
    assert not made.area.shows_queue
    with qtbot.waitSignal(made.new_requested):
        made.area.state.buttons[0].click()
    assert not made.bar.isEnabled()


def test_a_failed_reading_is_said_and_tried_again(live, qtbot, monkeypatch):
    made = TodayPage(live.bridge, live.words)
    qtbot.addWidget(made)
    made._on_queue_failed(Unavailable(say("The disk is gone."), "missing"))
    assert "disk" in made.area.state.text
    made.area.state.buttons[0].click()
    live.settle(lambda: made.area.shows_queue)


def test_a_put_off_to_do_leaves_and_comes_back_on_its_day(page, qtbot, morning):
    item = page.view.item
    with qtbot.waitSignal(page.said):
        page.acts.put_off(item, system_clock() + timedelta(days=1))
    morning.settle()
    assert item.customer_name not in shown(page)
    (row,) = [each for each in morning.ask(tasks.page) if each.id == item.task_id]
    assert row.due_at > system_clock()


def test_the_number_is_masked_until_a_reason_is_given(page, qtbot, morning):
    assert page.bar.phone.text == "139 **** 0872"
    with qtbot.waitSignal(page.bar.phone.reveal_requested):
        page.bar.phone.reveal_requested.emit("核对身份")
    morning.settle(lambda: page.bar.phone.is_revealed)
    assert page.bar.phone.text == "13900000872"
    page.view.choose(page.lines.row_of(page.view.item.key) + 1)
    assert not page.bar.phone.is_revealed


def test_what_was_typed_is_found_again_when_coming_back_to_the_customer(page, qtbot, morning):
    page.bar.text.setText("halb")
    page.bar.text.textEdited.emit("halb")
    page.view.choose(page.lines.row_of(page.view.item.key) + 1)
    morning.settle()
    assert page.bar.text.text() == ""
    page.view.choose(page.lines.next_item(0))
    morning.settle(lambda: page.bar.text.text() == "halb")


def test_a_narrow_window_keeps_the_queue_and_drops_the_panels(page, qtbot):
    page.resize(880, 700)
    assert not page.side.isVisible()
    assert page.view.isVisible()


def test_it_is_read_again_every_minute_for_the_limits(page, qtbot, morning, monkeypatch):
    asked = []
    monkeypatch.setattr(page, "reload", lambda: asked.append(1))
    page._on_minute()
    page.hide()
    page._on_minute()
    assert asked == [1]
    assert page._minute.interval() == today_reading.MINUTE_MS


@pytest.mark.parametrize("scope", ["mine", "team"])
def test_both_scopes_are_read(page, morning, scope):
    page.scope.set_current(scope)
    page.reload()
    morning.settle()
    assert page.area.shows_queue
    assert today.GROUPS[0] == "overdue"


def typed(page, qtbot, text):
    press(qtbot, page, Qt.Key.Key_L)
    qtbot.waitUntil(page.bar.text.hasFocus)
    qtbot.keyClicks(page.bar.text, text)


def kept(morning, name):
    bodies = {each.key: each.body for each in morning.ask(drafts.mine)}
    return bodies.get(f"follow_up:{morning.customers[name]}")


def test_walking_past_a_draft_of_several_lines_leaves_it_as_it_was(page, qtbot, morning):
    body = {"text": "第一行\n第二行", "method": "phone", "outcome": None, "next_at": ""}
    key = f"follow_up:{morning.customers['钱慧敏']}"
    morning.do(drafts.keep, key=key, body=body)
    for step in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down):
        press(qtbot, page, step)
        morning.settle()
    assert kept(morning, "钱慧敏") == body


def test_what_was_typed_goes_along_with_the_number_pressed_for_the_outcome(page, qtbot, morning):
    typed(page, qtbot, "shuo mingtian zai da")
    press(qtbot, page, Qt.Key.Key_2)
    morning.settle(lambda: page.bar.item.customer_name == "赵明轩")
    (row,) = morning.ask(follow_ups.page, customer_id=morning.customers["钱慧敏"])
    assert (row.text, row.outcome) == ("shuo mingtian zai da", "no_answer")


def test_what_was_typed_is_kept_when_the_item_is_put_off(page, qtbot, morning):
    typed(page, qtbot, "xia zhou zai shuo")
    item = page.bar.item
    page.acts.put_off(item, system_clock() + timedelta(days=1))
    morning.settle(lambda: page.bar.item.customer_name != "钱慧敏")
    morning.settle()
    assert kept(morning, "钱慧敏")["text"] == "xia zhou zai shuo"


def test_what_is_typed_stays_with_its_customer_when_a_colleague_finishes_the_item(
    page, qtbot, morning
):
    typed(page, qtbot, "liushui")
    task = page.bar.item.task_id
    morning.do(tasks.done, task_id=task)
    page.reload()
    morning.settle(lambda: "钱慧敏" not in shown(page))
    assert page.bar.item.customer_name == "钱慧敏"
    assert page.bar.text.text() == "liushui"


def test_the_bar_saves_again_after_one_went_on_before_the_answer(page, qtbot, morning):
    typed(page, qtbot, "liushui")
    page.bar.save()
    page.view.choose(page.lines.next_item(page.view.currentIndex().row() + 1))
    assert page.bar.finish.isEnabled()
    morning.settle(lambda: "钱慧敏" not in shown(page))
    morning.settle()
    assert kept(morning, "钱慧敏") is None, "it is written down, no draft of it comes back"
    (row,) = morning.ask(follow_ups.page, customer_id=morning.customers["钱慧敏"])
    assert row.text == "liushui"


def test_locking_keeps_what_was_typed_a_moment_ago(page, qtbot, morning):
    typed(page, qtbot, "liushui")
    page.about_to_lock()
    morning.settle()
    assert kept(morning, "钱慧敏")["text"] == "liushui"


def test_a_contact_finished_while_the_desk_is_locked_does_not_come_back_as_a_draft(page, desk):
    page.bar.text.setText("已经说好")
    page.bar.save()
    page.bar.keep_now()  # as locking does
    desk.settle()
    assert desk.ask(drafts.mine) == ()

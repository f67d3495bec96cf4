"""Next-customer mode by keyboard and mouse: one after the other, nothing lost, all of it undone."""

import re
from datetime import timedelta

import pytest
from process_pictures import plant, rich
from PySide6.QtCore import Qt
from sqlalchemy import select

from loancrm_desktop import display
from loancrm_desktop.models.process_runs import Approval
from loancrm_desktop.services import customers, deals, drafts, follow_ups, tasks, undoing
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.rules import drawing
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr

WAIT_MS = 10_000
NAMES = ("钱慧敏", "赵明轩", "何秀兰")


@pytest.fixture
def led(page, qtbot, morning):
    """Answer the page in next-customer mode at the first of three."""
    morning.do(
        tasks.add,
        title="回访",
        customer_id=morning.customers["何秀兰"],
        due_at=system_clock() - timedelta(hours=1),
    )
    page.reload()
    morning.settle(lambda: page.lines.row_of("group:overdue") >= 0 and len(_names(page)) >= 3)
    page.view.choose(page.lines.next_item(0))
    page.activateWindow()
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus, timeout=WAIT_MS)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    morning.settle(page.panel.hasFocus)
    return page


def _names(page):
    lines = (page.lines.item(row) for row in range(page.lines.rowCount()))
    return [line.customer_name for line in lines if line is not None]


def key(qtbot, page, *keys):
    for each in keys:
        qtbot.waitUntil(page.panel.hasFocus, timeout=WAIT_MS)
        qtbot.keyClick(page.panel, each)


def at(page):
    return page.next_mode.item.customer_name if page.next_mode.item is not None else None


def place(page):
    return re.search(r"\d+", page.panel.place.text()).group()


def contacts(morning, name):
    return morning.ask(follow_ups.page, customer_id=morning.customers[name])


def test_enter_opens_one_with_why_and_what_was_agreed(led, morning):
    assert led.places.currentWidget() is led.panel
    sheet = led.panel.sheet
    assert at(led) == sheet.name.text() == "钱慧敏"
    assert sheet.why.text() == "补充银行流水"
    morning.settle(sheet.promise.text)
    assert sheet.promise.text() == tr("No next contact is agreed.")
    assert place(led) == "1"


def test_a_number_and_a_letter_log_it_and_the_next_one_comes(led, qtbot, morning):
    key(qtbot, led, Qt.Key.Key_2)
    assert at(led) == "钱慧敏", "the next contact is asked first"
    assert led.panel.answers.outcomes["no_answer"].isChecked()
    key(qtbot, led, Qt.Key.Key_W)
    morning.settle(lambda: at(led) == "赵明轩")
    (row,) = contacts(morning, "钱慧敏")
    assert row.outcome == "no_answer"
    ahead = display.office_time(row.next_at).date() - display.office_time(row.at).date()
    assert ahead == timedelta(days=3)
    assert place(led) == "2"
    assert led.bar.text.text() == ""
    assert led.panel.hasFocus()


def test_who_is_not_interested_needs_no_date(led, qtbot, morning):
    key(qtbot, led, Qt.Key.Key_6)
    morning.settle(lambda: at(led) == "赵明轩")
    (row,) = contacts(morning, "钱慧敏")
    assert (row.outcome, row.next_at) == ("not_interested", None)


def test_the_words_are_written_between_and_enter_gives_the_keys_back(led, qtbot, morning):
    key(qtbot, led, Qt.Key.Key_L)
    qtbot.waitUntil(led.bar.text.hasFocus, timeout=WAIT_MS)
    qtbot.keyClicks(led.bar.text, "mingtian 2 dian")
    qtbot.keyClick(led.bar.text, Qt.Key.Key_Return)
    key(qtbot, led, Qt.Key.Key_1, Qt.Key.Key_R)
    morning.settle(lambda: at(led) == "赵明轩")
    (row,) = contacts(morning, "钱慧敏")
    assert (row.text, row.outcome, row.next_at) == ("mingtian 2 dian", "reached", None)


def test_the_same_by_mouse(led, qtbot, morning):
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(led.panel.answers.days[1], left)
    assert at(led) == "钱慧敏"
    qtbot.mouseClick(led.panel.answers.outcomes["interested"], left)
    morning.settle(lambda: at(led) == "赵明轩")
    (row,) = contacts(morning, "钱慧敏")
    assert row.outcome == "interested"
    assert row.next_at > row.at


def test_skipped_ones_are_gone_back_to_and_gone_through_at_the_end(led, qtbot, morning):
    key(qtbot, led, Qt.Key.Key_N)
    assert at(led) == "赵明轩"
    key(qtbot, led, Qt.Key.Key_P)
    assert at(led) == "钱慧敏"
    for _ in range(len(_names(led))):
        if at(led) is not None:
            key(qtbot, led, Qt.Key.Key_N)
    assert at(led) is None
    assert led.panel.middle.currentWidget() is led.panel.end
    assert led.panel.end.title.startswith(
        tr("{done} done, {skipped} skipped.", done=0, skipped=9)[:3]
    )
    qtbot.mouseClick(led.panel.end.buttons[0], Qt.MouseButton.LeftButton)
    assert at(led) == "钱慧敏"


def test_undo_takes_the_last_one_back_and_shows_it_again(led, qtbot, morning):
    key(qtbot, led, Qt.Key.Key_2, Qt.Key.Key_Q)
    morning.settle(lambda: at(led) == "赵明轩" and led.panel.undo.isEnabled())
    key(qtbot, led, Qt.Key.Key_U)
    morning.settle(lambda: at(led) == "钱慧敏")
    assert contacts(morning, "钱慧敏") == ()
    assert place(led) == "1"
    assert not led.panel.undo.isEnabled()


def test_escape_goes_back_to_the_queue_with_what_was_typed(led, qtbot, morning):
    key(qtbot, led, Qt.Key.Key_L)
    qtbot.waitUntil(led.bar.text.hasFocus, timeout=WAIT_MS)
    qtbot.keyClicks(led.bar.text, "halb")
    qtbot.keyClick(led.bar.text, Qt.Key.Key_Escape)
    key(qtbot, led, Qt.Key.Key_Escape)
    assert not led.next_mode.active
    assert led.view.item.customer_name == "钱慧敏"
    assert led.bar.text.text() == "halb"
    morning.settle()
    assert [each.body["text"] for each in morning.ask(drafts.mine)] == ["halb"]


def test_locking_keeps_what_was_typed(led, qtbot, morning):
    key(qtbot, led, Qt.Key.Key_L)
    qtbot.waitUntil(led.bar.text.hasFocus, timeout=WAIT_MS)
    qtbot.keyClicks(led.bar.text, "halb")
    led.about_to_lock()
    morning.settle()
    assert [each.body["text"] for each in morning.ask(drafts.mine)] == ["halb"]


def test_a_to_do_another_desk_finished_meanwhile_is_said_and_nothing_jumps(led, qtbot, morning):
    key(qtbot, led, Qt.Key.Key_L)
    qtbot.waitUntil(led.bar.text.hasFocus, timeout=WAIT_MS)
    qtbot.keyClicks(led.bar.text, "wichtig")
    morning.do(tasks.done, task_id=led.next_mode.item.task_id)
    led.reload()
    said = led.panel.sheet.notice
    told = tr("{name} finished this at {when}. Write something down, or go on to the next.")
    morning.settle(lambda: said.text.endswith(told[-12:]))
    assert morning.words.person_name(morning.bridge.actor.user_id) in said.text
    assert at(led) == "钱慧敏"
    assert led.bar.text.text() == "wichtig"
    qtbot.keyClick(led.bar.text, Qt.Key.Key_Escape)
    key(qtbot, led, Qt.Key.Key_N)
    assert at(led) == "赵明轩"


def test_a_customer_who_left_meanwhile_is_said_and_cannot_be_logged(led, qtbot, morning):
    morning.do(customers.remove, customer_ids=[morning.customers["钱慧敏"]])
    led.reload()
    morning.settle(lambda: not led.panel.answers.outcomes["reached"].isEnabled())
    gone = tr("This customer lies in the trash by now; go on to the next.")
    assert led.panel.sheet.notice.text == gone
    key(qtbot, led, Qt.Key.Key_N)
    assert at(led) == "赵明轩"
    assert led.panel.answers.outcomes["reached"].isEnabled()


def test_a_refused_contact_stays_typed(led, qtbot, morning):
    led.bar.text.setText("wichtig")
    led.bar.choose_outcome("reached")
    task = led.next_mode.item.task_id
    morning.do(tasks.done, task_id=task)
    led.bar.save()
    morning.settle(led.bar.notice.isVisible)
    assert at(led) == "钱慧敏"
    assert led.bar.text.text() == "wichtig"


def test_the_end_counts_what_came_of_it(led, qtbot, morning):
    for _ in range(len(_names(led))):
        before = at(led)
        key(qtbot, led, Qt.Key.Key_6)
        morning.settle(lambda before=before: at(led) != before)
        if at(led) is None:
            break
    assert led.panel.end.title == tr("{done} done, {skipped} skipped.", done=3, skipped=0)
    assert name_of("contact_outcome", "not_interested") in led.panel.end.text


def test_a_change_taken_back_elsewhere_brings_the_item_back_into_the_run(led, qtbot, morning):
    seqs = []
    led.said.connect(lambda _text, seq: seqs.append(seq))
    key(qtbot, led, Qt.Key.Key_6)
    morning.settle(lambda: at(led) == "赵明轩" and seqs)
    morning.do(undoing.undo, seq=seqs[0])
    led.reload()
    morning.settle(lambda: "钱慧敏" in _names(led))
    assert at(led) == "赵明轩"


def test_who_is_put_off_is_not_counted_as_done(led, qtbot, morning):
    led.acts.put_off(led.next_mode.item, system_clock() + timedelta(days=1))
    morning.settle(lambda: at(led) == "赵明轩")
    for _ in range(len(_names(led))):
        if at(led) is None:
            break
        before = at(led)
        key(qtbot, led, Qt.Key.Key_6)
        morning.settle(lambda before=before: at(led) != before)
    said = tr("{done} done, {later} put off, {skipped} skipped.", done=2, later=1, skipped=0)
    assert led.panel.end.title == said


def test_putting_off_is_taken_back_and_counts_no_more(led, qtbot, morning):
    task = led.next_mode.item.task_id
    led.acts.put_off(led.next_mode.item, system_clock() + timedelta(days=1))
    morning.settle(lambda: at(led) == "赵明轩" and led.panel.undo.isEnabled())
    assert led.next_mode.run.later
    key(qtbot, led, Qt.Key.Key_U)
    morning.settle(lambda: at(led) == "钱慧敏")
    assert led.next_mode.item.task_id == task
    assert not led.next_mode.run.later
    assert not led.next_mode.run.done


@pytest.fixture
def asked(morning):
    """Have one large loan wait for this person's yes or no."""
    rule = {
        "format": 1,
        "key": "large",
        "title": {"zh": "大额审批"},
        "kind": "deal",
        "when": {"on": "changed", "fields": ["requested_amount"]},
        "then": [{"do": "approval", "people": [morning.bridge.actor.user_id]}],
    }
    morning.do(plant, body=rich())
    morning.do(drawing.save, body=rule)
    opened = morning.do(
        deals.open_deal,
        customer_id=morning.customers["赵明轩"],
        values={"requested_amount": "50000", "bank": "建行"},
        process="rich",
    )
    morning.do(deals.edit, deal_id=opened.id, values={"requested_amount": "310000"})
    return opened.id


@pytest.fixture
def question(asked, page, qtbot, morning):
    """Answer the page in next-customer mode at what is to be approved."""
    rows = range(page.lines.rowCount())
    lines = {row: page.lines.item(row) for row in rows}
    (at_row,) = [row for row, each in lines.items() if each and each.approval_id is not None]
    page.view.choose(at_row)
    page.activateWindow()
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus, timeout=WAIT_MS)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    morning.settle(page.panel.hasFocus)
    return page


def decided(morning, deal_id):
    me = morning.bridge.actor.user_id
    with morning.office.database.reading() as session:
        chosen = select(Approval.state, Approval.comment).where(
            Approval.deal_id == deal_id, Approval.approver_id == me
        )
        return [tuple(each) for each in session.execute(chosen)]


def test_an_approval_is_a_question_of_yes_or_no_and_one_key_answers_it(
    question, asked, qtbot, morning
):
    assert question.panel.answers.asks_yes_no
    assert not question.panel.later.isEnabled()
    key(qtbot, question, Qt.Key.Key_1)
    morning.settle(lambda: question.next_mode.item.approval_id is None)
    assert decided(morning, asked) == [("approved", None)]
    assert not question.panel.answers.asks_yes_no
    assert question.next_mode.run.done_count == 1


def test_a_no_takes_the_words_written_along(question, asked, qtbot, morning):
    key(qtbot, question, Qt.Key.Key_L)
    qtbot.waitUntil(question.bar.text.hasFocus, timeout=WAIT_MS)
    qtbot.keyClicks(question.bar.text, "fuzhai tai gao")
    qtbot.keyClick(question.bar.text, Qt.Key.Key_Return)
    key(qtbot, question, Qt.Key.Key_2)
    morning.settle(lambda: question.next_mode.item.approval_id is None)
    assert decided(morning, asked) == [("rejected", "fuzhai tai gao")]

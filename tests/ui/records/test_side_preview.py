"""The preview says who the row is at once, and the rest when it is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from loancrm_desktop.services import customer_table, customers, follow_ups, tasks
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.ui.records.preview_parts import NEWEST
from loancrm_desktop.ui.records.side_preview import SidePreview


@pytest.fixture
def preview(qtbot, desk):
    preview = SidePreview(desk.bridge, desk.words)
    qtbot.addWidget(preview)
    preview.resize(330, 700)
    preview.show()
    return preview


def row_of(desk, name: str):
    return desk.ask(customer_table.table, query=ListQuery(search=name)).rows[0]


def shown(preview, desk, name: str, qtbot):
    preview.show_row(row_of(desk, name))
    qtbot.waitUntil(lambda: preview.sheet is not None and preview.sheet.id == desk.customers[name])
    return preview.sheet


def test_the_row_is_said_before_anything_is_read(preview, desk):
    preview.show_row(row_of(desk, "钱慧敏"))
    assert preview.sheet is None
    assert preview.name.text() == "钱慧敏"
    assert preview.phone.text == "139 **** 0872"
    assert preview.stage.isVisible()


def test_only_the_last_of_many_rows_is_read(preview, desk, qtbot):
    asked = []
    ask = desk.bridge.ask
    desk.bridge.ask = lambda *given, **more: (
        asked.append(more.get("customer_id")),
        ask(*given, **more),
    )
    for name in ("冯国栋", "何秀兰", "钱慧敏"):
        preview.show_row(row_of(desk, name))
    qtbot.waitUntil(lambda: preview.sheet is not None)
    desk.bridge.ask = ask
    assert asked == [desk.customers["钱慧敏"]]


def test_what_was_read_completes_it(preview, desk, qtbot):
    desk.do(
        tasks.add,
        title="补流水",
        customer_id=desk.customers["何秀兰"],
        due_at=system_clock() - timedelta(days=2_000),
    )
    for number in range(NEWEST + 2):
        desk.do(follow_ups.log, customer_id=desk.customers["何秀兰"], text=f"第{number}次")
    shown(preview, desk, "何秀兰", qtbot)
    assert preview.task.title.text() == "补流水"
    assert preview.task.property("state") == "danger"
    assert str(NEWEST + 2) in preview.contacts._all.text()
    assert preview.contacts._lines.count() == NEWEST
    assert preview.deal.customer_id == desk.customers["何秀兰"]


def test_the_number_is_revealed_with_a_reason_and_masked_for_the_next_row(preview, desk, qtbot):
    shown(preview, desk, "何秀兰", qtbot)
    assert preview.phone.eye.isVisible()
    preview.phone.reveal_requested.emit("identity")
    qtbot.waitUntil(lambda: preview.phone.is_revealed)
    assert preview.phone.text.replace(" ", "") == "13500006608"
    preview.show_row(row_of(desk, "钱慧敏"))
    assert not preview.phone.is_revealed


def test_nobody_chosen_shows_no_facts_of_the_one_before(preview, desk, qtbot):
    shown(preview, desk, "何秀兰", qtbot)
    preview.show_row(None)
    assert not preview._body.isVisible()
    assert preview.sheet is None
    assert "何秀兰" not in preview.name.text()


def test_a_customer_gone_meanwhile_is_said_at_its_place(preview, desk, qtbot):
    gone = row_of(desk, "何秀兰")
    desk.do(customers.remove, customer_ids=[gone.id])
    preview.show_row(gone)
    qtbot.waitUntil(preview.notice.isVisible)
    assert preview.sheet is None


def test_many_tags_and_a_long_name_keep_their_place(preview, desk):
    row = replace(
        row_of(desk, "何秀兰"), name="很长" * 60, tags=tuple(f"标签{n}" for n in range(200))
    )
    preview.show_row(row)
    assert preview.tags.toolTip().count("标签") == 40
    assert preview.tags.height() < 40
    assert preview.width() == 330


def test_its_buttons_ask_for_what_they_say(preview, desk, qtbot):
    shown(preview, desk, "何秀兰", qtbot)
    with qtbot.waitSignal(preview.log_requested):
        preview.log.click()
    with qtbot.waitSignal(preview.menu_requested):
        preview.more.click()
    with qtbot.waitSignal(preview.open_requested):
        preview.contacts.all_requested.emit()


def test_an_agreed_contact_is_the_next_step_where_no_task_says_more(preview, desk, qtbot):
    at = system_clock() + timedelta(days=2_000)
    desk.do(follow_ups.log, customer_id=desk.customers["何秀兰"], text="再约", next_at=at)
    shown(preview, desk, "何秀兰", qtbot)
    assert preview.task.property("state") == "info"
    assert preview.task.when.text()

"""Fields an office added are asked for where a contact or a task is written down."""

from __future__ import annotations

import pytest
from form_bodies import form, own
from PySide6.QtCore import Qt

from loancrm_desktop.services import customer_sheet, work_edits
from loancrm_desktop.services.forms import publishing
from loancrm_desktop.ui.records.follow_up_composer import FollowUpComposer
from loancrm_desktop.ui.records.task_popover import TaskPopover

MOOD = {"mood": own("text", "情绪", required=True)}


@pytest.fixture
def zhao(desk):
    for kind in ("follow_up", "task"):
        desk.do(publishing.publish, kind=kind, body=form(MOOD, kind=kind))
    desk.settle(lambda: desk.words.ready)
    return desk.customers["赵明轩"]


@pytest.fixture
def composer(qtbot, desk, zhao):
    made = FollowUpComposer(desk.bridge)
    made.ask_own_fields(desk.words)
    qtbot.addWidget(made)
    made.show_customer(zhao, None)
    made.show()
    desk.settle(lambda: made.own.form is not None)
    return made


def test_a_contact_takes_its_own_fields_along(desk, composer, zhao):
    composer.text.setPlainText("已沟通")
    composer.save()
    desk.settle(lambda: composer.own.form.problem("mood"))
    assert composer.text.toPlainText() == "已沟通"
    composer.own.form.editor("mood").line.setText("着急")
    composer.save()
    desk.settle(lambda: not composer.text.toPlainText())
    sheet = desk.ask(customer_sheet.show, customer_id=zhao)
    read = desk.ask(work_edits.follow_up_values, follow_up_id=sheet.follow_ups[0].id)
    assert read.values["mood"] == "着急"
    assert composer.own.values() == {}


def test_a_draft_keeps_own_fields_too(qtbot, desk, composer, zhao):
    composer.text.setPlainText("还没写完")
    composer.own.form.editor("mood").line.setText("犹豫")
    composer.keep_now()
    desk.settle()
    again = FollowUpComposer(desk.bridge)
    again.ask_own_fields(desk.words)
    qtbot.addWidget(again)
    again.show_customer(zhao, None)
    desk.settle(lambda: again.text.toPlainText() == "还没写完" and again.own.form is not None)
    assert again.own.values() == {"mood": "犹豫"}


def test_without_own_fields_the_composer_is_as_it_was(qtbot, desk):
    made = FollowUpComposer(desk.bridge)
    made.ask_own_fields(desk.words)
    qtbot.addWidget(made)
    made.show()
    desk.settle()
    assert made.own.form is None
    assert not made.own.isVisible()


def test_a_task_asks_for_its_own_fields_before_it_goes(qtbot, desk, zhao):
    popover = TaskPopover(desk.words, desk.bridge.actor.user_id)
    qtbot.addWidget(popover)
    popover.show()
    desk.settle(lambda: popover.own.form is not None)
    asked = []
    popover.asked.connect(asked.append)
    popover.title_edit.setText("取资料")
    qtbot.mouseClick(popover.add_button, Qt.MouseButton.LeftButton)
    assert not asked
    assert popover.own.form.problem("mood")
    popover.own.form.editor("mood").line.setText("平静")
    qtbot.mouseClick(popover.add_button, Qt.MouseButton.LeftButton)
    assert asked[0]["values"] == {"mood": "平静"}

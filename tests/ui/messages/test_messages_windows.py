"""Messages by mouse: channels, templates, writing to a customer, the outbox, one's own phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mail_servers import Gate, gateway, gateway_channel, make_certificate
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from loancrm_desktop.services import customer_timeline
from loancrm_desktop.services.messages import channels, limits, outbox, templates, writing
from loancrm_desktop.ui.messages.outbox_page import MessagesPage
from loancrm_desktop.ui.messages.outbox_watch import OutboxWatch
from loancrm_desktop.ui.messages.write_dialog import WriteDialog
from loancrm_desktop.ui.settings.message_channel_dialog import ChannelDialog
from loancrm_desktop.ui.settings.message_channels_panel import MessageChannelsPanel
from loancrm_desktop.ui.settings.message_templates_panel import MessageTemplatesPanel

LEFT = Qt.MouseButton.LeftButton
SECRET = "Geheimnis-der-Leitung-99"


def shown(qtbot, desk, made, size=(1100, 720)):
    qtbot.addWidget(made)
    made.resize(*size)
    made.show()
    qtbot.waitExposed(made)
    desk.settle()
    return made


def picture(widget, name):
    folder = os.environ.get("LOANCRM_PICTURES")
    if folder:
        widget.grab().save(str(Path(folder) / f"{name}.png"))


def written(desk, count=1):
    customer = desk.customers["钱慧敏"]
    for _ in range(count):
        desk.do(writing.write, customer_id=customer, text="您好，{name}，资料已收到。")
    return customer


@pytest.fixture
def page(qtbot, desk):
    desk.do(limits.set_limits, told=limits.MessageLimits(9, "00:00", "00:00"))
    written(desk, 2)
    made = shown(qtbot, desk, MessagesPage(desk.bridge, desk.words))
    desk.settle(lambda: made.model.total == 2)
    return made


def choose(page, row=0):
    place = page.view.visualRect(page.model.index(row, 0)).center()
    QTest.mouseClick(page.view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)


def test_the_outbox_shows_masked_numbers_and_cancels_the_chosen_one(desk, page, qtmodeltester):
    qtmodeltester.check(page.model)
    cells = [page.model.index(0, at).data() for at in range(page.model.columnCount())]
    assert cells[3] == "139 **** 0872"
    choose(page)
    picture(page, "outbox")
    assert page.cancel.isVisible()
    assert not page.arrived.isVisible()
    QTest.mouseClick(page.cancel, LEFT)
    desk.settle(lambda: desk.ask(outbox.page).counts == {"waiting": 1, "cancelled": 1})


def test_a_message_goes_by_ones_own_phone_and_is_logged(desk, page):
    choose(page)
    QTest.mouseClick(page.hand, LEFT)
    desk.settle(lambda: page.dialog is not None)
    dialog = page.dialog
    assert not dialog.code.is_empty
    picture(dialog, "by_hand")
    QTest.mouseClick(dialog.copy, LEFT)
    assert QGuiApplication.clipboard().text() == "您好，钱慧敏，资料已收到。"
    QTest.mouseClick(dialog.done_, LEFT)
    desk.settle(lambda: desk.ask(outbox.page).counts == {"waiting": 1, "sent": 1})
    timeline = desk.ask(customer_timeline.timeline, customer_id=desk.customers["钱慧敏"])
    assert "资料已收到" in repr(timeline)


def test_writing_shows_how_it_reads_and_a_stop_is_kept(qtbot, desk):
    body = {"key": "hello", "title": {"zh": "问候"}, "text": "尊敬的{name}，您好"}
    desk.do(templates.save_template, body=body)
    customer = desk.customers["冯国栋"]
    made = shown(qtbot, desk, WriteDialog(desk.bridge, customer), (560, 560))
    desk.settle(lambda: made.template.count() == 2)
    made.template.setCurrentIndex(1)
    desk.settle(lambda: made.preview.text() == "尊敬的冯国栋，您好")
    picture(made, "write")
    made.stop.click()
    desk.settle(lambda: not made.send.isEnabled())
    assert desk.ask(limits.stop_of, customer_id=customer).is_stopped
    made.stop.click()
    desk.settle(made.send.isEnabled)
    QTest.mouseClick(made.send, LEFT)
    desk.settle(lambda: desk.ask(outbox.page).total == 1)
    assert desk.ask(outbox.page).rows[0].template == "hello"


def test_a_channel_is_added_and_its_secret_is_shown_nowhere(qtbot, desk):
    panel = shown(qtbot, desk, MessageChannelsPanel(desk.bridge))
    QTest.mouseClick(panel.add, LEFT)
    dialog = panel.dialog
    assert isinstance(dialog, ChannelDialog)
    for key, typed in (("title", "公司邮箱"), ("host", "smtp.example.com"),
                       ("sender", "office@example.com"), ("user", "office"),
                       ("password", SECRET)):  # fmt: skip
        dialog.edits[key].setText(typed)
    picture(dialog, "channel")
    QTest.mouseClick(dialog.save, LEFT)
    desk.settle(lambda: len(panel.rows) == 1)
    desk.settle(
        lambda: panel._list.itemAt(0) is not None and panel._list.itemAt(0).widget().height() > 30
    )
    picture(panel, "channels")
    assert panel.rows[0].secrets_set == ("password",)
    assert SECRET not in repr(panel.rows)
    panel.change(panel.rows[0].key)
    assert panel.dialog.edits["password"].text() == ""
    panel.dialog.reject()


def test_what_is_wrong_with_a_channel_is_said_at_its_field(qtbot, desk):
    panel = shown(qtbot, desk, MessageChannelsPanel(desk.bridge))
    panel.add_channel()
    dialog = panel.dialog
    dialog.kind.setCurrentIndex(dialog.kind.findData("gateway"))
    dialog.edits["title"].setText("网关")
    dialog.edits["address"].setText("http://example.com")
    QTest.mouseClick(dialog.save, LEFT)
    desk.settle(lambda: dialog.fields["address"].state == "error")
    dialog.reject()


def test_a_template_is_written_with_chips_and_previewed_on_a_customer(qtbot, desk):
    panel = shown(qtbot, desk, MessageTemplatesPanel(desk.bridge))
    panel.title_zh.setText("面签提醒")
    panel.text.setPlainText("尊敬的")
    panel.text.moveCursor(panel.text.textCursor().MoveOperation.End)
    panel.insert("name")
    desk.settle(lambda: panel.preview.text().startswith("尊敬的") and len(panel.preview.text()) > 4)
    QTest.mouseClick(panel.save, LEFT)
    desk.settle(lambda: [each.text for each in panel.rows] == ["尊敬的{name}"])
    picture(panel, "templates")
    panel.insert("no_such_field")
    QTest.mouseClick(panel.save, LEFT)
    desk.settle(lambda: panel.fields["text"].state == "error")


def test_the_watch_sends_what_is_due_through_the_lanes(desk, qtbot, tmp_path):
    certificate = make_certificate(tmp_path)
    desk.do(limits.set_limits, told=limits.MessageLimits(9, "00:00", "00:00"))
    with gateway(certificate, Gate()) as gate:
        desk.do(channels.save_channel, body=gateway_channel(certificate, gate.port))
        customer = written(desk, 3)
        watch = OutboxWatch(desk.bridge)
        watch.begin(1)
        desk.settle(lambda: watch.sent == 3)
        watch.rest()
        watch.deleteLater()
        assert len(gate.taken) == 3
    assert desk.ask(outbox.page, customer_id=customer).counts == {"sent": 3}

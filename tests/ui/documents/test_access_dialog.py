"""The log of one document names time, person, act and reason, or says why it cannot."""

from dataclasses import replace

from document_acts import a_file, keep, look
from PySide6.QtWidgets import QLabel

from loancrm_desktop.services import documents
from loancrm_desktop.ui.documents.access_dialog import AccessDialog


def paper_of(desk, tmp_path):
    import threading

    numbers = []

    def act():
        customer = desk.customers["钱慧敏"]
        numbers.append(keep(desk.office, desk.actor, a_file(tmp_path), customer))
        look(desk.office, desk.actor, numbers[0], "客户要求核对")

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
    return desk.ask(documents.some, document_ids=numbers)[0]


def test_each_look_is_a_line_with_its_reason(qtbot, desk, tmp_path):
    dialog = AccessDialog(desk.words, paper_of(desk, tmp_path))
    qtbot.addWidget(dialog)
    desk.settle(lambda: dialog.lines.count() == 12)
    said = [each.text() for each in dialog.findChildren(QLabel)]
    assert "客户要求核对" in said
    assert desk.words.person_name(desk.actor.user_id) in said


def test_a_document_that_is_gone_is_said(qtbot, desk, tmp_path):
    dialog = AccessDialog(desk.words, replace(paper_of(desk, tmp_path), id=999))
    qtbot.addWidget(dialog)
    dialog.show()
    desk.settle(dialog.notice.isVisible)

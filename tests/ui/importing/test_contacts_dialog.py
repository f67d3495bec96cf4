"""A list of follow-ups by mouse: file, columns, preview, taken over, taken back, remembered."""

from __future__ import annotations

import pytest
from office_content import content_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services import customers
from loancrm_desktop.ui.importing.contacts_dialog import ContactsDialog

LEFT = Qt.MouseButton.LeftButton
LIST = (
    "手机,跟进时间,跟进人,沟通方式,沟通内容\n"
    "13800138009,2025-01-02 10:00,王老板,电话,说要三十万\n"
    "13800138009,2025-01-05 09:30,离职的人,微信,收到流水\n"
    "13700137009,2025-01-05 09:30,王老板,微信,谁\n"
)


@pytest.fixture
def dialog(qtbot, desk, tmp_path):
    values = {"name": "周德海", "phone": "13800138009"}
    desk.do(customers.add, values=values, open_deal=False)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = ContactsDialog(desk.bridge, window)
    made.home = window  # held, for nobody else holds it
    made.open()
    (tmp_path / "old.csv").write_text(LIST, "utf-8")
    made.read_file(tmp_path / "old.csv")
    desk.settle(lambda: made.found is not None)
    return made


def test_what_would_come_of_it_is_told_first(dialog):
    chosen = {part: box.currentText() for part, box in dialog.columns.items()}
    assert (chosen["at"], chosen["author"], chosen["text"]) == ("跟进时间", "跟进人", "沟通内容")
    assert "2" in dialog.counts.text()
    assert "离职的人" in dialog.problems.text()
    assert "4" in dialog.problems.text(), "the line of somebody who is not here"
    assert dialog.go.isEnabled()


def test_it_is_taken_over_taken_back_and_remembered(desk, dialog, tmp_path, qtbot):
    before = content_of(desk.office)
    said = []
    dialog.said.connect(lambda text, seq: said.append(seq))
    QTest.mouseClick(dialog.go, LEFT)
    desk.settle(lambda: bool(said))
    assert said[0] > 0
    assert len(content_of(desk.office)["follow_up"]) == len(before["follow_up"]) + 2
    QTest.mouseClick(dialog.undo, LEFT)
    desk.settle(lambda: len(content_of(desk.office)["follow_up"]) == len(before["follow_up"]))
    after = content_of(desk.office)
    assert {name: rows for name, rows in after.items() if name != "import_mapping"} == {
        name: rows for name, rows in before.items() if name != "import_mapping"
    }
    again = ContactsDialog(desk.bridge, dialog.parentWidget())
    qtbot.addWidget(again)
    asked = []
    again._ask = asked.append
    again.read_file(tmp_path / "old.csv")
    desk.settle(lambda: bool(asked))
    assert asked[0].columns["沟通内容"] == "text", "mapped as last time, not guessed"


def test_what_cannot_be_guessed_is_named_by_hand(desk, dialog, tmp_path):
    (tmp_path / "odd.csv").write_text(LIST.replace("跟进时间", "甲"), "utf-8")
    dialog.found = None
    dialog.read_file(tmp_path / "odd.csv")
    desk.settle(dialog.notice.isVisible)
    assert not dialog.go.isEnabled()
    for part, heading in (("at", "甲"), ("phone", "手机"), ("text", "沟通内容")):
        box = dialog.columns[part]
        box.setCurrentIndex(box.findData(heading))
    dialog.columns["at"].activated.emit(0)
    desk.settle(lambda: dialog.found is not None)
    assert dialog.found.created == 2

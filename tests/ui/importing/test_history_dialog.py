"""A pipeline's history by mouse: file, columns, stages, taken over, taken back, remembered."""

from __future__ import annotations

import pytest
from office_content import content_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services import customer_list
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.ui.importing.history_dialog import HistoryDialog

LEFT = Qt.MouseButton.LeftButton
LOG = (
    "案件号,阶段,时间,处理人,客户姓名\n"
    "A-1,电话,2025-01-02 10:00,王老板,周德海\n"
    "A-1,审核,2025-01-05 09:30,离职的人,周德海\n"
    "A-2,电话,2025-02-01 08:00,王老板,刘芸\n"
)
ODD = "甲,乙,丙\nA-1,电话,2025-01-02 10:00\nA-1,审核,2025-01-05 09:30\nA-2,电话,2025-02-01 08:00\n"


@pytest.fixture
def dialog(qtbot, desk, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = HistoryDialog(desk.bridge, desk.words, window)
    made.home = window  # held, for nobody else holds it
    made.open()
    (tmp_path / "old.csv").write_text(LOG, "utf-8")
    made.read_file(tmp_path / "old.csv")
    desk.settle(lambda: made.found is not None)
    return made


def names(desk):
    page = desk.ask(customer_list.page, query=ListQuery(limit=100))
    return {row.name for row in page.rows}


def test_columns_are_guessed_and_the_counts_and_strangers_told(dialog):
    chosen = {part: box.currentText() for part, box in dialog.columns.items()}
    assert chosen["case"] == "案件号"
    assert chosen["at"] == "时间"
    assert chosen["handler"] == "处理人"
    assert chosen["name"] == "客户姓名"
    assert "2" in dialog._counts.text()
    assert "离职的人" in dialog._problems.text()
    assert dialog.go.isEnabled()


def test_stages_named_one_by_one_are_taken_over_undone_and_remembered(
    desk, dialog, tmp_path, qtbot
):
    before = content_of(desk.office)
    dialog.own.setCurrentIndex(dialog.own.findData("usual"))
    assert set(dialog.stages) == {"电话", "审核"}
    for activity, stage in (("电话", "first_call"), ("审核", "qualification_review")):
        box = dialog.stages[activity]
        box.setCurrentIndex(box.findData(stage))
    said = []
    dialog.said.connect(lambda text, seq: said.append(seq))
    QTest.mouseClick(dialog.go, LEFT)
    desk.settle(lambda: bool(said))
    assert {"周德海", "刘芸"} <= names(desk)
    assert said[0] > 0
    QTest.mouseClick(dialog.undo, LEFT)
    desk.settle(lambda: "周德海" not in names(desk))
    after = content_of(desk.office)
    assert {name: rows for name, rows in after.items() if name != "import_mapping"} == {
        name: rows for name, rows in before.items() if name != "import_mapping"
    }
    again = HistoryDialog(desk.bridge, desk.words, dialog.parentWidget())
    qtbot.addWidget(again)
    again.read_file(tmp_path / "old.csv")
    desk.settle(lambda: again.found is not None)
    assert again.own.currentData() == "usual"
    assert again.stages["审核"].currentData() == "qualification_review"


def test_what_cannot_be_guessed_is_named_by_hand(desk, dialog, tmp_path):
    (tmp_path / "odd.csv").write_text(LOG.replace("案件号", "甲").replace("时间", "乙"), "utf-8")
    dialog.found = None
    dialog.read_file(tmp_path / "odd.csv")
    desk.settle()
    for part, heading in (("case", "甲"), ("at", "乙"), ("activity", "阶段")):
        box = dialog.columns[part]
        box.setCurrentIndex(box.findData(heading))
    dialog.columns["at"].activated.emit(0)
    desk.settle(lambda: dialog.found is not None)
    assert dialog.found.cases == 2


def test_a_file_that_is_none_is_said(desk, dialog, tmp_path):
    (tmp_path / "bad.xlsx").write_bytes(b"PK nothing")
    dialog.read_file(tmp_path / "bad.xlsx")
    desk.settle()
    assert dialog.notice.isVisible()

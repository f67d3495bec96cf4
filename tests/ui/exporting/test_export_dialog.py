"""An export by mouse: reason, second person, progress, the file; nothing leaves without them."""

from __future__ import annotations

import csv

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import customers, journal
from loancrm_desktop.services.exchange import export_consent
from loancrm_desktop.services.exchange.export_consent import Agreed
from loancrm_desktop.services.exchange.seen_rows import SeenList
from loancrm_desktop.texts import say
from loancrm_desktop.ui.exporting.starting import ExportStart
from loancrm_desktop.ui.records.list_wish import ListWish

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def asked(qtbot, desk):
    """Answer a dialog for a list, or for everything."""
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    def ask(wish=None):
        start = ExportStart(desk.bridge, window)
        if wish is None:
            start.start_everything()
        else:
            start.serve(lambda: SeenList(wish.query(), wish.columns))
            start.start()
        desk.settle(lambda: start.dialog is not None)
        desk.settle()
        start.said = []
        start.exported.connect(start.said.append)
        return start

    return ask


@pytest.fixture
def many(desk):
    for number in range(50):
        values = {"name": f"客户{number}", "phone": f"139{number:08d}"}
        desk.do(customers.add, values=values, open_deal=False)


def test_what_is_seen_is_written_with_its_reason(desk, asked, tmp_path):
    wish = ListWish(search="qhm", columns=("phone", "requested_amount"))
    start = asked(wish)
    dialog = start.dialog
    assert not dialog.second.isVisible()
    assert not dialog.go.isEnabled(), "a reason is asked for"
    QTest.keyClicks(dialog.reason, "monthly report")
    assert dialog.go.isEnabled()
    dialog.export_to(tmp_path / "list.xlsx")
    desk.settle(lambda: start.dialog is None)
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == ["钱慧敏"]
    assert "*" in rows[1][2]
    assert start.said
    assert "monthly report" in desk.ask(journal.latest, limit=1)[0].note


def test_fifty_ask_for_a_colleague_and_their_password(desk, asked, many, tmp_path, monkeypatch):
    tried = []

    def agree(office, login, password):
        tried.append((login, password))
        if password != "right one":
            raise Unavailable(say("The password is wrong."), "wrong_password")
        return Agreed(login)

    monkeypatch.setattr(export_consent, "agree", agree)
    start = asked(ListWish())
    dialog = start.dialog
    assert dialog.second.isVisible()
    QTest.keyClicks(dialog.reason, "audit")
    assert not dialog.go.isEnabled()
    dialog.person.setCurrentIndex(dialog.person.findData("audit"))
    QTest.keyClicks(dialog.password.edit, "wrong one")
    dialog.export_to(tmp_path / "x.xlsx")
    desk.settle(lambda: not dialog.running)
    assert dialog.notice.isVisible()
    assert not (tmp_path / "x.xlsx").exists()
    assert dialog.password.edit.text() == ""
    QTest.keyClicks(dialog.password.edit, "right one")
    dialog.export_to(tmp_path / "x.xlsx")
    desk.settle(lambda: start.dialog is None)
    assert (tmp_path / "x.xlsx").is_file()
    assert tried == [("audit", "wrong one"), ("audit", "right one")]


def test_everything_becomes_json_a_folder_of_csv_or_a_workbook(desk, asked, tmp_path):
    for form, name in (("json", "all.json"), ("csv", "all"), ("xlsx", "all.xlsx")):
        start = asked()
        dialog = start.dialog
        dialog.forms.set_current(form)
        QTest.keyClicks(dialog.reason, "moving")
        dialog.export_to(tmp_path / name)
        desk.settle(lambda start=start: start.dialog is None)
    assert (tmp_path / "all.json").stat().st_size > 1000
    with (tmp_path / "all" / "customer.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 5
    assert "客户" in openpyxl.load_workbook(tmp_path / "all.xlsx").sheetnames


def test_full_numbers_are_a_choice_of_their_own(desk, asked, tmp_path):
    start = asked(ListWish(columns=("phone",)))
    dialog = start.dialog
    QTest.mouseClick(dialog.whole, LEFT, pos=dialog.whole.rect().center())
    dialog.whole.setChecked(True)
    dialog.forms.set_current("csv")
    QTest.keyClicks(dialog.reason, "moving")
    dialog.export_to(tmp_path / "x.csv")
    desk.settle(lambda: start.dialog is None)
    assert "13900000872" in (tmp_path / "x.csv").read_text("utf-8-sig")


def test_cancel_leaves_no_file_and_the_dialog_open(desk, asked, tmp_path):
    start = asked(ListWish())
    dialog = start.dialog
    QTest.keyClicks(dialog.reason, "x")
    dialog.export_to(tmp_path / "x.xlsx")
    QTest.mouseClick(dialog.progress.cancel_button, LEFT)
    desk.settle(lambda: start.dialog is None or not dialog.running)
    if start.dialog is not None:
        assert not (tmp_path / "x.xlsx").exists()


def test_a_place_that_takes_no_file_is_said_and_can_be_tried_again(desk, asked, tmp_path):
    start = asked(ListWish())
    dialog = start.dialog
    QTest.keyClicks(dialog.reason, "x")
    (tmp_path / "taken").write_text("a file")
    dialog.export_to(tmp_path / "taken" / "x.xlsx")
    desk.settle(lambda: not dialog.running)
    assert "x.xlsx" in dialog.notice.text
    assert dialog.go.isEnabled()


def test_who_may_not_export_is_asked_nothing(desk, qtbot):
    from dataclasses import replace

    rights = replace(desk.actor.rights, may=frozenset({"customers.see"}))
    desk.bridge._actor = replace(desk.actor, rights=rights, granted=None)
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    qtbot.addWidget(window)
    start = ExportStart(desk.bridge, window)
    start.start_everything()
    desk.settle()
    assert start.dialog is None

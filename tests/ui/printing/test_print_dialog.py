"""What is seen goes on paper as it is seen, with who printed it, and into the history first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from loancrm_desktop.services import journal
from loancrm_desktop.ui.printing.paper import Paper, facts_html, print_paper, set_sheet, table_html
from loancrm_desktop.ui.printing.print_dialog import PrintDialog
from loancrm_desktop.ui.records.customer_page import CustomerPage
from loancrm_desktop.ui.records.list_page import CustomerListPage

LIST = Paper("list", "3 customers", table_html(("Name",), [("<b>",), ("钱慧敏",)]), 3, wide=True)


@pytest.fixture
def dialog(qtbot, desk):
    dialog = PrintDialog(desk.bridge, LIST, "Owner")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def printed_notes(desk) -> list:
    found = desk.ask(journal.latest, limit=20)
    return [entry for entry in found if entry.operation == "printing.note"]


def test_names_with_signs_of_html_stay_names():
    assert "&lt;b&gt;" in LIST.body
    assert "&lt;i&gt;" in facts_html("Facts", [("Name", "<i>")])
    assert facts_html("Facts", []) == ""


def test_a_long_list_takes_several_sheets_into_a_file(qapp, dressed, tmp_path):
    out = tmp_path / "list.pdf"
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    long = replace(LIST, body=table_html(("Name",), [(f"row {n}",) for n in range(200)]))
    set_sheet(printer, long)
    assert print_paper(long, "Owner 2026-11-23", printer) > 2
    assert out.read_bytes().startswith(b"%PDF")


def test_nothing_is_in_the_history_for_a_look(dialog, desk):
    desk.settle(lambda: dialog.preview.pageCount() == 1)
    assert printed_notes(desk) == []


def test_a_paper_saved_is_in_the_history_and_then_in_the_file(dialog, desk, tmp_path, qtbot):
    out = tmp_path / "list.pdf"
    with qtbot.waitSignal(dialog.printed) as said:
        dialog.save_as(out)
    assert out.read_bytes().startswith(b"%PDF")
    assert "1" in said.args[0]
    assert len(printed_notes(desk)) == 1


def test_it_is_not_printed_into_the_offices_own_folder(dialog, desk):
    out = desk.office.place.folder / "list.pdf"
    dialog.save_as(out)
    desk.settle(lambda: not dialog.notice.isHidden())
    assert not out.exists()
    assert printed_notes(desk) == []
    assert dialog.to_file.isEnabled()


@pytest.mark.qt_log_ignore("QPainter::begin", "This plugin", "QPdf")
def test_a_place_that_takes_no_file_is_said(dialog, desk, tmp_path):
    dialog.save_as(tmp_path / "no such folder" / "list.pdf")
    desk.settle(lambda: not dialog.notice.isHidden())
    assert dialog.isVisible()


def test_ctrl_p_shows_the_list_as_it_is_seen_numbers_masked(qtbot, desk):
    page = CustomerListPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    desk.settle(lambda: page.model.total == 4)
    page.toolbar.search.setText("钱慧敏")
    desk.settle(lambda: page.model.total == 1)
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.settle(lambda: page.findChild(PrintDialog) is not None)
    paper = page.printing.paper()
    assert paper.rows == 1
    assert "钱慧敏" in paper.body
    assert "139 **** 0872" in paper.body
    assert "13900000872" not in paper.body
    page.findChild(PrintDialog).reject()


def test_ctrl_p_shows_a_customers_page_numbers_masked(qtbot, desk):
    page = CustomerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.show_customer(desk.customers["钱慧敏"])
    desk.settle(lambda: page.sheet is not None)
    page.timeline.setFocus()
    QTest.keyClick(page.timeline, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.settle(lambda: page.findChild(PrintDialog) is not None)
    paper = page.findChild(PrintDialog).paper
    assert paper.customer_id == desk.customers["钱慧敏"]
    assert "139 **** 0872" in paper.body
    assert "13900000872" not in paper.body
    page.findChild(PrintDialog).reject()

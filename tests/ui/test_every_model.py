"""Qt's model tester goes over every item model of the windows; a new one has to join in."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QTableView

from loancrm_desktop.services import follow_ups
from loancrm_desktop.services.contracts import PreviewLine
from loancrm_desktop.ui.contracting.lines_model import LinesModel
from loancrm_desktop.ui.importing.problems_model import ProblemLine, ProblemsModel
from loancrm_desktop.ui.palette.entries import Entry, EntryModel
from loancrm_desktop.ui.records.customer_model import CustomerTableModel
from loancrm_desktop.ui.records.customer_page import CustomerPage
from loancrm_desktop.ui.records.list_page import CustomerListPage
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS, Column, RowsTableModel
from loancrm_desktop.ui.records.timeline_lines import TimelineListModel
from loancrm_desktop.ui.widgets import pick_box

CHECKOUT = Path(__file__).resolve().parents[2]
QTS_OWN = {
    "QAbstractItemModel",
    "QAbstractListModel",
    "QAbstractTableModel",
    "QAbstractProxyModel",
    "QSortFilterProxyModel",
    "QIdentityProxyModel",
    "QStandardItemModel",
}


def models_of_the_windows() -> set[str]:
    """Answer the names of all classes that are item models, those of models included."""
    bases: dict[str, set[str]] = {}
    for path in (CHECKOUT / "loancrm_desktop" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {each.id for each in node.bases if isinstance(each, ast.Name)}
    found: set[str] = set()
    while True:
        more = {name for name, of in bases.items() if of & (QTS_OWN | found)} - found
        if not more:
            return found
        found |= more


def test_there_is_no_model_that_qts_tester_does_not_see():
    texts = [
        text
        for path in (CHECKOUT / "tests").rglob("test_*.py")
        if "qtmodeltester" in (text := path.read_text(encoding="utf-8"))
    ]
    models = models_of_the_windows()
    assert len(models) > 8
    assert {name for name in models if not any(name in text for text in texts)} == set()


@dataclass(frozen=True)
class Row:
    id: int


def test_a_table_read_in_blocks(qapp, qtmodeltester):
    columns = (Column("id", "Id", 40), Column("name", "Name", 0))
    model = RowsTableModel(columns, cell_of)
    qtmodeltester.check(model)
    for total in (0, 3, 2 * BLOCK_ROWS + 1, 5, 0):
        model.start(total, [Row(at) for at in range(min(total, BLOCK_ROWS))])
        model.renew(total + 1, [Row(0)])
        model.renew(total, [])


def test_a_million_rows_are_a_window_onto_them(qapp):
    model = RowsTableModel((Column("id", "Id", 40),), cell_of)
    model.start(1_000_000, [Row(at) for at in range(BLOCK_ROWS)])
    assert model.rowCount() == 1_000_000
    asked = []
    model.block_wanted.connect(asked.append)
    assert model.row_at(999_999) is None
    assert asked == [999_999 // BLOCK_ROWS]
    model.put_block(asked[0], [Row(at) for at in range(999_800, 1_000_000)])
    assert model.row_at(999_999).id == 999_999
    model.put_block(asked[0], [Row(at) for at in range(2 * BLOCK_ROWS)])
    assert model.peek(999_999) is not None
    assert model.peek(1_000_000) is None


def cell_of(row: Row, key: str) -> str:
    return f"{key} {row.id}"


def test_the_customers_while_they_are_read_ticked_and_changed(qtbot, desk, qtmodeltester):
    page = CustomerListPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    assert isinstance(page.model, CustomerTableModel)
    qtmodeltester.check(page.model)
    page.show()
    desk.settle(lambda: page.model.total == 4)
    page.ticks.replace(desk.customers.values())
    page.show_columns(["remark", "phone"])
    desk.settle()
    assert page.model.rowCount() == 4


def test_the_timeline_while_it_grows(qtbot, desk, qtmodeltester):
    page = CustomerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    model = page.timeline.model()
    assert isinstance(model, TimelineListModel)
    qtmodeltester.check(model)
    page.show()
    page.show_customer(desk.customers["钱慧敏"])
    desk.settle(lambda: model.rowCount() > 0)
    before = model.rowCount()
    desk.do(follow_ups.log, customer_id=page.customer_id, text="约了周五", method="phone")
    desk.settle(lambda: model.rowCount() > before)


def test_the_lines_of_the_palette(qapp, qtmodeltester):
    model = EntryModel()
    qtmodeltester.check(model)
    lines = [Entry("heading", "客户"), Entry("customer", "钱慧敏"), Entry("place", "看板")]
    model.show(lines)
    model.show_behind(1, [Entry("act", "写跟进")])
    assert model.rowCount() == 2
    model.show([])


def test_the_problems_of_an_import(qtbot, qtmodeltester):
    model = ProblemsModel()
    qtmodeltester.check(model)
    problem = ProblemLine(2, 1, "钱慧敏", "电话", "不是电话号码", "1390", rejects=True)
    model.show_lines([problem] * 3)
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    assert model.rowCount() == 3
    model.show_lines([])


def test_the_fields_of_a_contract(qapp, qtmodeltester):
    model = LinesModel()
    qtmodeltester.check(model)
    states = ("missing", "filled", "unused")
    model.show_lines([PreviewLine(f"customer.{each}", each, "", each) for each in states])
    model.show_only_open(only=True)
    model.show_only_open(only=False)
    assert model.rowCount() == 3


def test_the_narrowed_lines_of_a_choice(qtbot, qtmodeltester):
    box = pick_box.PickBox()
    qtbot.addWidget(box)
    box.addItems(["抵押经营贷", "信用贷", ""])
    narrowed = box._narrowed
    assert isinstance(narrowed, pick_box._Narrowed)
    qtmodeltester.check(narrowed)
    for typed in ("dy", "贷", "nothing", ""):
        narrowed.narrow(typed)
    assert narrowed.rowCount() == 3

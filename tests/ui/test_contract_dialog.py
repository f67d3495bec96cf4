"""A contract is made for a deal; what is missing is named, never left blank."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from loancrm_desktop.services import customers, deals
from loancrm_desktop.ui.contract_dialog import ContractDialog


@pytest.fixture
def dialog(qtbot, desk, tmp_path):
    dialog = ContractDialog(desk.bridge, desk.deals["钱慧敏"], "钱慧敏")
    qtbot.addWidget(dialog)
    dialog.out.edit.setText(str(tmp_path / "合同.docx"))
    dialog.show()
    desk.settle(lambda: dialog.model.total)
    return dialog


def text_of(path) -> str:
    import docx

    document = docx.Document(str(path))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def fill_in(desk) -> None:
    desk.do(
        customers.edit,
        customer_id=desk.customers["钱慧敏"],
        values={"id_number": "110101199003074514", "address": "深圳市南山区科苑路 1 号"},
    )
    desk.do(
        deals.edit,
        deal_id=desk.deals["钱慧敏"],
        values={"service_fee": "36000.00", "requested_term_months": 120, "purpose": "renovation"},
    )


def test_the_shipped_template_is_offered(dialog):
    assert dialog.template.currentData() == "brokerage_contract"
    assert "居间" in dialog.template.currentText()


def test_missing_values_are_named_and_hold_the_contract_up(dialog, tmp_path):
    assert any("身份证号" in line for line in dialog.missing)
    assert not dialog.go.isEnabled()
    dialog.make()
    assert not (tmp_path / "合同.docx").exists()


def test_a_line_is_left_where_that_is_wanted(dialog, desk, tmp_path):
    dialog.allow_missing.setChecked(True)
    with_lines = []
    dialog.made.connect(with_lines.append)
    dialog.make()
    desk.settle(lambda: with_lines)
    assert with_lines[0].missing
    assert "钱慧敏" in text_of(tmp_path / "合同.docx")


def test_a_complete_deal_gives_a_complete_contract(dialog, desk, tmp_path):
    fill_in(desk)
    dialog.look()
    desk.settle(dialog.go.isEnabled)
    assert dialog.missing == []
    made = []
    dialog.made.connect(made.append)
    dialog.make()
    desk.settle(lambda: made)
    assert made[0].missing == ()
    assert "36,000" in text_of(tmp_path / "合同.docx")


def test_every_field_is_shown_with_its_value_and_numbers_masked(dialog):
    tester = QAbstractItemModelTester(
        dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    assert tester.model() is dialog.model
    lines = [dialog.model.line(at) for at in range(dialog.model.rowCount())]
    texts = {line.key: line.text for line in lines}
    assert texts["customer.name"] == "钱慧敏"
    assert "13900000872" not in texts["customer.phone"]
    assert lines[0].state == "missing"


def test_only_what_is_to_be_seen_to_is_shown_on_wish(dialog):
    dialog.which.set_current("open")
    dialog.which.chosen.emit("open")
    shown = [dialog.model.line(at).state for at in range(dialog.model.rowCount())]
    assert set(shown) == {"missing"}
    assert len(shown) < dialog.model.total


def test_a_missing_field_leads_to_the_form(dialog):
    asked = []
    dialog.fill_requested.connect(lambda *each: asked.append(each))
    dialog.fill.click()
    record, key = asked[0]
    assert record in ("customer", "deal")
    assert key
    assert not dialog.isVisible()


def test_f8_goes_through_what_is_missing(dialog, qtbot):
    rows = []
    for _ in range(len(dialog.missing) + 1):
        qtbot.keyClick(dialog.view, Qt.Key.Key_F8)
        rows.append(dialog.view.currentIndex().row())
    assert rows == [*range(len(dialog.missing)), 0]


def test_another_kind_of_file_is_refused(dialog, desk, tmp_path):
    dialog.allow_missing.setChecked(True)
    dialog.out.edit.setText(str(tmp_path / "合同.pdf"))
    dialog.make()
    desk.settle(dialog.notice.isVisible)
    assert ".docx" in dialog.notice.text


def test_a_template_of_ones_own_is_used(dialog, desk, tmp_path):
    import docx

    template = tmp_path / "自己的.docx"
    document = docx.Document()
    document.add_paragraph("客户 {{ customer.name }}")
    document.save(str(template))
    dialog.use_template(template)
    desk.settle(dialog.go.isEnabled)
    made = []
    dialog.made.connect(made.append)
    dialog.out.edit.setText(str(tmp_path / "出.docx"))
    dialog.make()
    desk.settle(lambda: made or dialog.notice.isVisible())
    assert "钱慧敏" in text_of(tmp_path / "出.docx")


def test_a_template_that_names_what_nobody_knows_says_so(dialog, desk, tmp_path):
    import docx

    template = tmp_path / "falsch.docx"
    document = docx.Document()
    document.add_paragraph("客户 {{ customer.nmae }}")
    document.save(str(template))
    dialog.use_template(template)
    desk.settle(lambda: dialog.model.count("unknown") == 1)
    assert not dialog.go.isEnabled()
    assert dialog.lacking.isVisible()

"""Two records become one as chosen, with everything that hangs on them, and apart again by undo."""

from __future__ import annotations

import pytest

from loancrm_desktop.services import customer_sheet, customers, follow_ups, journal, undoing
from loancrm_desktop.ui.records.merge_dialog import MergeDialog

STAYS, GOES = "钱慧敏", "何秀兰"


@pytest.fixture
def dialog(qtbot, desk):
    goes = desk.customers[GOES]
    desk.do(customers.edit, customer_id=goes, values={"company": "兰记", "tags": ["乙"]})
    desk.do(customers.edit, customer_id=desk.customers[STAYS], values={"tags": ["甲"]})
    desk.do(follow_ups.log, customer_id=goes, text="老记录")
    dialog = MergeDialog(desk.bridge, desk.words, (desk.customers[STAYS], goes))
    qtbot.addWidget(dialog)
    dialog.show()
    desk.settle(lambda: dialog.fields)
    return dialog


def values(desk, name):
    return desk.ask(customers.values, customer_id=desk.customers[name]).values


def test_only_fields_that_differ_are_asked_about(dialog):
    assert {"name", "phone", "requested_amount", "company"} <= set(dialog.fields)
    assert "product_type" not in dialog.fields
    assert "tags" not in dialog.fields


def test_what_moves_along_is_counted(dialog):
    assert "1" in dialog.moves


def test_the_chosen_values_are_kept_and_the_rest_moves(dialog, desk, qtbot):
    dialog.choose("requested_amount", source=True)
    with qtbot.waitSignal(dialog.merged) as merged:
        dialog.save()
    assert merged.args[0] == desk.customers[STAYS]
    stored = values(desk, STAYS)
    assert stored["name"] == STAYS
    assert stored["requested_amount"] == "2200000.00"
    assert stored["company"] == "兰记"
    assert set(stored["tags"]) == {"甲", "乙"}
    sheet = desk.ask(customer_sheet.show, customer_id=desk.customers[STAYS])
    assert len(sheet.deals) == 2
    assert [each.text for each in sheet.follow_ups] == ["老记录"]


def test_the_other_record_may_stay_instead(dialog, desk, qtbot):
    dialog.turn()
    with qtbot.waitSignal(dialog.merged) as merged:
        dialog.save()
    assert merged.args[0] == desk.customers[GOES]
    assert values(desk, GOES)["name"] == GOES


def test_it_can_be_taken_back(dialog, desk, qtbot):
    with qtbot.waitSignal(dialog.merged):
        dialog.save()
    desk.do(undoing.undo, seq=desk.ask(journal.latest, limit=1)[0].seq)
    assert values(desk, GOES)["company"] == "兰记"


def test_a_refused_merge_stays_open_and_says_why(dialog, desk, qtbot):
    desk.do(customers.remove, customer_ids=[desk.customers[GOES]])
    dialog.save()
    desk.settle(dialog.notice.isVisible)
    assert dialog.isVisible()
    assert dialog.notice.text

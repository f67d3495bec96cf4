"""Rows put back as they were; whatever stands in the way is named by its history entry."""

import pytest
from office_content import content_of, last_seq

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import customers, deals, undoing
from loancrm_desktop.services.exchange import importing
from loancrm_desktop.services.exchange.import_plan import ImportPlan
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable


@pytest.fixture
def added(office, actor_of):
    return office.do(actor_of("li"), customers.add, {"name": "张三", "phone": "13800138000"})


def refusal(office, actor, seq):
    before = content_of(office)
    with pytest.raises(Refused) as caught:
        office.do(actor, undoing.undo, seq)
    assert content_of(office) == before
    return caught.value


def take_over(office, actor, *rows):
    sheet = SheetTable(
        "x.xlsx",
        ("姓名", "手机号", "渠道"),
        1,
        tuple(SheetRow(number, row) for number, row in enumerate(rows, 2)),
    )
    plan = ImportPlan(office.ask(actor, importing.guess, sheet))
    office.do(actor, importing.run, sheet, plan)
    return last_seq(office, actor)


def test_a_number_given_anew_stands_in_the_way_of_a_redo(office, owner):
    """Deals taken back free their numbers; a new deal may get one of them."""
    office.do(owner, customers.add, {"name": "张三"})
    seq = last_seq(office, owner)
    office.do(owner, undoing.undo, seq)
    undo_seq = last_seq(office, owner)
    office.do(owner, customers.add, {"name": "李四"})
    assert str(last_seq(office, owner)) in refusal(office, owner, undo_seq).text.read("en")
    assert office.do(owner, deals.open_deal, max(content_of(office)["customer"])).ref


def test_what_a_row_belonged_to_must_still_be_there(office, owner):
    """A channel an import made is gone with it; a customer's old channel cannot be given back."""
    imported = take_over(office, owner, ("王五", "13600136000", "快手"))
    channel_id = max(content_of(office)["channel"])
    other = office.do(owner, customers.add, {"name": "李四", "channel": channel_id}).id
    deal_id = content_of(office)["customer"][other]["deal_id"]
    office.do(owner, deals.edit, deal_id, {"channel": None})
    office.do(owner, customers.edit, other, {"channel": None})
    freed = last_seq(office, owner)
    office.do(owner, undoing.undo, imported)
    assert str(last_seq(office, owner)) in refusal(office, owner, freed).text.read("en")


def test_a_summary_edited_by_hand_since_is_left_alone(office, owner, added):
    office.do(owner, customers.edit, added.id, {"status": "following"})
    seq = last_seq(office, owner)
    office.do(owner, customers.edit, added.id, {"status": "pool"})
    office.do(owner, undoing.undo, seq)
    assert content_of(office)["customer"][added.id]["status"] == "pool"


def test_a_column_the_import_left_empty_and_somebody_filled_is_not_lost(office, owner):
    imported = take_over(office, owner, ("王五", "13600136000", ""))
    customer_id = max(content_of(office)["customer"])
    office.do(owner, customers.edit, customer_id, {"wechat": "wang5"})
    assert str(last_seq(office, owner)) in refusal(office, owner, imported).text.read("en")


def test_a_redone_import_goes_on_counting_revisions(office, owner):
    imported = take_over(office, owner, ("王五", "13600136000", ""))
    customer_id = max(content_of(office)["customer"])
    office.do(owner, customers.edit, customer_id, {"wechat": "wang5"})
    office.do(owner, undoing.undo, last_seq(office, owner))
    revision = office.ask(owner, customers.values, customer_id).revision
    office.do(owner, undoing.undo, imported)
    office.do(owner, undoing.undo, last_seq(office, owner))
    assert office.ask(owner, customers.values, customer_id).revision >= revision

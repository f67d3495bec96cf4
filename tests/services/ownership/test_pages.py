"""Every change of owner is written down once, with a page for whoever has the customer now."""

from office_content import content_of, last_seq

from loancrm_desktop.services import customers, undoing
from loancrm_desktop.services.ownership import transfer


def changes(office):
    return list(content_of(office)["owner_change"].values())


def test_an_edit_and_a_bulk_edit_are_written_down_like_a_transfer(office, owner, chen, of_li, bare):
    office.do(owner, customers.edit, of_li.id, {"owner": chen.user_id})
    office.do(owner, customers.change_many, [of_li.id, bare.id], {"owner": owner.user_id})
    assert [(row["customer_id"], row["cause"]) for row in changes(office)] == [
        (of_li.id, "edit"),
        (of_li.id, "edit"),
        (bare.id, "edit"),
    ]


def test_a_transfer_is_written_down_once(office, owner, chen, of_li):
    office.do(owner, transfer.transfer, [of_li.id], chen.user_id)
    assert [row["cause"] for row in changes(office)] == ["transfer"]


def test_an_edit_that_leaves_the_owner_writes_nothing_down(office, owner, li, of_li):
    office.do(owner, customers.edit, of_li.id, {"remark": "x", "owner": li.user_id})
    assert changes(office) == []


def test_an_edit_taken_back_takes_its_page_along(office, owner, chen, of_li):
    before = content_of(office)
    office.do(owner, customers.edit, of_li.id, {"owner": chen.user_id})
    office.do(owner, undoing.undo, last_seq(office, owner))
    assert content_of(office) == before


def test_a_page_holds_numbers_and_no_word_of_the_customer(office, owner, chen, of_li):
    office.do(owner, transfer.transfer, [of_li.id], chen.user_id)
    (row,) = changes(office)
    page = row["page"]
    assert len(page["contacts"]) == 5
    assert len(page["tasks"]) == len(page["deals"]) == 1
    text = repr(page)
    assert not any(word in text for word in ("禾苗", "139", "约好", "补银行流水"))


def test_many_customers_get_a_page_each(office, owner, chen, li):
    ids = [
        office.do(li, customers.add, values={"name": f"客户{number}"}, open_deal=False).id
        for number in range(30)
    ]
    result = office.do(owner, transfer.transfer, ids, chen.user_id)
    assert len(result.done) == len(changes(office)) == 30

"""What is put on paper is in the history, and only who may take data out does it."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, journal
from loancrm_desktop.services.exchange import printing


def newest(office, actor):
    return office.ask(actor, journal.latest, limit=1)[0]


def test_a_printed_list_is_in_the_history_with_its_count(office, owner):
    office.do(owner, printing.note, what="list", rows=12)
    entry = newest(office, owner)
    assert entry.operation == "printing.note"
    assert "12" in str(entry)


def test_a_printed_page_is_in_the_history_of_its_customer(office, owner):
    customer = office.do(owner, customers.add, values={"name": "周德海"}).id
    office.do(owner, printing.note, what="customer", rows=3, customer_id=customer)
    told = office.ask(owner, journal.of_record, kind="customer", record_id=customer)
    assert told[0].operation == "printing.note"


def test_who_may_not_take_data_out_prints_nothing(office, actor_of):
    with pytest.raises(Refused):
        office.do(actor_of("chen"), printing.note, what="list", rows=1)


@pytest.mark.parametrize(("what", "customer"), [("wall", None), ("customer", None)])
def test_what_is_no_paper_is_not_printed(office, owner, what, customer):
    with pytest.raises(Invalid):
        office.do(owner, printing.note, what=what, rows=1, customer_id=customer)


def test_nothing_is_printed_over_the_offices_own_files(office, owner):
    inside = office.place.folder / "office.db"
    with pytest.raises(Invalid):
        office.do(owner, printing.note, what="list", rows=1, out=str(inside))

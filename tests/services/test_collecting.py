"""What an operation changed is read off the session: once per row, with old and new values."""

import gc

from office_content import last_seq
from sqlalchemy import select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.people import Team
from loancrm_desktop.services import customers, journal
from loancrm_desktop.services.calls import operation


def contents(office, owner):
    with office.database.reading() as session:
        return journal.unpack(journal.entry(session, last_seq(office, owner)).changes)


def team(work, name):
    made = Team(name=name, created_at=work.now, updated_at=work.now)
    work.session.add(made)
    work.session.flush()
    return made


@operation("test.made_and_changed")
def made_and_changed(work):
    made = team(work, "甲组")
    made.name = "乙组"
    work.session.flush()


@operation("test.made_and_removed")
def made_and_removed(work):
    work.session.delete(team(work, "甲组"))
    work.note = "nothing came of it"


@operation("test.changed_back")
def changed_back(work):
    found = work.session.execute(select(Team)).scalars().first()
    before = found.name
    found.name = "别名"
    work.session.flush()
    found.name = before
    work.note = "nothing came of it"


@operation("test.one_by_one")
def one_by_one(work, ids: list[int]) -> None:
    """Change rows one after the other and forget each, so that its address is used again."""
    for customer_id in ids:
        row = work.session.get(Customer, customer_id)
        row.wechat = f"w{customer_id}"
        work.session.flush()
        work.session.expunge(row)
        del row
        gc.collect(0)


def test_a_row_made_and_changed_at_once_is_one_insert_with_its_last_values(office, owner):
    office.do(owner, made_and_changed)
    (change,) = contents(office, owner).changes
    assert (change.act, change.new["name"], change.new["revision"]) == ("insert", "乙组", 1)


def test_a_row_made_and_removed_at_once_is_no_change(office, owner):
    office.do(owner, made_and_removed)
    assert contents(office, owner).changes == ()


def test_a_value_changed_and_changed_back_is_no_change_of_it(office, owner):
    office.do(owner, changed_back)
    assert all("name" not in change.new for change in contents(office, owner).changes)


def test_every_changed_row_counts_one_revision_whatever_became_of_its_object(office, owner):
    ids = [office.do(owner, customers.add, {"name": f"客户{n}"}).id for n in range(40)]
    office.do(owner, one_by_one, ids)
    revisions = [office.ask(owner, customers.values, each).revision for each in ids]
    before = {change.old["revision"] for change in contents(office, owner).changes}
    assert len(contents(office, owner).changes) == 40
    assert revisions == [max(before) + 1] * 40

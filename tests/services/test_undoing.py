"""Who may take back what; and what is said when it cannot be done."""

import pytest
from office_content import content_of, last_seq

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, follow_ups, journal, people, tasks, undoing
from loancrm_desktop.services.exchange import importing
from loancrm_desktop.services.exchange.import_plan import ImportPlan
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable


@pytest.fixture
def added(office, actor_of):
    return office.do(
        actor_of("li"), customers.add, {"name": "张三", "phone": "13800138000", "tags": ["重点"]}
    )


def refusal(office, actor, seq):
    before = content_of(office)
    with pytest.raises(Refused) as caught:
        office.do(actor, undoing.undo, seq)
    assert content_of(office) == before
    return caught.value


def test_the_history_says_what_was_taken_back_and_by_what(office, owner, added):
    office.do(owner, customers.edit, added.id, {"company": "甲公司"})
    seq = last_seq(office, owner)
    undone = office.do(owner, undoing.undo, seq)
    assert (undone.undid, undone.rows) == (seq, 1)
    newest, before = office.ask(owner, journal.latest, limit=2)
    assert (newest.operation, newest.undoes) == ("journal.undo", seq)
    assert before.undone_by == newest.seq
    assert office.ask(owner, journal.verify).intact


def test_an_entry_is_taken_back_once_and_again_after_a_redo(office, owner, added):
    office.do(owner, customers.edit, added.id, {"company": "甲公司"})
    seq = last_seq(office, owner)
    office.do(owner, undoing.undo, seq)
    assert "already" in refusal(office, owner, seq).text.read("en")
    office.do(owner, undoing.undo, seq + 1)
    entries = {entry.seq: entry for entry in office.ask(owner, journal.latest, limit=5)}
    assert entries[seq].undone_by is None
    assert entries[seq + 1].undone_by == seq + 2
    assert office.ask(owner, customers.values, added.id).values["company"] == "甲公司"
    office.do(owner, undoing.undo, seq)
    assert office.ask(owner, customers.values, added.id).values["company"] is None
    assert "already" in refusal(office, owner, seq).text.read("en")


def test_a_later_change_in_the_way_is_named_and_another_field_is_not_in_the_way(
    office, owner, added
):
    office.do(owner, customers.edit, added.id, {"company": "甲公司"})
    seq = last_seq(office, owner)
    office.do(owner, customers.edit, added.id, {"wechat": "zhang3"})
    office.do(owner, customers.edit, added.id, {"company": "乙公司"})
    assert str(last_seq(office, owner)) in refusal(office, owner, seq).text.read("en")
    office.do(owner, undoing.undo, last_seq(office, owner))
    office.do(owner, undoing.undo, seq)
    values = office.ask(owner, customers.values, added.id).values
    assert (values["company"], values["wechat"]) == (None, "zhang3")


def test_a_new_customer_somebody_worked_on_is_not_taken_back(office, owner, added):
    seq = last_seq(office, owner)
    task = office.do(owner, tasks.add, title="回访", customer_id=added.id)
    assert str(last_seq(office, owner)) in refusal(office, owner, seq).text.read("en")
    office.do(owner, tasks.done, task)
    assert str(last_seq(office, owner)) in refusal(office, owner, seq).text.read("en")


def test_a_contact_taken_back_gives_the_time_before_back(office, owner, clock, added):
    office.do(owner, follow_ups.log, added.id, "第一次")
    first = content_of(office)["customer"][added.id]["last_contact_at"]
    clock.forward(days=2)
    office.do(owner, follow_ups.log, added.id, "第二次")
    earlier = last_seq(office, owner) - 1
    office.do(owner, undoing.undo, last_seq(office, owner))
    row = content_of(office)
    assert row["customer"][added.id]["last_contact_at"] == first
    assert row["deal"][added.deal_id]["last_contact_at"] == first
    office.do(owner, undoing.undo, earlier)
    assert content_of(office)["customer"][added.id]["last_contact_at"] is None


def test_an_earlier_contact_taken_back_leaves_the_later_one(office, owner, clock, added):
    office.do(owner, follow_ups.log, added.id, "第一次")
    seq = last_seq(office, owner)
    clock.forward(days=2)
    office.do(owner, follow_ups.log, added.id, "第二次")
    last = content_of(office)["customer"][added.id]["last_contact_at"]
    office.do(owner, undoing.undo, seq)
    assert content_of(office)["customer"][added.id]["last_contact_at"] == last


def test_people_take_back_their_own_acts_and_leads_those_of_their_team(
    office, owner, actor_of, added
):
    li = actor_of("li")
    office.do(li, customers.edit, added.id, {"company": "甲公司"})
    seq = last_seq(office, owner)
    assert refusal(office, actor_of("chen"), seq).forbidden
    office.do(actor_of("lead"), undoing.undo, seq)
    office.do(li, customers.edit, added.id, {"company": "乙公司"})
    office.do(li, undoing.undo, last_seq(office, owner))


def test_a_lead_does_not_take_back_what_belongs_to_another_team(office, owner, actor_of):
    chen = actor_of("chen")
    office.do(chen, customers.add, {"name": "李四"})
    seq = last_seq(office, owner)
    assert refusal(office, actor_of("lead"), seq).forbidden
    office.do(chen, undoing.undo, seq)


def test_who_may_not_manage_people_takes_back_no_act_on_the_office(office, owner, actor_of):
    office.do(owner, people.add_team, name="渠道组")
    seq = last_seq(office, owner)
    for login in ("desk", "lead"):
        assert refusal(office, actor_of(login), seq).forbidden
    assert refusal(office, actor_of("guest"), seq).forbidden
    office.do(owner, undoing.undo, seq)


def test_another_persons_import_needs_sight_of_the_whole_office(office, owner, actor_of):
    sheet = SheetTable("x.xlsx", ("姓名", "手机号"), 1, (SheetRow(2, ("王五", "13600136000")),))
    plan = ImportPlan(office.ask(owner, importing.guess, sheet))
    office.do(owner, importing.run, sheet, plan)
    seq = last_seq(office, owner)
    assert refusal(office, actor_of("lead"), seq).forbidden
    office.do(actor_of("desk"), undoing.undo, seq)
    assert content_of(office)["customer"] == {}


def test_joining_and_founding_are_not_taken_back(office, owner):
    entries = office.ask(owner, journal.latest, limit=50)
    for entry in entries:
        if entry.operation in ("people.add", "office.found"):
            assert "cannot" in refusal(office, owner, entry.seq).text.read("en")


def test_an_entry_without_changes_and_one_that_does_not_exist_are_told(office, owner):
    sheet = SheetTable("x.xlsx", ("姓名", "手机号"), 1, ())
    plan = ImportPlan(office.ask(owner, importing.guess, sheet))
    office.do(owner, importing.run, sheet, plan)
    assert "nothing" in refusal(office, owner, last_seq(office, owner)).text.read("en")
    with pytest.raises(Invalid):
        office.do(owner, undoing.undo, 9_999)

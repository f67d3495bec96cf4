"""A masked number is said with a reason, so many times a day, and the history knows of each."""

from dataclasses import replace
from datetime import timedelta

import pytest
from office_content import last_seq

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import (
    checking,
    customer_sheet,
    customers,
    journal,
    sight_log,
    tasks,
    undoing,
)

PHONE = "13800135521"


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def zhang(office, li):
    values = {"name": "张三", "phone": PHONE, "id_number": "44030519900101123X"}
    return office.do(li, customers.add, values=values).id


def look(office, actor, customer, field="phone", reason="verify_identity"):
    return office.do(
        actor, sight_log.reveal, kind="customer", record_id=customer, field=field, reason=reason
    )


def newest(office, owner):
    return office.ask(owner, journal.latest, limit=1)[0]


def test_a_look_says_the_value_and_counts(office, li, zhang):
    seen = look(office, li, zhang)
    assert seen == sight_log.Revealed(PHONE, 1, 20)
    assert office.ask(li, sight_log.looks_today) == sight_log.Looks(1, 20)


def test_the_history_of_the_customer_shows_who_looked_and_why_but_not_the_number(
    office, owner, li, zhang
):
    look(office, li, zhang)
    entry = office.ask(owner, journal.of_record, kind="customer", record_id=zhang)[0]
    assert (entry.actor, entry.operation, entry.desk) == ("李经理", "sight_log.reveal", "desk-1")
    assert "核对身份" in entry.note or "identity" in entry.note
    with office.database.reading() as session:
        found = journal.entry(session, entry.seq)
        assert PHONE not in f"{found.note}{journal.unpack(found.changes)}"


def test_own_words_are_a_reason(office, owner, li, zhang):
    look(office, li, zhang, reason=" 客户 要求回拨 ")
    assert newest(office, owner).note.endswith("客户 要求回拨")


@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_without_a_fit_reason_nothing_is_said_or_counted(office, li, zhang, reason):
    with pytest.raises(Invalid) as caught:
        look(office, li, zhang, reason=reason)
    assert [each.field for each in caught.value.problems] == ["reason"]
    assert office.ask(li, sight_log.looks_today).count == 0


def test_what_the_role_masks_is_refused_and_the_attempt_is_kept(office, owner, li, zhang):
    with pytest.raises(Refused) as caught:
        look(office, li, zhang, field="id_number")
    assert caught.value.forbidden
    entry = newest(office, owner)
    assert (entry.operation, entry.actor) == ("sight_log.reveal", "李经理")
    assert entry.note.startswith(("not shown", "未显示"))
    assert office.ask(li, sight_log.looks_today).count == 0
    assert office.ask(owner, journal.verify).intact


def test_another_persons_customer_is_refused_and_the_attempt_is_kept(
    office, owner, actor_of, zhang
):
    before = last_seq(office, owner)
    with pytest.raises(Refused):
        look(office, actor_of("chen"), zhang)
    assert last_seq(office, owner) == before + 1


def test_a_field_nobody_masks_is_not_asked_for_here(office, li, zhang):
    with pytest.raises(Invalid):
        look(office, li, zhang, field="name")
    with pytest.raises(Invalid):
        look(office, li, 999)


def test_after_the_days_limit_the_next_look_is_refused_until_tomorrow(
    office, owner, li, zhang, clock, monkeypatch
):
    monkeypatch.setattr(sight_log, "DAILY_LIMIT", 3)
    for _ in range(3):
        look(office, li, zhang)
    with pytest.raises(Refused) as caught:
        look(office, li, zhang)
    assert "3" in str(caught.value)
    assert office.ask(li, sight_log.looks_today).count == 3
    assert look(office, owner, zhang).looked_today == 1, "the limit is each person's own"
    clock.now += timedelta(days=1)
    assert look(office, li, zhang).looked_today == 1


def test_the_day_is_the_offices_day(office, li, zhang, clock):
    """The clock stands at 12:00 in Shanghai; its midnight is 16:00 UTC, not 0:00 UTC."""
    look(office, li, zhang)
    clock.now = clock.now.replace(hour=15, minute=50)
    assert office.ask(li, sight_log.looks_today).count == 1
    clock.now = clock.now.replace(hour=16, minute=10)
    assert office.ask(li, sight_log.looks_today).count == 0


def test_at_eighty_per_cent_compliance_gets_one_notice(office, li, zhang, actor_of):
    for _ in range(sight_log.NOTICE_AT + 2):
        look(office, li, zhang)
    (task,) = office.ask(actor_of("audit"), tasks.page)
    assert task.kind == "looks"
    assert "李经理" in task.title
    assert "16" in task.title
    assert PHONE not in task.title


def test_a_look_cannot_be_taken_back(office, owner, li, zhang):
    look(office, li, zhang)
    with pytest.raises(Refused):
        office.do(owner, undoing.undo, last_seq(office, owner))
    assert checking.check(office, owner).problems == ()


def test_a_look_never_stands_in_the_way_of_taking_back(office, owner, li, zhang):
    made = last_seq(office, owner)
    office.do(li, customers.edit, zhang, {"name": "张三丰"})
    look(office, li, zhang)
    with pytest.raises(Refused) as caught:
        office.do(owner, undoing.undo, made)
    assert f"{made + 1}" in str(caught.value), "the edit is named, not the look"


def test_the_number_of_somebody_around_the_customer_is_said_too(office, li, zhang):
    values = {"relation": "spouse", "name": "王五", "phone": "13912345678"}
    person = office.do(li, customer_sheet.add_related, zhang, values)
    seen = office.do(
        li,
        sight_log.reveal,
        kind="related_person",
        record_id=person,
        field="phone",
        reason="contract",
    )
    assert seen.value == "13912345678"


def test_somebody_disabled_meanwhile_sees_nothing(office, owner, li, zhang):
    from loancrm_desktop.services import people

    office.do(owner, people.disable, login="li")
    with pytest.raises(Refused):
        look(office, li, zhang)
    made_up = replace(li, rights=replace(li.rights, may=frozenset()), granted=None)
    with pytest.raises(Refused):
        look(office, made_up, zhang)


def test_who_may_see_no_customers_is_refused_and_the_attempt_is_kept(office, owner, li, zhang):
    bare = replace(
        li, rights=replace(li.rights, may=li.rights.may - {"customers.*", "customers.see"})
    )
    assert not bare.rights.allows("customers.see")
    before = last_seq(office, owner)
    with pytest.raises(Refused):
        look(office, bare, zhang)
    assert last_seq(office, owner) == before + 1

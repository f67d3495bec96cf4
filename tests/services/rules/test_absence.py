"""Who is away gets nothing from a rule; oneself may say it, of others only who manages people."""

from datetime import date, timedelta

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, people
from loancrm_desktop.services.rules import absence, drawing


def spread(office, owner, members):
    body = {
        "format": 1, "key": "spread", "title": {"zh": "轮流"}, "kind": "customer",
        "when": {"on": "created"}, "then": [{"do": "assign", "how": "even", "people": members}],
    }  # fmt: skip
    office.do(owner, drawing.save, body=body)

    def next_owner(name):
        added = office.do(owner, customers.add, values={"name": name})
        return office.ask(owner, customers.get, customer_id=added.id).owner_id

    return next_owner


def test_who_is_away_gets_nothing_until_after_the_last_day(office, owner, clock):
    one, two = (
        office.do(owner, people.add, login=f"p{n}", name=f"人{n}", role_key="broker")
        for n in range(2)
    )
    next_owner = spread(office, owner, [one, two])
    today = clock.now.astimezone(office.place.zone).date()
    office.do(owner, absence.set_away, person_id=one, until=today + timedelta(days=1))
    assert [next_owner(f"甲{n}") for n in range(3)] == [two] * 3
    assert [each.person_id for each in office.ask(owner, absence.away)] == [one]
    clock.forward(days=2)
    assert office.ask(owner, absence.away) == ()
    assert one in {next_owner(f"乙{n}") for n in range(2)}


def test_coming_back_early_is_said_by_no_day(office, owner, clock):
    office.do(owner, absence.set_away, person_id=owner.user_id, until=date(2999, 1, 1))
    office.do(owner, absence.set_away, person_id=owner.user_id)
    assert office.ask(owner, absence.away) == ()


def test_only_who_manages_people_says_it_of_others(office, owner, actor_of):
    li = actor_of("li")
    office.do(li, absence.set_away, person_id=li.user_id, until=date(2999, 1, 1))
    with pytest.raises(Refused):
        office.do(li, absence.set_away, person_id=owner.user_id, until=date(2999, 1, 1))


def test_a_day_that_has_passed_and_nobody_are_refused(office, owner):
    with pytest.raises(Invalid):
        office.do(owner, absence.set_away, person_id=owner.user_id, until=date(2001, 1, 1))
    with pytest.raises(Invalid):
        office.do(owner, absence.set_away, person_id=9999)

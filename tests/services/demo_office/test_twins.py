"""Who comes to a demo office twice is found, put together or told apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from loancrm_desktop.models.customers import Customer, ToldApart
from loancrm_desktop.services import customer_list, demo, duplicate_finder, opening
from loancrm_desktop.services.demo_office import twins
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.vault.surroundings import Surroundings

END = datetime(2026, 6, 30, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(("customers", "stay"), [(20, 0), (25, 1), (100, 3), (300, 6), (9000, 6)])
def test_larger_offices_have_more_of_them_up_to_a_bound(customers, stay):
    assert twins.staying(customers) == stay


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twins")
    here = Surroundings(profile=folder / "profile")
    plan = demo.DemoPlan(customers=75, months=1, seed=7)
    made = demo.make_demo(folder / "office", plan, clock=lambda: END, here=here)
    password = made.users[0].password
    found = opening.open_office(
        folder / "office", made.users[0].login, password, clock=lambda: END, here=here
    )
    yield found, made
    found.office.close()


def test_some_are_found_one_was_put_together_and_two_are_told_apart(opened):
    (office, boss), made = (opened[0].office, opened[0].actor), opened[1]
    found = office.ask(boss, duplicate_finder.duplicates)
    alike = [{each.title for each in group.members} for group in found.groups]
    assert any(len(names) == 1 for names in alike)
    with office.database.reading() as session:
        assert len(session.execute(select(ToldApart)).scalars().all()) == 1
        gone = select(Customer).where(Customer.deleted_at.is_not(None))
        trash = session.execute(gone).scalars().all()
    assert len(trash) == made.counts["in_trash"]
    assert any("并入" in (row.remark or "") for row in trash)


def test_an_office_still_has_as_many_customers_as_were_asked_for(opened):
    office, boss = opened[0].office, opened[0].actor
    assert office.ask(boss, customer_list.page, query=ListQuery()).total == 75

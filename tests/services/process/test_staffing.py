"""Who works in a node: by every policy, and never somebody who left."""

from __future__ import annotations

import pytest

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.services import customers, people
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import staffing
from loancrm_desktop.services.process.definition import Handler


@operation("test.staff")
def staff(work: Work, deal_id: int, policy: dict, region: str | None = None) -> int | None:
    deal = work.session.get(Deal, deal_id)
    assert deal is not None
    customer = work.session.get(Customer, deal.customer_id)
    assert customer is not None
    customer.region = region or customer.region
    return staffing.resolve(work, Handler.model_validate(policy), deal, "somewhere")


@pytest.fixture
def ids(office, owner):
    return {row.login: row.id for row in office.ask(owner, people.page)}


@pytest.fixture
def deal(office, actor_of):
    case = office.do(actor_of("li"), customers.add, values={"name": "王五", "region": "深圳"})
    return case.deal_id


@pytest.fixture
def found(office, owner, deal, ids):
    names = {number: login for login, number in ids.items()}

    def asked(policy, **more):
        return names.get(office.do(owner, staff, deal_id=deal, policy=policy, **more))

    return asked


def test_fixed_role_leader_owner_and_initiator(found, ids):
    assert found({"kind": "person", "person": ids["chen"]}) == "chen"
    assert found({"kind": "role", "role": "back_office"}) == "desk"
    assert found({"kind": "leader"}) == "lead"
    assert found({"kind": "leader", "level": 2}) == "boss"
    assert found({"kind": "owner"}) == "li"
    assert found({"kind": "initiator"}) == "li"


def test_a_table_says_who_by_the_customers_region_and_others_go_to_the_fallback(found, ids):
    policy = {
        "kind": "field",
        "field": "customer.region",
        "table": [
            {"values": ["深圳", "广州"], "handler": {"kind": "person", "person": ids["chen"]}}
        ],
        "fallback": {"kind": "role", "role": "back_office"},
    }
    assert found(policy) == "chen"
    assert found(policy, region="北京") == "desk"


def test_a_field_that_names_a_person_is_that_person(found):
    assert found({"kind": "field", "field": "customer.owner"}) == "li"


def test_somebody_who_left_is_never_chosen(office, owner, found, ids):
    policy = {"kind": "person", "person": ids["chen"], "fallback": {"kind": "leader"}}
    assert found(policy) == "chen"
    office.do(owner, people.disable, login="chen")
    assert found(policy) == "lead"
    assert found({"kind": "person", "person": ids["chen"]}) == "li"


def test_the_least_busy_gets_it(found, ids):
    pool = [ids["li"], ids["chen"]]
    # Mr Li's own deal stands with his lead; a call makes no difference to Mr Chen.
    assert found({"kind": "least_busy", "people": pool}) == "li"


def test_it_goes_in_turn_from_deal_to_deal(office, owner, actor_of, ids):
    from process_pictures import plant, rich

    from loancrm_desktop.services import deals

    body = rich()
    intake = next(node for node in body["nodes"] if node["key"] == "intake")
    intake["handler"] = {"kind": "round_robin", "people": [ids["li"], ids["chen"], ids["lead"]]}
    office.do(owner, plant, body)
    case = office.do(actor_of("li"), customers.add, values={"name": "王五"})
    got = [
        office.do(owner, deals.open_deal, customer_id=case.id, process="rich").handler_id
        for _ in range(4)
    ]
    assert got == [ids["li"], ids["chen"], ids["lead"], ids["li"]]
    office.do(owner, people.disable, login="chen")
    card = office.do(owner, deals.open_deal, customer_id=case.id, process="rich")
    assert card.handler_id == ids["lead"]

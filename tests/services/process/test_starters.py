"""Every process to begin with is in order and leads to its ends."""

import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.services.process import publishing, starters, trial


def test_every_starter_is_in_order_and_can_be_published(office, owner):
    found = office.ask(owner, starters.starters)
    assert [each.key for each in found] == list(starters.KEYS)
    for each in found:
        faults = office.ask(owner, publishing.check, body=each.body)
        assert [fault.text.read() for fault in faults] == [], each.key
        done = office.do(owner, publishing.publish, process=each.key, body=each.body)
        assert "lead_assignment" in done.stages


@pytest.mark.parametrize("key", starters.KEYS)
def test_every_starter_leads_a_good_case_to_its_end_and_a_bad_one_into_the_archive(
    office, owner, key
):
    (found,) = [each for each in office.ask(owner, starters.starters) if each.key == key]
    good = office.ask(owner, trial.trial, body=found.body, values={"requested_amount": "500000"})
    assert good.end == "post_loan"
    refused = {"qualification_review": "qualification_review>archived"}
    bad = office.ask(owner, trial.trial, body=found.body, choices=refused)
    assert bad.end == "archived"


def test_a_large_credit_loan_asks_the_lead(office, owner):
    (found,) = [each for each in office.ask(owner, starters.starters) if each.key == "credit_loan"]
    for amount, asked in (("299999", False), ("300000", True)):
        run = office.ask(owner, trial.trial, body=found.body, values={"requested_amount": amount})
        assert ("sign_off" in {step.node for step in run.steps}) is asked


def test_who_designs_no_processes_sees_no_starters(office, actor_of):
    with pytest.raises(Refused):
        office.ask(actor_of("li"), starters.starters)

"""What an office settles for itself is kept, subject by subject, and can be taken back."""

from office_content import last_seq

from loancrm_desktop.services import office_facts, undoing

TOLD = office_facts.OfficeFacts(address="云岭市 滨河路 8 号")


def test_nothing_is_settled_at_first(office, owner):
    assert office.ask(owner, office_facts.facts) == office_facts.OfficeFacts()


def test_a_subject_settled_anew_keeps_one_document(office, owner):
    office.do(owner, office_facts.edit_facts, told=TOLD)
    office.do(owner, office_facts.edit_facts, told=office_facts.OfficeFacts(phone="0755-88880000"))
    assert office.ask(owner, office_facts.facts) == office_facts.OfficeFacts(phone="0755-88880000")


def test_a_change_of_the_facts_is_taken_back(office, owner):
    office.do(owner, office_facts.edit_facts, told=TOLD)
    office.do(owner, undoing.undo, last_seq(office, owner))
    assert office.ask(owner, office_facts.facts) == office_facts.OfficeFacts()

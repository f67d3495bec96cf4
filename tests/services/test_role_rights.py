"""What a role may is told to who manages people."""

import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import people


def test_what_a_role_may_is_told_to_who_manages_people(office, owner, actor_of):
    roles = {each.key: each for each in office.ask(owner, people.role_rights)}
    assert roles["owner"].allows("office.repair")
    assert roles["broker"].scope == "own"
    assert not roles["broker"].allows("customers.import")
    assert roles["back_office"].allows("follow_ups.log")
    assert "customer.phone" in roles["back_office"].masked
    with pytest.raises(Refused):
        office.ask(actor_of("li"), people.role_rights)

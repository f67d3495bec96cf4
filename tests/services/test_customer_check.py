"""Values are checked one by one while they are typed, with the words of saving."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.services.customer_check import check_values


def test_what_would_be_refused_is_said(office, owner):
    wrong = office.ask(owner, check_values, values={"phone": "138", "name": "张三"})
    assert [each.field for each in wrong] == ["phone"]
    assert wrong[0].text


def test_good_values_raise_no_word(office, owner):
    assert office.ask(owner, check_values, values={"phone": "13800138000"}) == ()


def test_a_role_without_customers_is_refused(office, owner):
    nobody = replace(owner, rights=replace(owner.rights, may=frozenset()), granted=None)
    with pytest.raises(Refused):
        office.ask(nobody, check_values, values={"phone": "138"})

"""A rules page on a desk with customers."""

import pytest

from loancrm_desktop.services.rules import shipping
from loancrm_desktop.ui.rules.rules_page import RulesPage


@pytest.fixture
def page(desk, qtbot):
    """Answer the page of an office with the shipped rules."""
    desk.do(shipping.ship)
    made = RulesPage(desk.bridge, desk.words)
    qtbot.addWidget(made)
    made.resize(1330, 880)
    made.show()
    qtbot.waitExposed(made)
    desk.settle(made.reading.sentence.text)
    return made

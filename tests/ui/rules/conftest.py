"""A rules page on a desk with customers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from rule_hands import LEFT, Hand

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


@pytest.fixture
def blank(desk, qtbot):
    """Answer the page of an office without rules, with a new rule begun by its button."""
    page = RulesPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1390, 900)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    desk.settle(lambda: page.states.buttons)
    qtbot.mouseClick(page.new, LEFT)
    assert page.desk.key
    return page


@pytest.fixture
def hand(blank, desk, qtbot):
    return Hand(blank, desk, qtbot)


@pytest.fixture
def elsewhere():
    """Run a look into the office away from the window's thread, where no session may be."""

    def run(look, *given):
        with ThreadPoolExecutor(1) as lane:
            return lane.submit(look, *given).result()

    return run

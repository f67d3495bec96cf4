"""A rule with a button stands in the menus of customers and of cards, and does its work there."""

import pytest
from PySide6.QtWidgets import QMenu

from loancrm_desktop.services import notices
from loancrm_desktop.services.rules import drawing
from loancrm_desktop.ui.records.customer_page import CustomerPage
from loancrm_desktop.ui.records.rule_buttons import RuleButtons


def rule(kind):
    return {
        "format": 1, "key": f"call_{kind}", "title": {"zh": "叫人"}, "kind": kind,
        "when": {"on": "button", "label": {"zh": "请主管看一下"}},
        "then": [{"do": "notify", "text": "请看一下"}],
    }  # fmt: skip


def test_the_customers_menu_has_the_button_and_presses_it(desk, qtbot):
    page = CustomerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.show_customer(desk.customers["钱慧敏"])
    desk.settle()
    desk.do(drawing.save, body=rule("customer"))
    titles = [each.text() for each in page.acts.menu.actions()]
    assert titles[-1] == "请主管看一下"
    page.acts.menu.aboutToShow.emit()
    with qtbot.waitSignal(page.acts.said) as said:
        page.acts.menu.actions()[-1].trigger()
    assert "请主管看一下" in said.args[0]
    (notice,) = desk.ask(notices.mine).rows
    assert (notice.record_kind, notice.record_id) == ("customer", desk.customers["钱慧敏"])


def test_a_cards_menu_gets_the_button_for_its_deal(desk, qtbot):
    desk.do(drawing.save, body=rule("deal"))
    buttons = RuleButtons(desk.bridge, "deal", desk.words)
    desk.settle()
    menu = QMenu()
    qtbot.addWidget(menu)
    buttons.add_to(menu, desk.deals["冯国栋"])
    with qtbot.waitSignal(buttons.said):
        menu.actions()[-1].trigger()
    (notice,) = desk.ask(notices.mine).rows
    assert (notice.record_kind, notice.record_id) == ("deal", desk.deals["冯国栋"])


@pytest.mark.parametrize("kind", ["customer", "deal"])
def test_without_such_rules_a_menu_stays_as_it_was(desk, qtbot, kind):
    menu = QMenu()
    qtbot.addWidget(menu)
    buttons = RuleButtons(desk.bridge, kind, desk.words)
    desk.settle()
    buttons.add_to(menu, 1)
    assert menu.actions() == []

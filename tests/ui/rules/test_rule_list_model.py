"""The list of rules as a model, and the words that lie in a rule's text."""

from loancrm_desktop.services.rules import drawing, shipping
from loancrm_desktop.ui.rules.chip_edit import ChipEdit
from loancrm_desktop.ui.rules.rule_list_model import MIME, RuleListModel


def test_the_list_of_rules_holds_as_a_model(desk, qtmodeltester):
    desk.do(shipping.ship)
    model = RuleListModel()
    model.show_rules(desk.ask(drawing.list_rules))
    qtmodeltester.check(model)
    model.filter("生日")
    assert model.rowCount() == 2
    qtmodeltester.check(model)


def test_a_rule_dropped_within_its_group_changes_the_order_of_that_group_alone(desk, qtbot):
    desk.do(shipping.ship)
    model = RuleListModel()
    rules = desk.ask(drawing.list_rules)
    model.show_rules(rules)
    carried = model.mimeData([model.index(model.row_of("silent_7"))])
    assert carried.hasFormat(MIME)
    with qtbot.waitSignal(model.ordered) as told:
        first = model.row_of("first_contact")
        model.dropMimeData(carried, model.supportedDropActions(), first, 0, model.index(-1))
    before, after = [each.key for each in rules], told.args[0]
    reminders = {each.key for each in rules if each.group == "remind"}
    assert next(key for key in after if key in reminders) == "silent_7"
    assert [each in reminders for each in after] == [each in reminders for each in before]


def test_a_text_keeps_its_fields_and_lines_through_the_editor(qtbot, dressed):
    edit = ChipEdit(str.upper)
    qtbot.addWidget(edit)
    for text in ("请及时跟进客户{name}", "{owner}{name}", "一行\n{name}，二行", "没有字段", ""):
        edit.show_text(text)
        assert edit.text() == text

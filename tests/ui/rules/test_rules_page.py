"""The page of rules by mouse and keyboard."""

from PySide6.QtCore import Qt

from loancrm_desktop.services.rules import drawing, shipping


def rules_of(desk):
    return {each.key: each for each in desk.ask(drawing.list_rules)}


def test_the_rules_stand_by_their_groups_with_the_first_on_the_table(page, desk):
    assert page.list.model.rowCount() == len(shipping.templates()) + 4
    assert page.desk.key == "first_contact"
    assert page.reading.sentence.text()
    assert page.editor.bar.save.isEnabled() is False


def test_space_switches_a_rule(page, desk, qtbot):
    page.list.view.setFocus()
    qtbot.keyClick(page.list.view, Qt.Key.Key_Space)
    desk.settle(lambda: not rules_of(desk)["first_contact"].is_on)
    desk.settle(lambda: not page.list.rule.is_on)


def test_a_click_on_the_switch_switches_and_one_beside_it_chooses(page, desk, qtbot):
    view = page.list.view
    index = page.list.model.index(page.list.model.row_of("birthday"))
    place = page.list.delegate.switch_place(view.visualRect(index))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    desk.settle(lambda: not rules_of(desk)["birthday"].is_on)
    beside = page.list.model.index(page.list.model.row_of("welcome"))
    view.scrollTo(beside)
    place = view.visualRect(beside)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    desk.settle(lambda: page.desk.key == "welcome")


def test_the_order_follows_the_keys(page, desk, qtbot):
    page.list.choose("silent_3")
    page.list.view.setFocus()
    qtbot.keyClick(page.list.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    desk.settle(
        lambda: (
            rules_of(desk)["silent_3"].body["position"]
            < rules_of(desk)["first_contact"].body["position"]
        )
    )

"""The search for duplicates by mouse and key: found, compared, merged or told apart, undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from loancrm_desktop.services import customers, undoing
from loancrm_desktop.services.duplicate_finder import DuplicateGroup, DuplicateMember
from loancrm_desktop.ui.hygiene.duplicates_page import DuplicatesPage
from loancrm_desktop.ui.hygiene.groups_model import PAGE_ROWS, GroupsModel

LEFT = Qt.MouseButton.LeftButton
SAME = "13900000872"  # of 钱慧敏, who is at the desk already


@pytest.fixture
def twin(desk):
    """Answer a second record of 钱慧敏, and a third."""
    made = []
    for name in ("钱惠敏", "钱慧明"):
        values = {"name": name, "phone": SAME, "owner": desk.actor.user_id}
        added = desk.do(customers.add, values=values, duplicates="allow", open_deal=False)
        made.append(added.id)
    return made


@pytest.fixture
def page(qtbot, desk, twin):
    made = DuplicatesPage(desk.bridge, desk.words)
    qtbot.addWidget(made)
    made.resize(1180, 760)
    made.show()
    qtbot.waitExposed(made)
    return made


def search(desk, page):
    QTest.mouseClick(page.search, LEFT)
    desk.settle(lambda: not page.searching)
    desk.settle()


def click_row(page, row):
    place = page.view.visualRect(page.model.index(row, 0)).center()
    QTest.mouseClick(page.view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)


def test_a_click_searches_and_shows_the_first_group_side_by_side(desk, page, twin):
    assert page.states.isVisible()
    search(desk, page)
    assert page.model.rowCount() == 1
    assert set(page.panel.ticks) == {desk.customers["钱慧敏"], *twin}
    words = [each.text() for each in page.panel.findChildren(type(page.panel._why))]
    assert any("139 **** 0872" in each and each.startswith(("=", "＝")) for each in words)
    assert not any(SAME in each for each in words), "numbers stay masked side by side"


def test_two_ticked_are_merged_in_the_dialog_and_an_undo_offers_a_new_search(desk, page, twin):
    said = []
    page.said.connect(lambda text, seq: said.append((text, seq)))
    search(desk, page)
    third = page.panel.ticks[twin[1]]
    QTest.mouseClick(third, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(8, third.height() // 2))
    QTest.mouseClick(page.panel.merge, LEFT)
    desk.settle()
    assert page.dialog is not None
    assert page.dialog.into_id == desk.customers["钱慧敏"]
    QTest.mouseClick(page.dialog._save, LEFT)
    desk.settle(lambda: page.dialog is None)
    assert said[0][1] > 0
    assert set(page.panel.ticks) == {desk.customers["钱慧敏"], twin[1]}
    desk.do(undoing.undo, seq=said[0][1])
    assert page.notice.isVisible()
    search(desk, page)
    assert len(page.model.group_at(0).members) == 3


def test_told_apart_by_key_they_are_gone_for_good(desk, page, twin):
    search(desk, page)
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_N)
    desk.settle()
    assert page.states.isVisible(), "nobody is left"
    QTest.mouseClick(page.search, LEFT)
    desk.settle(lambda: not page.searching)
    assert page.model.total == 0


def test_the_search_can_be_broken_off(desk, page, qtbot):
    page.start()
    QTest.mouseClick(page.progress.cancel_button, LEFT)
    desk.settle(lambda: not page.searching)
    assert page.search.isEnabled()


def test_groups_of_names_and_of_numbers_are_looked_at_by_themselves(desk, page):
    search(desk, page)
    page.kinds.chosen.emit("names")
    assert page.model.total == 0
    page.kinds.chosen.emit("numbers")
    assert page.model.total == 1


def many(count):
    return [
        DuplicateGroup(
            95,
            ("phone",),
            tuple(
                DuplicateMember(2 * at + one, f"客户{at}", "139 **** 0000", None, "")
                for one in (0, 1)
            ),
        )
        for at in range(count)
    ]


def test_thousands_of_groups_come_a_page_at_a_time(qtmodeltester):
    few = GroupsModel()
    few.show_groups(many(20))
    qtmodeltester.check(few)
    model = GroupsModel()
    model.show_groups(many(3 * PAGE_ROWS + 5))
    assert model.rowCount() == PAGE_ROWS
    while model.canFetchMore():
        model.fetchMore()
    assert model.rowCount() == model.total == 3 * PAGE_ROWS + 5
    model.take_away(0)
    assert model.rowCount() == model.total == 3 * PAGE_ROWS + 4

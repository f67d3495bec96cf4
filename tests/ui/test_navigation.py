"""The navigation folds, counts, marks where one is, and says everything in its tips."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication

from loancrm_desktop.ui.frame.places import Place
from loancrm_desktop.ui.navigation import Navigation


@pytest.fixture
def navigation(qtbot, dressed):
    places = (
        Place("today", "Today", "today"),
        Place("import", "Import", "swap", group="Business"),
        Place("settings", "Settings", "sliders", listed=False),
    )
    navigation = Navigation(places)
    qtbot.addWidget(navigation)
    navigation.resize(navigation.width(), 700)
    navigation.show()
    return navigation


def test_listed_places_stand_in_their_groups(navigation):
    assert list(navigation._buttons) == ["today", "import"]
    assert navigation._headings[0][0].text() == "Business"


def test_folded_it_is_narrow_and_keeps_its_names(navigation):
    heading, divider = navigation._headings[0]
    navigation.set_folded(folded=True)
    assert (navigation.width(), heading.isVisible(), divider.isVisible()) == (56, False, True)
    assert navigation._buttons["today"].toolTip() == "Today (Ctrl 1)"
    navigation.set_folded(folded=False)
    assert (navigation.width(), heading.isVisible(), divider.isVisible()) == (208, True, False)


def test_the_place_is_marked_and_one_not_listed_marks_none(navigation):
    navigation.show_place("import")
    assert navigation._buttons["import"].isChecked()
    navigation.show_place("settings")
    assert not any(button.isChecked() for button in navigation._buttons.values())
    navigation.show_place("today")
    assert navigation._buttons["today"].isChecked()


def test_a_count_is_shown_and_said(navigation):
    button = navigation._buttons["today"]
    before = button.grab().toImage()
    navigation.show_count("today", 19)
    navigation.show_count("nowhere", 3)
    assert button.accessibleDescription() == "19"
    assert button.grab().toImage() != before
    navigation.set_folded(folded=True)
    QCoreApplication.processEvents()
    assert button.grab().width() <= 56


@pytest.mark.parametrize("signal", ["search", "fold", "person"])
def test_its_buttons_ask(navigation, qtbot, signal):
    pressed = {"search": navigation.search, "fold": navigation._fold, "person": navigation.person}
    with qtbot.waitSignal(getattr(navigation, f"{signal}_requested")):
        pressed[signal].click()


def test_a_long_name_is_said_in_full_by_the_tip(navigation):
    navigation.show_person("欧阳" * 20, "Owner")
    assert navigation.person.toolTip().startswith("欧阳" * 20)
    assert navigation.person.toolTip().endswith("Owner")
    assert navigation.width() == 208
    navigation.person.setFocus()
    assert not navigation.person.grab().isNull()


def test_in_a_low_window_the_places_scroll_and_nothing_lies_upon_the_foot(qtbot, dressed):
    many = [Place(f"p{number}", f"Place {number}", "list") for number in range(14)]
    low = Navigation(many)
    qtbot.addWidget(low)
    low.resize(low.width(), 420)
    low.show()
    low.show_place("p13")
    last = low._buttons["p13"]
    foot = low.person.mapTo(low, low.person.rect().topLeft()).y()
    assert not last.visibleRegion().isEmpty()
    bottom = last.mapTo(low, last.visibleRegion().boundingRect().bottomLeft()).y()
    assert bottom < foot
    assert low.person.geometry().bottom() <= low.height()

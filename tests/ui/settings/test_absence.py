"""The person's side in the settings says until when somebody is away."""

from datetime import date

from PySide6.QtCore import Qt

from loancrm_desktop.services import people
from loancrm_desktop.services.rules import absence
from loancrm_desktop.ui.settings.person_side import PersonSide


def test_a_day_typed_is_noted_and_an_empty_one_ends_the_absence(desk, qtbot):
    (me, *_) = [each for each in desk.ask(people.page) if each.id == desk.actor.user_id]
    side = PersonSide(desk.bridge)
    qtbot.addWidget(side)
    side.show_person(me, "", is_me=True)
    desk.settle()
    side.away.setFocus()
    qtbot.keyClicks(side.away, "2999-01-02")
    qtbot.keyClick(side.away, Qt.Key.Key_Return)
    desk.settle(lambda: len(desk.ask(absence.away)) == 1)
    assert desk.ask(absence.away)[0].until == date(2999, 1, 2)
    desk.settle(lambda: side._away)
    side.away.selectAll()
    qtbot.keyClick(side.away, Qt.Key.Key_Delete)
    qtbot.keyClick(side.away, Qt.Key.Key_Return)
    desk.settle(lambda: desk.ask(absence.away) == ())


def test_a_day_that_has_passed_is_refused_at_its_place(desk, qtbot):
    (me, *_) = [each for each in desk.ask(people.page) if each.id == desk.actor.user_id]
    side = PersonSide(desk.bridge)
    qtbot.addWidget(side)
    side.show_person(me, "", is_me=True)
    desk.settle()
    qtbot.keyClicks(side.away, "2001-01-02")
    qtbot.keyClick(side.away, Qt.Key.Key_Return)
    desk.settle(side._away_problem.text)
    assert not side._away_problem.isHidden()

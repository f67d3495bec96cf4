"""The pages before an office is open: their side, their passwords and their problems."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from loancrm_desktop.ui.widgets.entry_parts import (
    BrandSide,
    LabelledInput,
    PasswordEdit,
    StepList,
    StrengthMeter,
    WizardStep,
)


def test_the_side_names_the_office_only_when_there_is_one(qtbot, dressed):
    side = BrandSide()
    qtbot.addWidget(side)
    side.show()
    assert not side._office.isVisible()
    side.show_office("云岭融资咨询", "D:/office")
    assert side._office.isVisible()
    assert "D:/office" in side._foot.text()


def test_the_eye_shows_a_password_and_hides_it_again(qtbot, dressed):
    edit = PasswordEdit("主密码")
    qtbot.addWidget(edit)
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    edit._eye.trigger()
    assert edit.echoMode() == QLineEdit.EchoMode.Normal
    edit._eye.trigger()
    assert edit.echoMode() == QLineEdit.EchoMode.Password


def test_a_problem_takes_the_place_of_the_hint(qtbot, dressed):
    named = LabelledInput("登录名", QLineEdit(), hint="拼音或手机号")
    qtbot.addWidget(named)
    named.show_problem("没有这个人")
    assert named.problem == "没有这个人"
    assert named.edit.property("state") == "error"
    named.show_problem("")
    assert named.problem == "拼音或手机号"
    assert named.edit.property("state") == ""


@pytest.mark.parametrize(("score", "state"), [(0, "weak"), (2, "fair"), (4, "good")])
def test_strength_is_said_in_words_and_shown_as_a_bar(qtbot, dressed, score, state):
    meter = StrengthMeter()
    qtbot.addWidget(meter)
    meter.show_score(score)
    assert meter.bar.value() == score
    assert meter.bar.property("state") == state
    assert meter.words.text()
    meter.clear()
    assert not meter.words.isVisible()


def test_steps_behind_here_and_ahead_look_different(qtbot, dressed):
    steps = StepList([WizardStep(str(number), "说明") for number in range(3)])
    qtbot.addWidget(steps)
    steps.show_step(1)
    steps.show()
    pictures = [mark.grab().toImage() for mark in steps._marks]
    assert pictures[0] != pictures[1] != pictures[2]

"""A long sentence beside a check box is read whole in a narrow window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from loancrm_desktop.ui.widgets.wrapped_check import WrappedCheck

WORDS = {
    "zh": "我知道：开发商和任何人都没有备用钥匙，不能替我打开这些数据，一个人也没有",
    "en": "I know that nobody, not even the makers, can open the data without it",
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sentence_is_whole_in_any_width(qtbot, dressed, language):
    check = WrappedCheck(WORDS[language])
    qtbot.addWidget(check)
    check.show()
    for width in (260, 900, 200):
        check.resize(width, 200)
        lines = check.text().split("\n")
        joined = "".join(lines) if language == "zh" else " ".join(lines)
        assert joined == WORDS[language]
        assert max(check.fontMetrics().horizontalAdvance(line) for line in lines) <= width
        assert (len(lines) > 1) == (width < 900)
        assert check.minimumHeight() >= len(lines) * check.fontMetrics().height()
    assert check.accessibleName() == WORDS[language]


def test_it_is_ticked_by_a_click_on_its_second_line(qtbot, dressed):
    check = WrappedCheck(WORDS["en"])
    qtbot.addWidget(check)
    check.resize(240, 90)
    check.show()
    QTest.mouseClick(check, Qt.MouseButton.LeftButton, pos=check.rect().center())
    assert check.isChecked()

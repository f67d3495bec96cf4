"""The pieces of the preview say in words what they show in colour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QLabel

from loancrm_desktop.services.follow_ups import FollowUpRow
from loancrm_desktop.services.tasks import TaskRow
from loancrm_desktop.ui.records.preview_parts import (
    NEWEST,
    FactLines,
    NewestContacts,
    NextTask,
    ProgressPieces,
    StagePart,
    StageShown,
)
from loancrm_desktop.ui.widgets.marks import Dwell

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def held(qtbot, part):
    qtbot.addWidget(part)
    part.resize(320, 200)
    part.show()
    return part


def task(due_at, *, overdue: bool) -> TaskRow:
    return TaskRow(1, "补充银行流水", "todo", 1, "钱慧敏", None, 1, due_at, None, 0, overdue)


def contact(number: int) -> FollowUpRow:
    at = NOW - timedelta(days=number)
    return FollowUpRow(number, at, "phone", "reached", "说" * 300, None, 1, None)


def test_a_late_deal_says_how_long_and_by_how_much(qtbot, dressed):
    part = held(qtbot, StagePart())
    dwell = Dwell("breached", timedelta(days=2, hours=6))
    part.show_stage(
        StageShown("qualification_review", "资质审核", 2, 8, dwell, "6小时", "方案匹配")
    )
    assert "2天6小时" in part.dwell.text()
    assert "6小时" in part.dwell.text()
    assert "方案匹配" in part.ahead.text()
    assert part.dwell.property("role") == "error"
    part.show_stage(None)
    assert not part.isVisible()


def test_the_pieces_are_spoken_as_a_number(qtbot, dressed):
    pieces = held(qtbot, ProgressPieces())
    pieces.show_way(8, 2, "breached")
    assert "3" in pieces.accessibleName()
    assert "8" in pieces.accessibleName()
    image = pieces.grab().toImage()
    assert image.pixelColor(5, 2) != image.pixelColor(image.width() - 5, 2)


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (task(NOW - timedelta(hours=30), overdue=True), "danger"),
        (task(NOW + timedelta(hours=2), overdue=False), "info"),
        (task(None, overdue=False), "info"),
        (None, "warning"),
    ],
)
def test_the_next_step_is_coloured_and_worded(qtbot, dressed, row, state):
    card = held(qtbot, NextTask())
    card.show_task(row, NOW)
    assert card.property("state") == state
    assert card.title.text()
    if state == "danger":
        assert "1天6小时" in card.when.text()


def test_only_the_newest_contacts_are_shown_and_long_ones_in_part(qtbot, dressed):
    part = held(qtbot, NewestContacts())
    part.show_contacts([contact(number) for number in range(9)], NOW, more=False)
    assert part._lines.count() == NEWEST
    texts = [each.text() for each in part.findChildren(QLabel)]
    assert any(text.endswith("…") and len(text) <= 141 for text in texts)
    assert "9" in part._all.text()
    part.show_contacts([], NOW, more=False)
    assert not part._all.isVisible()


def test_empty_facts_are_left_out_and_ones_own_widgets_kept(qtbot, dressed):
    facts = held(qtbot, FactLines())
    own = QLabel("138 **** 5521")
    facts.show_facts([("需求", "抵押贷", ""), ("用途", "", "")], [("电话", own)])
    facts.show_facts([("需求", "税贷", "")], [("电话", own)])
    texts = [each.text() for each in facts.findChildren(QLabel) if each.isVisible()]
    assert "税贷" in texts
    assert "用途" not in texts
    assert own.isVisible()

"""A badge shows how many wait, and nothing when none do."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.widgets.count_badge import CountBadge, count_text


@pytest.mark.parametrize(
    ("count", "text"), [(7, "7"), (1_284, "1,284"), (9_999, "9,999"), (10_000, "9,999+")]
)
def test_counts_as_badges_write_them(count, text):
    assert count_text(count) == text


def test_none_shows_nothing(qtbot, dressed):
    badge = CountBadge(3)
    qtbot.addWidget(badge)
    badge.show()
    badge.show_count(0)
    assert not badge.isVisible()
    badge.show_count(2)
    assert badge.isVisible()
    assert badge.count == 2


def test_a_count_is_read_out(qtbot, dressed, english):
    badge = CountBadge(1_284, "danger")
    qtbot.addWidget(badge)
    assert badge.accessibleName() == "1,284 waiting"

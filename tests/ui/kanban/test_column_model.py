"""A column takes newer pages in card by card, and says cards in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.board_cards import BoardPage, CardMarks, Lane
from loancrm_desktop.services.deal_cards import DealCard
from loancrm_desktop.ui.kanban.column_model import (
    MOST_STEPS,
    NO_MARKS,
    StageColumnModel,
    step_state,
)

NOW = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
LANE = Lane("first_call", "初步电联", "First call", "open", 1, 3, 0, 0, 0, 0, 0)
CARD = DealCard(
    1, "D-1", 1, "钱慧敏", "business", 100, "first_call", NOW, None, None, None, "open", None,
    None, None, None, 1, 1, (),
)  # fmt: skip


def page(ids, following=None):
    rows = tuple(replace(CARD, id=each, customer_name=f"客户{each}") for each in ids)
    return BoardPage(rows, (NO_MARKS,) * len(rows), following)


@pytest.fixture
def column(qapp):
    return StageColumnModel(LANE)


def ids(column):
    return [card.id for card in column.cards]


def test_qt_finds_nothing_to_complain_of_while_cards_come_and_go(column, qtmodeltester):
    qtmodeltester.check(column)
    for shown in ([1, 2, 3], [3, 1, 4], [], [9, 8, 7, 1], [1]):
        column.start(page(shown))
        assert ids(column) == shown


@given(st.lists(st.integers(1, 30), unique=True), st.lists(st.integers(1, 30), unique=True))
def test_whatever_stood_there_the_newer_page_stands_there_after(qapp, before, after):
    column = StageColumnModel(LANE)
    column.start(page(before))
    column.start(page(after))
    assert ids(column) == after


def test_a_card_that_stays_keeps_its_index(column):
    from PySide6.QtCore import QPersistentModelIndex

    column.start(page([1, 2, 3]))
    held = QPersistentModelIndex(column.index(1))
    column.start(page([5, 3, 2, 6]))
    assert held.row() == 2
    assert column.card_at(held.row()).id == 2


def test_another_column_altogether_is_drawn_anew(column):
    resets = []
    column.modelReset.connect(lambda: resets.append(1))
    column.start(page(range(1, 30)))
    column.start(page(range(100, 100 + MOST_STEPS)))
    assert resets == [1]


def test_the_rest_is_asked_for_once_until_it_is_here(column):
    asked = []
    column.more_wanted.connect(lambda: asked.append(1))
    column.start(page([1, 2], following="7:2"))
    root = column.index(-1)
    column.fetchMore(root)
    column.fetchMore(root)
    assert asked == [1]
    column.append(page([2, 3, 4]))
    assert ids(column) == [1, 2, 3, 4]
    assert not column.canFetchMore(root)


def test_counts_follow_cards_put_in_and_taken_out(column):
    column.start(page([1, 2, 3]))
    column.take(2)
    assert (column.stage.count, ids(column)) == (2, [1, 3])
    column.insert(0, replace(CARD, id=9))
    assert (column.stage.count, ids(column)) == (3, [9, 1, 3])
    assert column.take(77) is None


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        (NO_MARKS, "none"),
        (CardMarks(None, has_step=True, step_at=None), "future"),
        (CardMarks(None, has_step=True, step_at=NOW - timedelta(minutes=1)), "overdue"),
        (CardMarks(None, has_step=True, step_at=NOW + timedelta(hours=2)), "today"),
        (CardMarks(None, has_step=True, step_at=NOW + timedelta(days=1)), "future"),
    ],
)
def test_the_next_step_stands_overdue_today_later_or_not_at_all(marks, state):
    assert step_state(marks, NOW) == state

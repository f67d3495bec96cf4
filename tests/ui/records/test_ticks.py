"""Ticks are ids: they tell of changes, and only of changes."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.records.ticks import Ticks


@pytest.fixture
def told(qapp):
    ticks, changes = Ticks(), []
    ticks.changed.connect(lambda: changes.append(ticks.ids))
    return ticks, changes


def test_toggling_ticks_and_unticks(told):
    ticks, changes = told
    ticks.toggle(7)
    ticks.toggle(3)
    ticks.toggle(7)
    assert changes == [[7], [3, 7], [3]]
    assert 3 in ticks
    assert len(ticks) == 1


def test_adding_what_is_there_tells_nobody(told):
    ticks, changes = told
    ticks.add([1, 2])
    ticks.add([2])
    ticks.replace([1, 2])
    ticks.drop([9])
    assert changes == [[1, 2]]


def test_clearing_leaves_nothing(told):
    ticks, changes = told
    ticks.add([1, 2, 3])
    ticks.drop([2])
    ticks.clear()
    assert changes == [[1, 2, 3], [1, 3], []]

"""The numbers beside the tabs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import views
from loancrm_desktop.texts import say
from loancrm_desktop.ui.conditions.view_counts import EVERYTHING, ViewCounts

LARGE = {"field": "requested_amount", "op": "ge", "value": "2000000"}


@pytest.fixture
def counts(qapp, desk):
    parent = QObject()
    yield ViewCounts(desk.bridge, "customer", parent)
    parent.deleteLater()


def test_views_and_everything_are_counted(desk, counts):
    view = desk.do(views.save, kind="customer", name="大额", body={"where": LARGE})
    assert counts.text(view) == counts.text(EVERYTHING) == ""
    counts.count([view])
    desk.settle(lambda: counts.text(view) and counts.text(EVERYTHING))
    assert (counts.text(view), counts.text(EVERYTHING)) == ("2", "4")


def test_a_number_that_cannot_be_had_is_not_shown(desk, counts):
    counts.count([999])
    desk.settle(lambda: counts.text(EVERYTHING))
    assert counts.text(999) == ""
    counts._on_not_counted(Unavailable(say("no"), "busy"))
    assert counts.text(EVERYTHING) == ""


def test_many_changes_are_counted_once(desk, counts):
    counts.count_soon()
    counts.count_soon()
    assert desk.bridge.pending == 0
    assert counts._pause.isActive()

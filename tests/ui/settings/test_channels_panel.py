"""This month's costs of the channels are read, typed over and kept."""

from __future__ import annotations

import pytest

from loancrm_desktop.services import channel_costs
from loancrm_desktop.ui.settings.channels_panel import ChannelsPanel


@pytest.fixture
def panel(show, home):
    panel = show(ChannelsPanel(home.bridge, home.words))
    home.settle(lambda: panel.form is not None and panel.form.keys)
    return panel


def stored(home):
    rows = home.call("ask", channel_costs.costs)
    return {f"channel_{each.channel_id}": (each.month, each.cost_fen) for each in rows}


def test_a_cost_typed_in_is_kept_for_this_month(panel, home):
    key = panel.form.keys[0]
    panel.form.editor(key).line.setText("1.2万")
    panel.save_costs()
    home.settle(panel.notice.isVisible)
    assert panel.notice.property("state") == "success"
    assert stored(home) == {key: (panel.month, 1_200_000)}
    home.settle(lambda: panel.form.editor(key).line.text() == "12,000")


def test_what_is_no_amount_is_told_at_its_field_and_nothing_is_kept(panel, home):
    key = panel.form.keys[0]
    panel.form.editor(key).line.setText("plenty")
    panel.save_costs()
    assert panel.form.problem(key)
    assert stored(home) == {}


def test_unchanged_costs_are_not_written(panel, home):
    panel.save_costs()
    assert home.bridge.pending == 0
    assert panel.notice.property("state") == "info"


def test_a_refused_cost_stands_at_its_channel(panel, home):
    key = panel.form.keys[0]
    panel.form.editor(key).line.setText("999999999999")
    panel.save_costs()
    home.settle(panel.save.isEnabled)
    assert panel.form.problem(key)


def test_the_channels_shown_are_those_of_the_office(panel, home):
    assert len(panel.form.keys) > 1

"""A channel's cost stands once a month, whoever writes it down again."""

from datetime import date

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import channel_costs


def put(office, actor, channel_id=1, month=date(2026, 5, 17), cost_fen=1_800_000):
    return office.do(
        actor, channel_costs.put_cost, channel_id=channel_id, month=month, cost_fen=cost_fen
    )


def test_any_day_stands_for_its_month_and_a_second_cost_replaces_the_first(office, owner):
    first = put(office, owner)
    second = put(office, owner, month=date(2026, 5, 1), cost_fen=2_000_000)
    assert first == second
    rows = office.ask(owner, channel_costs.costs)
    assert rows == (channel_costs.ChannelCostRow(1, date(2026, 5, 1), 2_000_000),)


def test_costs_begin_with_the_month_asked_for(office, owner):
    for month in (4, 5, 6):
        put(office, owner, month=date(2026, month, 1))
    rows = office.ask(owner, channel_costs.costs, since=date(2026, 5, 20))
    assert [row.month.month for row in rows] == [5, 6]


def test_unknown_channels_and_costs_below_zero_are_named(office, owner):
    for more, field in (({"channel_id": 99}, "channel"), ({"cost_fen": -1}, "cost")):
        with pytest.raises(Invalid) as caught:
            put(office, owner, **more)
        assert [problem.field for problem in caught.value.problems] == [field]


def test_only_who_manages_channels_sees_and_writes_costs(office, actor_of):
    with pytest.raises(Refused) as caught:
        office.ask(actor_of("li"), channel_costs.costs)
    assert caught.value.forbidden
    with pytest.raises(Refused):
        put(office, actor_of("lead"))

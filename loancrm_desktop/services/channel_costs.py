"""What each channel costs a month, for telling what a customer cost to win."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.people import Channel, ChannelCost
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

_MOST_FEN = 10**13


@dataclass(frozen=True, slots=True)
class ChannelCostRow:
    """What one channel cost in one month; `month` is its first day."""

    channel_id: int
    month: date
    cost_fen: int


@operation("channels.put_cost")
def put_cost(work: Work, channel_id: int, month: date, cost_fen: int) -> int:
    """Write down what a channel cost in a month, in place of what stood there; answers the row's id.

    Args:
        work: the operation.
        channel_id: which channel.
        month: any day of the month.
        cost_fen: the whole month's cost.

    Raises:
        Invalid: there is no such channel, or the cost is below nothing.
        Refused: the actor may not.
    """
    access.require(work, "channels.manage")
    if work.session.get(Channel, channel_id) is None:
        text = say("There is no channel number {id}.", id=channel_id)
        raise Invalid(text, [FieldProblem("channel", "unknown", text)])
    if not 0 <= cost_fen <= _MOST_FEN:
        text = say("A cost is zero or more. Check the amount.")
        raise Invalid(text, [FieldProblem("cost", "range", text)])
    first = month.replace(day=1)
    row = (
        work.session.execute(
            select(ChannelCost).where(
                ChannelCost.channel_id == channel_id,
                ChannelCost.month == first,
                ChannelCost.deleted_at.is_(None),
            )
        )
        .scalars()
        .first()
    )
    if row is None:
        row = ChannelCost(
            channel_id=channel_id,
            month=first,
            cost_fen=cost_fen,
            created_at=work.now,
            updated_at=work.now,
        )
        work.session.add(row)
    else:
        row.cost_fen = cost_fen
    work.session.flush()
    return row.id


@reader("channels.costs")
def costs(work: Work, since: date | None = None) -> tuple[ChannelCostRow, ...]:
    """Answer what channels cost, oldest month first; `since` is the first month wanted.

    Raises:
        Refused: the actor may not.
    """
    access.require(work, "channels.manage")
    chosen = select(ChannelCost.channel_id, ChannelCost.month, ChannelCost.cost_fen).where(
        ChannelCost.deleted_at.is_(None)
    )
    if since is not None:
        chosen = chosen.where(ChannelCost.month >= since.replace(day=1))
    rows = work.session.execute(chosen.order_by(ChannelCost.month, ChannelCost.channel_id))
    return tuple(ChannelCostRow(*row) for row in rows)

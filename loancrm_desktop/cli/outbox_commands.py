"""`loancrm outbox list | send | retry | cancel | decide`: messages on their way out."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from loancrm_desktop.cli import printing, state
from loancrm_desktop.cli.usage import CommandGroup
from loancrm_desktop.services.messages import claiming, delivering, outbox
from loancrm_desktop.services.messages.passing import MOST_IN_A_PASS
from loancrm_desktop.texts import tr

_COLUMNS = ("id", "channel", "customer", "address", "state", "tries", "created_at", "answer")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=CommandGroup, help=tr("Messages."), no_args_is_help=True)
    group.command("list", help=tr("The messages of the outbox, the newest first."))(_list)
    group.command("send", help=tr("Send what is due."))(_send)
    group.command("retry", help=tr("Try a failed message again."))(_retry)
    group.command("cancel", help=tr("Let a message not be sent."))(_cancel)
    group.command("decide", help=tr("Say whether a message arrived whose fate is unknown."))(
        _decide
    )
    app.add_typer(group, name="outbox")


def _list(
    which: Annotated[
        str | None, typer.Option("--state", help=tr("Only messages in this state."))
    ] = None,
    customer: Annotated[int | None, typer.Option(help=tr("Only to this customer."))] = None,
    limit: Annotated[int, typer.Option(help=tr("At most so many."))] = 100,
) -> None:
    with state.office() as session:
        page = session.ask(outbox.page, which, customer, limit)
        words = session.words()
    keyed: list[dict[str, Any]] = words.keyed(list(page.rows))
    if state.options.json:
        printing.as_json({"messages": keyed, "total": page.total, "counts": dict(page.counts)})
    else:
        state.show_table(keyed, _COLUMNS, words)


def _send() -> None:
    found: dict[str, int] = {}
    with state.office() as session:
        for _ in range(MOST_IN_A_PASS if session.ask(claiming.due) else 0):
            parcel = session.do(claiming.claim)
            if parcel is None:
                break
            outcome = delivering.deliver(session.office.place, parcel)
            ended = session.do(
                claiming.settle,
                message_id=parcel.message_id,
                claim=parcel.claim,
                outcome=outcome,
            )
            found[ended] = found.get(ended, 0) + 1
    state.answer(found, tr("{count} messages were sent.", count=found.get("sent", 0)))


def _retry(message: Annotated[int, typer.Argument(metavar="MESSAGE")]) -> None:
    with state.office() as session:
        ended = session.do(outbox.retry, message)
    state.answer({"state": ended}, tr("The message waits to be sent."))


def _cancel(message: Annotated[int, typer.Argument(metavar="MESSAGE")]) -> None:
    with state.office() as session:
        ended = session.do(outbox.cancel, message)
    state.answer({"state": ended}, tr("The message will not be sent."))


def _decide(
    message: Annotated[int, typer.Argument(metavar="MESSAGE")],
    arrived: Annotated[bool, typer.Option("--arrived/--not-arrived")],
) -> None:
    with state.office() as session:
        ended = session.do(outbox.decide, message, arrived)
    sentence = tr("It is marked sent.") if arrived else tr("The message waits to be sent.")
    state.answer({"state": ended}, sentence)

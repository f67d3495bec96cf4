"""`loancrm pool …`, `trash …`; and what `customers` and `users` have of handing over."""

from __future__ import annotations

from typing import Annotated, Any, cast

import typer

from loancrm_desktop.cli import printing, progress_bar, state
from loancrm_desktop.cli.listing import Limit, Where
from loancrm_desktop.cli.session import Session
from loancrm_desktop.cli.usage import CommandGroup
from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.services import leaving, people, trash
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.lists import BulkResult
from loancrm_desktop.services.ownership import pool, pool_rules, returning, transfer
from loancrm_desktop.services.ownership.leavers import LeavePlan
from loancrm_desktop.services.ownership.pool_rules import PoolRule, PoolSettings
from loancrm_desktop.texts import say, tr

_POOL = ("id", "title", "phone", "region", "product_type", "requested_amount_fen", "since")
_TRASH = ("id", "name", "owner_name", "deleted_at", "purge_from")
_HISTORY = ("at", "from_name", "to_name", "cause", "reason")

Ids = Annotated[list[int], typer.Argument(metavar="ID…")]
Reason = Annotated[str | None, typer.Option(help=tr("Why, for the history."))]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=CommandGroup, help=tr("The public pool."), no_args_is_help=True)
    group.command("list", help=tr("Customers anybody may claim."))(_list)
    group.command("claim", help=tr("Take a customer out of the pool."))(_claim)
    group.command("release", help=tr("Put customers into the pool."))(_release)
    group.command("return", help=tr("Return those whose time ran out, by the rules."))(_return)
    group.command("rules", help=tr("Print the rules as JSON, or set them."))(_rules)
    app.add_typer(group, name="pool")
    bin_group = typer.Typer(cls=CommandGroup, help=tr("The trash."), no_args_is_help=True)
    bin_group.command("list", help=tr("Who put what there, and when."))(_trash)
    bin_group.command("purge", help=tr("Remove for good what lies there long enough."))(_purge)
    app.add_typer(bin_group, name="trash")


def add_to_customers(group: typer.Typer) -> None:
    """Add what concerns customers' owners to the commands of customers."""
    group.command("transfer", help=tr("Give a customer to another person."))(_transfer)
    group.command("owners", help=tr("Who had a customer, and when."))(_owners)
    group.command("duplicates", help=tr("Customers that may be one person."))(_duplicates)


def add_to_users(group: typer.Typer) -> None:
    """Add the leaver's command to the commands of people."""
    group.command("leave", help=tr("Give away all a person has, then take the access away."))(
        _leave
    )


def person_number(session: Session, login: str, option: str) -> int:
    """Answer the number of a login.

    Raises:
        Invalid: there is nobody with this login.
    """
    for row in session.ask(people.page):
        if row.login == login:
            return row.id
    text = say("There is nobody with the login {login}.", login=login)
    raise Invalid(text, [FieldProblem(option, "unknown", text)])


def _transfer(
    customer_id: Annotated[int, typer.Argument(metavar="ID")],
    login: Annotated[str, typer.Argument(metavar="LOGIN")],
    reason: Reason = None,
) -> None:
    with state.office() as session:
        to_id = person_number(session, login, "LOGIN")
        result = session.do(transfer.transfer, [customer_id], to_id, reason)
    _answer_bulk(result, tr("{login} has the customer now.", login=login))


def _answer_bulk(result: BulkResult, text: str) -> None:
    if not result.done and result.refused and not state.options.json:
        raise Refused(say("Nothing was done. {reason}", reason=result.refused[0].text))
    state.answer(result, text)
    if not state.options.json:
        for row in result.refused:
            printing.sentence(f"{row.id}: {row.text}")


def _owners(customer_id: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    with state.office() as session:
        rows = session.ask(transfer.history, customer_id)
        words = session.words()
    keyed: list[dict[str, Any]] = words.keyed(list(rows))
    for row in keyed:
        for side in ("from", "to"):
            row[f"{side}_name"] = words.people.get(row[f"{side}_owner_id"] or 0)
    if state.options.json:
        printing.as_json({"rows": keyed})
    else:
        state.show_table(keyed, _HISTORY, words)


def _duplicates(
    least_score: Annotated[
        int, typer.Option("--score", min=0, max=100, help=tr("Leave out what is less sure."))
    ] = 60,
    limit: Limit = 200,
) -> None:
    from loancrm_desktop.services import duplicate_finder

    progress = Progress()
    with state.office() as session, progress_bar.shown(progress, tr("Comparing")):
        found = session.ask(duplicate_finder.duplicates, least_score, limit, progress)
    if state.options.json:
        printing.as_json(found)
        return
    for group in found.groups:
        printing.sentence(f"{group.score} · {', '.join(group.reasons)}")
        for member in group.members:
            number = member.customer_id or "–"
            printing.sentence(f"  {number}  {member.title}  {member.phone}  {member.owner_name}")
    printing.sentence(
        tr(
            "{shown} of {total} groups; {searched} customers compared.",
            shown=len(found.groups),
            total=found.total,
            searched=found.searched,
        )
    )


def _leave(
    login: Annotated[str, typer.Argument(metavar="LOGIN")],
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="LOGIN", help=tr("Who gets it; repeat."))
    ] = None,
    pooled: Annotated[bool, typer.Option("--pool", help=tr("All to the pool."))] = False,
) -> None:
    logins = to or []
    if pooled == bool(logins):
        raise Invalid(say("Say who gets the customers: --to LOGIN, or --pool."))
    with state.office() as session:
        receivers = tuple(person_number(session, each, "--to") for each in logins)
        way = "pool" if pooled else "one" if len(receivers) == 1 else "evenly"
        left = leaving.leave(session.opened, login, LeavePlan(way, receivers))
    state.answer(
        left,
        tr(
            "{customers} customers, {deals} deals and {tasks} tasks were given away; {login} has "
            "no access any more.",
            customers=left.customers,
            deals=left.deals,
            tasks=left.tasks,
            login=login,
        ),
    )


def _list(where: Where = None, limit: Limit = 50) -> None:
    condition = state.json_object(where) if where else None
    with state.office() as session:
        found = session.ask(pool.pool, condition, limit)
        words = session.words("customer")
    more = {"claims_left": found.claims_left, "room_left": found.room_left}
    state.answer_rows(found.rows, _POOL, words, {"total": found.total, **more})


def _claim(customer_id: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    with state.office() as session:
        claimed = session.do(pool.claim, customer_id)
    state.answer(
        claimed,
        tr(
            "Customer number {id} is yours now; {count} more today.",
            id=claimed.id,
            count=claimed.claims_left,
        ),
    )


def _release(customer_ids: Ids, reason: Reason = None) -> None:
    with state.office() as session:
        result = session.do(pool.release, customer_ids, reason)
    _answer_bulk(result, tr("{count} customers are in the pool now.", count=len(result.done)))


def _return() -> None:
    with state.office() as session:
        returned = session.do(returning.return_due)
    state.answer(returned, tr("{count} customers returned to the pool.", count=returned.returned))


def _rules(
    wanted: Annotated[
        str | None, typer.Option("--set", metavar="JSON", help=tr("The rules, inline or @file."))
    ] = None,
) -> None:
    with state.office() as session:
        if wanted is not None:
            session.do(pool_rules.set_pool, _settings(state.json_object(wanted)))
        settings = session.ask(pool_rules.pool_settings)
    printing.as_json(settings)


def _settings(body: dict[str, Any]) -> PoolSettings:
    """Read the settings as this command prints them.

    Raises:
        Invalid: they do not have that form.
    """
    from pydantic import TypeAdapter, ValidationError

    known = set(PoolSettings.__dataclass_fields__)
    strange = set(body) - known
    for rule in cast("list[Any]", body.get("rules") or []):
        if isinstance(rule, dict):
            strange |= set(cast("dict[str, Any]", rule)) - set(PoolRule.__dataclass_fields__)
    if strange:
        name = min(strange)
        text = say("The rules of the pool have no {name}.", name=name)
        raise Invalid(text, [FieldProblem(name, "unknown", text)])
    try:
        return TypeAdapter(PoolSettings).validate_python(body)
    except ValidationError as fault:
        place = ".".join(map(str, fault.errors()[0]["loc"]))
        text = say("The rules of the pool do not have the right form at {place}.", place=place)
        raise Invalid(text, [FieldProblem(place, "form", text)]) from fault


def _trash(limit: Limit = 50) -> None:
    with state.office() as session:
        found = session.ask(trash.page, limit)
        words = session.words("customer")
    state.answer_rows(found.rows, _TRASH, words, {"total": found.total, "due": found.due})


def _purge(
    confirmed: Annotated[
        int, typer.Option("--confirm", metavar="COUNT", help=tr("How many you agree to remove."))
    ],
    customer_ids: Annotated[list[int] | None, typer.Argument(metavar="[ID…]")] = None,
) -> None:
    with state.office() as session:
        ids = customer_ids or session.ask(trash.due)
        result = session.do(trash.purge, ids, confirmed)
    _answer_bulk(result, tr("{count} customers were removed for good.", count=len(result.done)))

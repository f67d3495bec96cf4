"""`loancrm contract make | check`, also as `contract TEMPLATE --deal ID OUT`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from loancrm_desktop.cli import state
from loancrm_desktop.services import contracts
from loancrm_desktop.texts import tr


class _TemplateFirst(TyperGroup):
    """Takes `contract TEMPLATE …` as `contract make TEMPLATE …`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Answer the command of a line; a first word that is none is a template."""
        if args and args[0] not in self.commands:
            args = ["make", *args]
        return super().resolve_command(ctx, args)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(
        cls=_TemplateFirst,
        help=tr("Contracts: TEMPLATE --deal ID OUT.docx."),
        no_args_is_help=True,
    )
    group.command("make", help=tr("Fill a Word template for a deal."))(_make)
    group.command("check", help=tr("List a template's fields, and the unknown ones with hints."))(
        _check
    )
    app.add_typer(group, name="contract")


def _make(
    template: Annotated[str, typer.Argument(metavar="TEMPLATE")],
    out: Annotated[Path, typer.Argument(metavar="OUT.docx")],
    deal: Annotated[int, typer.Option(help=tr("The deal's number."))],
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help=tr("Leave empty fields as a visible gap."))
    ] = False,
) -> None:
    with state.office() as session:
        made = contracts.make(
            session.office,
            session.opened.actor,
            contracts.Wanted(deal, template, out, allow_missing=allow_missing),
        )
    state.answer(made, tr("The contract is in {file}.", file=str(out)))


def _check(template: Annotated[str, typer.Argument(metavar="TEMPLATE")]) -> None:
    with state.office() as session:
        report = contracts.check(session.office, session.opened.actor, template)
    state.answer(report)

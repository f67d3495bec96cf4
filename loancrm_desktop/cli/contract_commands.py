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


group = typer.Typer(
    cls=_TemplateFirst, help="Contracts: TEMPLATE --deal ID OUT.docx.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(group, name="contract")


@group.command("make")
def make(
    template: str,
    out: Path,
    deal: Annotated[int, typer.Option(help="The deal's number.")],
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Leave empty fields as a visible gap.")
    ] = False,
) -> None:
    """Fill a Word template for a deal."""
    with state.office() as session:
        made = contracts.make(
            session.office,
            session.opened.actor,
            contracts.Wanted(deal, template, out, allow_missing=allow_missing),
        )
    state.answer(made, tr("The contract is in {file}.", file=str(out)))


@group.command("check")
def check(template: str) -> None:
    """List a template's fields and the unknown ones with the nearest known."""
    with state.office() as session:
        report = contracts.check(session.office, session.opened.actor, template)
    state.answer(report)

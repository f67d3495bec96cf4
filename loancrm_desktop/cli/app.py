"""Every command of `loancrm` under its name."""

from __future__ import annotations

import typer

from loancrm_desktop.cli import (
    audit_commands,
    contract_commands,
    customer_commands,
    deal_commands,
    import_commands,
    office_commands,
    people_commands,
    work_commands,
)

app = typer.Typer(
    name="loancrm",
    help="The office's command line. Every command takes --office FOLDER, --login NAME, "
    "--password-stdin, --json, --lang zh|en and --now TIME; the password comes from "
    "LOANCRM_PASSWORD, standard input or a question.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for commands in (
    office_commands,
    people_commands,
    import_commands,
    customer_commands,
    deal_commands,
    work_commands,
    contract_commands,
    audit_commands,
):
    commands.register(app)

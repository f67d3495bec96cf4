"""Every command of `loancrm` under its name; only the one that is asked for is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.main import get_command

from loancrm_desktop.cli.usage import CommandGroup
from loancrm_desktop.texts import Text, say, tr


@dataclass(frozen=True, slots=True)
class Entry:
    """A command's module in this folder, and what it is for."""

    module: str
    purpose: Text


COMMANDS: Mapping[str, Entry] = {
    "demo": Entry("office_commands", say("Make a complete demo office with believable data.")),
    "office": Entry("office_commands", say("Make an office, look at it, recover a password.")),
    "users": Entry("people_commands", say("Who works here.")),
    "import": Entry("import_commands", say("Take customers over from a file.")),
    "export": Entry("export_commands", say("Take data out of the office as files.")),
    "customers": Entry("customer_commands", say("Customers: list, show, add, edit, merge.")),
    "records": Entry("record_commands", say("Records of the office's own types.")),
    "pool": Entry("ownership_commands", say("Customers of nobody, whom anybody may claim.")),
    "trash": Entry("ownership_commands", say("What was deleted: list it, remove it for good.")),
    "search": Entry("customer_commands", say("Find by name, pinyin, phone, ID, company, tag.")),
    "follow-up": Entry("customer_commands", say("Log a follow-up.")),
    "board": Entry("deal_commands", say("Stages with count, amount and how many are overdue.")),
    "deals": Entry("deal_commands", say("Deals: list, show, open, move, edit.")),
    "tasks": Entry("work_commands", say("To-dos: list them, add or finish one.")),
    "process": Entry("process_commands", say("Processes as JSON: export, check, import.")),
    "outbox": Entry("outbox_commands", say("Messages on their way out: list, send, decide.")),
    "rules": Entry("rules_commands", say("What happens by itself: rules, their runs, trials.")),
    "forms": Entry("forms_commands", say("Forms as JSON: export, check, import.")),
    "documents": Entry("document_commands", say("Files kept encrypted: add, list, get, log.")),
    "contract": Entry("contract_commands", say("Fill a Word template, or check one.")),
    "audit": Entry("audit_commands", say("The history: list, verify, undo.")),
    "check": Entry("office_commands", say("Check the whole office for damage.")),
    "screens": Entry("screens_commands", say("Save a picture of every window.")),
    "bench": Entry("office_commands", say("Measure our services against hand-written SQL.")),
}


class _Root(CommandGroup):
    """Knows all commands by name, and the modules of none until one is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Answer every name."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load the command of a name."""
        del ctx
        entry = COMMANDS.get(cmd_name)
        if entry is not None and cmd_name not in self.commands:
            part = _fresh(CommandGroup)
            import_module(f"loancrm_desktop.cli.{entry.module}").register(part)
            loaded: Any = get_command(part)
            self.commands.update(loaded.commands)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the names without loading what is behind them."""
        del ctx
        with formatter.section(tr("Commands")):
            formatter.write_dl([(name, entry.purpose.read()) for name, entry in COMMANDS.items()])


def root() -> typer.Typer:
    """Answer the whole command line, in the language in force."""
    return _fresh(
        _Root,
        tr(
            "The office's command line. Every command takes --office FOLDER, --login NAME, "
            "--password-stdin, --json, --lang zh|en and --now TIME; the password comes from "
            "LOANCRM_PASSWORD, standard input or a question."
        ),
    )


def _fresh(group: type[CommandGroup], purpose: str = "") -> typer.Typer:
    made = typer.Typer(
        cls=group,
        help=purpose,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    made.callback()(_nothing)
    return made


def _nothing() -> None:
    """Let Typer take commands one level down even where there is only one."""

"""What is wrong with a command line itself, said in one sentence in the person's language."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from typer.core import TyperGroup

from loancrm_desktop.errors import Invalid
from loancrm_desktop.texts import Text, say


class CommandGroup(TyperGroup):
    """A group of commands that says its own mistakes."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the line apart; a group alone is a mistake that names what may follow.

        Raises:
            Invalid: no command stands behind the group's name.
        """
        if not args and self.no_args_is_help:
            raise Invalid(_nothing_behind(ctx.command_path, self.list_commands(ctx)))
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Answer the command of a line.

        Raises:
            Invalid: there is none of this name.
        """
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            raise Invalid(_unknown_command(ctx.command_path, name, self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


def sentence_of(fault: Exception) -> Text:
    """Say what Typer found wrong with a line."""
    context: Any = getattr(fault, "ctx", None)
    command = context.command_path if context is not None else "loancrm"
    option = getattr(fault, "option_name", None)
    param: Any = getattr(fault, "param", None)
    kind = type(fault).__name__
    if kind == "NoArgsIsHelpError" and context is not None:
        return _nothing_behind(command, context.command.list_commands(context))
    if kind == "NoSuchOption":
        return _unknown_option(command, str(option), getattr(fault, "possibilities", None) or ())
    if kind == "MissingParameter" and param is not None:
        return say("{name} is missing. See {command} --help.", name=_name(param), command=command)
    if kind == "BadParameter" and param is not None:
        return _bad_value(param, str(fault))
    if option is not None:
        return say(
            "The option {option} is not written as it should be. See {command} --help.",
            option=option,
            command=command,
        )
    return say(
        "There is too much or too little on the line. See {command} --help.", command=command
    )


def bad_choice(option: str, given: str, choices: Sequence[str]) -> Invalid:
    """Answer the error for a word that an option does not know."""
    return Invalid(
        say(
            "{option} does not know {given}; choose one of {choices}.",
            option=option,
            given=given,
            choices=", ".join(choices),
        )
    )


def _name(param: Any) -> str:
    if param.param_type_name == "option":
        return str(param.opts[0])
    return str(param.metavar or param.name.upper())


def _bad_value(param: Any, reason: str) -> Text:
    least, most = getattr(param, "min", None), getattr(param, "max", None)
    if least is not None and most is not None:
        return say(
            "{name} has to be a whole number from {least} to {most}.",
            name=_name(param),
            least=least,
            most=most,
        )
    if "integer" in reason:
        return say("{name} has to be a whole number.", name=_name(param))
    return say("{name} cannot be used: {reason}.", name=_name(param), reason=reason.rstrip("."))


def _nothing_behind(command: str, commands: Sequence[str]) -> Text:
    return say(
        "Behind {command} a command is needed: {commands}. See {command} --help.",
        command=command,
        commands=", ".join(commands),
    )


def _unknown_command(command: str, name: str, commands: Sequence[str]) -> Text:
    near = difflib.get_close_matches(name, commands, 1)
    if near:
        return say(
            "{command} has no command {name}; perhaps {near} is meant.",
            command=command,
            name=name,
            near=near[0],
        )
    return say(
        "{command} has no command {name}; there are {commands}.",
        command=command,
        name=name,
        commands=", ".join(commands),
    )


def _unknown_option(command: str, option: str, near: Sequence[str]) -> Text:
    if near:
        return say(
            "{command} has no option {option}; perhaps {near} is meant.",
            command=command,
            option=option,
            near=", ".join(sorted(near)),
        )
    return say(
        "{command} has no option {option}. See {command} --help.", command=command, option=option
    )

"""What people are told when a template says what it may not."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import TemplateSyntaxError, nodes

from loancrm_desktop.texts import Text, say

_TAGS: Mapping[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.With: "with",
    nodes.Scope: "autoescape",
    nodes.ScopedEvalContextModifier: "autoescape",
    nodes.EvalContextModifier: "autoescape",
    nodes.ExprStmt: "do",
    nodes.Break: "break",
    nodes.Continue: "continue",
}


def of_statement(node: nodes.Node) -> Text:
    """Say why a statement is refused."""
    name = _TAGS.get(type(node))
    return tag(name) if name else not_allowed()


def of_expression(node: nodes.Node) -> Text:
    """Say why an expression is refused, and what to write instead."""
    if isinstance(node, nodes.Call):
        return say(
            "A template may not call anything; a field is named without brackets, such as "
            "{example}.",
            example="{{ customer.name }}",
        )
    if isinstance(node, nodes.BinExpr | nodes.UnaryExpr | nodes.Concat):
        return say("A template may not calculate; use a field that holds the result.")
    return not_allowed()


def of_syntax(error: TemplateSyntaxError) -> Text:
    """Say what cannot be read at all."""
    message = error.message or ""
    if "unknown tag" in message:
        return say(
            "The tag “{tag}” is not known here: only if, elif, else, endif, for and endfor "
            "are, each after the tag it belongs to.",
            tag=message.split("'")[1] if "'" in message else "",
        )
    if "Unexpected end of template" in message:
        return say("A tag is opened and never closed: each if needs an endif, each for an endfor.")
    return say(
        "This field or tag cannot be read. Fields are written as {example}.",
        example="{{ customer.name }}",
    )


def tag(name: str) -> Text:
    """Say that a tag is none of ours."""
    return say(
        "The tag “{tag}” is not allowed in a contract template; only if and for are.", tag=name
    )


def bad_name(name: str) -> Text:
    """Say that a field cannot be called so."""
    return say("“{name}” cannot be the name of a field.", name=name)


def too_deep() -> Text:
    """Say that something is nested or written out beyond all measure."""
    return say("Brackets, conditions or numbers here go too far to be read.")


def not_allowed() -> Text:
    """Say what is allowed, where nothing nearer can be said."""
    return say(
        "This is not allowed in a contract template: only fields, if, for, comparisons and "
        "the known filters are."
    )

"""What a contract template may say: an allow-list over its syntax tree, and the fields it names.

Everything not listed here is refused, whatever it would do: fields, `if`, `for` over a list
field, comparisons, `and` / `or` / `not`, constants, and the filters of `word_values`. So no
call, no arithmetic, no range and no import can stand in a template, and what could run long
or leave the sandbox is gone before anything is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError, nodes

from loancrm_desktop.services.contract_files import refusals, word_values
from loancrm_desktop.texts import Text, say

MAX_DEPTH = 40
MAX_LOOPS_DEEP = 3
MAX_STEPS = 12
_MOST_UNREADABLE = 20
_FIELD = re.compile(r"\{\{.*?\}\}")
LOOP_FACTS = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth"}
)
# Names that Jinja gives a meaning of its own.
_RESERVED = frozenset({"self", "super", "caller", "varargs", "kwargs", "loop"})


@dataclass(frozen=True, slots=True)
class FieldUse:
    """A field that a template names, such as `customer.name`, and the line it stands in."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A thing that a template may not say, and the line it stands in."""

    text: Text
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one part of a template."""

    uses: tuple[FieldUse, ...]
    faults: tuple[Fault, ...]


def read(environment: Environment, source: str) -> Reading:
    """Parse one part of a template and hold it against the allow-list.

    Where a field cannot be read, the others are read all the same, so that a template made
    for another program is told all its faults at once.
    """
    unreadable: list[Fault] = []
    while True:
        try:
            raw_line = _raw_line(environment, source)
            tree = environment.parse(source)
        except TemplateSyntaxError as error:
            unreadable.append(Fault(refusals.of_syntax(error), error.lineno))
            mended = _without_fields(source, error.lineno)
            if mended == source or len(unreadable) >= _MOST_UNREADABLE:
                return Reading((), tuple(unreadable))
            source = mended
        except (RecursionError, ValueError, OverflowError):
            # Brackets a thousand deep, numbers of a million digits.
            return Reading((), (*unreadable, Fault(refusals.too_deep(), 1)))
        else:
            break
    if raw_line:
        return Reading((), (*unreadable, Fault(refusals.tag("raw"), raw_line)))
    found = read_tree(tree)
    return Reading(found.uses, (*unreadable, *found.faults))


def read_tree(tree: nodes.Template) -> Reading:
    """Hold a syntax tree against the allow-list; list the fields it names."""
    walk = _Walk()
    walk.statements(tree.body)
    return Reading(tuple(walk.uses), tuple(walk.faults))


class _Walk:
    """Goes through a syntax tree once; what has no method here is refused."""

    def __init__(self) -> None:
        self.uses: list[FieldUse] = []
        self.faults: list[Fault] = []
        # Loop variables in force, each with the list field it comes from.
        self._loops: list[tuple[str, str]] = []
        self._depth = 0
        self._statements: Mapping[type[nodes.Node], Callable[..., None]] = {
            nodes.Output: self._output,
            nodes.If: self._if,
            nodes.For: self._for,
        }
        self._expressions: Mapping[type[nodes.Node], Callable[..., None]] = {
            nodes.TemplateData: self._constant,
            nodes.Const: self._constant,
            nodes.Name: self._field,
            nodes.Getattr: self._field,
            nodes.Getitem: self._field,
            nodes.Filter: self._filter,
            nodes.Test: self._test,
            nodes.CondExpr: self._choice,
            nodes.Compare: self._compare,
            nodes.And: self._both,
            nodes.Or: self._both,
            nodes.Not: self._not,
        }

    def statements(self, body: Sequence[nodes.Node]) -> None:
        for node in body:
            visit = self._statements.get(type(node))
            with self._deeper(node) as allowed:
                if not allowed:
                    return
                if visit is None:
                    self._refuse(node, refusals.of_statement(node))
                else:
                    visit(node)

    def _expression(self, node: nodes.Node | None) -> None:
        if node is None:
            return
        visit = self._expressions.get(type(node))
        with self._deeper(node) as allowed:
            if not allowed:
                return
            if visit is None:
                self._refuse(node, refusals.of_expression(node))
            else:
                visit(node)

    # Statements

    def _output(self, node: nodes.Output) -> None:
        for part in node.nodes:
            self._expression(part)

    def _if(self, node: nodes.If) -> None:
        self._expression(node.test)
        self.statements(node.body)
        self.statements(node.elif_)
        self.statements(node.else_)

    def _for(self, node: nodes.For) -> None:
        path = self._path(node.iter)
        if path is None or not isinstance(node.target, nodes.Name) or node.recursive:
            self._refuse(
                node,
                say(
                    "A loop goes over one list field with one name, such as {example}.",
                    example="{% for bank in deal.banks %}",
                ),
            )
            return
        if len(self._loops) >= MAX_LOOPS_DEEP:
            self._refuse(
                node,
                say("Loops stand more than {limit} deep in each other.", limit=MAX_LOOPS_DEEP),
            )
            return
        self._expression(node.iter)
        name = node.target.name
        if name in _RESERVED or name.startswith("_"):
            self._refuse(node, refusals.bad_name(name))
            return
        self._loops.append((name, path))
        self._expression(node.test)
        self.statements(node.body)
        self._loops.pop()
        self.statements(node.else_)

    # Expressions

    def _constant(self, _node: nodes.Node) -> None:
        """Texts and numbers are allowed as they are."""

    def _field(self, node: nodes.Expr) -> None:
        if self._is_loop_fact(node):
            return
        if (name := _bad_part(node)) is not None:
            self._refuse(node, refusals.bad_name(name))
            return
        path = self._path(node)
        if path is None:
            self._refuse(
                node,
                say(
                    "A field is named by words and points only, such as {example}.",
                    example="{{ customer.name }}",
                ),
            )
            return
        self.uses.append(FieldUse(path, node.lineno))

    def _is_loop_fact(self, node: nodes.Expr) -> bool:
        return (
            bool(self._loops)
            and isinstance(node, nodes.Getattr)
            and isinstance(node.node, nodes.Name)
            and node.node.name == "loop"
            and node.attr in LOOP_FACTS
        )

    def _filter(self, node: nodes.Filter) -> None:
        self._expression(node.node)
        if node.node is None or node.name not in word_values.ALLOWED_FILTERS:
            self._refuse(
                node,
                say(
                    "The filter “{name}” is not known. These are: {known}.",
                    name=node.name,
                    known=", ".join(sorted(word_values.ALLOWED_FILTERS)),
                ),
            )
            return
        self._check_arguments(node)

    def _check_arguments(self, node: nodes.Filter) -> None:
        constants = [arg.value for arg in node.args if isinstance(arg, nodes.Const)]
        dynamic = len(constants) != len(node.args) or node.kwargs or node.dyn_args
        wanted = word_values.FILTER_ARGUMENTS.get(node.name, 0)
        needed = 1 if node.name == "default" else 0
        if dynamic or node.dyn_kwargs or not needed <= len(constants) <= wanted:
            fits = False
        else:
            # An empty default would leave the place blank without a word.
            fits = all(isinstance(value, str) and value.strip() for value in constants)
        if not fits:
            self._refuse(
                node,
                say("The filter “{name}” takes nothing but a text in quotes.", name=node.name)
                if wanted
                else say("The filter “{name}” takes nothing in brackets.", name=node.name),
            )

    def _test(self, node: nodes.Test) -> None:
        self._expression(node.node)
        if node.name not in {"defined", "undefined"} or node.args or node.kwargs:
            self._refuse(node, refusals.not_allowed())

    def _choice(self, node: nodes.CondExpr) -> None:
        self._expression(node.test)
        self._expression(node.expr1)
        if node.expr2 is None:
            self._refuse(
                node,
                say(
                    "A choice needs both sides, such as {example}.",
                    example="{{ '☑' if deal.bank else '☐' }}",
                ),
            )
        self._expression(node.expr2)

    def _compare(self, node: nodes.Compare) -> None:
        self._expression(node.expr)
        for operand in node.ops:
            other = operand.expr
            if operand.op in {"in", "notin"} and isinstance(other, nodes.List | nodes.Tuple):
                for item in other.items:
                    self._expression(item)
            else:
                self._expression(other)

    def _both(self, node: nodes.BinExpr) -> None:
        self._expression(node.left)
        self._expression(node.right)

    def _not(self, node: nodes.Not) -> None:
        self._expression(node.node)

    # Parts

    def _path(self, node: nodes.Node) -> str | None:
        """Answer the dotted name of a field; in a loop, the name of the list's own field."""
        steps: list[str] = []
        while isinstance(node, nodes.Getattr | nodes.Getitem):
            step = node.attr if isinstance(node, nodes.Getattr) else _constant_of(node.arg)
            if isinstance(step, str):
                steps.append(step)
            elif not isinstance(step, int) or isinstance(step, bool):
                return None  # an item of a list has the list's name
            node = node.node
        if not isinstance(node, nodes.Name) or node.name in _RESERVED or len(steps) > MAX_STEPS:
            return None
        loops = dict(self._loops)
        return ".".join([loops.get(node.name, node.name), *reversed(steps)])

    def _refuse(self, node: nodes.Node, text: Text) -> None:
        # Some nodes that Jinja makes for itself have no line.
        self.faults.append(Fault(text, node.lineno or 1))

    @contextmanager
    def _deeper(self, node: nodes.Node) -> Generator[bool]:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._refuse(node, refusals.too_deep())
        yield self._depth <= MAX_DEPTH
        self._depth -= 1


def _bad_part(node: nodes.Node) -> str | None:
    """Answer the part of a field's name that begins with an underscore, if one does."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        if isinstance(node, nodes.Getattr):
            name = node.attr
        else:
            name = str(node.arg.value) if isinstance(node.arg, nodes.Const) else ""
        if name.startswith("_"):
            return name
        node = node.node
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        return node.name
    return None


def _constant_of(node: nodes.Node) -> object:
    return node.value if isinstance(node, nodes.Const) else None


def _without_fields(source: str, line: int) -> str:
    """Take the fields out of one line, which cannot be read."""
    lines = source.split("\n")
    if 0 < line <= len(lines):
        lines[line - 1] = _FIELD.sub("", lines[line - 1])
    return "\n".join(lines)


def _raw_line(environment: Environment, source: str) -> int:
    """Answer the line of the first raw block, which leaves no trace in the tree; 0 for none."""
    return next((line for line, kind, _ in environment.lex(source) if kind == "raw_begin"), 0)

"""Formulas of forms: fields by key, decimal arithmetic, a fixed list of functions; nothing else.

Amounts count in yuan, rates as fractions (4.35 % is 0.0435), times as the day at the office. Empty
in, empty out: a sum with an empty part is empty, a comparison with one is false; IF, FIRST, SUM
and EMPTY are made for empty values. A formula can neither reach outside nor run for long.
"""

from __future__ import annotations

import ast
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, DecimalException, localcontext
from typing import Any, cast

from simpleeval import InvalidExpression, SimpleEval

from loancrm_desktop.services.forms.formula_functions import FUNCTIONS, FormulaFault, Today
from loancrm_desktop.services.forms.formula_values import OPERATORS, Setting, inward, outward
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import say

MAX_LENGTH = 2000
MAX_NODES = 300
MAX_DEPTH = 40

RESULTS = (
    FieldType.TEXT,
    FieldType.INTEGER,
    FieldType.NUMBER,
    FieldType.MONEY,
    FieldType.PERCENT,
    FieldType.DATE,
    FieldType.BOOLEAN,
)
"""The types a formula's result may have."""

_NODES = (
    *(ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call),
    *(ast.Name, ast.Load, ast.Constant, ast.And, ast.Or, ast.Not, ast.USub, ast.UAdd),
    *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Mod, ast.Eq, ast.NotEq),
    *(ast.Lt, ast.LtE, ast.Gt, ast.GtE),
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was checked.

    Attributes:
        text: as it was written.
        names: the fields it reads.
    """

    text: str
    tree: ast.expr
    names: frozenset[str]


def read(text: str) -> Formula:
    """Check a formula.

    Raises:
        FormulaFault: it cannot be read, or asks for what formulas do not have.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaFault(
            "too_long", say("A formula has at most {count} characters.", count=MAX_LENGTH)
        )
    try:
        tree = ast.parse(_plain_signs(text).strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise FormulaFault(
            "syntax", say("This formula cannot be read. Check its brackets, commas and signs.")
        ) from None
    _check_size(tree)
    names: set[str] = set()
    for node in ast.walk(tree):
        _check_node(node, names)
    return Formula(text, tree.body, frozenset(names))


def _check_size(tree: ast.AST) -> None:
    nodes, reached = 0, [(tree, 1)]
    while reached:
        node, depth = reached.pop()
        nodes += 1
        if nodes > MAX_NODES or depth > MAX_DEPTH:
            raise FormulaFault(
                "too_large", say("This formula is too long. Split it in two fields.")
            )
        reached.extend((child, depth + 1) for child in ast.iter_child_nodes(node))


def _check_node(node: ast.AST, names: set[str]) -> None:
    if not isinstance(node, _NODES):
        raise FormulaFault(
            "unknown_part",
            say("Formulas have fields, numbers, texts, + - * / %, comparisons and functions only."),
        )
    if isinstance(node, ast.Call):
        _check_call(node)
    elif isinstance(node, ast.Constant):
        if not isinstance(node.value, int | float | str | bool | None) or _is_endless(node.value):
            raise FormulaFault("syntax", say("This formula has a value that is none."))
    elif isinstance(node, ast.Name) and node.id not in FUNCTIONS:
        names.add(node.id)


def _is_endless(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _check_call(node: ast.Call) -> None:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in FUNCTIONS:
        raise FormulaFault(
            "unknown_function",
            say(
                "There is no function {name}; there are: {known}.",
                name=name or "?",
                known=", ".join(FUNCTIONS),
            ),
        )
    low, high = FUNCTIONS[name].arguments
    count = len(node.args)
    if node.keywords or count < low or (high is not None and count > high):
        raise FormulaFault(
            "arguments",
            say("{name} is written {signature}.", name=name, signature=FUNCTIONS[name].signature),
        )


_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*'|“[^”]*”)")
_SIGNS = (("<>", "!="), ("×", "*"), ("÷", "/"), ("≤", "<="), ("≥", ">="), ("≠", "!="), ("&", "+"))
_LONE_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")
_LONG_NUMBER = re.compile(r"[0-9]{30}")


def _plain_signs(text: str) -> str:
    """Write a formula as the parser reads it: full-width signs, Excel's = and <> made plain."""
    if "\\" in text or "\n" in text.strip() or _LONG_NUMBER.search(text):
        text = text.replace("\n", " ").replace("\r", " ")
        if "\\" in text or _LONG_NUMBER.search(text):
            raise FormulaFault("syntax", say("This formula has signs that cannot be used here."))
    parts = _QUOTED.split(text.strip().removeprefix("="))
    return "".join(
        _quoted(part) if number % 2 else _signs(part) for number, part in enumerate(parts)
    )


def _quoted(part: str) -> str:
    return repr(part[1:-1])


def _signs(part: str) -> str:
    for sign, plain in _SIGNS:
        part = part.replace(sign, plain)
    return _LONE_EQUALS.sub("==", unicodedata.normalize("NFKC", part))


def compute(
    formula: Formula,
    values: Mapping[str, object],
    specs: Mapping[str, FieldSpec],
    setting: Setting,
) -> object:
    """Work a formula out.

    Args:
        formula: checked.
        values: of the record, in Python form by key.
        specs: of the fields it reads.
        setting: the operation's time and the office's zone.

    Returns:
        Decimal, text, date, truth, or None for empty.

    Raises:
        FormulaFault: a division by zero, or parts that do not go together.
    """
    names = {
        name: inward(specs[name], values.get(name), setting) if name in specs else None
        for name in formula.names
    }
    evaluator = _Evaluator(names, setting.today)
    try:
        with localcontext() as context:
            context.prec = 34
            return _plain_result(evaluator.eval(formula.text, formula.tree))
    except FormulaFault:
        raise
    except (InvalidExpression, DecimalException, ArithmeticError, TypeError, ValueError):
        raise FormulaFault("unfit", say("The parts of this formula do not go together.")) from None


def result_of(
    formula: Formula,
    values: Mapping[str, object],
    specs: Mapping[str, FieldSpec],
    wanted: FieldType,
    setting: Setting,
) -> object:
    """Work a formula out into the Python form of a field type; None for empty.

    Raises:
        FormulaFault: as `compute`, or the result is nothing of this type.
    """
    found = compute(formula, values, specs, setting)
    return None if found is None or found == "" else outward(found, wanted)


def _plain_result(found: object) -> object:
    if isinstance(found, tuple):
        raise FormulaFault("rows", say("Rows are no result; add up one of their columns."))
    return found


class _Evaluator(SimpleEval):
    """The library's evaluator with our operators, on decimals, and without all it could do more."""

    def __init__(self, names: Mapping[str, object], today: date) -> None:
        functions = {
            name: _today(today) if each.call is Today else each.call
            for name, each in FUNCTIONS.items()
        }
        super().__init__(operators=dict(OPERATORS), functions=functions, names=dict(names))
        self.nodes = {kind: act for kind, act in self.nodes.items() if kind in _NODES}
        self.nodes[ast.Constant] = _constant
        self.nodes[ast.BoolOp] = self._either
        self.nodes[ast.Compare] = self._comparison
        self.nodes[ast.Call] = self._called

    def _value(self, node: ast.AST) -> Any:
        return self._eval(node)

    def _either(self, node: ast.BoolOp) -> bool:
        stops = isinstance(node.op, ast.Or)
        return (
            any(self._value(each) is True for each in node.values)
            if stops
            else all(self._value(each) is True for each in node.values)
        )

    def _comparison(self, node: ast.Compare) -> bool:
        left = self._value(node.left)
        for sign, right_node in zip(node.ops, node.comparators, strict=True):
            right = self._value(right_node)
            if not OPERATORS[type(sign)](left, right):
                return False
            left = right
        return True

    def _called(self, node: ast.Call) -> Any:
        name = cast("ast.Name", node.func).id
        if name == "IF":
            # Only the part that counts is worked out: IF(n = 0, 0, total / n).
            taken = node.args[1] if self._value(node.args[0]) is True else None
            if taken is None:
                return self._value(node.args[2]) if len(node.args) > 2 else None
            return self._value(taken)
        return self.functions[name](*(self._value(each) for each in node.args))


def _constant(node: ast.Constant) -> object:
    value = node.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    return value


def _today(today: date) -> Callable[[], date]:
    def answer() -> date:
        return today

    return answer

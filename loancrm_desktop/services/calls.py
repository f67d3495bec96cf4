"""Every operation and reader under its name, so that a call can be written as JSON and answered."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_type_hints

from loancrm_desktop.errors import Clash, Conflict, FieldProblem, Invalid, Problem, Refused
from loancrm_desktop.errors import Unavailable as UnavailableProblem
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from pydantic import TypeAdapter

AnyFunction = Callable[..., Any]
F = TypeVar("F", bound=AnyFunction)


@dataclass(frozen=True, slots=True)
class Call:
    """A service function that faces may ask for by name."""

    name: str
    function: AnyFunction
    kind: Literal["operation", "reader"]


_by_name: dict[str, Call] = {}
_by_function: dict[AnyFunction, Call] = {}


def operation(name: str) -> Callable[[F], F]:
    """Give a function that writes its public name."""
    return _naming(name, "operation")


def reader(name: str) -> Callable[[F], F]:
    """Give a function that only reads its public name."""
    return _naming(name, "reader")


def _naming(name: str, kind: Literal["operation", "reader"]) -> Callable[[Any], Any]:
    def register(function: AnyFunction) -> AnyFunction:
        if name in _by_name:
            message = f"two service functions are named {name}"
            raise ValueError(message)
        call = Call(name, function, kind)
        _by_name[name] = call
        _by_function[function] = call
        return function

    return register


def call_of(function: AnyFunction) -> Call:
    """Answer the call behind a registered function."""
    return _by_function[function]


def call_named(name: str) -> Call:
    """Answer the call of a name.

    Raises:
        Invalid: there is no such call.
    """
    if name not in _by_name:
        raise Invalid(say("There is no operation named {name}.", name=name))
    return _by_name[name]


def all_calls() -> tuple[Call, ...]:
    """Answer every registered call, by name."""
    return tuple(_by_name[name] for name in sorted(_by_name))


def write_arguments(function: AnyFunction, arguments: Mapping[str, object]) -> str:
    """Write a call's arguments as one JSON object."""
    adapters = _argument_adapters(function)
    return json.dumps(
        {name: adapters[name].dump_python(value, mode="json") for name, value in arguments.items()},
        ensure_ascii=False,
    )


def read_arguments(function: AnyFunction, text: str) -> dict[str, Any]:
    """Read a call's arguments back into their types.

    Raises:
        Invalid: an argument is unknown or does not have its type.
    """
    from pydantic import ValidationError

    adapters = _argument_adapters(function)
    loaded: dict[str, Any] = json.loads(text)
    unknown = sorted(set(loaded) - set(adapters))
    if unknown:
        raise Invalid(say("The argument {name} is not known here.", name=unknown[0]))
    read: dict[str, Any] = {}
    for name, value in loaded.items():
        try:
            read[name] = adapters[name].validate_json(json.dumps(value))
        except ValidationError as fault:
            raise Invalid(
                say("The argument {name} does not have the right form.", name=name)
            ) from fault
    return read


def write_result(function: AnyFunction, result: object) -> str:
    """Write a call's result as JSON."""
    return _result_adapter(function).dump_json(result).decode()


def read_result(function: AnyFunction, text: str) -> Any:
    """Read a call's result back into its type."""
    return _result_adapter(function).validate_json(text)


def write_problem(problem: Problem) -> dict[str, object]:
    """Write an error as plain values for a face on another computer."""
    answer: dict[str, object] = {"kind": type(problem).__name__, "text": problem.text.read()}
    if isinstance(problem, Refused):
        answer["needs"] = [need.field for need in problem.needs]
        answer["allowed"] = list(problem.allowed)
        answer["forbidden"] = problem.forbidden
    elif isinstance(problem, Invalid):
        answer["problems"] = [_problem_dict(each) for each in problem.problems]
    elif isinstance(problem, Conflict):
        answer["clashes"] = [_clash_dict(each) for each in problem.clashes]
        answer["stored_revision"] = problem.stored_revision
    elif isinstance(problem, UnavailableProblem):
        answer["reason"] = problem.reason
    return answer


def _problem_dict(problem: FieldProblem) -> dict[str, object]:
    return {"field": problem.field, "code": problem.code, "text": problem.text.read()}


def _clash_dict(clash: Clash) -> dict[str, object]:
    return {
        "field": clash.field,
        "mine": clash.mine,
        "theirs": clash.theirs,
        "original": clash.original,
    }


@cache
def _argument_adapters(function: AnyFunction) -> dict[str, TypeAdapter[Any]]:
    from pydantic import TypeAdapter

    hints = get_type_hints(function, include_extras=True)
    names = list(inspect.signature(function).parameters)[1:]
    return {name: TypeAdapter(hints[name]) for name in names}


@cache
def _result_adapter(function: AnyFunction) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(get_type_hints(function, include_extras=True)["return"])

"""Every operation and reader under its name, so that a call can be written as JSON and answered."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, get_type_hints

from loancrm_desktop.errors import Clash, Conflict, FieldProblem, Invalid, Problem, Refused
from loancrm_desktop.errors import Unavailable as UnavailableProblem
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import Text, say

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
    """Write a call's arguments as one JSON object; dates, times and texts are marked as such."""
    unknown = sorted(set(arguments) - set(_argument_adapters(function)))
    if unknown:
        raise TypeError(unknown[0])
    return _as_json({name: _plain(value) for name, value in arguments.items()})


def read_arguments(function: AnyFunction, text: str) -> dict[str, Any]:
    """Read a call's arguments back into their types; a time may also stand as plain ISO 8601.

    Raises:
        Invalid: an argument is unknown, missing, or does not have its type.
    """
    from pydantic import ValidationError

    adapters = _argument_adapters(function)
    loaded = _loaded_object(text)
    _refuse_other_names(function, set(loaded))
    read: dict[str, Any] = {}
    for name, value in loaded.items():
        try:
            read[name] = adapters[name].validate_python(_unplain(value))
        except (ValidationError, ValueError, TypeError, LookupError) as fault:
            raise Invalid(
                say("The argument {name} does not have the right form.", name=name)
            ) from fault
    return read


def write_result(function: AnyFunction, result: object) -> str:
    """Write a call's result as JSON; dates, times and texts are marked as such."""
    if "return" not in get_type_hints(function):
        raise TypeError(call_of(function).name)
    return _as_json(_plain(result))


def read_result(function: AnyFunction, text: str) -> Any:
    """Read a call's result back into its type."""
    return _result_adapter(function).validate_python(_unplain(json.loads(text)))


def _loaded_object(text: str) -> dict[str, Any]:
    try:
        loaded = json.loads(text)
    except ValueError as fault:
        raise Invalid(say("The arguments are not JSON.")) from fault
    if not isinstance(loaded, dict):
        raise Invalid(say("The arguments must be one JSON object."))
    return cast("dict[str, Any]", loaded)


def _refuse_other_names(function: AnyFunction, given: set[str]) -> None:
    parameters = list(inspect.signature(function).parameters.values())[1:]
    unknown = sorted(given - {parameter.name for parameter in parameters})
    if unknown:
        raise Invalid(say("The argument {name} is not known here.", name=unknown[0]))
    for parameter in parameters:
        if parameter.default is parameter.empty and parameter.name not in given:
            raise Invalid(say("The argument {name} is missing.", name=parameter.name))


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


_MARK = "$"
"""Begins the one key of an object that stands for a value JSON has no form for."""


def _plain(value: Any) -> Any:
    """Turn a value into what JSON holds, so that `_unplain` gives back the same."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return _plain_mapping(cast("Mapping[Any, Any]", value))
    if isinstance(value, Sequence | frozenset | set):
        return [_plain(each) for each in cast("Iterable[Any]", value)]
    if is_dataclass(value) and not isinstance(value, type | Text):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return _marked(value)


def _plain_mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    plain = {str(name): _plain(each) for name, each in value.items()}
    only = next(iter(plain), "")
    return {"$map": plain} if len(plain) == 1 and only.startswith(_MARK) else plain


def _marked(value: object) -> dict[str, Any]:
    match value:
        case datetime():
            return {"$time": value.isoformat()}
        case date():
            return {"$day": value.isoformat()}
        case Term():
            return {"$term": [value.key, value.zh, value.msgid]}
        case Text():
            return {"$text": [value.msgid, _plain(dict(value.values))]}
        case Path():
            return {"$path": str(value)}
        case _:
            message = f"a call cannot carry a {type(value).__name__}"
            raise TypeError(message)


def _unplain(value: Any) -> Any:
    if isinstance(value, list):
        return [_unplain(each) for each in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    loaded = cast("dict[str, Any]", value)
    (mark, inner), *more = loaded.items() if loaded else (("", None),)
    if more or mark not in _READ:
        return {name: _unplain(each) for name, each in loaded.items()}
    return _READ[mark](inner)


def _read_map(inner: dict[str, Any]) -> dict[str, Any]:
    return {name: _unplain(each) for name, each in inner.items()}


def _read_text(inner: list[Any]) -> Text:
    return Text(str(inner[0]), _read_map(inner[1]))


def _read_term(inner: list[Any]) -> Term:
    return Term(*map(str, inner))


_READ: Mapping[str, Callable[[Any], Any]] = {
    "$time": datetime.fromisoformat,
    "$day": date.fromisoformat,
    "$path": Path,
    "$map": _read_map,
    "$text": _read_text,
    "$term": _read_term,
}


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

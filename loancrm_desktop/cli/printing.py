"""How answers are printed: one JSON document, or a table people can read."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, cast

from loancrm_desktop.display import OFFICE_ZONE, time_exact, yes_no, yuan_text
from loancrm_desktop.texts import Text

_MONEY = "_fen"
_RATE = "_ppm"
_PIPE_COLUMNS = 10_000


def plain(value: Any) -> Any:
    """Turn an answer into JSON values by the rules of the command line.

    Money in fen becomes a decimal string in yuan under the key without `_fen`; a rate in parts
    per million a decimal string in percent under the key without `_ppm`; times get the office's
    offset; a sentence is said in the language in force.
    """
    if isinstance(value, Text):
        return value.read()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        whole = cast("Mapping[Any, Any]", value)
        return dict(_pair(str(key), each) for key, each in whole.items())
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in cast("Iterable[Any]", value)]
    return _single(value)


def _single(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(OFFICE_ZONE).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value


def _pair(key: str, value: Any) -> tuple[str, Any]:
    if key.endswith(_MONEY) and (value is None or isinstance(value, int)):
        return key.removesuffix(_MONEY), None if value is None else yuan_text(value)
    if key.endswith(_RATE) and (value is None or isinstance(value, int)):
        return key.removesuffix(_RATE), None if value is None else f"{value / 10_000:g}"
    return key, plain(value)


def as_json(answer: Any) -> None:
    """Print one JSON document."""
    sys.stdout.write(json.dumps(plain(answer), ensure_ascii=False, indent=2) + "\n")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print lines under headings, as wide as they are where nobody looks on."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    shown = Table(show_edge=False, pad_edge=False)
    for heading in headings:
        shown.add_column(escape(heading), overflow="fold")
    for row in rows:
        shown.add_row(*(escape(each) for each in row))
    width = None if sys.stdout.isatty() else _PIPE_COLUMNS
    Console(file=sys.stdout, highlight=False, width=width).print(shown)


def cell(value: Any) -> str:
    """Answer one cell's text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return _time_or_text(str(value))


def _time_or_text(text: str) -> str:
    if len(text) < len("2026-11-23T09:30+08:00") or text[10] != "T":
        return text
    try:
        return time_exact(datetime.fromisoformat(text))
    except ValueError:
        return text


def sentence(text: str) -> None:
    """Print one sentence."""
    sys.stdout.write(text + "\n")


def pairs(lines: Iterable[tuple[str, str]]) -> None:
    """Print a name and a value per line; empty values are left out."""
    for name, value in lines:
        if value:
            sys.stdout.write(f"{name}: {value}\n")

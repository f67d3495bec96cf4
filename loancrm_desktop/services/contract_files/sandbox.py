"""The Jinja environment that templates run in: plain values only, no call, every gap named.

What a template is compiled from is held against the allow-list in the moment it is compiled,
so nothing is ever rendered that was not checked, whichever part of the file it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from xml.sax.saxutils import unescape

from jinja2 import Undefined, nodes
from jinja2.runtime import LoopContext, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import test_defined, test_undefined
from markupsafe import escape

from loancrm_desktop import display
from loancrm_desktop.services.contract_files import template_check, word_values
from loancrm_desktop.texts import Text, say

BLANK_LINE = "________"


class TemplateRefused(Exception):  # noqa: N818 - it names what happened, as in errors.py
    """A template says what no contract template may; the faults name the lines."""

    def __init__(self, faults: tuple[template_check.Fault, ...]) -> None:
        super().__init__(len(faults))
        self.faults = faults


@dataclass(slots=True)
class Ledger:
    """What came up while a template was filled.

    Attributes:
        missing: fields that were to be printed and have no value, in order of appearance.
        faults: values that did not fit their place.
    """

    missing: dict[str, None] = field(default_factory=dict[str, None])
    faults: list[Text] = field(default_factory=list[Text])


class ContractEnvironment(ImmutableSandboxedEnvironment):
    """Jinja as contract templates may use it, for one filling."""

    def __init__(self, values: Mapping[str, word_values.Plain]) -> None:
        self.ledger = Ledger()
        self._paths: dict[int, str] = {}
        blank = _blank_class(self.ledger)
        super().__init__(undefined=blank, autoescape=True, finalize=self._print)
        self._blank = blank
        for name, value in values.items():
            self._note_paths(name, value)
        self.values = {name: value for name, value in values.items() if not _is_empty(value)}
        self.globals = {}
        self.tests = {"defined": test_defined, "undefined": test_undefined}
        careful = {
            name: self._careful(name, function) for name, function in word_values.FILTERS.items()
        }
        self.filters = {"e": escape, "escape": escape, "default": _default, **careful}

    def compile(self, source: Any, *rest: Any, **named: Any) -> Any:
        """Compile a template after holding it against the allow-list.

        Texts in quotes stand in XML, so they come as XML writes them; they are taken as they
        are meant, for whatever is printed is escaped again.

        Raises:
            TemplateRefused: it says what it may not.
        """
        reading = template_check.read(self, str(source))
        if reading.faults:
            raise TemplateRefused(reading.faults)
        tree = self.parse(str(source))
        for constant in tree.find_all(nodes.Const):
            if isinstance(constant.value, str):
                constant.value = unescape(constant.value, {"&quot;": '"', "&apos;": "'"})
        return cast("Any", super()).compile(tree, *rest, **named)

    def is_safe_callable(self, obj: Any) -> bool:
        """Call nothing at all."""
        del obj
        return False

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Answer a field of a record, or a fact of the loop; never an attribute of an object."""
        if isinstance(obj, LoopContext) and attribute in template_check.LOOP_FACTS:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Answer a field of a record or an item of a list; a blank for what is not there."""
        found: object = None
        path = self._path_of(obj, argument)
        if isinstance(obj, dict):
            found = cast("dict[object, object]", obj).get(argument)
        elif isinstance(obj, list) and isinstance(argument, int):
            items = cast("list[object]", obj)
            found = items[argument] if -len(items) <= argument < len(items) else None
        return self._blank(name=path) if _is_empty(found) else found

    def _path_of(self, obj: object, argument: object) -> str:
        above = obj.field_name if isinstance(obj, _Blank) else self._paths.get(id(obj), "")
        if isinstance(obj, list):
            return above
        return f"{above}.{argument}" if above else str(argument)

    def _note_paths(self, path: str, value: word_values.Plain) -> None:
        """Remember what each record and list is called, to name what is missing in it."""
        if isinstance(value, dict):
            self._paths[id(value)] = path
            for name, inner in value.items():
                self._note_paths(f"{path}.{name}", inner)
        elif isinstance(value, list):
            self._paths[id(value)] = path
            for inner in value:
                self._note_paths(path, inner)

    def _print(self, value: object) -> object:
        """Turn a value into what is printed; a blank is noted, and leaves a visible line."""
        if isinstance(value, _Blank):
            self.ledger.missing[value.field_name] = None
            return BLANK_LINE
        if isinstance(value, dict | list):
            path = self._paths.get(id(cast("object", value)), "")
            self.ledger.faults.append(
                say("“{field}” holds several values and cannot be printed as one.", field=path)
            )
            return BLANK_LINE
        return display.yes_no(value) if isinstance(value, bool) else value

    def _careful(self, name: str, function: Callable[..., object]) -> Callable[..., object]:
        """Let blanks through a filter, and note values that it cannot read."""

        def filtered(value: object, *constants: str) -> object:
            if isinstance(value, Undefined):
                return value
            try:
                return function(value, *constants)
            except word_values.UnfitValueError:
                self.ledger.faults.append(
                    say(
                        "The filter “{filter}” cannot read “{value}”.",
                        filter=name,
                        value=str(value)[:40],
                    )
                )
                return BLANK_LINE

        return filtered


class _Blank(StrictUndefined):
    """A field without a value: printing it is noted, asking after it answers no."""

    __slots__ = ()

    @property
    def field_name(self) -> str:
        return str(self._undefined_name)

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __contains__(self, item: object) -> bool:
        return False

    # Two-valued, as the condition language is: a comparison with an empty value is false.
    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    def __lt__(self, other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __lt__

    def __hash__(self) -> int:
        return id(type(self))


def _blank_class(ledger: Ledger) -> type[_Blank]:
    """Make the blanks of one filling; they write into its ledger."""

    class Blank(_Blank):
        __slots__ = ()

        def __iter__(self) -> Iterator[object]:
            ledger.missing[self.field_name] = None
            return iter(())

        def __str__(self) -> str:
            ledger.missing[self.field_name] = None
            return BLANK_LINE

    return Blank


def _default(value: object, instead: str) -> object:
    """Put the template's own words where a field is empty: the one way to leave it out."""
    return instead if isinstance(value, Undefined) else value


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())

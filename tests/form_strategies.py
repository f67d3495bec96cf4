"""Any form an office could draw: fields of every kind with what their kind may say, any layout."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from loancrm_desktop.services.language.fields import FieldType

_WORDS = st.text(st.sampled_from("客户资料abcXYZ 1"), min_size=1, max_size=8).filter(
    lambda text: bool(text.strip())
)
TITLES = st.fixed_dictionaries({"zh": _WORDS, "en": _WORDS})
_COLOURS = st.sampled_from(("accent", "success", "danger"))
_MARKS = {
    "help": TITLES,
    "required": st.booleans(),
    "searchable": st.booleans(),
    "in_list": st.booleans(),
    "sensitivity": st.sampled_from(("none", "personal", "secret")),
    "read_only_for": st.lists(st.sampled_from(("broker", "read_only")), unique=True),
    "hidden_for": st.lists(st.sampled_from(("broker", "read_only")), unique=True),
}
_PLACEHOLDER = {"placeholder": TITLES}
_UNIQUE = {"unique": st.sampled_from(("no", "warn", "refuse"))}
_LENGTHS = {"min": st.integers(0, 3), "max": st.integers(4, 40)}
_WIDTHS = st.sampled_from(("1/4", "1/3", "1/2", "2/3", "3/4", "1"))
RESULTS = ("number", "integer", "money", "text", "boolean")


def _field(kind: str, *parts: dict[str, Any], **needed: Any) -> st.SearchStrategy[dict[str, Any]]:
    optional = {name: each for part in (_MARKS, *parts) for name, each in part.items()}
    return st.fixed_dictionaries(
        {"type": st.just(kind), "label": TITLES, **needed}, optional=optional
    )


@st.composite
def _options(draw: st.DrawFn) -> list[dict[str, Any]]:
    keys = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5, unique=True))
    found: list[dict[str, Any]] = []
    for key in keys:
        option: dict[str, Any] = {"key": key, "label": draw(TITLES)}
        if draw(st.booleans()):
            option["colour"] = draw(_COLOURS)
        if draw(st.booleans()):
            option["retired"] = True
        found.append(option)
    return found


@st.composite
def _rows(draw: st.DrawFn) -> dict[str, Any]:
    kinds = draw(
        st.lists(
            st.sampled_from(("text", "integer", "money", "date", "choice", "boolean", "region")),
            min_size=1, max_size=5,
        )
    )  # fmt: skip
    columns: list[dict[str, Any]] = []
    for at, kind in enumerate(kinds):
        column: dict[str, Any] = {"key": f"c_{at}", "type": kind, "label": draw(TITLES)}
        if kind == "choice":
            column["options"] = draw(_options())
        if draw(st.booleans()):
            column["required"] = True
        columns.append(column)
    summable = [each["key"] for each in columns if each["type"] in ("integer", "money")]
    made = draw(_field("sub_form", {"max": st.integers(1, 50)}))
    if summable:
        columns.append(
            {
                "key": "worth", "type": "formula", "result": "number", "label": draw(TITLES),
                "formula": f"{summable[0]} * 2",
            }
        )  # fmt: skip
        made["totals"] = draw(st.lists(st.sampled_from(summable), unique=True))
    return {**made, "columns": columns}


_NUMBERING = st.fixed_dictionaries(
    {
        "prefix": st.sampled_from(("", "KH", "档-")),
        "digits": st.integers(1, 8),
        "reset": st.sampled_from(("never", "year", "month")),
    }
)
_DAY = {"default": st.sampled_from(({"today": True}, {"fixed": "2026-02-28"}))}

CONTROLS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "text": _field("text", _PLACEHOLDER, _UNIQUE, _LENGTHS,
                   {"pattern": st.just("[A-Z]{2}[0-9]{2,6}"), "mask": st.just("card")}),
    "long_text": _field("long_text", _PLACEHOLDER, _LENGTHS),
    "integer": _field("integer", _UNIQUE, {"min": st.integers(-9, 0), "max": st.integers(1, 9)}),
    "number": _field("number", {"min": st.integers(-9, 0), "default": st.just({"fixed": "2.5"})}),
    "money": _field("money", {"max": st.sampled_from(("100000", "0.01"))}, _PLACEHOLDER),
    "percent": _field("percent", {"default": st.just({"fixed": "4.35"})}),
    "date": _field("date", _DAY, _UNIQUE),
    "time": _field("time"),
    "datetime": _field("datetime", {"default": st.just({"today": True})}),
    "choice": _field("choice", {"control": st.sampled_from(("radio", "drop_down"))},
                     options=_options()),
    "choices": _field("choices", {"max": st.integers(1, 5)}, options=_options()),
    "boolean": _field("boolean", {"control": st.sampled_from(("switch", "radio"))}),
    "phone": _field("phone", {"mask": st.just("phone")}, _UNIQUE),
    "id_number": _field("id_number", {"mask": st.just("id")}),
    "email": _field("email", _PLACEHOLDER),
    "region": _field("region"),
    "person": _field("person", {"default": st.just({"me": True})}),
    "team": _field("team"),
    "record": _field("record", links_to=st.sampled_from(("customer", "deal"))),
    "attachment": _field("attachment", {"document_kind": _WORDS}),
    "sub_form": _rows(),
    "formula": _field("formula", result=st.sampled_from(RESULTS), formula=st.just("1 + 1")),
    "autonumber": _field("autonumber", number=_NUMBERING),
    "tags": _field("tags"),
}  # fmt: skip
assert set(CONTROLS) == {each.value for each in FieldType}, "a kind of control is not drawn"


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """Answer a form of customers: any fields, tabs, sections, rows, notes and states."""
    kinds = draw(st.lists(st.sampled_from(sorted(CONTROLS)), max_size=6))
    fields = {f"{kind}_{at}": draw(CONTROLS[kind]) for at, kind in enumerate(kinds)}
    items: list[dict[str, Any]] = [{"field": key, "width": draw(_WIDTHS)} for key in fields]
    items += draw(
        st.lists(st.one_of(*(st.fixed_dictionaries({part: TITLES}) for part in ("heading", "hint"))),
                 max_size=2)
    )  # fmt: skip
    items = [{"field": "name"}, {"field": "phone"}, *draw(st.permutations(items))]
    states = {
        key: {"shown": {"field": "phone", "op": draw(st.sampled_from(("is_empty", "is_filled")))}}
        for key in draw(st.lists(st.sampled_from([*fields, "phone"]), max_size=3, unique=True))
        if key != "phone"
    }
    return {
        "format": 1,
        "kind": "customer",
        "title": draw(TITLES),
        "tabs": _laid_out(draw, items),
        "fields": fields,
        "states": states,
    }


def _laid_out(draw: st.DrawFn, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put items into rows of one to three, rows into sections, sections into tabs."""
    tabs: list[dict[str, Any]] = []
    rest = list(items)
    while rest:
        sections: list[dict[str, Any]] = []
        for _ in range(draw(st.integers(1, 2))):
            rows: list[list[dict[str, Any]]] = []
            for _ in range(draw(st.integers(1, 3))):
                count = draw(st.integers(1, 3))
                row, rest = rest[:count], rest[count:]
                rows += [row] if row else []
            key = f"section_{len(tabs)}_{len(sections)}"
            collapsed = draw(st.booleans())
            sections.append(
                {"key": key, "title": draw(TITLES), "collapsed": collapsed, "rows": rows}
            )
        tabs.append({"key": f"tab_{len(tabs)}", "title": draw(TITLES), "sections": sections})
    return tabs

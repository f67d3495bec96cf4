"""Shows the benchmark's rows: an aligned table for people, plain values for programs."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from loancrm_desktop.bench.timing import Goal, Measured
from loancrm_desktop.texts import tr

Cells = tuple[str, ...]

_GAP = "  "
_TEXT_COLUMNS = 1


def as_json(rows: Sequence[Measured]) -> dict[str, list[dict[str, object]]]:
    """Answer the rows as plain values.

    Shape: `rows`, each with work, unit, ours_ms, limit_ms, ratio, p99_ms, goal, met, min_ms,
    ours_rows_per_s, limit_rows_per_s, ours_mb, limit_mb, ours_found, limit_found. Values that
    a row does not have are null; `goal` holds only the parts asked for.
    """
    return {"rows": [_plain(row) for row in rows]}


def as_table(rows: Sequence[Measured]) -> str:
    """Answer the rows as a table; wide characters count as two places."""
    heading = (
        tr("Work"),
        tr("Ours"),
        tr("Limit"),
        tr("Ratio"),
        tr("Fastest"),
        tr("p99"),
        tr("Goal"),
        tr("Met"),
    )
    lines = [heading, *(_cells(row) for row in rows)]
    widths = [max(_width(cell) for cell in column) for column in zip(*lines, strict=True)]
    shown = [_line(line, widths) for line in lines]
    rule = _GAP.join("-" * width for width in widths)
    return "\n".join((shown[0], rule, *shown[1:], *_remarks(rows))) + "\n"


def _cells(row: Measured) -> Cells:
    limit, timed = row.limit, row.unit == "ms"
    return (
        f"{row.name} {row.title}",
        _value(row.ours.median, row.unit, row.ours_rows_per_s),
        _value(limit.median, row.unit, row.limit_rows_per_s) if limit else "-",
        "-" if row.ratio is None else f"{_short(row.ratio)}×",
        _value(row.ours.least, row.unit) if timed else "-",
        _value(row.ours.p99, row.unit) if timed else "-",
        _goal(row.goal, row.unit) or "-",
        {True: tr("yes"), False: tr("NO"), None: "-"}[row.met],
    )


def _plain(row: Measured) -> dict[str, object]:
    ours, limit = row.ours, row.limit
    timed = row.unit == "ms"
    ours_value, limit_value = _rounded(ours.median), _rounded(limit.median if limit else None)
    return {
        "work": row.name,
        "unit": row.unit,
        "ours_ms": ours_value if timed else None,
        "limit_ms": limit_value if timed else None,
        "ratio": _rounded(row.ratio),
        "p99_ms": _rounded(ours.p99) if timed else None,
        "goal": _goal_parts(row.goal, row.unit),
        "met": row.met,
        "min_ms": _rounded(ours.least) if timed else None,
        "ours_rows_per_s": _rounded(row.ours_rows_per_s),
        "limit_rows_per_s": _rounded(row.limit_rows_per_s),
        "ours_mb": None if timed else ours_value,
        "limit_mb": None if timed else limit_value,
        "ours_found": ours.found,
        "limit_found": limit.found if limit else None,
    }


def _goal_parts(goal: Goal, unit: str) -> dict[str, float]:
    parts = {
        "ratio": goal.ratio,
        unit.lower(): goal.most,
        "p99_ms": goal.p99_ms,
        "rows_per_s": goal.rows_per_s,
        "added_ms": goal.added_ms,
    }
    return {name: bound for name, bound in parts.items() if bound is not None}


def _goal(goal: Goal, unit: str) -> str:
    parts = (
        ("≤ {}×", goal.ratio),
        (f"≤ {{}} {unit}", goal.most),
        ("p99 ≤ {} ms", goal.p99_ms),
        ("≥ {}/s", goal.rows_per_s),
        ("≤ +{} ms", goal.added_ms),
    )
    return ", ".join(form.format(f"{bound:g}") for form, bound in parts if bound is not None)


def _remarks(rows: Sequence[Measured]) -> list[str]:
    return [
        tr(
            "{work}: the two sides did not find the same: ours {ours}, limit {limit}.",
            work=row.name,
            ours=row.ours.found,
            limit=row.limit.found,
        )
        for row in rows
        if row.limit and not row.agrees
    ]


def _value(value: float, unit: str, rows_per_s: float | None = None) -> str:
    if rows_per_s is not None:
        return tr("{count} rows/s", count=f"{rows_per_s:,.0f}")
    return f"{_short(value)} {unit}"


def _short(value: float) -> str:
    """Write a number with about three figures that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3f}" if value < 1 else f"{value:.2f}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _line(cells: Cells, widths: Sequence[int]) -> str:
    padded = [
        _pad(cell, width, left=at < _TEXT_COLUMNS)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return _GAP.join(padded).rstrip()


def _pad(cell: str, width: int, *, left: bool) -> str:
    blank = " " * (width - _width(cell))
    return cell + blank if left else blank + cell


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)

"""The office's own numbers: each given once, counted per year or month, never given again."""

from __future__ import annotations

from sqlalchemy import select

from loancrm_desktop.models.numbering import NumberSeries
from loancrm_desktop.services.forms.form_parts import Numbering
from loancrm_desktop.services.office import Work


def next_number(work: Work, kind: str, field: str, numbering: Numbering) -> str:
    """Give out the next number of a field.

    Unique across desks: all of them count in the one file, behind the write gate. A number whose
    record is taken back stays a gap.
    """
    period = period_of(work, numbering)
    series = _series(work, kind, field, period)
    series.last += 1
    work.session.flush()
    return written(numbering, period, series.last)


def period_of(work: Work, numbering: Numbering) -> str:
    """Answer in which year or month of the office numbers are counted now."""
    local = work.now.astimezone(work.place.zone)
    return {"year": f"{local:%Y}", "month": f"{local:%Y%m}"}.get(numbering.reset, "")


def written(numbering: Numbering, period: str, number: int) -> str:
    """Write a number, such as `KH202606-00042`."""
    between = "-" if period else ""
    return f"{numbering.prefix}{period}{between}{number:0{numbering.digits}d}"


def _series(work: Work, kind: str, field: str, period: str) -> NumberSeries:
    chosen = select(NumberSeries).where(
        NumberSeries.kind == kind, NumberSeries.field == field, NumberSeries.period == period
    )
    series = work.session.execute(chosen).scalars().first()
    if series is None:
        series = NumberSeries(kind=kind, field=field, period=period)
        work.session.add(series)
    return series

"""What is wrong with a condition, part by part, in words; judged by the language itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services.language import reading
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.condition_tree import Written


@dataclass(frozen=True, slots=True)
class PartProblem:
    """What is wrong with one row or group.

    Attributes:
        where: `field`, `op`, `value` or empty for the whole part.
        words: what is wrong, as a sentence.
    """

    where: str
    words: str


def problems_in(written: Written, fields: ConditionFields) -> Mapping[int, PartProblem]:
    """Answer the first problem of each part, by the part's number."""
    if written.where is None:
        return {}
    try:
        reading.read(written.where, fields.kind, fields.vocabulary)
    except Invalid as invalid:
        found: dict[int, PartProblem] = {}
        for problem in invalid.problems:
            place, rest = _part_at(problem.field, written.places)
            found.setdefault(written.places[place], _said(problem, rest))
        return found
    return {}


def _part_at(problem_place: str, places: Mapping[str, int]) -> tuple[str, str]:
    """Answer the place of the innermost part a problem lies in, and what follows it."""
    inner = max(
        (place for place in places if f"{problem_place}.".startswith((f"{place}.", f"{place}["))),
        key=len,
        default=next(iter(places)),
    )
    return inner, problem_place[len(inner) :].lstrip(".")


def _said(problem: FieldProblem, rest: str) -> PartProblem:
    where = next((part for part in ("field", "op", "value") if rest.startswith(part)), "")
    if problem.code == "unknown_field" and where == "field":
        return PartProblem(
            where, tr("This field does not exist any more, or is not shown to you. Remove the row.")
        )
    place, words = _own_words().get(problem.code, (where, str(problem.text)))
    return PartProblem(place, words)


def _own_words() -> Mapping[str, tuple[str, str]]:
    """Answer the problems that are said otherwise here than to those who write JSON."""
    no_value = ("value", tr("Give a value."))
    return {
        "value_missing": no_value,
        "empty_text": no_value,
        "list_length": no_value,
        "two_values_expected": ("value", tr("Give both values.")),
        "unknown_option": ("value", tr("An option chosen here does not exist any more.")),
        "unknown_op": ("op", tr("Choose a comparison.")),
        "unfit_op": ("op", tr("This comparison does not fit the field. Choose another.")),
        "whole_number_expected": ("value", tr("Give a whole number.")),
        "number_expected": ("value", tr("Give a number.")),
        "money_expected": ("value", tr("Give an amount, such as 50 or 500000.")),
        "percent_expected": ("value", tr("Give a rate in percent, such as 4.35.")),
        "date_expected": ("value", tr("Give a day, such as 2026-01-31.")),
        "time_expected": (
            "value",
            tr("Give a day, or a day and a time, such as 2026-01-31 09:30."),
        ),
        "time_of_day_expected": ("value", tr("Give a time of day, such as 09:30.")),
        "yes_no_expected": ("value", tr("Choose yes or no.")),
        "id_expected": ("value", tr("Choose one from the list.")),
        "span_expected": ("value", tr("Give an amount above zero, such as 7 days.")),
        "unknown_field": ("value", tr("The field compared with does not exist any more.")),
    }

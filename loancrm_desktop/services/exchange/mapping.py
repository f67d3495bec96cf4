"""Which column of a sheet is which field: guessed from headings and contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from loancrm_desktop.services.exchange.column_contents import (
    Column,
    amount_unit,
    column_of,
    content_scores,
    looks_by_type,
    term_unit,
)
from loancrm_desktop.services.exchange.header_words import (
    NamePart,
    bare_heading,
    heading_scores,
    is_mobile_heading,
    means_another,
    name_part,
)
from loancrm_desktop.services.exchange.heading_hints import hinted_scores
from loancrm_desktop.services.forms.built_in_fields import READ_ONLY
from loancrm_desktop.services.forms.values.amounts import Unit, unit_named_in
from loancrm_desktop.services.forms.values.cells import cell_text
from loancrm_desktop.services.forms.values.choices import option_for, split_words
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import Text, say

DEAL_PREFIX = "deal."
MIN_CONFIDENCE = 0.45


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """One column and the field it is taken for.

    Attributes:
        column: its heading.
        place: its place in the row, from 0.
        field: the key of a customer field, `deal.` and the key of a deal field, or None.
        confidence: 0 to 1; 1 for what a person decided.
        why: for people: what speaks for it.
        unit_hint: the unit of numbers that name none themselves.
        part: for a name in two columns, which part stands here; both columns have field `name`.
    """

    column: str
    place: int
    field: str | None
    confidence: float
    why: Text
    unit_hint: Unit | None = None
    part: NamePart | None = None


def guess_mapping(
    header: Sequence[str],
    sample_rows: Sequence[Sequence[object]],
    fields: Mapping[str, FieldSpec],
    deal_fields: Mapping[str, FieldSpec] | None = None,
) -> tuple[ColumnGuess, ...]:
    """Guess the field of every column; each field is used once, the best column wins.

    Fields that services keep themselves are never guessed.
    """
    specs = importable_fields(fields, deal_fields or {})
    columns = [column_of(sample_rows, place) for place in range(len(header))]
    scored: list[tuple[float, int, str, Text]] = []
    for place, heading in enumerate(header):
        for field, (score, why) in _candidates(heading, columns[place], specs).items():
            scored.append((score, -place, field, why))
    chosen = _best_pairs(scored)
    _settle_phones(header, chosen)
    _join_name_parts(header, columns, chosen)
    return tuple(
        _guess(heading, place, columns[place], chosen.get(place), specs)
        for place, heading in enumerate(header)
    )


def guess_values(values: Iterable[object], spec: FieldSpec) -> dict[str, str | None]:
    """Guess the option of every different cell of a choice column; None where none fits.

    Cells of a field with several choices are split first.
    """
    words: dict[str, str | None] = {}
    for value in values:
        text = cell_text(value)
        if not text or text in words:
            continue
        parts = split_words(text) if spec.type is FieldType.CHOICES else [text]
        for part in parts:
            words.setdefault(part, option_for(part, spec))
    return words


def importable_fields(
    fields: Mapping[str, FieldSpec], deal_fields: Mapping[str, FieldSpec]
) -> dict[str, FieldSpec]:
    """List what a sheet may fill, by the key a mapping uses; deal fields under `deal.`."""
    specs = {
        key: spec
        for key, spec in fields.items()
        if not (spec.built_in and key in READ_ONLY["customer"]) and _can_be_imported(spec)
    }
    for key, spec in deal_fields.items():
        kept = spec.built_in and (key in READ_ONLY["deal"] or key == "customer")
        if not kept and _can_be_imported(spec):
            specs[DEAL_PREFIX + key] = spec
    return specs


def with_unit(guess: ColumnGuess, column: Column, spec: FieldSpec) -> ColumnGuess:
    """Add the unit that the heading names, or that the numbers themselves give away."""
    if spec.compared_as is FieldType.MONEY:
        named = unit_named_in(guess.column)
        if named is not None and named not in {"year", "month"}:
            return replace(guess, unit_hint=named)
        guessed = amount_unit(column) if spec.key == "requested_amount" else None
        why = say("The numbers are too small for yuan: they are taken as 万.")
    elif spec.key.endswith("_months"):
        named = unit_named_in(guess.column)
        if named in {"year", "month"}:
            return replace(guess, unit_hint=named)
        guessed = term_unit(column)
        why = say("The numbers are too small for months: they are taken as years.")
    else:
        return guess
    if guessed is None:
        return guess
    return replace(guess, unit_hint=guessed, why=why, confidence=min(guess.confidence, 0.7))


def _can_be_imported(spec: FieldSpec) -> bool:
    return spec.type not in {
        FieldType.ATTACHMENT,
        FieldType.SUB_FORM,
        FieldType.FORMULA,
        FieldType.AUTONUMBER,
    }


def _candidates(
    heading: str, column: Column, specs: Mapping[str, FieldSpec]
) -> dict[str, tuple[float, Text]]:
    found: dict[str, tuple[float, Text]] = {}
    for field, score in {**heading_scores(heading), **_labelled(heading, specs)}.items():
        if field in specs:
            found[field] = _weighed(score, column, specs[field])
    for field, score in content_scores(column).items():
        if field in specs and score > found.get(field, (0.0,))[0] and not means_another(heading):
            found[field] = (score, say("The cells look like {label}.", label=_label(specs[field])))
    if not found:
        why = say("Heading and cells agree.")
        found = {field: (score, why) for field, score in
                 hinted_scores(heading, column, specs).items()}  # fmt: skip
    return found


def _labelled(heading: str, specs: Mapping[str, FieldSpec]) -> dict[str, float]:
    """Find fields whose own label or key stands above the column, as in our own exports."""
    bare = bare_heading(heading)
    found: dict[str, float] = {}
    for field, spec in specs.items():
        if field.startswith(DEAL_PREFIX) and spec.key in specs:
            continue  # the loan need stands on the customer; its deal takes it over
        words = {bare_heading(word) for word in (spec.label_zh, spec.label_en, spec.key, field)}
        if bare in words:
            found[field] = 0.9 if field.startswith(DEAL_PREFIX) else 1.0
    return found


def _weighed(score: float, column: Column, spec: FieldSpec) -> tuple[float, Text]:
    """Set what the heading says against what the cells look like."""
    share = looks_by_type(column, spec)
    if share is None:
        return score * 0.98, say("The heading says so.")
    if share >= 0.5:
        return min(1.0, score + 0.03), say("Heading and cells agree.")
    if spec.compared_as is FieldType.CHOICE or len(column.texts) < 2:
        return score * 0.9, say("The heading says so; few cells fit.")
    return score * (0.4 + share * 0.8), say("The heading says so; few cells fit.")


def _best_pairs(scored: list[tuple[float, int, str, Text]]) -> dict[int, tuple[str, float, Text]]:
    chosen: dict[int, tuple[str, float, Text]] = {}
    taken: set[str] = set()
    for score, negative_place, field, why in sorted(scored, key=_by_score):
        place = -negative_place
        if score < MIN_CONFIDENCE or place in chosen:
            continue
        # A second column of phone numbers is the second phone.
        goes_to = "phone2" if field == "phone" and "phone" in taken else field
        if goes_to not in taken:
            taken.add(goes_to)
            chosen[place] = (goes_to, score if goes_to == field else score * 0.9, why)
    return chosen


def _by_score(candidate: tuple[float, int, str, Text]) -> tuple[float, int, str]:
    return -candidate[0], -candidate[1], candidate[2]


def _settle_phones(header: Sequence[str], chosen: dict[int, tuple[str, float, Text]]) -> None:
    """Let the mobile be the phone; an office or home number is it when there is no other."""
    places = {field: place for place, (field, _, _) in chosen.items()}
    first, second = places.get("phone"), places.get("phone2")
    if second is None:
        return
    if first is None:
        _, score, why = chosen[second]
        chosen[second] = ("phone", score * 0.9, why)
    elif is_mobile_heading(header[second]) and not is_mobile_heading(header[first]):
        chosen[first] = ("phone2", *chosen[first][1:])
        chosen[second] = ("phone", *chosen[second][1:])


def _join_name_parts(
    header: Sequence[str], columns: Sequence[Column], chosen: dict[int, tuple[str, float, Text]]
) -> None:
    """Take first and last names together when no column holds the whole name."""
    parts = {part: place for place, text in enumerate(header) if (part := name_part(text))}
    whole = next((place for place, (field, _, _) in chosen.items() if field == "name"), None)
    filled = {place for place, column in enumerate(columns) if column.texts}
    if len(parts) < 2 or (
        whole is not None and (whole in filled or not filled & {*parts.values()})
    ):
        return
    if whole is not None:
        del chosen[whole]
    for place in parts.values():
        chosen[place] = ("name", 0.9, say("First and last name are joined."))


def _guess(
    heading: str,
    place: int,
    column: Column,
    chosen: tuple[str, float, Text] | None,
    specs: Mapping[str, FieldSpec],
) -> ColumnGuess:
    if chosen is None:
        return ColumnGuess(heading, place, None, 0.0, say("No field fits; it is left out."))
    field, confidence, why = chosen
    part = name_part(heading) if field == "name" else None
    guess = ColumnGuess(heading, place, field, round(confidence, 2), why, part=part)
    return with_unit(guess, column, specs[field])


def _label(spec: FieldSpec) -> Text:
    return Term(f"field.{spec.key}", spec.label_zh, spec.label_en)

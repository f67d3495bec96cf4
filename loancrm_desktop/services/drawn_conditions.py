"""Conditions that speak of fields which are drawn and not yet in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, func, select

from loancrm_desktop.services import access, conditions, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import KindRows, catalog_of
from loancrm_desktop.services.forms.field_design import Surroundings, own_field
from loancrm_desktop.services.forms.form_faults import Faults
from loancrm_desktop.services.forms.records import MODELS
from loancrm_desktop.services.language import in_sql, reading, resolving, wording
from loancrm_desktop.services.language.fields import FieldSpec, Vocabulary
from loancrm_desktop.services.office import Work


@dataclass(frozen=True, slots=True)
class Told:
    """A condition of a form that is being drawn.

    Attributes:
        count: for how many records it holds now; None for kinds that are not counted.
    """

    sentence: str
    count: int | None


@reader("forms.tell")
def tell(
    work: Work, kind: str, fields: dict[str, Any], where: dict[str, Any], language: str
) -> Told:
    """Say and count a condition of a draft, whose fields need not be in force.

    Args:
        work: the reading.
        kind: the record kind.
        fields: the `fields` of the draft's JSON; what cannot be read of them is left out.
        where: the condition's JSON.
        language: `zh` or `en`.

    Raises:
        Invalid: naming every problem with its place.
        Refused: the actor may not shape forms, or asks for what is hidden from the role.
    """
    access.require(work, "designs.forms")
    catalog = catalog_of(work)
    known = catalog.kind(kind)
    drawn = _drawn(fields, known.fields, frozenset(catalog.vocabulary.kinds))
    names = Vocabulary({**catalog.vocabulary.kinds, kind: replace(known, fields=drawn)})
    condition = reading.read(where, kind, names)
    sight.refuse_unseen(work.actor, kind, condition)
    sentence = wording.word(condition, conditions.names_of(work), language)
    if kind not in conditions.COUNTED:
        return Told(sentence, None)
    ready = resolving.resolve(condition, conditions.moment_of(work))
    model: Any = MODELS[kind]
    holds = in_sql.where(ready, KindRows(kind, model), catalog)
    chosen = select(func.count()).select_from(model)
    chosen = chosen.where(and_(conditions.sql(work, kind, None), holds))
    return Told(sentence, work.session.execute(chosen).scalar_one())


def _drawn(
    fields: Mapping[str, Any], known: Mapping[str, FieldSpec], kinds: frozenset[str]
) -> dict[str, FieldSpec]:
    """Answer the fields in force with those of a draft over them."""
    found = dict(known)
    for key, raw in fields.items():
        before = known.get(key)
        if before is not None and before.built_in:
            continue
        field = own_field(raw, key, f"$.fields.{key}", Faults(), Surroundings(kinds))
        if field is not None:
            keyed = before is not None and before.keyed
            found[key] = replace(field.spec, keyed=keyed)
    return found

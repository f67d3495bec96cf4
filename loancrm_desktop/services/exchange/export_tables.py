"""What leaves the office: every record kind as a table, with a dictionary of its columns.

The catalogue says which columns there are; the role says which rows and how much of a value.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, or_, select

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, conditions
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.exchange import (
    export_consent,
    export_stays,
    whole_processes,
    whole_types,
)
from loancrm_desktop.services.exchange.export_consent import Consent
from loancrm_desktop.services.exchange.export_shape import (
    LOOKUPS,
    ExportColumn,
    ExportTable,
    Shape,
    number_column,
)
from loancrm_desktop.services.exchange.export_stays import STAYS
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import MODELS, is_own, of_kind, values_of
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.values_in import write_values
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import current_language, say

KINDS = ("customer", "deal", "follow_up", "task", "document", "related_person", "submission")
TABLES = (*KINDS, STAYS, *LOOKUPS, whole_types.TABLE, whole_processes.TABLE)
_STEP = 500


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to leave.

    Attributes:
        what: `all`, or one of TABLES.
        shape: how values are written.
        where: a condition's JSON on the one kind that `what` names; None for everything.
    """

    what: str = "all"
    shape: Shape = "words"
    where: dict[str, Any] | None = None

    @property
    def read_back(self) -> bool:
        """Whether words are to be read back into exact values: when everything leaves in words."""
        return self.what == "all" and self.shape == "words"


@reader("exporting.tables")
def tables(work: Work, wish: ExportWish, progress: Progress | None = None) -> list[ExportTable]:
    """Answer the tables of a wish, as much of them as the actor's role shows.

    Raises:
        Invalid: there is no such table, or the condition does not hold.
        Refused: the actor may not take data out, or it was cancelled.
    """
    access.require(work, "office.export")
    known = (*TABLES, *_own_kinds(work))
    if wish.what != "all" and wish.what not in known:
        raise Invalid(
            say(
                "There is nothing named {what} to export. Choose all or one of {known}.",
                what=wish.what,
                known=", ".join(known),
            )
        )
    wanted = known if wish.what == "all" else (wish.what,)
    meter = progress or Progress()
    meter.total = sum(_count(work, name) for name in wanted)
    made: list[ExportTable] = []
    for name in wanted:
        made.append(_table(work, name, wish, meter))
        meter.done = sum(len(table.rows) for table in made)
        refuse_cancelled(meter)
    return made


def _table(work: Work, name: str, wish: ExportWish, meter: Progress) -> ExportTable:
    if name in (whole_types.TABLE, whole_processes.TABLE):
        made = _types(work) if name == whole_types.TABLE else _processes(work)
        return replace(made, exact=made.rows) if wish.read_back else made
    if name == STAYS:
        made = export_stays.stays(work, wish.shape)
        return (
            replace(made, exact=export_stays.stays(work, "values").rows) if wish.read_back else made
        )
    return _records(work, name, wish, meter)


def refuse_cancelled(meter: Progress) -> None:
    """Break off when somebody asked for it; no file is there yet.

    Raises:
        Refused: it was cancelled.
    """
    if meter.cancelled:
        raise Refused(say("The export was cancelled. No file was written."))


def _types(work: Work) -> ExportTable:
    words = (say("Record type"), say("Definition"), say("Form"))
    columns = (
        number_column(),
        *(
            ExportColumn(key, text.read(), "long_text", {})
            for key, text in zip(whole_types.COLUMNS, words, strict=True)
        ),
    )
    rows = whole_types.rows_of(work, _own_kinds(work))
    return ExportTable(whole_types.TABLE, say("Record types").read(), columns, rows)


def _processes(work: Work) -> ExportTable:
    words = (say("Process"), say("Definition"))
    columns = (
        number_column(),
        *(
            ExportColumn(key, text.read(), "long_text", {})
            for key, text in zip(whole_processes.COLUMNS, words, strict=True)
        ),
    )
    rows = whole_processes.rows_of(work)
    return ExportTable(whole_processes.TABLE, say("Process pictures").read(), columns, rows)


def _count(work: Work, kind: str) -> int:
    if kind in (whole_types.TABLE, whole_processes.TABLE):
        return 0
    model: Any = StageVisit if kind == STAYS else MODELS[kind]
    return work.session.execute(select(func.count()).select_from(model)).scalar_one()


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What left the office.

    Attributes:
        files: their names.
        personal_rows: records of people among the rows.
    """

    files: list[str]
    rows: int
    personal_rows: int
    sha256: str


@operation("exporting.note")
def note(work: Work, out: TakenOut, consent: Consent) -> int:
    """Write into the history that data left the office; answers the number of rows.

    Raises:
        Invalid: no reason was given.
        Refused: the actor may not take data out, or nobody else agreed where it needs that.
    """
    export_consent.require(work, consent, out.personal_rows)
    told = say(
        "{rows} rows into {files}, {consent}, fingerprint {fingerprint}",
        rows=out.rows,
        files=", ".join(out.files),
        consent=export_consent.told(consent),
        fingerprint=out.sha256,
    )
    work.note = told.read()
    return out.rows


def _own_kinds(work: Work) -> tuple[str, ...]:
    """Answer the kinds of the office's own that the actor sees, retired ones too."""
    if not work.actor.rights.allows("own_records.see"):
        return ()
    types = catalog_of(work).types
    return tuple(kind for kind in types if access.may_on(work.actor, kind, "see"))


def _records(work: Work, kind: str, wish: ExportWish, meter: Progress) -> ExportTable:
    fields = {
        key: spec
        for key, spec in catalog_of(work).kind(kind).fields.items()
        if not access.hidden(work.actor, kind, key)
    }
    columns = (number_column(), *(column_of(spec) for spec in fields.values()))
    writes = _Writing(work, kind, fields, wish.shape)
    before = meter.done
    rows: list[list[Any]] = []
    exact: list[list[Any]] = []
    for record in _chosen(work, kind, wish.where):
        row, values = writes.both(record)
        rows.append(row)
        if wish.read_back:
            exact.append(values)
        if len(rows) % _STEP == 0:
            meter.done = before + len(rows)
            refuse_cancelled(meter)
    own = catalog_of(work).types.get(kind)
    label = name_of("kind", kind) if own is None else own.title(current_language())
    return ExportTable(kind, label, columns, rows, exact if wish.read_back else None)


def _chosen(work: Work, kind: str, where: dict[str, Any] | None) -> Sequence[Any]:
    model: Any = MODELS[kind]
    chosen: Select[Any] = select(model).order_by(model.id)
    if hasattr(model, "deleted_at"):
        chosen = chosen.where(model.deleted_at.is_(None))
    chosen = chosen.where(*of_kind(kind, model))
    seen = _seen(work, kind, model)
    if seen is not None:
        chosen = chosen.where(seen)
    if where is not None:
        chosen = chosen.where(conditions.bare_sql(work, kind, where, model))
    return work.session.execute(chosen).scalars().all()


def _seen(work: Work, kind: str, model: Any) -> ColumnElement[bool] | None:
    """Answer which rows the actor sees; None for all."""
    if work.actor.rights.scope == "all" or kind in LOOKUPS:
        return None
    if kind in ("customer", "deal") or is_own(kind):
        return access.taken_out_sql(work.actor, kind, model)
    customers = select(Customer.id).where(access.scope_sql(work.actor, Customer))
    deals = select(Deal.id).where(access.taken_out_sql(work.actor, "deal", Deal))
    if kind == "submission":
        return model.deal_id.in_(deals)
    if kind == "task":
        return or_(Task.customer_id.in_(customers), Task.assignee_id == work.actor.user_id)
    return model.customer_id.in_(customers)


def writing(
    work: Work, kind: str, fields: Mapping[str, FieldSpec], shape: Shape = "words"
) -> Callable[[Any], list[Any]]:
    """Answer what writes one record of a kind as a row: its number and these fields."""
    return _Writing(work, kind, fields, shape).row


def column_of(spec: FieldSpec) -> ExportColumn:
    """Answer the column of a field."""
    language = current_language()
    options = {option.key: option.label(language) for option in spec.options}
    reads, links = spec.compared_as.value, spec.links_to or ""
    return ExportColumn(spec.key, spec.label(language), spec.type.value, options, reads, links)


class _Writing:
    """Writes one kind's records as rows."""

    def __init__(
        self, work: Work, kind: str, fields: Mapping[str, FieldSpec], shape: Shape
    ) -> None:
        self._work = work
        self._kind = kind
        self._fields = fields
        self._words = shape == "words"
        self._names = conditions.names_of(work)
        self._titles: dict[str, dict[int, str]] = {}

    def row(self, record: Any) -> list[Any]:
        """Answer a record's number and values."""
        return self.both(record)[0]

    def both(self, record: Any) -> tuple[list[Any], list[Any]]:
        """Answer a record's number and values as they are written, and as they are."""
        values = values_of(record, self._kind, self._fields)
        told, masked = write_values(self._work, self._kind, self._fields, values)
        written = [self._cell(key, told, masked) for key in self._fields]
        return [record.id, *written], [record.id, *map(told.get, self._fields)]

    def _cell(self, key: str, told: Mapping[str, Any], masked: Sequence[str]) -> Any:
        value, spec = told.get(key), self._fields[key]
        if not self._words or value is None or key in masked:
            return value
        if spec.links_to is not None and isinstance(value, int):
            return self._title(spec.links_to, value)
        if isinstance(value, list):
            return _list_words(spec, cast("list[Any]", value))
        return _option_word(spec, value) if spec.options else value

    def _title(self, kind: str, number: int) -> Any:
        named = self._names.get((kind, number))
        if named is not None or kind not in ("customer", "deal"):
            return named or number
        if kind not in self._titles:
            model: Any = MODELS[kind]
            self._titles[kind] = self._titles_in_sight(kind, model)
        return self._titles[kind].get(number, number)

    def _titles_in_sight(self, kind: str, model: Any) -> dict[int, str]:
        """Answer what may be said of each record instead of its number: no name that is hidden."""
        actor = self._work.actor
        covered = actor.rights.hidden | actor.rights.masked
        if kind == "customer" and "customer.name" in covered:
            return {}
        title = model.name if kind == "customer" else model.ref
        chosen = select(model.id, title)
        seen = _seen(self._work, kind, model)
        rows = self._work.session.execute(chosen if seen is None else chosen.where(seen))
        return {row[0]: row[1] for row in rows}


def _list_words(spec: FieldSpec, items: list[Any]) -> str:
    """Join a list as a person reads it; as JSON where the import would part it otherwise."""
    if spec.type is FieldType.SUB_FORM:
        return json.dumps(items, ensure_ascii=False)
    words = [_option_word(spec, each) for each in items]
    joined = "、".join(words)
    parsed = {FieldType.TAGS, FieldType.CHOICES}
    if spec.type not in parsed:
        return joined
    try:
        whole = field_types.parse(joined, spec) == field_types.parse(items, spec)
    except FieldFault:
        whole = False
    return joined if whole else json.dumps(words, ensure_ascii=False)


def _option_word(spec: FieldSpec, value: Any) -> str:
    option = spec.option(str(value))
    return option.label(current_language()) if option is not None else str(value)

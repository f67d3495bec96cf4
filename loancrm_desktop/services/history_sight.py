"""Whose history a person may read: that of the customers in sight, fields covered as elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from loancrm_desktop.changes import Change
from loancrm_desktop.errors import Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.own_records import OwnRecord
from loancrm_desktop.models.stored import mapper_of
from loancrm_desktop.models.tables import metadata
from loancrm_desktop.services import access, sight
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import KEY_END, WAS_END, home_of
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

SEE_ALL = "journal.see"
"""The right to read the history of the whole office."""

OWN_TABLE = "own_record"

_SILENT = ("revision", "updated_at")
_BESIDE = (KEY_END, WAS_END)

FieldPair = tuple[str, object, object]


def require_record(work: Work, kind: str, record_id: int) -> None:
    """Let only those read a record's history who may see the record.

    Raises:
        Refused: the record, or the history of such records, is not for the actor.
    """
    access.require(work, _right(work) if _hangs_on_a_customer(kind) else SEE_ALL)
    if work.actor.rights.allows(SEE_ALL):
        return
    if not _Sight(work).sees(Change(kind, record_id, "update")):
        raise Refused(
            say("This record belongs to another person. Ask its owner or your team lead."),
            forbidden=True,
        )


def _right(work: Work) -> str:
    return SEE_ALL if work.actor.rights.allows(SEE_ALL) else "customers.see"


def visible(work: Work, changes: Iterable[Change]) -> Iterator[tuple[Change, list[FieldPair]]]:
    """Answer what the actor may see of changes: the rows in sight, without hidden fields.

    Returns:
        Each change with its fields as (column, old, new) in stored form; a masked value is a
        covered text.
    """
    access.require(work, _right(work))
    all_rows = work.actor.rights.allows(SEE_ALL)
    seeing = _Sight(work)
    for change in changes:
        if all_rows or seeing.sees(change):
            yield change, list(_fields(work, change))


class _Sight:
    """Which rows hang on a customer the actor may see; each customer is looked up once."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._customers: dict[int, bool] = {}

    def sees(self, change: Change) -> bool:
        """Say whether the actor may see the row of a change."""
        if not _hangs_on_a_customer(change.table):
            return False
        if change.table == OWN_TABLE:
            return self._sees_own(change)
        deal_id = change.record_id if change.table == "deal" else self._link(change, "deal_id")
        deal = row_of(self._work.session, Deal, deal_id) if deal_id else None
        if deal is not None and deal.handler_id == self._work.actor.user_id:
            return True
        if change.table == "customer":
            return self._sees_customer(change.record_id)
        customer_id = self._link(change, "customer_id") or (deal.customer_id if deal else None)
        return customer_id is not None and self._sees_customer(customer_id)

    def _sees_own(self, change: Change) -> bool:
        row = row_of(self._work.session, OwnRecord, change.record_id)
        if row is not None:
            return access.sees_own(self._work, row)
        customer_id = self._link(change, "customer_id")
        return customer_id is not None and self._sees_customer(customer_id)

    def _link(self, change: Change, column: str) -> int | None:
        """Answer what a row points at: as it is, or as it was when it is gone."""
        if column not in metadata.tables[change.table].columns:
            return None
        row: Any = row_of(self._work.session, mapper_of(change.table).class_, change.record_id)
        if row is not None:
            return cast("int | None", getattr(row, column))
        value = {**change.new, **change.old}.get(column)
        return value if isinstance(value, int) else None

    def _sees_customer(self, customer_id: int) -> bool:
        if customer_id not in self._customers:
            row = row_of(self._work.session, Customer, customer_id)
            self._customers[customer_id] = row is not None and access.sees_customer(
                self._work.actor, row
            )
        return self._customers[customer_id]


def _hangs_on_a_customer(table: str) -> bool:
    if table not in metadata.tables:
        return False
    columns = metadata.tables[table].columns
    return table == "customer" or "customer_id" in columns or "deal_id" in columns


def _fields(work: Work, change: Change) -> Iterator[FieldPair]:
    kind = _kind_of(work, change)
    known = _by_column(work, kind)
    for name in {**change.old, **change.new}:
        if name in _SILENT:
            continue
        old, new = change.old.get(name), change.new.get(name)
        if name == "custom":
            old, new = _own_fields(work, kind, old), _own_fields(work, kind, new)
        spec = known.get(name)
        if spec is not None:
            if access.hidden(work.actor, kind, spec.key):
                continue
            if access.masked(work.actor, kind, spec.key):
                old, new = _covered(old, spec), _covered(new, spec)
        yield name, old, new


def _kind_of(work: Work, change: Change) -> str:
    """Answer the record kind of a changed row: its table, but for records of own kinds."""
    if change.table != OWN_TABLE:
        return change.table
    told = {**change.old, **change.new}.get("kind")
    if isinstance(told, str):
        return told
    row = row_of(work.session, OwnRecord, change.record_id)
    return change.table if row is None else row.kind


def _by_column(work: Work, table: str) -> Mapping[str, FieldSpec]:
    """Answer the field behind each column, behind the columns with its text key too."""
    if table not in catalog_of(work).vocabulary.kinds:
        return {}
    found: dict[str, FieldSpec] = {}
    for key, spec in catalog_of(work).kind(table).fields.items():
        home = home_of(table, key) if spec.built_in else None
        if home is not None:
            found[home.attribute] = spec
            found[f"{key}_key"] = spec
    return found


def _own_fields(work: Work, table: str, custom: object) -> object:
    if not isinstance(custom, dict):
        return custom
    if table not in catalog_of(work).vocabulary.kinds:
        return cast("object", custom)
    fields = catalog_of(work).kind(table).fields
    shown: dict[str, Any] = {}
    for key, value in cast("dict[str, Any]", custom).items():
        if key.endswith(_BESIDE) or access.hidden(work.actor, table, key):
            continue
        masked = key in fields and access.masked(work.actor, table, key)
        shown[key] = _covered(value, fields[key]) if masked else value
    return shown


def _covered(value: object, spec: FieldSpec) -> object:
    if value is None or value in ("", []):
        return value
    return sight.covered(value, spec) if isinstance(value, str) else sight.COVERED

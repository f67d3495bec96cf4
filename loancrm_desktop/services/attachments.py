"""Documents added on a form that was not saved yet go to the record the form became."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from loancrm_desktop.changes import Change
from loancrm_desktop.models.documents import Document
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.stored import mapper_of
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import MODELS
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.services.office import Work


def take_along(work: Work, changes: tuple[Change, ...]) -> None:
    """Give a document that belongs to nobody yet to the record whose slot now holds it.

    Only what the acting person added: a number that was guessed gives nothing.
    """
    if work.undoes is not None or work.actor.user_id is None:
        return
    for change in changes:
        custom = change.new.get("custom")
        if change.act != "delete" and custom and change.table in _TABLES:
            _take(work, change)


_TABLES = frozenset({"customer", "deal", "follow_up", "task", "related_person", "own_record"})


def _take(work: Work, change: Change) -> None:
    model: Any = mapper_of(change.table).class_
    row = row_of(work.session, model, change.record_id)
    if row is None:
        return
    record: Any = row
    kind = str(record.kind) if change.table == "own_record" else change.table
    if kind not in MODELS:
        return
    fields = catalog_of(work).kind(kind).fields
    for key, spec in fields.items():
        if spec.type is FieldType.ATTACHMENT:
            for document_id in _numbers(record.custom.get(key)):
                _give(work, document_id, change.table, record)


def _numbers(value: object) -> Iterable[int]:
    each = cast("list[object]", value) if isinstance(value, list) else []
    return [one for one in each if isinstance(one, int)]


def _give(work: Work, document_id: int, table: str, record: Any) -> None:
    document = row_of(work.session, Document, document_id)
    loose = document is not None and document.customer_id is None and document.deal_id is None
    if document is None or not loose or document.added_by != work.actor.user_id:
        return
    if table == "customer":
        document.customer_id = record.id
        return
    document.customer_id = record.customer_id
    document.deal_id = record.id if table == "deal" else getattr(record, "deal_id", None)

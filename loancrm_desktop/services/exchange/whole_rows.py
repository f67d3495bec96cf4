"""Rows of a whole export as rows of this office: values read, links turned, what is kept worked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.models.stored import to_stored
from loancrm_desktop.services.exchange.import_plan import Progress, RowProblem
from loancrm_desktop.services.exchange.new_rows import NewValues
from loancrm_desktop.services.exchange.whole_file import WholeTable
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.form_parts import COMPUTED
from loancrm_desktop.services.forms.records import MODELS, home_of, is_own, may_be_empty
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import paths
from loancrm_desktop.services.process.paths import StageInfo
from loancrm_desktop.texts import listed, say

_STEP = 200
_FILLED_IN = frozenset({
    *("id", "updated_at", "revision", "assets", "tags", "custom"),
    *("stage_position", "created_month", "max_position"),
})  # fmt: skip
"""What is worked out, or empty at first, and stands in no file."""


@dataclass(slots=True)
class Maps:
    """Which number here stands for which there.

    Attributes:
        ids: by kind, there → here.
        logins: of people, to their number here.
    """

    ids: dict[str, Mapping[int, int]] = field(default_factory=dict[str, Mapping[int, int]])
    logins: dict[str, int] = field(default_factory=dict[str, int])


class KindReader:
    """Reads the rows of one record kind."""

    def __init__(self, work: Work, kind: str, maps: Maps, problems: list[RowProblem]) -> None:
        self._work = work
        self._kind = kind
        self._maps = maps
        self._problems = problems
        self._fields = catalog_of(work).kind(kind).fields
        self._values = NewValues(kind, self._fields)

    def rows(self, table: WholeTable, base: int, meter: Progress) -> list[dict[str, Any]]:
        """Answer the rows in stored form, and note which number each has here.

        Raises:
            Invalid: the table has a column this office has no field for.
            Refused: it was cancelled.
        """
        self._refuse_unknown(table)
        made: list[dict[str, Any]] = []
        ids: dict[int, int] = {}
        for number, row in enumerate(table.rows, base):
            read = self._read(dict(zip(table.keys, row, strict=True)))
            if read is not None:
                # What is left out leaves a gap, for others may have been told the numbers.
                ids[row[0]] = number
                made.append({**self._values.of(read), "id": number, **self._kind_column()})
            meter.done += 1
            if meter.done % _STEP == 0 and meter.cancelled:
                raise Refused(say("The import was cancelled. Nothing was changed."))
        self._maps.ids[self._kind] = ids
        return made

    def _kind_column(self) -> dict[str, str]:
        """Answer what tells rows of the office's own kinds from each other in their one table."""
        return {"kind": self._kind} if is_own(self._kind) else {}

    def _refuse_unknown(self, table: WholeTable) -> None:
        unknown = [key for key in table.keys if key != "id" and key not in self._fields]
        filled = [
            key
            for key in unknown
            if any(row[table.keys.index(key)] not in (None, "", []) for row in table.rows)
        ]
        if filled:
            text = say(
                "This office has no fields {fields} of {kind}. Draw them in the form first, so "
                "that nothing is lost.",
                fields="、".join(filled),
                kind=self._kind,
            )
            raise Invalid(text, [FieldProblem(key, "unknown_field", text) for key in filled])

    def _read(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        read: dict[str, Any] = {}
        for key, raw in row.items():
            spec = self._fields.get(key)
            if spec is None or raw is None:
                continue
            try:
                read[key] = self._value(spec, raw)
            except FieldFault as fault:
                note = RowProblem(int(row["id"]), key, fault.code, str(fault), rejects=False)
                self._problems.append(note)
        if any(self._is_orphan(key, row, read) for key in self._fields):
            text = str(say("What it belongs to is not in the file."))
            self._problems.append(RowProblem(int(row["id"]), "", "orphan", text))
            return None
        return read

    def _is_orphan(self, key: str, row: Mapping[str, Any], read: Mapping[str, Any]) -> bool:
        """Say whether the record cannot be without the one it names, which is not here."""
        if self._fields[key].links_to is None or row.get(key) is None or read.get(key) is not None:
            return False
        return home_of(self._kind, key) is not None and not may_be_empty(self._kind, key)

    def _value(self, spec: FieldSpec, raw: Any) -> Any:
        if spec.links_to is not None:
            return self._maps.ids.get(spec.links_to, {}).get(raw) if isinstance(raw, int) else None
        if spec.type is FieldType.ATTACHMENT:
            return None
        if spec.type in COMPUTED:
            # What the program filled in there is kept as it is here.
            number = spec.type is FieldType.AUTONUMBER
            spec = replace(spec, type=FieldType.TEXT if number else spec.compared_as, result=None)
        return field_types.from_json(raw, spec, self._work.place.zone)


def refuse_incomplete(kind: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let rows pass that have all a record cannot be without.

    Raises:
        Invalid: the table lacks a column, or a row has nothing there.
    """
    model: Any = MODELS[kind]
    needed = {
        column.name
        for column in model.__table__.columns
        if not (column.nullable or column.name in _FILLED_IN or column.default is not None)
    }
    for row in rows:
        missing = sorted(name for name in needed if row.get(name) is None)
        if missing:
            text = say(
                "The table {kind} of the file is not whole: {fields} are missing. Export again.",
                kind=kind,
                fields=listed(missing),
            )
            raise Invalid(text, [FieldProblem(name, "required", text) for name in missing])


class Stays:
    """The stays of the deals, and what deals and customers keep of them."""

    def __init__(self, work: Work, maps: Maps, deals: list[dict[str, Any]]) -> None:
        self._work = work
        self._maps = maps
        self._deals = {row["id"]: row for row in deals}
        self._stages: dict[int, dict[str, StageInfo]] = {
            path.id: {stage.key: stage for stage in path.stages} for path in paths.all_paths(work)
        }

    def rows(self, table: WholeTable, base: int) -> list[dict[str, Any]]:
        """Answer the stays in stored form; those of deals left out are left out."""
        made: list[dict[str, Any]] = []
        at = field_types.FieldType.DATETIME
        moment = FieldSpec(key="at", type=at, label_zh="", label_en="")
        zone = self._work.place.zone
        for values in table.rows:
            row = dict(zip(table.keys, values, strict=True))
            deal_id = self._maps.ids.get("deal", {}).get(row["deal"])
            if deal_id is None:
                continue
            visit: dict[str, Any] = {"id": base + len(made), "deal_id": deal_id}
            visit["process_id"] = self._deals[deal_id]["process_id"]
            for key in ("stage", "from_stage", "dwell_s", "reason"):
                visit[key] = row.get(key)
            for key in ("entered_at", "left_at", "due_at"):
                visit[key] = to_stored(field_types.from_json(row.get(key), moment, zone))
            for key, column in (("entered_by", "entered_by"), ("handler", "handler_id")):
                visit[column] = self._maps.logins.get(str(row.get(key)))
            made.append(visit)
            self._reach(deal_id, str(row.get("stage")))
        return made

    def _reach(self, deal_id: int, key: str) -> None:
        deal = self._deals[deal_id]
        stage = self._stages.get(deal["process_id"], {}).get(key)
        if stage is not None and stage.outcome == "open":
            deal["max_position"] = max(deal.get("max_position", 0), stage.position)

    def complete(self, customers: list[dict[str, Any]]) -> None:
        """Fill in what rows keep beside their fields: places on the board, months, who is shown."""
        of_customer: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        for deal in self._deals.values():
            stage = self._stages.get(deal["process_id"], {}).get(deal["stage"])
            deal["stage_position"] = 0 if stage is None else stage.position
            deal["created_month"] = self._month(deal["created_at"])
            of_customer[deal["customer_id"]].append(deal)
        for row in customers:
            deals = of_customer.get(row["id"])
            if deals:
                row["deal_id"] = max(deals, key=_liveliness)["id"]

    def _month(self, at_ms: int) -> int:
        from loancrm_desktop.models.base import from_ms

        local = from_ms(at_ms).astimezone(self._work.place.zone)
        return local.year * 100 + local.month


def _liveliness(deal: Mapping[str, Any]) -> tuple[bool, int, int]:
    return deal["outcome"] == "open", deal["stage_entered_at"], deal["id"]

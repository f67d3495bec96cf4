"""What keys and numbers are called here: catalogue keys in JSON, labels and names for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from loancrm_desktop.cli.printing import cell, plain
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.value_words import Reader
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import Text, current_language, say

Names = Mapping[int, str]

_KEYS = {
    "assignee_id": "assignee",
    "author_id": "author",
    "channel_id": "channel",
    "customer_id": "customer",
    "deal_id": "deal",
    "handler_id": "handler",
    "owner_id": "owner",
    "process_id": "process",
    "role_key": "role",
    "team_id": "team",
}
"""Names of columns by which services name what the catalogue calls by a shorter key."""

_PEOPLE = ("assignee", "author", "entered_by", "handler", "owner")

_GROUPS = {"kind": "kind", "match": "found_by", "operation": "operation", "role": "role"}
"""Names of columns whose values are words of the trade."""

_HEADINGS: Mapping[str, Text] = {
    "active": say("Active"),
    "actor": say("Person"),
    "amount": say("Amount"),
    "assignee": say("For"),
    "at": say("Time"),
    "audit_head": say("End of the log chain"),
    "author": say("Author"),
    "customer_name": say("Customer"),
    "deal": say("Deal"),
    "due_at": say("Due"),
    "dwell_s": say("Seconds spent"),
    "entered_at": say("Entered"),
    "entered_by": say("Moved by"),
    "count": say("Count"),
    "counts": say("Counts"),
    "format": say("Format"),
    "from_stage": say("From"),
    "id": say("No."),
    "key": say("Key"),
    "kind": say("Kind"),
    "last_backup": say("Last backup"),
    "left_at": say("Left"),
    "login": say("Login"),
    "match": say("Found by"),
    "mode": say("Mode"),
    "name": say("Name"),
    "note": say("Note"),
    "operation": say("What was done"),
    "overdue": say("Past the limit"),
    "reason": say("Reason"),
    "role": say("Role"),
    "revision": say("Revision"),
    "schema": say("Schema"),
    "seq": say("No."),
    "size_bytes": say("Size (bytes)"),
    "team": say("Team"),
    "title": say("Title"),
    "undoes": say("Takes back"),
    "undone_by": say("Taken back by"),
    "since": say("Since"),
    "why": say("Why it is forgotten"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The office's own words.

    Attributes:
        fields: by catalogue key, the fields whose labels and options are used.
        people: names by user id.
        teams: names by team id.
        channels: names by channel id.
    """

    fields: Mapping[str, FieldSpec] = field(default_factory=dict[str, FieldSpec])
    people: Names = field(default_factory=dict[int, str])
    teams: Names = field(default_factory=dict[int, str])
    channels: Names = field(default_factory=dict[int, str])

    def keyed(self, value: Any) -> Any:
        """Answer JSON values under catalogue keys; beside a number of a person stands the name."""
        return self._keyed(plain(value))

    def _keyed(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._keyed(each) for each in cast("list[Any]", value)]
        if not isinstance(value, dict):
            return value
        answer: dict[str, Any] = {}
        for key, each in cast("dict[str, Any]", value).items():
            short = _KEYS.get(key, key)
            answer[short] = self._keyed(each)
            names = self._names_for(short)
            if names is not None and (each is None or isinstance(each, int)):
                answer[f"{short}_name"] = names.get(each) if each is not None else None
        return answer

    def _names_for(self, key: str) -> Names | None:
        if key in _PEOPLE:
            return self.people
        return {"team": self.teams, "channel": self.channels}.get(key)

    def heading(self, key: str) -> str:
        """Say what a column or a line is called."""
        whose = key.removesuffix("_name")
        bare = key if self._names_for(whose) is None else whose
        spec = self.fields.get(bare)
        if spec is not None:
            return spec.label(current_language())
        text = _HEADINGS.get(bare)
        return text.read() if text is not None else bare

    def said(self, key: str, value: Any) -> str:
        """Say a JSON value to people."""
        spec = self.fields.get("stage" if key == "from_stage" else key)
        if spec is None and key in _GROUPS and isinstance(value, str):
            return name_of(_GROUPS[key], value)
        if value is None or spec is None or isinstance(value, bool):
            return cell(value)
        try:
            stored = field_types.from_json(value, spec)
        except FieldFault:
            return cell(value)
        return field_types.show(stored, spec, Reader(current_language()))


def card_values(card: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a deal's card with its amount under the catalogue's key."""
    return {("requested_amount" if key == "amount" else key): each for key, each in card.items()}

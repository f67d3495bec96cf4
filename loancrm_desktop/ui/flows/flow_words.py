"""What nodes, handlers and limits are called on the picture and beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from loancrm_desktop import display
from loancrm_desktop.services.people import RoleRow
from loancrm_desktop.terms import terms_of
from loancrm_desktop.texts import Text, current_language, listed, say, tr
from loancrm_desktop.ui.flows import flow_body
from loancrm_desktop.ui.flows.flow_body import Body, Entry
from loancrm_desktop.ui.office_words import OfficeWords

KINDS = (
    "start", "handle", "approval", "branch", "action", "wait", "parallel", "sub_process", "end",
)  # fmt: skip
ICONS: Mapping[str, str] = {
    "start": "play",
    "handle": "user",
    "approval": "approve",
    "branch": "branch",
    "action": "rule",
    "wait": "hourglass",
    "parallel": "swap",
    "sub_process": "flow",
    "end": "stop",
}
END_ICONS: Mapping[str, str] = {"won": "check-circle", "archived": "archive", "lost": "x-circle"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of the JSON with its words."""

    value: str
    words: str


def kind_text(kind: str) -> Text:
    """Name a kind of node."""
    return {
        "start": say("Start"),
        "handle": say("Work by hand"),
        "approval": say("Approval"),
        "branch": say("Branch by condition"),
        "action": say("Automatic action"),
        "wait": say("Wait / timer"),
        "parallel": say("Parallel work"),
        "sub_process": say("Sub-process"),
        "end": say("End"),
    }.get(kind, say("Node"))


def handler_kinds() -> tuple[Choice, ...]:
    """Answer the ways to find a handler."""
    return (
        Choice("owner", tr("The customer's owner")),
        Choice("leader", tr("The owner's team lead")),
        Choice("role", tr("A role")),
        Choice("person", tr("A fixed person")),
        Choice("field", tr("By the value of a field")),
        Choice("round_robin", tr("In turn among several")),
        Choice("least_busy", tr("Who has least to do")),
        Choice("initiator", tr("Who opened the deal")),
    )


def limit_units() -> tuple[Choice, ...]:
    """Answer the units of a time limit."""
    return (
        Choice("working_minutes", tr("working minutes")),
        Choice("working_hours", tr("working hours")),
        Choice("working_days", tr("working days")),
        Choice("minutes", tr("minutes")),
        Choice("hours", tr("hours")),
        Choice("days", tr("days")),
    )


def outcomes() -> tuple[Choice, ...]:
    """Answer what a stage means for its deals."""
    return (
        Choice("open", tr("running")),
        Choice("won", tr("done")),
        Choice("archived", tr("archived")),
        Choice("lost", tr("rejected")),
    )


def funnel_steps() -> tuple[Choice, ...]:
    """Answer the steps of the funnel."""
    return choices_of("funnel")


def choices_of(group: str) -> tuple[Choice, ...]:
    """Answer the words of a group of terms as choices."""
    return tuple(Choice(each.name, each.read()) for each in terms_of(group))


def name_in(entry: Mapping[str, Any], language: str | None = None) -> str:
    """Answer a name in a language, the other one where it has none."""
    zh, en = str(entry.get("name_zh") or ""), str(entry.get("name_en") or "")
    return (en or zh) if (language or current_language()) == "en" else (zh or en)


def node_name(body: Body, key: str) -> str:
    """Name a node in the language of the window."""
    zh, en = flow_body.names_of(body, key)
    return en if current_language() == "en" else zh


def edge_name(body: Body, key: str) -> str:
    """Name an arrow by its own name, or by where it leads."""
    found = flow_body.edge(body, key) or {}
    own = name_in(found)
    start, end = (node_name(body, str(found.get(side, ""))) for side in ("from", "to"))
    return own or tr("{start} to {end}", start=start, end=end)


class FlowWords:
    """Says handlers and limits in the office's names."""

    def __init__(self, words: OfficeWords) -> None:
        self.words = words
        self.roles: dict[str, str] = {}

    def take_roles(self, roles: Sequence[RoleRow]) -> None:
        """Take the office's roles."""
        english = current_language() == "en"
        self.roles = {each.key: each.name_en if english else each.name_zh for each in roles}

    def role(self, key: str | None) -> str:
        """Name a role."""
        return self.roles.get(key or "", key or "")

    def field(self, name: str | None) -> str:
        """Name a field of the catalogue."""
        kind, _, key = (name or "").rpartition(".")
        return self.words.field_label(kind or "deal", key)

    def fields(self, dates_only: bool = False) -> list[Choice]:  # noqa: FBT001, FBT002 - which
        """Answer every field of deals and their customers, by catalogue name."""
        found: list[Choice] = []
        for kind, prefix in (("deal", ""), ("customer", "customer.")):
            title = tr("Deal") if kind == "deal" else tr("Customer")
            for key, spec in self.words.fields(kind).items():
                if dates_only and spec.type.value not in ("date", "datetime"):
                    continue
                words = f"{title} · {spec.label(current_language())}"
                found.append(Choice(f"{prefix}{key}", words))
        return found

    def handler(self, policy: Mapping[str, Any] | None) -> str:
        """Say who works somewhere, in one line."""
        if policy is None:
            return ""
        kind = str(policy.get("kind", "owner"))
        said = ""
        if kind == "person":
            said = self.words.person_name(policy.get("person")) or tr("nobody yet")
        elif kind == "role":
            said = tr("Role: {role}", role=self.role(policy.get("role")))
        elif kind == "field":
            said = tr("by “{field}”", field=self.field(policy.get("field")))
        elif kind == "leader" and int(policy.get("level", 1)) > 1:
            said = tr("Team lead, {n} levels up", n=policy.get("level"))
        elif kind in ("round_robin", "least_busy"):
            said = self._among(kind, policy)
        return said or next((each.words for each in handler_kinds() if each.value == kind), kind)

    def _among(self, kind: str, policy: Mapping[str, Any]) -> str:
        chosen: Sequence[int] = policy.get("people") or ()
        names = listed([self.words.person_name(each) for each in chosen]).read()
        who = names or self.role(policy.get("role"))
        if kind == "round_robin":
            return tr("In turn: {who}", who=who)
        return tr("Least busy: {who}", who=who)

    def limit(self, limit: Mapping[str, Any] | None) -> str:
        """Say until when a deal may stay, in one line."""
        if limit is None:
            return tr("no limit")
        if limit.get("field"):
            days = int(limit.get("amount", 1))
            return tr("{field} {days:+d} days", field=self.field(limit["field"]), days=days)
        unit = str(limit.get("unit", "working_hours"))
        words = next((each.words for each in limit_units() if each.value == unit), unit)
        amount = f"{limit.get('amount', 1)} {words}"
        acts = {str(each.get("do", "remind_handler")) for each in limit.get("actions") or ()}
        late = [
            words
            for key, words in (
                ("pass_on", tr("passed on when late")),
                ("return", tr("sent back when late")),
                ("remind_leader", tr("lead told when late")),
            )
            if key in acts
        ]
        return f"{amount} · {late[0]}" if late else amount

    def lines(self, entry: Entry) -> tuple[str, str]:
        """Answer the two lines below a node's name: who, and until when."""
        kind = entry.get("kind")
        if kind == "parallel":
            tracks: list[Entry] = entry.get("tracks") or []
            names = listed([name_in(each) or each.get("key") for each in tracks]).read()
            return names or tr("no parallel branches yet"), self.limit(entry.get("limit"))
        if kind == "wait":
            return tr("waits"), self.limit(entry.get("limit"))
        if kind == "action":
            return tr("{count} actions", count=acts_count(entry)), ""
        if kind == "sub_process":
            return str(entry.get("process") or tr("no process yet")), ""
        approvers: list[Entry] = entry.get("approvers") or []
        if kind == "approval" and approvers:
            return listed([self.handler(each) for each in approvers]).read(), self.limit(
                entry.get("limit")
            )
        return self.handler(entry.get("handler")), self.limit(entry.get("limit"))


def acts_count(entry: Mapping[str, Any]) -> int:
    """Count what is done of itself at a node."""
    return len(entry.get("on_entry") or ()) + len(entry.get("on_exit") or ())


def stay_text(seconds: int | None) -> str:
    """Say how long deals stay on average."""
    return "" if seconds is None else display.duration(timedelta(seconds=seconds))

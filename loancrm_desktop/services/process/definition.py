"""A process as versioned data: its nodes, the arrows between them, who, until when, what is asked.

Format 2. Format 1 (stages only) is read by upgrading.py; a newer one is refused in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

FORMAT = 2

NodeKind = Literal[
    "start", "handle", "approval", "branch", "action", "wait", "parallel", "sub_process", "end"
]
KINDS: tuple[NodeKind, ...] = (
    "start",
    "handle",
    "approval",
    "branch",
    "action",
    "wait",
    "parallel",
    "sub_process",
    "end",
)
PASSING: frozenset[str] = frozenset({"start", "branch", "action", "sub_process"})
"""Kinds a deal never rests in; what a sub-process asks is drawn into its parent when it is read."""
HANDLED: frozenset[str] = frozenset({"handle", "approval"})
"""Kinds somebody works in."""

HandlerKind = Literal[
    "person", "role", "leader", "field", "owner", "round_robin", "least_busy", "initiator"
]
LimitUnit = Literal["minutes", "hours", "days", "working_minutes", "working_hours", "working_days"]
LimitAct = Literal["remind_handler", "remind_leader", "pass_on", "return"]
ActKind = Literal["set_field", "add_task", "add_tag", "customer_status"]
Outcome = Literal["open", "won", "archived", "lost"]
ApprovalMode = Literal["any", "all", "in_turn"]

NodeKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_./-]{0,62}$")]
NodeName = Annotated[str, StringConstraints(max_length=120)]


class Part(BaseModel):
    """A part of a definition: never changed in place, unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ByValue(Part):
    """One line of a table: for these values of the field, this handler."""

    values: tuple[str, ...]
    handler: Handler


class Handler(Part):
    """Who works in a node.

    Attributes:
        person: user id, for `person`.
        role: a role's key, for `role`, `round_robin` and `least_busy`.
        people: user ids to choose from, for `round_robin` and `least_busy`; else the role's.
        level: how many leaders up, for `leader`.
        field: catalogue field such as `customer.region`, for `field`; a person field works too.
        table: for `field`: values and the handler each means.
        fallback: who else when nobody is found.
    """

    kind: HandlerKind = "owner"
    person: int | None = None
    role: str | None = None
    people: tuple[int, ...] = ()
    level: int = Field(default=1, ge=1, le=9)
    field: str | None = None
    table: tuple[ByValue, ...] = ()
    fallback: Handler | None = None


class LimitAction(Part):
    """What happens around a limit.

    Attributes:
        when: before, at or after the limit.
        share: for `before`: when this percentage of the time is left.
        minutes: for `before` and `after`: how long before or after.
        repeat_minutes: again every so many minutes, on the limit's own clock.
        most: how many times in all when it repeats.
    """

    when: Literal["before", "at", "after"] = "at"
    do: LimitAct = "remind_handler"
    share: int | None = Field(default=None, ge=1, le=99)
    minutes: int = Field(default=0, ge=0)
    repeat_minutes: int | None = Field(default=None, ge=1)
    most: int = Field(default=1, ge=1, le=99)


class Limit(Part):
    """Until when a deal may stay.

    Attributes:
        amount: how many units; for a date field how many days from it (may be negative).
        field: a date field the limit hangs on instead of the time of entry.
    """

    amount: int = Field(default=1, ge=-3650, le=100_000)
    unit: LimitUnit = "working_hours"
    field: str | None = None
    actions: tuple[LimitAction, ...] = ()


class NodeAct(Part):
    """Something done of itself when a deal enters or leaves.

    Attributes:
        do: what.
        field, value: for `set_field`; `value` is also the tag or the customer's status.
        title, minutes: for `add_task`: its title, and when it is due, in minutes from now.
    """

    do: ActKind
    field: str | None = None
    value: Any = None
    title: str | None = None
    minutes: int | None = Field(default=None, ge=0)


class TrackStep(Part):
    """One piece of work of a parallel branch."""

    key: NodeKey
    name_zh: NodeName
    name_en: NodeName = ""
    handler: Handler = Handler()
    limit: Limit | None = None
    required: tuple[str, ...] = ()


class Track(Part):
    """A branch of a parallel node: its pieces of work, one after the other."""

    key: NodeKey
    name_zh: NodeName = ""
    name_en: NodeName = ""
    steps: tuple[TrackStep, ...] = Field(min_length=1)


class Stage(Part):
    """A column of the board that nodes stand in."""

    key: NodeKey
    name_zh: NodeName = Field(min_length=1)
    name_en: NodeName = ""
    outcome: Outcome = "open"
    funnel_step: str | None = None
    customer_status: str | None = None


class Node(Part):
    """One node of the picture.

    Attributes:
        stage: the stage a deal shows while it rests here.
        mode: for `approval`: any one, all, or one after the other.
        approvers: for `approval`: who is asked; empty means the handler alone.
        tracks, join: for `parallel`: the branches, and whether all or any one must be done.
        process, version: for `sub_process`: which, pinned when it is published.
        required: fields that must be filled before leaving.
        visible, editable: fields shown and open here; None means all.
        documents: kinds of documents that must be there before leaving.
        may_return, may_skip: whether a deal may be sent back from here, or past here.
        x, y: where it is drawn.
    """

    key: NodeKey
    kind: NodeKind
    name_zh: NodeName = ""
    name_en: NodeName = ""
    stage: str | None = None
    handler: Handler | None = None
    mode: ApprovalMode = "any"
    approvers: tuple[Handler, ...] = ()
    tracks: tuple[Track, ...] = ()
    join: Literal["all", "any"] = "all"
    process: str | None = None
    version: int | None = None
    limit: Limit | None = None
    until: dict[str, Any] | None = None
    required: tuple[str, ...] = ()
    visible: tuple[str, ...] | None = None
    editable: tuple[str, ...] | None = None
    documents: tuple[str, ...] = ()
    on_entry: tuple[NodeAct, ...] = ()
    on_exit: tuple[NodeAct, ...] = ()
    may_return: bool = True
    may_skip: bool = False
    x: float | None = None
    y: float | None = None

    @property
    def rests(self) -> bool:
        """Say whether a deal can stand here."""
        return self.kind not in PASSING


class Edge(Part):
    """An arrow.

    Attributes:
        when: a condition on the deal that must hold; on arrows out of a branch it decides.
        otherwise: the else of a branch.
        on: of an arrow out of an approval: for which answer it is.
        requires: fields that must be filled to go this way.
        needs_reason: whether the mover has to say why.
    """

    start: NodeKey = Field(alias="from")
    end: NodeKey = Field(alias="to")
    name_zh: NodeName = ""
    name_en: NodeName = ""
    when: dict[str, Any] | None = None
    otherwise: bool = Field(default=False, alias="else")
    on: Literal["approved", "rejected"] | None = None
    requires: tuple[str, ...] = ()
    needs_reason: bool = False
    customer_status: str | None = None
    points: tuple[tuple[float, float], ...] = ()

    @property
    def key(self) -> str:
        """Answer its name inside the picture."""
        return f"{self.start}>{self.end}"


class Rules(Part):
    """What holds beside the arrows.

    Attributes:
        back_among_open: deals may be sent back to any earlier running stage.
        skip_forward: deals may jump over stages.
        lose_from_open: the stage every running deal may be lost to.
        reopen_to: running stages a finished deal may come back to.
    """

    back_among_open: bool = True
    skip_forward: bool = False
    lose_from_open: str | None = None
    reopen_to: tuple[str, ...] = ()


class Definition(Part):
    """A whole process."""

    format: Literal[2] = FORMAT
    key: NodeKey
    name_zh: NodeName = Field(min_length=1)
    name_en: NodeName = ""
    stages: tuple[Stage, ...] = Field(min_length=1)
    nodes: tuple[Node, ...] = Field(min_length=1)
    edges: tuple[Edge, ...] = ()
    rules: Rules = Rules()

    @cached_property
    def by_key(self) -> Mapping[str, Node]:
        """Answer the nodes by key."""
        return {node.key: node for node in self.nodes}

    @cached_property
    def stage_by_key(self) -> Mapping[str, Stage]:
        """Answer the stages by key."""
        return {stage.key: stage for stage in self.stages}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Answer each stage's place on the board."""
        return {stage.key: index for index, stage in enumerate(self.stages)}

    @cached_property
    def out_of(self) -> Mapping[str, tuple[Edge, ...]]:
        """Answer the arrows out of each node, in their order."""
        found: dict[str, list[Edge]] = {}
        for edge in self.edges:
            found.setdefault(edge.start, []).append(edge)
        return {key: tuple(edges) for key, edges in found.items()}

    @cached_property
    def start(self) -> Node | None:
        """Answer the node where deals begin."""
        return next((node for node in self.nodes if node.kind == "start"), None)

    @cached_property
    def node_of_stage(self) -> Mapping[str, Node]:
        """Answer the node a deal stands in that is only known to be in a stage: its first."""
        found: dict[str, Node] = {}
        for node in self.nodes:
            if node.stage is not None and node.rests:
                found.setdefault(node.stage, node)
        return found

    def name_of(self, key: str) -> tuple[str, str]:
        """Answer a node's names in both languages; its stage's where it has none."""
        node = self.by_key.get(key)
        if node is None:
            return key, key
        stage = self.stage_by_key.get(node.stage or "")
        zh = node.name_zh or (stage.name_zh if stage else "") or key
        return zh, node.name_en or (stage.name_en if stage else "") or zh

    def written(self) -> dict[str, Any]:
        """Answer its JSON form, without what is only the default."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {
            "format": FORMAT
        }


ByValue.model_rebuild()
Handler.model_rebuild()

"""The process on the table: its body, what is chosen in it, and every step back and forth."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QObject

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.drafting.draft_desk import DraftDesk
from loancrm_desktop.ui.flows import flow_body, layered
from loancrm_desktop.ui.flows.flow_body import Body, Entry
from loancrm_desktop.ui.flows.flow_words import kind_text, node_name

GRID = 8
COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen: nodes, or one arrow, or nothing."""

    nodes: tuple[str, ...] = ()
    edge: str = ""

    @property
    def node(self) -> str:
        """The one node chosen; empty for none or several."""
        return self.nodes[0] if len(self.nodes) == 1 else ""


class FlowDesk(DraftDesk):
    """Holds one process while it is designed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(flow_body.empty_body("standard", ""), parent)
        self._chosen = Chosen()
        self._piece: Body | None = None

    @property
    def key(self) -> str:
        """The process's key."""
        return str(self._body.get("key", ""))

    @property
    def address(self) -> Mapping[str, str]:
        """Which process it is, as the calls of its service name it."""
        return {"process": self.key}

    @property
    def chosen(self) -> Chosen:
        """What is chosen."""
        return self._chosen

    @property
    def can_paste(self) -> bool:
        """Whether something was copied."""
        return self._piece is not None

    def open(self, body: Body) -> None:
        """Put another process on the table; there is nothing to take back."""
        self._body = arranged(copy.deepcopy(body))
        self.undo_stack.clear()
        self._chosen = Chosen()
        self.changed.emit()
        self.chosen_changed.emit()

    def show_step(self, body: Body, chosen: object) -> None:
        """Show the body of a step; for the steps."""
        self._body = body
        wanted = chosen if isinstance(chosen, Chosen) else self._chosen
        self.changed.emit()
        self.choose(wanted)

    def choose(self, chosen: Chosen) -> None:
        """Choose something; what is not there is left out."""
        there = tuple(key for key in chosen.nodes if flow_body.node(self._body, key) is not None)
        edge = chosen.edge if flow_body.edge(self._body, chosen.edge) is not None else ""
        found = Chosen(there, "" if there else edge)
        if found != self._chosen:
            self._chosen = found
            self.chosen_changed.emit()

    def choose_nodes(self, *keys: str) -> None:
        """Choose nodes."""
        self.choose(Chosen(keys))

    def choose_edge(self, key: str) -> None:
        """Choose an arrow."""
        self.choose(Chosen(edge=key))

    def choose_all(self) -> None:
        """Choose every node."""
        self.choose_nodes(*(str(each["key"]) for each in flow_body.nodes(self._body)))

    def choose_next(self) -> None:
        """Choose the next node."""
        self.step_through(1)

    def choose_previous(self) -> None:
        """Choose the node before."""
        self.step_through(-1)

    def open_step(self, body: object) -> None:
        """Draw on from another picture; the process keeps its key and names."""
        if isinstance(body, dict):
            kept = {name: self._body.get(name, "") for name in ("key", "name_zh", "name_en")}
            taken = arranged({**cast("Body", body), **kept})
            self.change(taken, tr("Put another picture on the table"))

    def step_through(self, step: int) -> None:
        """Choose the next node, or the one before."""
        keys = [str(each["key"]) for each in flow_body.nodes(self._body)]
        if keys:
            here = keys.index(self._chosen.node) if self._chosen.node in keys else -step
            self.choose_nodes(keys[(here + step) % len(keys)])

    def place_of(self, key: str) -> tuple[float, float]:
        """Answer the middle of a node."""
        found = flow_body.node(self._body, key) or {}
        return float(found.get("x") or 0), float(found.get("y") or 0)

    def add(self, kind: str, place: tuple[float, float] | None = None, after: str = "") -> str:
        """Add a node, connected behind `after` when given; answers its key."""
        body, made = self._with_new(kind, place or self._free_place(after), after)
        if after:
            body = flow_body.with_edge(body, self._new_edge(body, after, made))
        self.change(body, tr("Add {name}", name=kind_text(kind)))
        self.choose_nodes(made)
        return made

    def append(self, kind: str) -> str:
        """Add a node behind the one chosen."""
        after = self._chosen.node
        ended = (flow_body.node(self._body, after) or {}).get("kind") == "end"
        return self.add(kind, after="" if ended else after)

    def insert(self, edge: str, kind: str) -> str:
        """Put a node into an arrow; what stands behind makes room."""
        found = flow_body.edge(self._body, edge)
        if found is None:
            return ""
        start, end = str(found["from"]), str(found["to"])
        place = self._between(start, end)
        body, made = self._with_new(kind, place, start)
        at = flow_body.edges(body).index(found)
        first = flow_body.merged(found, {"to": made, "points": None})
        behind = self._new_edge(body, made, end)
        kept = flow_body.edges(body)
        body = {**body, "edges": [*kept[:at], first, behind, *kept[at + 1 :]]}
        self.change(body, tr("Insert {name}", name=kind_text(kind)))
        self.choose_nodes(made)
        return made

    def connect_nodes(self, start: str, end: str) -> bool:
        """Draw an arrow; answers whether there is a new one."""
        body = self._body
        ends = (flow_body.node(body, start), flow_body.node(body, end))
        if None in ends or start == end or flow_body.edge(body, f"{start}>{end}") is not None:
            return False
        changed = flow_body.with_edge(body, self._new_edge(body, start, end))
        self.change(changed, tr("Draw an arrow"))
        self.choose_edge(f"{start}>{end}")
        return True

    def move(self, places: Mapping[str, tuple[float, float]], merge: str = "") -> None:
        """Put nodes where they are now."""
        self.change(flow_body.moved(self._body, places), tr("Move nodes"), merge)

    def nudge(self, right: int, down: int) -> None:
        """Move the chosen nodes by steps of the grid."""
        places = {key: self.place_of(key) for key in self._chosen.nodes}
        shifted = {
            key: (x + right * GRID, y + down * GRID) for key, (x, y) in places.items()
        }  # fmt: skip
        self.move(shifted, f"nudge {self._chosen.nodes}")

    def arrange(self) -> None:
        """Lay the whole picture out anew."""
        self.change(arranged(self._body, anew=True), tr("Arrange by itself"))

    def delete_chosen(self) -> None:
        """Delete what is chosen; a way through a node is closed again."""
        chosen = self._chosen
        if chosen.edge:
            body = flow_body.without(self._body, (), (chosen.edge,))
            self.change(body, tr("Delete the arrow"))
        elif chosen.nodes:
            named = node_name(self._body, chosen.nodes[0])
            text = tr("Delete {name}", name=named)
            if len(chosen.nodes) > 1:
                text = tr("Delete {count} nodes", count=len(chosen.nodes))
            self.change(flow_body.without(self._body, chosen.nodes), text)

    def copy_chosen(self) -> None:
        """Take a copy of the chosen nodes along."""
        if self._chosen.nodes:
            self._piece = flow_body.copied(self._body, self._chosen.nodes)

    def cut_chosen(self) -> None:
        """Take the chosen nodes along and out."""
        self.copy_chosen()
        self.delete_chosen()

    def paste(self) -> None:
        """Put what was copied onto the picture."""
        if self._piece is not None:
            body, keys = flow_body.pasted(self._body, self._piece)
            self.change(body, tr("Paste"))
            self.choose_nodes(*keys)

    def duplicate(self) -> None:
        """Put a copy of the chosen nodes beside them."""
        if self._chosen.nodes:
            body, keys = flow_body.pasted(
                self._body, flow_body.copied(self._body, self._chosen.nodes)
            )
            self.change(body, tr("Copy nodes"))
            self.choose_nodes(*keys)

    def set_node(self, key: str, values: Mapping[str, Any]) -> None:
        """Set properties of a node; typing in one property is one step."""
        body = flow_body.set_node(self._body, key, values)
        self._step(body, node_name(self._body, key), f"node {key} {sorted(values)}")

    def set_stage(self, key: str, values: Mapping[str, Any]) -> None:
        """Set properties of a stage."""
        body = flow_body.set_stage(self._body, key, values)
        name = flow_body.stage(self._body, key) or {}
        self._step(body, str(name.get("name_zh", key)), f"stage {key} {sorted(values)}")

    def set_edge(self, key: str, values: Mapping[str, Any]) -> None:
        """Set properties of an arrow."""
        body = flow_body.set_edge(self._body, key, values)
        self._step(body, tr("an arrow"), f"edge {key} {sorted(values)}")

    def set_whole(self, values: Mapping[str, Any]) -> None:
        """Set properties of the process."""
        body = flow_body.merged(self._body, values)
        self._step(body, tr("the process"), f"whole {sorted(values)}")

    def _step(self, body: Body, name: str, merge: str) -> None:
        self.change(body, tr("Change {name}", name=name), merge)

    def _with_new(self, kind: str, place: tuple[float, float], after: str) -> tuple[Body, str]:
        key = flow_body.free_key(self._body, kind)
        made: Entry = {"key": key, "kind": kind, **self._names(kind)}
        made |= {"x": snapped(place[0]), "y": snapped(place[1])}
        column: Entry | None = None
        if kind in flow_body.RESTING:
            made["stage"] = key
            column = {"key": key, "name_zh": made["name_zh"], "name_en": made["name_en"]}
            before = flow_body.node(self._body, after) or {}
            near = flow_body.stage(self._body, before.get("stage")) or {}
            if kind == "end":
                column["outcome"] = "archived"
            elif near.get("funnel_step"):
                column["funnel_step"] = near["funnel_step"]
        return flow_body.with_node(self._body, made, column, after if kind != "end" else ""), key

    def _names(self, kind: str) -> Entry:
        """Answer names in both languages that no other node has."""
        taken = {each.get("name_zh") for each in flow_body.nodes(self._body)}
        words, number = kind_text(kind), 2
        zh, en = words.read("zh"), words.read("en")
        found = zh
        while found in taken:
            found, number = f"{zh} {number}", number + 1
        return {"name_zh": found, "name_en": en if found == zh else f"{en} {number - 1}"}

    def _new_edge(self, body: Body, start: str, end: str) -> Entry:
        made: Entry = {"from": start, "to": end}
        kind = (flow_body.node(body, start) or {}).get("kind")
        others = flow_body.out_of(body, start)
        if kind == "branch" and others and not any(each.get("else") for each in others):
            made["else"] = True
        elif kind == "approval":
            known = {each.get("on") for each in others}
            made["on"] = "rejected" if "approved" in known else "approved"
            made["needs_reason"] = True if made["on"] == "rejected" else None
        return flow_body.merged(made, {})

    def _between(self, start: str, end: str) -> tuple[float, float]:
        (ax, ay), (bx, by) = self.place_of(start), self.place_of(end)
        if abs(ax - bx) + abs(ay - by) >= layered.PITCH_X * 1.6:
            return (ax + bx) / 2, (ay + by) / 2
        return self._free_place(start)

    def _free_place(self, after: str) -> tuple[float, float]:
        if not flow_body.nodes(self._body):
            return 0.0, 0.0
        last = after or str(flow_body.nodes(self._body)[-1]["key"])
        x, y = self.place_of(last)
        wide, high = layered.PITCH_X, layered.PITCH_Y
        ways = ((wide, 0), (0, high), (wide, high), (wide, -high), (0, high * 2), (-wide, 0))
        spots = [(x + right, y + down) for right, down in ways]
        spots += [(x, y + high * number) for number in range(3, 60)]
        return next(spot for spot in spots if self._is_free(spot))

    def _is_free(self, spot: tuple[float, float]) -> bool:
        return not any(
            abs(spot[0] - x) < layered.PITCH_X * 0.9 and abs(spot[1] - y) < layered.PITCH_Y * 0.9
            for x, y in (self.place_of(str(each["key"])) for each in flow_body.nodes(self._body))
        )


def snapped(length: float) -> float:
    """Answer the nearest line of the grid."""
    return float(round(length / GRID) * GRID)


def arranged(body: Body, *, anew: bool = False) -> Body:
    """Lay out a picture without places, or any one anew."""
    drawn = flow_body.nodes(body)
    if not anew and any(each.get("x") is not None for each in drawn):
        return body
    keys = sorted_from_start(drawn)
    arrows = [(str(each["from"]), str(each["to"])) for each in flow_body.edges(body)]
    places = layered.placed(keys, arrows, COLUMNS)
    return flow_body.moved(body, places)


def sorted_from_start(drawn: Collection[Entry]) -> list[str]:
    """Answer the keys, starts first."""
    return [str(each["key"]) for each in sorted(drawn, key=_after_start)]


def _after_start(each: Entry) -> bool:
    return each.get("kind") != "start"

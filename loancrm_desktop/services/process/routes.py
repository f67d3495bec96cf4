"""The ways a deal may go from where it rests: through branches and actions to where it rests next.

Without a record every arrow of a branch counts; with one the first whose condition holds, else
the else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from loancrm_desktop.errors import Refused
from loancrm_desktop.services.process.definition import Definition, Edge, Node
from loancrm_desktop.services.process.faults import node_text
from loancrm_desktop.texts import say

MOST_HOPS = 60
"""So many nodes may be passed in one go; what is more goes in circles."""

Holds = Callable[[Edge], bool]


@dataclass(frozen=True, slots=True)
class Route:
    """A way from one resting node to the next.

    Attributes:
        edges: the arrows gone, the first chosen, the others decided by conditions.
        end: where it leads.
    """

    edges: tuple[Edge, ...]
    end: Node

    @property
    def first(self) -> Edge:
        """Answer the arrow that is chosen."""
        return self.edges[0]

    @property
    def requires(self) -> tuple[str, ...]:
        """Answer the fields its arrows ask for."""
        return tuple(dict.fromkeys(key for edge in self.edges for key in edge.requires))

    @property
    def needs_reason(self) -> bool:
        """Say whether one of its arrows asks for a reason."""
        return any(edge.needs_reason for edge in self.edges)

    @property
    def customer_status(self) -> str | None:
        """Answer what the last arrow that says so makes of the customer."""
        said = [edge.customer_status for edge in self.edges if edge.customer_status]
        return said[-1] if said else None


def possible(design: Definition, node: Node) -> tuple[Route, ...]:
    """Answer every way out of a node, whatever the conditions of branches say."""
    return tuple(_walk(design, (), node.key, frozenset({node.key})))


def _walk(
    design: Definition, gone: tuple[Edge, ...], key: str, seen: frozenset[str]
) -> Iterator[Route]:
    for edge in design.out_of.get(key, ()):
        end = design.by_key.get(edge.end)
        if end is None:
            continue
        edges = (*gone, edge)
        if end.rests:
            yield Route(edges, end)
        elif end.key not in seen:
            yield from _walk(design, edges, end.key, seen | {end.key})


def decided(design: Definition, first: Edge, holds: Holds) -> Route:
    """Answer where an arrow leads for one deal.

    Raises:
        Refused: the process goes in circles, or ends in the middle of nowhere.
    """
    edges = [first]
    for _ in range(MOST_HOPS):
        end = design.by_key.get(edges[-1].end)
        if end is None:
            break
        if end.rests:
            return Route(tuple(edges), end)
        onward = _chosen(design, end, holds)
        if onward is None:
            raise Refused(
                say(
                    "The process stops at {node}: no arrow out of it is for this deal. Have it "
                    "corrected in the process designer.",
                    node=node_text(design, end.key),
                )
            )
        edges.append(onward)
    raise Refused(
        say(
            "The process goes in circles after {node}. Have it corrected in the process designer.",
            node=node_text(design, first.start),
        )
    )


def _chosen(design: Definition, node: Node, holds: Holds) -> Edge | None:
    edges = design.out_of.get(node.key, ())
    if node.kind != "branch":
        return edges[0] if edges else None
    for edge in edges:
        if not edge.otherwise and edge.when is not None and holds(edge):
            return edge
    return next((edge for edge in edges if edge.otherwise), None)

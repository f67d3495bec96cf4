"""What lies over the picture: layers switched on, figures, faults, the way of a trial or a deal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from loancrm_desktop.services.process.faults import ProcessFault
from loancrm_desktop.services.process.figures import NodeHeat


@dataclass(slots=True)
class Layers:
    """Read while painting; whoever changes it asks the scene to update.

    Attributes:
        handlers, limits, heat: what is switched on.
        figures: how many stand at a node, how long they stay.
        faults: the worst fault of each node: `error` or `warning`.
        states: of a deal or a trial: node to `done`, `now`, `late`, `waiting` or `ahead`.
        said: of a deal or a trial: node to a line about it.
        lit: arrows that were gone.
        is_run: whether a deal or a trial is shown.
    """

    handlers: bool = True
    limits: bool = True
    heat: bool = False
    figures: dict[str, NodeHeat] = field(default_factory=dict[str, NodeHeat])
    faults: dict[str, str] = field(default_factory=dict[str, str])
    edge_faults: set[str] = field(default_factory=set[str])
    states: Mapping[str, str] = field(default_factory=dict[str, str])
    said: Mapping[str, str] = field(default_factory=dict[str, str])
    lit: frozenset[str] = frozenset()

    @property
    def is_run(self) -> bool:
        """Whether a deal or a trial is shown."""
        return bool(self.states)

    def take_faults(self, faults: tuple[ProcessFault, ...]) -> None:
        """Mark what is wrong."""
        self.faults = {}
        for each in faults:
            if each.node is not None and self.faults.get(each.node) != "error":
                self.faults[each.node] = each.level
        self.edge_faults = {each.edge for each in faults if each.edge and each.level == "error"}

    def show_run(
        self, states: Mapping[str, str], said: Mapping[str, str], lit: frozenset[str]
    ) -> None:
        """Show the way of a deal or a trial; nothing ends it."""
        self.states, self.said, self.lit = states, said, lit

    def warmth(self, node: str) -> float:
        """Answer how long deals stay here, of the longest: 0 to 1."""
        longest = max((each.average_s or 0 for each in self.figures.values()), default=0)
        found = self.figures.get(node)
        return 0.0 if found is None or not longest else (found.average_s or 0) / longest

"""Folds the navigation: where there is little room, for designers, and as the person wishes."""

from __future__ import annotations

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.navigation import Navigation

FOLD_BELOW = 1180
MOST_FOLD_SCALE = 1.3
_FOLDED = "navigation folded"


class Folding:
    """Knows whether the navigation is folded, and why."""

    def __init__(self, navigation: Navigation, memory: DeskMemory) -> None:
        self._navigation = navigation
        self._memory = memory

    def toggle(self) -> None:
        """Fold the navigation or unfold it, and remember that."""
        folded = not self._navigation.folded
        self._memory.remember(_FOLDED, "yes" if folded else "")
        self._navigation.set_folded(folded=folded)

    def fit(self, width: int, *, designing: bool) -> None:
        """Fold it as a window of this width needs it, or a designer's page."""
        scale = min(max(theme.current().text_scale, 1.0), MOST_FOLD_SCALE)
        narrow = width < FOLD_BELOW * scale
        folded = narrow or designing or self._memory.recall(_FOLDED) == "yes"
        if folded != self._navigation.folded:
            self._navigation.set_folded(folded=folded)

"""The navigation folds where there is little room, for designers, and as the person wishes."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.shell.folding import FOLD_BELOW, Folding


class Bar:
    folded = False

    def set_folded(self, *, folded: bool) -> None:
        self.folded = folded


@pytest.mark.parametrize(
    ("width", "designing", "folded"),
    [(FOLD_BELOW, False, False), (FOLD_BELOW - 1, False, True), (FOLD_BELOW, True, True)],
)
def test_it_follows_the_room_and_the_page(dressed, tmp_path, width, designing, folded):
    bar = Bar()
    Folding(bar, DeskMemory(folder=tmp_path)).fit(width, designing=designing)
    assert bar.folded is folded


def test_what_the_person_folded_stays_folded(dressed, tmp_path):
    bar, memory = Bar(), DeskMemory(folder=tmp_path)
    Folding(bar, memory).toggle()
    assert bar.folded
    other = Bar()
    Folding(other, memory).fit(FOLD_BELOW * 2, designing=False)
    assert other.folded

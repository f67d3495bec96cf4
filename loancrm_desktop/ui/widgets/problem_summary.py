"""What must be mended before a form can be saved, at its top; each problem leads to its field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.announcing import announce
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.keycap import KeyCap
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label

_MOST_NAMED = 12


class ProblemSummary(QFrame):
    """Says how many places are wrong and names them; empty, it is not there.

    Signals:
        problem_clicked: a problem was chosen (the key it was given with).
        next_requested: the next problem shall be shown (the page runs F8 for the same).
    """

    problem_clicked = Signal(str)
    next_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setProperty("state", "danger")
        self._title = label(role="error", font="bodyStrong", wrap=True)
        self._problems = QWidget()
        self._lines = FlowLayout(self._problems, spacing=12)
        self._keys: dict[QPushButton, str] = {}
        following = button(tr("Next one"), kind="link")
        following.clicked.connect(self.next_requested)
        middle = QVBoxLayout()
        middle.setSpacing(2)
        middle.addWidget(self._title)
        middle.addWidget(self._problems)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(12, 8, 8, 8)
        whole.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        whole.addWidget(IconMark("x-circle", "dangerText"), 0, top)
        whole.addLayout(middle, 1)
        whole.addWidget(KeyCap("F8"), 0, top)
        whole.addWidget(following, 0, top)
        self.hide()

    @property
    def keys(self) -> tuple[str, ...]:
        """The problems named, by their keys."""
        return tuple(self._keys.values())

    def show_problems(self, problems: Sequence[tuple[str, str]], *, said: bool = True) -> None:
        """Name the problems, each as (key, words); none takes the notice away.

        Args:
            problems: what is wrong, in the order of the form.
            said: have a screen reader say how many there are.
        """
        clear_layout(self._lines)
        self._keys = {}
        for key, words in problems[:_MOST_NAMED]:
            named = button(words, kind="link")
            named.clicked.connect(self._on_problem_clicked)
            self._keys[named] = key
            self._lines.addWidget(named)
        title = _title_of(len(problems))
        self._title.setText(title)
        self.setAccessibleName(title)
        self.setVisible(bool(problems))
        if problems and said:
            announce(self, title, urgent=True)

    def _on_problem_clicked(self) -> None:
        named = self.sender()
        if isinstance(named, QPushButton) and named in self._keys:
            self.problem_clicked.emit(self._keys[named])


def _title_of(count: int) -> str:
    if count == 1:
        return tr("One place must be mended before this can be saved")
    return tr("{count} places must be mended before this can be saved", count=count)

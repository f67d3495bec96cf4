"""The look of the pages before an office is open: the coloured side, and password inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop import __version__
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import column, label, restyle, row, set_role

SIDE_WIDTH = 440
FORM_WIDTH = 400


class Logo(QWidget):
    """The program's sign: three rising bars."""

    def __init__(self, size: int = 34, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        size = self.width()
        painter.drawRoundedRect(QRectF(0, 0, size, size), 6, 6)
        painter.setBrush(look.colour("textOnAccent"))
        for number, share in enumerate((0.25, 0.4, 0.55)):
            height = size * share
            painter.drawRoundedRect(
                QRectF(size * (0.24 + number * 0.2), size * 0.78 - height, size * 0.12, height),
                1.5,
                1.5,
            )
        painter.end()


class BrandSide(QFrame):
    """The coloured left side of the entry pages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "brand")
        self.setFixedWidth(SIDE_WIDTH)
        title = label(tr("Loan customer management"), font="title")
        self._office = label(role="caption")
        self._office.hide()
        self._middle = QVBoxLayout()
        self._middle.setSpacing(24)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(44, 48, 32, 24)
        layout.setSpacing(0)
        head = row(Logo(), spacing=12)
        head.addLayout(column(title, self._office, spacing=0), 1)
        layout.addLayout(head)
        layout.addSpacing(44)
        layout.addLayout(self._middle)
        layout.addStretch(1)
        version = tr("Version {version}", version=__version__)
        self._foot = label(version, role="caption", wrap=True)
        layout.addWidget(self._foot)

    def show_office(self, name: str, folder: str) -> None:
        """Name the office below the title, and where it lies."""
        self._office.setText(name)
        self._office.setVisible(bool(name))
        version = tr("Version {version}", version=__version__)
        self._foot.setText(f"{version}  ·  {folder}" if folder else version)

    def add_fact(self, icon: str, title: str, text: str) -> tuple[QLabel, QLabel]:
        """Add a sentence with an icon; answers its two lines, to be written anew."""
        picture = IconMark(icon, "accentText", ground="surface")
        picture.setFixedSize(34, 34)
        lines = label(title, font="bodyStrong"), label(text, role="secondary", wrap=True)
        words = column(*lines, spacing=1)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self._middle.addLayout(line)
        return lines

    def add_widget(self, widget: QWidget) -> None:
        """Add anything else."""
        self._middle.addWidget(widget)


@dataclass(frozen=True, slots=True)
class WizardStep:
    """One step of a wizard as the side lists it."""

    title: str
    text: str


class StepList(QWidget):
    """The steps of a wizard: those behind ticked, the present one filled."""

    def __init__(self, steps: Sequence[WizardStep], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: list[_StepMark] = []
        self._titles: list[QLabel] = []
        self._texts: list[QLabel] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(22)
        for number, step in enumerate(steps, 1):
            mark = _StepMark(number)
            title = label(step.title)
            text = label(step.text, role="caption", wrap=True)
            words = column(title, text, spacing=0)
            line = row(mark, spacing=12)
            line.addLayout(words, 1)
            layout.addLayout(line)
            self._marks.append(mark)
            self._titles.append(title)
            self._texts.append(text)

    def tell(self, number: int, text: str) -> None:
        """Say below a step (counted from 0) what was settled in it."""
        self._texts[number].setText(text)

    def show_step(self, here: int) -> None:
        """Mark the step (counted from 0) the person is at."""
        for number, (mark, title) in enumerate(zip(self._marks, self._titles, strict=True)):
            mark.show_place("behind" if number < here else "here" if number == here else "ahead")
            title.setFont(theme.current().font("bodyStrong" if number == here else "body"))


class _StepMark(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._place = "ahead"
        self.setFixedSize(28, 28)

    def show_place(self, place: str) -> None:
        self._place = place
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(1, 1, 26, 26)
        fills = {"behind": "successSoft", "here": "accent", "ahead": "surface"}
        borders = {"behind": "success", "here": "accent", "ahead": "borderStrong"}
        painter.setPen(QPen(look.colour(borders[self._place]), 1))
        painter.setBrush(look.colour(fills[self._place]))
        painter.drawEllipse(circle)
        if self._place == "behind":
            look.icon("check", "successText").paint(painter, circle.toRect().adjusted(6, 6, -6, -6))
        else:
            painter.setFont(look.font("bodyStrong"))
            here = self._place == "here"
            painter.setPen(look.colour("textOnAccent" if here else "textSecondary"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class PasswordEdit(QLineEdit):
    """A password, hidden until the eye is pressed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("look", "large")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        icon = theme.current().icon("eye", "textTertiary")
        self._eye: QAction = self.addAction(icon, QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setToolTip(tr("Show or hide the password"))
        self._eye.triggered.connect(self._on_eye_triggered)

    def _on_eye_triggered(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        mode = QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        self._eye.setIcon(theme.current().icon("eye-off" if hidden else "eye", "textTertiary"))


class LabelledInput(QWidget):
    """An input with its label above and its problem below."""

    def __init__(self, title: str, edit: QLineEdit, hint: str = "") -> None:
        super().__init__()
        self.edit = edit
        if not edit.accessibleName():
            edit.setAccessibleName(title)
        named = label(title, role="secondary", font="caption")
        named.setBuddy(edit)
        self._hint = hint
        self._below = label(hint, role="caption", wrap=True)
        self.setLayout(column(named, edit, self._below, spacing=4))
        self._below.setVisible(bool(hint))  # only now: without a parent it would be a window

    def show_problem(self, text: str) -> None:
        """Say what is wrong; empty shows the hint again."""
        self._below.setText(text or self._hint)
        self._below.setVisible(bool(text or self._hint))
        set_role(self._below, "error" if text else "caption")
        self.edit.setProperty("state", "error" if text else "")
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    @property
    def problem(self) -> str:
        """What is said below."""
        return self._below.text()


class StrengthMeter(QWidget):
    """A bar and a word for how strong a password is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setRange(0, 4)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Strength of the password"))
        self.words = label(role="caption")
        self.words.hide()
        self.setLayout(row(self.bar, self.words, spacing=12))

    def show_score(self, score: int) -> None:
        """Show a score of 0 to 4; -1 is too short to be taken."""
        words = (tr("Too short"), tr("Very weak"), tr("Weak"), tr("Fair"), tr("Strong"),
                 tr("Very strong"))  # fmt: skip
        self.bar.setValue(max(0, score))
        self.bar.setProperty("state", "good" if score >= 3 else "fair" if score == 2 else "weak")
        restyle(self.bar)
        self.words.setText(words[score + 1])
        set_role(self.words, "success" if score >= 3 else "warning")
        self.words.setFont(theme.current().font("caption"))
        self.words.show()

    def clear(self) -> None:
        """Say nothing: no password is typed."""
        self.bar.setValue(0)
        self.words.hide()

"""The palette at the left: kinds of nodes, ready pieces, layers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.drafting.tile_button import TileButton
from loancrm_desktop.ui.flows import carried_kind
from loancrm_desktop.ui.flows.flow_words import ICONS, KINDS, kind_text
from loancrm_desktop.ui.widgets.keycap import KeyCap
from loancrm_desktop.ui.widgets.parts import label, line, row, scrolled
from loancrm_desktop.ui.widgets.relay import relay

_START_AFTER = 6


class KindButton(TileButton):
    """A kind of node: pressed it goes behind what is chosen, dragged anywhere."""

    def __init__(self, kind: str) -> None:
        title = kind_text(kind).read()
        super().__init__(ICONS[kind], title)
        self.kind = kind
        self._pressed_at: QPoint | None = None
        self.setObjectName(f"kind {kind}")
        self.setToolTip(tr("{title}: click to add it, or drag it onto the picture", title=title))
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it after six pixels."""
        start = self._pressed_at
        if start is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position().toPoint() - start).manhattanLength() >= _START_AFTER:
            self._pressed_at = None
            self.setDown(False)
            carried_kind.begin_drag(self, self.kind, ICONS[self.kind], self.title)


class PalettePanel(QFrame):
    """What can be put onto the picture, and what is seen over it.

    Signals:
        kind_clicked: a node of a kind is wanted behind what is chosen.
        piece_clicked: a ready piece is wanted (its key).
        layer_switched: a layer was switched (its name, on or off).
    """

    kind_clicked = Signal(str)
    piece_clicked = Signal(str)
    layer_switched = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bare")
        self.setFixedWidth(theme.current().layout("palettePanel"))
        self.buttons: dict[str, KindButton] = {}
        self.pieces: dict[str, TileButton] = {}
        self.layers: dict[str, QCheckBox] = {}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(self._content()), 1)
        whole.addWidget(line())
        hint = label(
            tr("Drag onto the picture, or go on from the node chosen with"),
            role="caption",
            wrap=True,
        )
        foot = row(hint, KeyCap("Tab"), margins=(14, 8, 14, 8))
        foot.setStretchFactor(hint, 1)
        whole.addLayout(foot)

    def _content(self) -> QWidget:
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.setSpacing(6)
        inside.addWidget(label(tr("Nodes"), font="bodyStrong"))
        for kind in KINDS:
            made = self.buttons[kind] = KindButton(kind)
            made.clicked.connect(relay(made, self._on_kind_clicked, kind))
            inside.addWidget(made)
        inside.addSpacing(4)
        inside.addWidget(line())
        inside.addSpacing(4)
        inside.addWidget(label(tr("Ready pieces"), font="bodyStrong"))
        for key, title in (
            ("review", tr("Review passed / not passed")),
            ("overdue", tr("Late: tell the team lead")),
            ("resubmit", tr("Bank declines: submit again")),
        ):
            piece = self.pieces[key] = TileButton("copy", title)
            piece.setToolTip(tr("{title}: goes behind the node chosen", title=title))
            piece.clicked.connect(relay(piece, self._on_piece_clicked, key))
            inside.addWidget(piece)
        inside.addSpacing(4)
        inside.addWidget(line())
        inside.addSpacing(4)
        inside.addWidget(label(tr("Layers"), font="bodyStrong"))
        for key, title, on in (
            ("handlers", tr("Handlers"), True),
            ("limits", tr("Time limits"), True),
            ("heat", tr("Stay in the last 30 days"), False),
        ):
            box = self.layers[key] = QCheckBox(title)
            box.setChecked(on)
            box.toggled.connect(relay(box, self._on_layer_toggled, key))
            inside.addWidget(box)
        inside.addStretch(1)
        return content

    def _on_kind_clicked(self, kind: str) -> None:
        self.kind_clicked.emit(kind)

    def _on_piece_clicked(self, key: str) -> None:
        self.piece_clicked.emit(key)

    def _on_layer_toggled(self, key: str, on: bool) -> None:  # noqa: FBT001 - the state
        self.layer_switched.emit(key, on)
